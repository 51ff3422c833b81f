// The scope and the formula that a request for figures names.
#include "http/routes/figure_request.hpp"

#include "base/text.hpp"
#include "engine/access/gate.hpp"
#include "engine/task/work_calendar.hpp"
#include "http/replies.hpp"

namespace halfsky::http {

base::Result<engine::FigureScope> figure_scope(Service& service, const Request& request) {
  engine::FigureScope scope;
  const Caller& caller = caller_of(request);
  const auto orgs = service.engine.site().orgs();
  scope.org = query_number(request, "org", caller.who.grants.front().org);
  if (orgs->find(scope.org) == nullptr || !engine::Gate(service.engine.site()).in_range(caller.who, scope.org)) return base::Problem{"not_yours", "org", {{"move", ""}}};
  const base::Day today = service.engine.site().clock->today();
  const auto d = base::date_of(today);
  const std::string period = query(request, "period");
  scope.from = base::day_of({d.year, 1, 1});
  scope.to = base::day_of({d.year, 12, 31});
  if (period == "month") { scope.from = base::day_of({d.year, d.month, 1}); scope.to = base::add_months(scope.from, 1) - 1; }
  if (period == "term") { scope.from = engine::term_start(today); scope.to = engine::next_term_start(today) - 1; }
  if (period == "ever") { scope.from = base::kDayMin; scope.to = base::kDayMax; }
  base::Problems problems;
  for (const auto& [name, day] : {std::pair{"from", &scope.from}, std::pair{"to", &scope.to}}) {
    const std::string text = query(request, name);
    if (text.empty()) continue;
    if (const auto parsed = base::parse_day(text)) *day = *parsed; else problems.push_back({"not_a_date", name, {{"got", base::beginning(text, 40)}}});
  }
  if (!problems.empty()) return problems;
  return scope;
}

lang::ExpressionPtr figure_formula(const Service& service, const std::string& text, base::Problems& problems) {
  lang::Diagnostics found;
  const std::string programme = text.substr(0, text.find('.'));
  auto formula = lang::compile(text, engine::IndicatorNames(*service.engine.site().packs, programme), {lang::Expected::Want::any, {}, true}, found);
  for (const auto& d : found) problems.push_back({"bad_figure", "names", {{"got", base::beginning(text, 100)}, {"column", std::to_string(d.at.column)}, {"message", d.message}}});
  return formula;
}

}  // namespace halfsky::http
