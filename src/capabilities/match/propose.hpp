// Proposals of a match for one org (PACKS section 6): who is asked for, who may be had, the pairs that serve all of them best, and why each.
// A proposal writes nothing. Who confirms a pair enters the record that it makes, by the ordinary path.
#pragma once

#include "base/result.hpp"
#include "engine/access/acting.hpp"
#include "engine/query/view.hpp"

namespace halfsky::match {

constexpr size_t kSideMax = 5'000;          // records of a side in one proposal
constexpr size_t kOthersMax = 3;            // next best ones shown beside a pair

struct Partner {
  engine::RowPtr row;
  int64_t score = 0;                        // in 1/10'000
  std::vector<int64_t> terms;               // as the match's `score`
  bool full = false;                        // all its places went to others in this proposal
};

struct Pair {
  engine::RowPtr left;
  Partner right;
  std::vector<std::pair<const lang::Field*, lang::Value>> values;   // of the record that a confirmation enters
  base::OrgId org = 0;                                              // it is entered for
  std::vector<Partner> others;                                      // best first
};

struct LeftOver {
  engine::RowPtr row;
  bool never = false;                       // no right record may be paired with it; else: all places are taken
};

struct Proposal {
  std::vector<Pair> pairs;                  // by how long the left record has waited
  std::vector<LeftOver> left_over;          // left records that go without
  size_t lefts = 0, rights = 0;             // records that were looked at
  int64_t places = 0;                       // of all right records
};

// Whether one of her grants is named in the match's `by`, by role and level.
bool may_propose(const engine::Site& site, const engine::Acting& who, const lang::Match& match);

// Left records within `org` (0: all of her county) that she may act for, right records that she may read. `source` reads the same county.
// Problems: not_yours, too_many {max}.
base::Result<Proposal> propose(const engine::Site& site, db::Connection& connection, const engine::Acting& who, const lang::Match& match, base::OrgId org, engine::Snapshot& source);

}  // namespace halfsky::match
