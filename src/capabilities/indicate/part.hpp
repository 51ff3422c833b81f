// What one record adds to an indicator.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "engine/site.hpp"
#include "engine/store/source.hpp"
#include "engine/world.hpp"

namespace halfsky::indicate {

// value, n, at_least, about: as the tables keep them.
struct Sums {
  int64_t value = 0, n = 0, at_least = 0, about = 0;
  bool operator==(const Sums&) const = default;
  auto operator<=>(const Sums&) const = default;
  Sums& operator+=(const Sums& other) {
    value += other.value;
    n += other.n;
    at_least += other.at_least;
    about += other.about;
    return *this;
  }
  Sums operator-() const { return {-value, -n, -at_least, -about}; }
  bool empty() const { return value == 0 && n == 0 && at_least == 0 && about == 0; }
  std::vector<int64_t> vector() const { return {value, n, at_least, about}; }
};

struct Part {
  base::OrgId org = 0;       // that gets the credit
  base::Day day = 0;         // that decides the period; 0 where it counts as of a day (`held`)
  std::string dim;
  std::string key;           // distinct: what is counted; latest: the group
  Sums sums;
  bool operator==(const Part&) const = default;
  auto operator<=>(const Part&) const = default;
};
using Parts = std::vector<Part>;

// What is counted at the end of a distinct path: an org's number or a record's id, as the tables keep it.
std::string key_of(const lang::Value& value);

// One part for each dimension's prefix; sorted. Empty where the row is struck, where `where` does not hold, or where what is counted,
// its day or its org is empty. Nothing is kept that reads today, so `today` matters only for indicators counted on reading.
Parts parts_of(const engine::Site& site, const lang::Indicator& indicator, const engine::RowPtr& row, engine::RowSource& source, base::Day today = base::kDayMin);

// The same of an org, for indicators that count orgs.
Parts parts_of_org(const engine::Site& site, const lang::Indicator& indicator, const engine::Org& org, engine::RowSource& source, base::Day today);

// Who gets the credit where a row names `org`: it, or where it lies in another county, the whole of the row's own (of records above the
// counties: their province), so that what a county did is in its figures and nowhere twice.
base::OrgId credited(base::OrgId org, base::County county, base::OrgId own);

// What of a posting an indicator of money counts, in fen.
int64_t share_of(const lang::Indicator& indicator, const std::string& from_fund, const std::string& to_fund, int64_t amount_fen);

// The day of the last move among the records that `refs` of the row point at.
base::Day latest_move(const std::vector<const lang::Field*>& refs, const engine::RowPtr& row, engine::RowSource& source);

std::string joined(const std::vector<std::string>& codes);   // "a|b"

}  // namespace halfsky::indicate
