// What the pairs of a match are worth. Millions of pairs are asked about, and most expressions read little of each side: every part that
// reads one side alone is worked out once a record, records that are alike in these parts are one class, and only pairs of classes are evaluated.
#pragma once

#include "capabilities/match/assign.hpp"
#include "engine/world.hpp"

namespace halfsky::match {

class PairScores {
 public:
  // Rows of both sides; the world gives what is read through them and the period.
  PairScores(const lang::Match& match, engine::RowWorld& world, const std::vector<engine::RowPtr>& lefts, const std::vector<engine::RowPtr>& rights);

  // kNever where `never` holds. Sums of the terms, in 1/10'000.
  Scores all();
  // One pair, term by term, as `score` lists them; nothing counts 0.
  std::vector<int64_t> terms(size_t left, size_t right);

 private:
  void set(size_t left, size_t right);

  const lang::Match& match_;
  engine::RowWorld& world_;
  const std::vector<engine::RowPtr>& lefts_;
  const std::vector<engine::RowPtr>& rights_;
};

}  // namespace halfsky::match
