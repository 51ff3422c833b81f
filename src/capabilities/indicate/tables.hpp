// The tables that the figures are kept in; private to the capability.
//
//   cell          (county, indicator, kind, dim, org, month | sums)     by the org that gets the credit
//   county_cell   (county, indicator, kind, dim, month | sums)          the county's sums
//   distinct_key  (county, indicator, key, dim, org, day | n)           how often each key was seen on a day; of `held` ones: began (+1), ended (-1)
//   held_event    (county, indicator, record, day, org, dim, key | sums)  what began and ended to hold; of money, with no record: what moved on a day
//   latest_row    (county, indicator, key, day, record, org, dim | sums)  the rows of each group of a `latest`
//
// sums: value, in the path's own whole numbers; n, the rows; at_least and about, how many of the rows' tallies are no more sure than that.
// kind: "" sums; of distinct counts "month", "year" (its January), "first": keys seen in it, and for the first time in it.
// dim: "" the total, "a", "a|b" for each prefix of the indicator's dimensions.
#pragma once

#include "engine/command/counters.hpp"
#include "engine/store/schema.hpp"

namespace halfsky::indicate {

const engine::CounterTable& cell_table();
const engine::CounterTable& county_cell_table();
const engine::CounterTable& distinct_table();
const engine::CounterTable& held_table();
const engine::CounterTable& latest_table();

std::vector<engine::TableSpec> indicate_tables();

inline const std::string kSums, kByMonth = "month", kByYear = "year", kFirst = "first";

}  // namespace halfsky::indicate
