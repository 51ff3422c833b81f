// An org's id is ours and carries the tree: 15 digits, three for each level from province to village. A subtree is a range,
// and the county that keeps a record is the id without its last six digits.
#pragma once

#include <cstdint>

namespace halfsky::base {

using OrgId = int64_t;    // PPP CCC TTT SSS VVV: province, city, county, township, village
using County = int64_t;   // OrgId / 1'000'000; 0 is what lies above the counties

constexpr OrgId kNation = 0;  // the root above all provinces

struct OrgRange {
  OrgId low;
  OrgId high;  // inclusive
  bool holds(OrgId org) const { return org >= low && org <= high; }
};

// The county whose journal keeps the records of `org`; 0 for a province or a city.
constexpr County county_of(OrgId org) { return org / 1'000'000 % 1000 == 0 ? 0 : org / 1'000'000; }

constexpr OrgId org_of_county(County county) { return county * 1'000'000; }

// How many of the five groups are used: 0 nation, 1 province, 2 city, 3 county, 4 township, 5 village.
constexpr int depth_of(OrgId org) {
  int depth = 5;
  while (depth > 0 && org % 1000 == 0) {
    org /= 1000;
    --depth;
  }
  return depth;
}

constexpr int kDepthOfCounty = 3;

constexpr OrgId unit_at(int depth) {
  OrgId unit = 1;
  for (int i = depth; i < 5; ++i) unit *= 1000;
  return unit;
}

// Itself and all below it.
constexpr OrgRange range_of(OrgId org) {
  if (org == kNation) return {0, 999'999'999'999'999};
  return {org, org + unit_at(depth_of(org)) - 1};
}

// The ancestor of `org` with `depth` groups (itself where it has just so many); 0 where it has fewer.
constexpr OrgId ancestor_at(OrgId org, int depth) {
  if (depth_of(org) < depth) return 0;
  const OrgId unit = unit_at(depth);
  return org / unit * unit;
}

}  // namespace halfsky::base
