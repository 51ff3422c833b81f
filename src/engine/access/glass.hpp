// Break-glass: the chair of a county, to whom a secret record does not exist, opens what concerns a named person or household with a
// written reason. The opening, its reason and the look are in the journal before anything is shown; those who may read the record are
// told at once; it ends by itself (SECURITY, "Looks and break-glass"). Where there is nothing to open, the reason is journaled and people are told all the same.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/access/acting.hpp"
#include "engine/site.hpp"
#include "engine/store/source.hpp"

namespace halfsky::engine {

class Engine;

constexpr base::Instant kGlassMicros = 30LL * 60 * 1'000'000;
constexpr size_t kGlassReasonMin = 10;     // characters: "看看" is no reason
constexpr size_t kGlassReasonMax = 1'000;

TableSpec glass_table();

// Whether she may open this county's secrets so.
bool may_break_glass(const Site& site, const Acting& who, base::County county);
// Whether she has opened the row, and that has not ended.
bool is_glass_open(const Site& site, const Acting& who, const Row& row, db::Connection& connection);

struct GlassOpened {
  std::vector<RowPtr> rows;
  base::Instant until = 0;
};

// What one secret record is called between people on the telephone, eight digits and letters: it says nothing, and stands on its page.
std::string secret_code(const Site& site, const std::string& record);

struct GlassAsked {
  std::string code;                        // of a secret record; or, where it is empty:
  const lang::RecordType* type = nullptr;  // a record that she may read, which secrets refer to
  std::string about;
  std::string reason;
};

// Problems: not_yours; glass_reason {min}, too_long; no_such_record where she may not read `about`.
base::Result<GlassOpened> break_glass(Engine& engine, const Acting& who, const GlassAsked& asked);

}  // namespace halfsky::engine
