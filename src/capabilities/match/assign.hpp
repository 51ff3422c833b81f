// Who goes with whom, best for all together: as many pairs as can be made, and of those ways one with the highest total score.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace halfsky::match {

constexpr int64_t kNever = std::numeric_limits<int64_t>::min();

// Scores of all pairs, row by row: left x right, in 1/10'000 points. kNever where the pair must not be.
struct Scores {
  size_t left = 0, right = 0;
  std::vector<int64_t> values;
  int64_t at(size_t l, size_t r) const { return values[l * right + r]; }
};

// Pairs (left, right), by left. `left_takes` and `right_takes` say how many each may be paired with; a pair comes once. Equal ways are told
// apart by order alone: who stands first is served first, so the same input gives the same pairs.
// Successive shortest paths with potentials (Jonker and Volgenant 1987, here with capacities on both sides); time left x right x the rows that
// each path has to look at.
// REQUIRES: takes are not negative, scores lie within +-10^12.
std::vector<std::pair<size_t, size_t>> assign(const Scores& scores, const std::vector<int>& left_takes, const std::vector<int>& right_takes);

}  // namespace halfsky::match
