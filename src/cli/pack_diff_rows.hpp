// How much of what a new edition changes is in a data folder: rows of what is removed, rows that would be incomplete. Reads only.
#pragma once

#include <map>
#include <string>

#include "db/connection.hpp"
#include "lang/pack/difference.hpp"

namespace halfsky::cli {

struct DiffRows {
  std::map<std::string, int64_t> lost;         // by kind and name, as "field loan.size"
  std::map<std::string, int64_t> incomplete;   // by the field's name in the new edition
  bool has_tables = false;                     // whether the data folder keeps anything of the old edition
};

std::string lost_name(const lang::Thing& thing);

// `before` are the packs that the data folder was last run with.
DiffRows count_rows(db::Connection& connection, const lang::Packs& before, const lang::Difference& difference);

}  // namespace halfsky::cli
