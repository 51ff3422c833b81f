// Reads figures: from cells where they hold it, else from the records; formulas from other figures.
//
//   read_cells.cpp   sums of cells and key rows       read_records.cpp  counted from the records, and which they were
//   formula.cpp      figures made of figures              read_reached.cpp  whom they counted
#pragma once

#include "capabilities/indicate/indicate.hpp"
#include "capabilities/indicate/part.hpp"
#include "capabilities/indicate/plan.hpp"
#include "capabilities/indicate/scan.hpp"

namespace halfsky::indicate {

class Reader {
 public:
  // `pending`: commands that a batch has accepted but not written count too.
  Reader(const engine::Site& site, const Plan& plan, db::Connection& connection, const engine::Batch* pending = nullptr)
      : site_(site), plan_(plan), connection_(connection), pending_(pending) {}

  Figure value(const lang::Indicator& indicator, const Scope& scope);
  Figure formula(const lang::Expression& formula, const Scope& scope);
  void records(const lang::Indicator& indicator, const Scope& scope, const std::string& part, const Indicate::Visit& visit);
  void formula_records(const lang::Expression& formula, const Scope& scope, const Indicate::Visit& visit);
  void reached(const lang::Indicator& indicator, const Scope& scope, const Indicate::VisitReached& visit);
  void reached(const lang::Expression& formula, const Scope& scope, const Indicate::VisitReached& visit);

  std::vector<base::County> counties(base::OrgId org);
  std::optional<int64_t> target(const lang::Indicator& indicator, const Scope& scope);

 private:

  // read_cells.cpp
  Figure from_cells(const Kept& kept, const Scope& scope);
  Sums cells(const std::string& indicator, const std::string& kind, const std::string& dim, base::OrgId org, int from_month, int to_month);
  Sums pending(const std::string& indicator, const std::string& kind, const std::string& dim, base::OrgId org, int from_month, int to_month);
  Sums events(const std::string& indicator, const std::string& dim, base::OrgId org, base::Day from, base::Day to);
  Sums held(const Kept& kept, const Scope& scope);
  Sums latest(const Kept& kept, const Scope& scope);
  Sums flow(const Kept& kept, const Scope& scope);
  int64_t distinct(const std::string& indicator, const Scope& scope);
  int64_t held_keys(const std::string& indicator, const Scope& scope);

  // read_reached.cpp
  bool kept_keys(const lang::Indicator& indicator, const Scope& scope, const Indicate::VisitReached& visit);
  void distinct_keys(const Kept& kept, const Scope& scope, const Indicate::VisitReached& visit);
  void held_records(const Kept& kept, const Scope& scope, const Indicate::VisitReached& visit);

  // read_records.cpp
  Figure from_records(const lang::Indicator& indicator, const Scope& scope);
  using Found = std::function<void(const Counted&, const Sums&)>;
  void each(const lang::Indicator& indicator, const Scope& scope, const Found& found);
  void each_org(const lang::Indicator& indicator, const Scope& scope, const Found& found);
  bool each_plain(const lang::Indicator& indicator, const Scope& scope, base::County county, Scan& scan, const Found& found);
  void each_flow(const lang::Indicator& indicator, const Scope& scope, base::County county, Scan& scan, const Found& found);
  void each_latest(const lang::Indicator& indicator, const Scope& scope, base::County county, Scan& scan, const Found& found);
  void each_held(const lang::Indicator& indicator, const Scope& scope, base::County county, Scan& scan, const Found& found);
  void each_posting(const lang::Indicator& indicator, const Scope& scope, base::County county, const Found& found);
  base::Day today_of(const Scope& scope) const;

  const engine::Site& site_;
  const Plan& plan_;
  db::Connection& connection_;
  const engine::Batch* pending_;
};

// The value of a figure from its sums, by the indicator's verb.
Figure figure_of(const lang::Indicator& indicator, const Sums& sums, Figure::How how);

// In how many parts a whole number of the indicator's path is counted: 1, 100, 10'000.
int64_t scale_of(const lang::Indicator& indicator);

}  // namespace halfsky::indicate
