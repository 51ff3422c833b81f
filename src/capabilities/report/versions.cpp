// Versions of one report beside each other, and what later or corrected records would change in a frozen one.
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "capabilities/report/gather.hpp"
#include "capabilities/report/reports.hpp"
#include "engine/access/figure_gate.hpp"

namespace halfsky::report {
namespace {

constexpr size_t kReasonMax = 500;

}  // namespace

// Fills in what their rows of versions say.
void Reports::read_versions(db::Connection& connection, base::County county, std::vector<Compiled>& reports) {
  constexpr size_t kAtOnce = 200;
  for (size_t from = 0; from < reports.size(); from += kAtOnce) {
    const size_t to = std::min(reports.size(), from + kAtOnce);
    std::map<std::string, Compiled*> by_id;
    std::vector<db::Value> args{county};
    std::string in;
    for (size_t i = from; i < to; ++i) {
      by_id[reports[i].id] = &reports[i];
      args.push_back(reports[i].id);
      in += fmt::format("{}?{}", i > from ? ", " : "", args.size());
    }
    const db::Rows own = connection.read({fmt::format("select report, version, replaces, reason, rhythm from report_version where county = ?1 and report in ({})", in), args});
    for (size_t r = 0; r < own.size(); ++r) {
      Compiled& compiled = *by_id.at(own.text(r, 0));
      compiled.version = int(own.integer(r, 1));
      compiled.replaces = own.text(r, 2);
      compiled.reason = own.text(r, 3);
      compiled.itself = !own.text(r, 4).empty();
    }
    const db::Rows next = connection.read({fmt::format("select replaces, report from report_version where county = ?1 and replaces in ({})", in), args});
    for (size_t r = 0; r < next.size(); ++r) by_id.at(next.text(r, 0))->replaced_by = next.text(r, 1);
  }
}

base::Result<std::string> Reports::again(const engine::Acting& who, base::County county, const std::string& id, const std::string& reason, const std::string& command) {
  const auto old = engine_->reading([&](db::Connection& c) { return find(c, county, id); });
  const engine::Site& site = engine_->site();
  if (!old || !engine::Gate(site).in_range(who, old->org)) return base::Problem{"no_such_report", "", {{"got", base::beginning(id, 40)}}};
  if (!may_write(who, old->report, old->org)) return base::Problem{"not_yours", "", {{"move", "report.again"}}};
  const lang::Report* report = site.packs->report(old->report);
  if (report == nullptr) return base::Problem{"no_such_report", "", {{"got", old->report}}};
  const std::string why = base::nfc(base::trim(reason));
  base::Problems problems;
  How how = sent(command, fmt::format("{}/{}", id, why));
  if (!old->replaced_by.empty() && old->replaced_by != how.id) problems.push_back({"newer_version", "", {{"version", std::to_string(old->version)}}});
  if (old->state == "final" && why.empty()) problems.push_back({"required", "reason", {}});
  if (base::code_points(why) > kReasonMax) problems.push_back({"too_long", "reason", {{"max", std::to_string(kReasonMax)}, {"got", std::to_string(base::code_points(why))}}});
  if (!problems.empty()) return problems;
  how.replaces = old->id;
  how.reason = why;
  how.paragraphs = old->paragraphs;
  return compile(who, *report, old->org, old->until, old->params, std::move(how));
}

std::vector<Compiled> Reports::versions(db::Connection& connection, const Compiled& compiled) {
  std::vector<Compiled> all = list(connection, compiled.org, Whose::own);
  std::erase_if(all, [&](const Compiled& each) { return each.report != compiled.report || each.from != compiled.from || each.until != compiled.until || each.params != compiled.params; });
  std::sort(all.begin(), all.end(), [](const Compiled& a, const Compiled& b) { return std::tie(a.version, a.compiled_at, a.id) < std::tie(b.version, b.compiled_at, b.id); });
  return all;
}

void Reports::gather(db::Connection& connection, Compiled& compiled) {
  compiled.gathered = compiled.state == "final" ? gathered_then(connection, compiled) : gathered_now(*engine_, connection, compiled);
}

std::vector<Drift> Reports::drift(engine::FigureSource& figures, db::Connection& connection, const Compiled& compiled) {
  std::vector<Drift> result;
  for (const FrozenFigure& figure : compiled.figures) {
    if (!formula_of(compiled, figure)) continue;
    const engine::FigureReading reading = now(figures, connection, compiled, figure);
    if (reading.raw == figure.reading.raw) continue;
    const auto before = base::parse_scaled(figure.reading.raw, base::kDecimalScale), after = base::parse_scaled(reading.raw, base::kDecimalScale);
    result.push_back({figure.n, reading.raw, before && after ? base::format_scaled(*after - *before, base::kDecimalScale) : ""});
  }
  return result;
}

// As the pack says it today; a formula that no longer compiles cannot be opened any more, its frozen value stands.
lang::ExpressionPtr Reports::formula_of(const Compiled& compiled, const FrozenFigure& figure) const {
  lang::Diagnostics problems;
  const std::string programme = compiled.report.substr(0, compiled.report.find('.'));
  return lang::compile(figure.formula, engine::IndicatorNames(*engine_->site().packs, programme), {lang::Expected::Want::any, {}, true}, problems);
}

engine::FigureReading Reports::now(engine::FigureSource& figures, db::Connection& connection, const Compiled& compiled, const FrozenFigure& figure) {
  const auto formula = formula_of(compiled, figure);
  if (!formula) return {};
  engine::FigureScope scope = figure.scope;
  scope.as_of.reset();
  return figures.read(connection, *formula, scope, {});
}

void Reports::rows(engine::FigureSource& figures, db::Connection& connection, const Compiled& compiled, const FrozenFigure& figure, As as, const std::function<void(const engine::FigureRow&)>& visit) {
  const auto formula = formula_of(compiled, figure);
  if (!formula) return;
  engine::FigureScope scope = figure.scope;
  if (as == As::now) scope.as_of.reset();
  figures.rows(connection, *formula, scope, visit);
}

}  // namespace halfsky::report
