// Whom a figure counted: from the key rows of distinct counts and the events of what holds, where they are kept; else from the records.
#include <algorithm>

#include "capabilities/indicate/reader.hpp"

namespace halfsky::indicate {

using lang::Indicator;
using lang::Node;

namespace {

const std::string& type_reached(const Indicator& indicator) {
  return indicator.verb == Indicator::Verb::distinct ? indicator.path->type().target : indicator.type->name;
}

}  // namespace

// A key row for each day that counts it; of what holds, one more where it begins and one less where it ends.
void Reader::distinct_keys(const Kept& kept, const Scope& scope, const Indicate::VisitReached& visit) {
  const base::OrgRange orgs = base::range_of(scope.org);
  const bool held = kept.how == Kept::How::held;
  const std::string rows = "from distinct_key where county = ?1 and indicator = ?2 and dim = ?3 and day between ?4 and ?5 and org between ?6 and ?7";
  const std::string sql = held ? "select key, org, cast(sum(n) as bigint) " + rows + " group by key, org having sum(n) > 0" : "select key, org, n " + rows + " and n > 0";
  for (const base::County county : counties(scope.org)) {
    Reached one{"", type_reached(*kept.indicator), county, 0, 0};
    connection_.each_row({sql, {county, kept.indicator->name, joined(scope.dims), int64_t{held ? base::kDayMin : scope.from}, int64_t{scope.to}, orgs.low, orgs.high}}, [&](const db::Value* at) {
      one.id = std::get<std::string>(at[0]);
      one.org = std::get<int64_t>(at[1]);
      one.n = std::get<int64_t>(at[2]);
      visit(one);
    });
  }
}

// Records that began to hold by the period's end and have not ended. A record's events come together, and may lie in several orgs.
void Reader::held_records(const Kept& kept, const Scope& scope, const Indicate::VisitReached& visit) {
  const base::OrgRange orgs = base::range_of(scope.org);
  for (const base::County county : counties(scope.org)) {
    Reached one{"", type_reached(*kept.indicator), county, 0, 1};
    std::vector<std::pair<base::OrgId, int64_t>> sums;
    const auto give = [&] {
      for (const auto& [org, n] : sums) {
        one.org = org;
        if (n > 0) visit(one);
      }
      sums.clear();
    };
    // By the primary key, as the rows come in its order: the index by dimension and day would have all of them sorted.
    connection_.each_row({"select record, org, n from held_event where county = ?1 and indicator = ?2 and dim || '' = ?3 and day + 0 <= ?4 and org between ?5 and ?6 order by record",
                          {county, kept.indicator->name, joined(scope.dims), int64_t{scope.to}, orgs.low, orgs.high}}, [&](const db::Value* at) {
      const std::string& record = std::get<std::string>(at[0]);
      if (record != one.id) give();
      one.id = record;
      const base::OrgId org = std::get<int64_t>(at[1]);
      auto same = std::find_if(sums.begin(), sums.end(), [&](const auto& sum) { return sum.first == org; });
      if (same == sums.end()) same = sums.insert(sums.end(), {org, 0});
      same->second += std::get<int64_t>(at[2]);
    });
    give();
  }
}

// False where no row is kept for each.
bool Reader::kept_keys(const Indicator& indicator, const Scope& scope, const Indicate::VisitReached& visit) {
  if (scope.about || scope.as_of) return false;
  const Kept* kept = plan_.kept(indicator);
  if (kept == nullptr) return false;
  if (kept->distinct) return distinct_keys(*kept, scope, visit), true;
  if (kept->how == Kept::How::held) return held_records(*kept, scope, visit), true;
  return false;
}

void Reader::reached(const Indicator& indicator, const Scope& scope, const Indicate::VisitReached& visit) {
  if (kept_keys(indicator, scope, visit)) return;
  records(indicator, scope, "", [&](const Counted& row) {
    if (row.key.empty()) return visit({row.id, row.type, row.county, row.org, 1});
    visit({row.key, indicator.verb == Indicator::Verb::distinct ? type_reached(indicator) : row.type, row.county, row.org, 1});
  });
}

void Reader::reached(const lang::Expression& formula, const Scope& scope, const Indicate::VisitReached& visit) {
  const Node& root = *formula.root;
  const bool alone = root.op == Node::Op::index && root.args.size() == 1;
  if (const Indicator* indicator = alone ? site_.packs->indicator(root.args.front()->binding.key) : nullptr) return reached(*indicator, scope, visit);
  formula_records(formula, scope, [&](const Counted& row) { visit({row.key.empty() ? row.id : row.key, row.type, row.county, row.org, 1}); });
}

}  // namespace halfsky::indicate
