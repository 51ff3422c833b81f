// One version of one record in memory.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/day.hpp"
#include "base/org_id.hpp"
#include "lang/pack/model.hpp"

namespace halfsky::engine {

// Which record: its type and its id. Orgs are no such records; a ref to one is its number.
struct RecordId {
  const lang::RecordType* type = nullptr;
  std::string id;
  bool operator==(const RecordId&) const = default;
  bool operator<(const RecordId& other) const { return type != other.type ? type->name < other.type->name : id < other.id; }
};

// It was another org's until the day before: what it did up to then stays with that one (PACKS sections 3 and 7).
struct Handed {
  base::Day since = 0;
  base::OrgId from = 0;
  bool operator==(const Handed&) const = default;
};

struct Row {
  const lang::RecordType* type = nullptr;
  std::string id;
  base::County county = 0;
  base::OrgId org = 0;
  std::string stage;                 // empty for types without stages
  base::Day entered = 0;             // the day of entry, as the enterer said
  base::Day moved = 0;               // the day of the last move; a move never dates back before it
  int64_t version = 0;               // 1 at entry, one more with each change
  int64_t since = 0;                 // place in the county's journal that made this version
  bool struck = false;               // entered by mistake: in the history, counts nowhere
  bool away = false;                 // another county has it by now: struck here for all but what it counted while it was here
  std::vector<Handed> handed;        // handovers, in the order in which they were made; their days ascend
  std::vector<std::optional<base::Day>> reached;   // by stage
  std::vector<lang::Value> fields;   // by field; encrypted ones hold null here and stand in `ciphers`
  std::vector<std::string> ciphers;  // by field; empty unless the field is encrypted and filled
  std::vector<std::string> blinds;   // by field: blind index of an encrypted value, 16 bytes

  RecordId record() const { return {type, id}; }
};

using RowPtr = std::shared_ptr<const Row>;

// The org in which a record lay on a day: on the day of a handover already the one that took it over.
inline base::OrgId org_on(const std::vector<Handed>& all, base::OrgId now, base::Day day) {
  for (const Handed& handed : all)
    if (day < handed.since) return handed.from;
  return now;
}
inline base::OrgId org_on(const Row& row, base::Day day) { return org_on(row.handed, row.org, day); }

// The org of this county that has it, or had it last: where its keys are counted.
inline base::OrgId home_of(const Row& row) {
  base::OrgId home = row.org;
  for (auto handed = row.handed.rbegin(); base::county_of(home) != row.county && handed != row.handed.rend(); ++handed) home = handed->from;
  return home;
}

// The other counties in which it lay, each once, in their order: what was done with it there stands in their tables.
inline std::vector<base::County> counties_before(const Row& row) {
  std::vector<base::County> counties;
  for (const Handed& handed : row.handed)
    if (const base::County county = base::county_of(handed.from); county != row.county && std::find(counties.begin(), counties.end(), county) == counties.end()) counties.push_back(county);
  return counties;
}

}  // namespace halfsky::engine
