// How far two raters agree: the sheets of a type that refer to another sheet of their rubric (a spot check to its first sheet), line by line
// over an org and a period. Only of sheets that are handed in, and that the reader may read both of.
#pragma once

#include "base/result.hpp"
#include "engine/access/acting.hpp"
#include "capabilities/rubric/rubric.hpp"

namespace halfsky::rubric {

struct AgreementQuery {
  const lang::RecordType* type = nullptr;    // of the second sheets
  base::OrgId org = 0;                       // itself and all below, within one county
  base::Day from = base::kDayMin, to = base::kDayMax;
  int64_t within = 0;                        // in 1/10'000 points: how far apart two sheets still agree
};

struct AgreementTotals {
  struct Line {
    const lang::Field* field = nullptr;
    int64_t n = 0;                           // pairs in which both have the line
    int64_t differ = 0;                      // of these, with another answer
    int64_t difference = 0, apart = 0;       // sums of second - first, and of its size; in 1/10'000; of a veto whole
  };
  int64_t n = 0, within = 0;
  int64_t difference = 0, apart = 0;         // of the points
  std::vector<Line> lines;
};

// The ref by which a type's sheets name the sheet that they are held against; null where it has none.
const lang::Field* first_sheet_of(const lang::RecordType& type);

// Problems: no_such_record (the type is none of second sheets), not_yours.
base::Result<AgreementTotals> agreement_totals(const engine::Site& site, db::Connection& connection, const engine::Acting& who, const AgreementQuery& query);

}  // namespace halfsky::rubric
