// The assignment is as good as the best that trying all ways finds, keeps to capacities and to what must never be, and is the same each time.
#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "capabilities/match/assign.hpp"

namespace halfsky::testing {
namespace {

using match::kNever;
using match::Scores;
using Pairs = std::vector<std::pair<size_t, size_t>>;

struct Worth {
  size_t pairs = 0;
  int64_t total = 0;
  bool operator<(const Worth& other) const { return pairs != other.pairs ? pairs < other.pairs : total < other.total; }
  bool operator==(const Worth&) const = default;
};

Worth worth(const Scores& scores, const Pairs& pairs) {
  Worth result{pairs.size(), 0};
  for (const auto& [l, r] : pairs) result.total += scores.at(l, r);
  return result;
}

// Every pair in or out: few records only.
Worth best_of_all(const Scores& scores, std::vector<int> left, std::vector<int> right) {
  Worth best;
  const std::function<void(size_t, Worth)> go = [&](size_t at, Worth so_far) {
    if (best < so_far) best = so_far;
    if (at == scores.values.size()) return;
    go(at + 1, so_far);
    const size_t l = at / scores.right, r = at % scores.right;
    if (scores.values[at] == kNever || left[l] == 0 || right[r] == 0) return;
    --left[l], --right[r];
    go(at + 1, {so_far.pairs + 1, so_far.total + scores.values[at]});
    ++left[l], ++right[r];
  };
  go(0, {});
  return best;
}

bool keeps_to(const Scores& scores, const std::vector<int>& left, const std::vector<int>& right, Pairs pairs) {
  std::vector<int> l_used(left.size(), 0), r_used(right.size(), 0);
  for (const auto& [l, r] : pairs) {
    if (scores.at(l, r) == kNever || ++l_used[l] > left[l] || ++r_used[r] > right[r]) return false;
  }
  std::sort(pairs.begin(), pairs.end());
  return std::adjacent_find(pairs.begin(), pairs.end()) == pairs.end();
}

TEST(Assign, IsAsGoodAsTryingAllWays) {
  std::mt19937 random(20261127);
  for (int round = 0; round < 3'000; ++round) {
    Scores scores;
    scores.left = 1 + random() % 4;
    scores.right = 1 + random() % 4;
    const int spread = 1 + int(random() % 8), never_percent = int(random() % 60);
    for (size_t i = 0; i < scores.left * scores.right; ++i)
      scores.values.push_back(int(random() % 100) < never_percent ? kNever : int64_t(random() % (2 * spread + 1)) - spread);
    std::vector<int> left, right;
    for (size_t l = 0; l < scores.left; ++l) left.push_back(int(random() % 4));
    for (size_t r = 0; r < scores.right; ++r) right.push_back(int(random() % 4));
    const Pairs pairs = match::assign(scores, left, right);
    ASSERT_TRUE(keeps_to(scores, left, right, pairs)) << "round " << round;
    const Worth got = worth(scores, pairs), best = best_of_all(scores, left, right);
    ASSERT_TRUE(got == best) << "round " << round << ": " << got.pairs << " pairs of " << got.total << ", best " << best.pairs << " of " << best.total;
    ASSERT_EQ(match::assign(scores, left, right), pairs);
  }
}

TEST(Assign, GivesTheFirstWhereAllAreAlike) {
  const Scores scores{3, 1, {5, 5, 5}};
  EXPECT_EQ(match::assign(scores, {1, 1, 1}, {1}), (Pairs{{0, 0}}));
}

TEST(Assign, PairsEvenForALoss) {   // a girl waits for nobody, though each sponsor has a mark against him
  const Scores scores{2, 2, {-40, -10, -40, -10}};
  EXPECT_EQ(match::assign(scores, {1, 1}, {1, 1}).size(), 2u);
}

TEST(Assign, OfNothingIsNothing) {
  EXPECT_TRUE(match::assign({0, 0, {}}, {}, {}).empty());
  EXPECT_TRUE(match::assign({2, 0, {}}, {1, 1}, {}).empty());
  EXPECT_TRUE(match::assign({1, 1, {kNever}}, {1}, {1}).empty());
}

}  // namespace
}  // namespace halfsky::testing
