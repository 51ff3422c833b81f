// From a template's pieces to values.
#include "capabilities/indicate/report_figures.hpp"

#include <cstdio>

#include "engine/task/work_calendar.hpp"

namespace halfsky::indicate {

namespace {

int months_of(const std::string& unit) {
  if (unit.starts_with("month")) return 1;
  if (unit.starts_with("quarter")) return 3;
  if (unit.starts_with("term")) return 6;
  return 12;
}

void collect(const std::vector<lang::Piece>& pieces, std::vector<const lang::Figure*>& figures) {
  for (const lang::Piece& piece : pieces) {
    using Kind = lang::Piece::Kind;
    if ((piece.kind == Kind::figure || piece.kind == Kind::cite) && piece.figure.formula) figures.push_back(&piece.figure);
    if (piece.kind == Kind::table)
      for (const lang::Figure& figure : piece.figures)
        if (!figure.id.empty()) figures.push_back(&figure);
    if (piece.kind == Kind::if_) collect(piece.pieces, figures);
  }
}

}  // namespace

base::Day span_begin(const std::string& span, base::Day until) {
  int count = 0, read = 0;
  if (std::sscanf(span.c_str(), "%3d %n", &count, &read) == 1 && read > 0) return base::add_months(until + 1, -count * months_of(span.substr(size_t(read))));
  const auto date = base::date_of(until);
  if (span == "month") return base::day_of({date.year, date.month, 1});
  if (span == "quarter") return base::day_of({date.year, (date.month - 1) / 3 * 3 + 1, 1});
  if (span == "term") return engine::term_start(until);
  return base::day_of({date.year, 1, 1});
}

std::optional<Scope> scope_of(const Indicate& indicate, const lang::Report& report, const lang::Figure& figure, base::OrgId org, base::Day until, const Params& params) {
  const engine::Site& site = indicate.engine().site();
  Scope scope;
  scope.org = org;
  scope.to = until;
  scope.from = span_begin(figure.over.empty() ? report.period : figure.over, until);
  if (!figure.at.empty()) {
    const engine::Org* found = nullptr;
    const auto orgs = site.orgs();
    for (const engine::Org& within : orgs->within(base::range_of(org)))
      if (within.name == figure.at && (found == nullptr || within.until > found->until)) found = &within;
    if (found == nullptr) return std::nullopt;
    scope.org = found->id;
  }
  if (figure.for_.empty()) return scope;
  for (const lang::Report::Param& param : report.params) {
    if (param.id != figure.for_) continue;
    const auto given = params.find(param.id);
    if (given == params.end()) return std::nullopt;
    scope.about = About{param.type, given->second, 0};
    if (param.type && param.type->is_org) scope.about = About{param.type, "", std::atoll(given->second.c_str())};
  }
  return scope.about ? std::optional(scope) : std::nullopt;
}

std::optional<int> round_of(const Indicate& indicate, const lang::Expression& formula) {
  if (formula.root->op != lang::Node::Op::index) return std::nullopt;
  const lang::Indicator* indicator = indicate.engine().site().packs->indicator(formula.root->args.front()->binding.key);
  return indicator ? indicator->round : std::nullopt;
}

std::vector<ReportFigure> report_figures(const Indicate& indicate, db::Connection& connection, const lang::Report& report, base::OrgId org, base::Day until, const Params& params) {
  std::vector<const lang::Figure*> figures;
  collect(report.text.pieces, figures);
  std::vector<ReportFigure> result;
  for (const lang::Figure* figure : figures) {
    ReportFigure read{figure->id, figure, {}, {}, {}};
    if (const auto scope = scope_of(indicate, report, *figure, org, until, params)) {
      read.scope = *scope;
      read.value = indicate.value(connection, *figure->formula, *scope);
    }
    read.shown = shown(read.value, figure->formats, round_of(indicate, *figure->formula));
    result.push_back(std::move(read));
  }
  return result;
}

}  // namespace halfsky::indicate
