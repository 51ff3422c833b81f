// Lines of orgs, totals below them, and single cells of figures.
#include <algorithm>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "capabilities/exchange/form_filling.hpp"
#include "engine/access/gate.hpp"

namespace halfsky::exchange {

using lang::Indicator;

namespace {

bool adds_up(const Indicator& indicator) {
  switch (indicator.verb) {
    case Indicator::Verb::count: case Indicator::Verb::sum: case Indicator::Verb::received: case Indicator::Verb::spent: case Indicator::Verb::balance: return true;
    default: return false;
  }
}

bool is_mean(const Indicator& indicator) { return indicator.verb == Indicator::Verb::mean || indicator.verb == Indicator::Verb::median || indicator.verb == Indicator::Verb::is; }

}  // namespace

FormValue FormFilling::figure(db::Connection& connection, const Source& source, base::OrgId org, FormCell& cell) {
  const std::string name = source.name();
  cell.org = places_.name_at(org, "");
  cell.org_id = org;
  cell.from = base::format_day(asked_.period.from);
  cell.to = base::format_day(asked_.period.to);
  if (asked_.who && !engine::Gate(site()).in_range(*asked_.who, org)) return FormValue::empty(problem("not_yours", {{"move", name}}));
  if (++figures_asked_ > kFormFiguresMax) return FormValue::empty(problem("too_many", {{"max", std::to_string(kFormFiguresMax)}}));
  auto [formula, fresh] = formulas_.try_emplace(name);
  if (fresh) {
    lang::Diagnostics ignored;
    formula->second = lang::compile(name, engine::IndicatorNames(*site().packs, source.indicator->programme), {lang::Expected::Want::any, {}, true}, ignored);
  }
  if (!formula->second) return FormValue::empty(problem("form_no_such", {{"heading", cell.heading}, {"got", name}}));
  engine::FigureScope scope;
  scope.org = org;
  scope.from = asked_.period.from;
  scope.to = asked_.period.to;
  const engine::FigureReading reading = gate_.read(connection, *formula->second, scope, {});
  cell.how = reading.how + (reading.sureness == "exact" || reading.sureness.empty() ? "" : ", " + reading.sureness);
  if (!reading.withheld.empty()) return FormValue::empty(problem("form_withheld", {{"why", reading.withheld}}));
  if (reading.raw.empty()) return FormValue::empty(problem("form_no_data"));
  // Rounded as the figure is shown: 33.333… % is 33 where its pack says so.
  auto number = base::parse_scaled(reading.raw, base::kDecimalScale);
  if (number && source.indicator->round) number = base::round_scaled(*number, base::kDecimalScale, *source.indicator->round);
  return number ? FormValue::of_number(*number) : FormValue::empty(problem("form_no_data"));
}

// The org of a line, by each column that names one: 东山镇 | 口头庄村.
const engine::Org* FormFilling::place_of(const FormLine& line) {
  const engine::Org* found = nullptr;
  base::OrgId within = asked_.org;
  for (size_t m = 0; m < plan_.headings.size(); ++m) {
    if (plan_.headings[m].source.kind != Source::Kind::org) continue;
    const std::string text = file_.grid.text(line.row, shape_.columns[m].column);
    if (text.empty()) continue;
    const auto named = places_.named(text, within);
    if (named.size() != 1) return nullptr;
    found = named.front();
    within = found->id;
  }
  return found;
}

std::string FormFilling::said_in(size_t row) const {
  for (const FormColumn& column : shape_.columns)
    if (const std::string text = file_.grid.text(row, column.column); !text.empty() && !file_.grid.is_number(row, column.column)) return base::beginning(text, 60);
  return "";
}

base::Problems FormFilling::place_orgs(std::vector<Line>& lines) {
  std::vector<size_t> columns;
  for (size_t m = 0; m < plan_.headings.size(); ++m)
    if (plan_.headings[m].source.kind == Source::Kind::org) columns.push_back(m);
  std::vector<size_t> blank;
  bool has_given = false;
  for (const FormLine& line : shape_.lines) {
    if (line.kind == FormLine::Kind::blank) blank.push_back(line.row);
    if (line.kind != FormLine::Kind::given) continue;
    has_given = true;
    lines.push_back({line.row, columns.empty() ? nullptr : place_of(line)});
  }
  const engine::Org* own = orgs_->find(asked_.org);
  if (has_given) return {};
  if (columns.empty()) {   // headings with one line below: the org's own
    if (blank.empty() && shape_.is_open) blank.push_back(std::max(file_.grid.last_row(), shape_.head_last) + 1);
    if (blank.size() != 1) return {problem("form_rows_unclear")};
    lines.push_back({blank.front(), own});
    return {};
  }
  const std::string& level = plan_.headings[columns.back()].source.level;
  const auto orgs = places_.below(asked_.org, level);
  for (size_t next = std::max(file_.grid.last_row(), shape_.head_last) + 1; shape_.is_open && blank.size() < orgs.size(); ++next) blank.push_back(next);
  if (blank.size() < orgs.size()) return {problem("form_rows_short", {{"rows", std::to_string(blank.size())}, {"wanted", std::to_string(orgs.size())}})};
  for (size_t i = 0; i < orgs.size(); ++i) lines.push_back({blank[i], orgs[i]});
  for (const Line& line : lines)
    for (const size_t m : columns) {
      FormCell at = cell(line.row, shape_.columns[m].column, plan_.headings[m]);
      at.org = line.org->name;
      const std::string name = m == columns.back() ? line.org->name : places_.name_at(line.org->id, plan_.headings[m].source.level);
      put(std::move(at), name.empty() ? FormValue{} : FormValue::of_text(name), plan_.headings[m]);
    }
  return {};
}

base::Problems FormFilling::fill_orgs(db::Connection& connection) {
  std::vector<Line> lines;
  if (base::Problems problems = place_orgs(lines); !problems.empty()) return problems;
  std::vector<std::vector<FormValue>> values;
  for (size_t i = 0; i < lines.size(); ++i) {
    values.emplace_back(plan_.headings.size());
    for (size_t m = 0; m < plan_.headings.size(); ++m) {
      const HeadingPlan& meaning = plan_.headings[m];
      if (meaning.source.kind == Source::Kind::org) continue;
      FormCell at = cell(lines[i].row, shape_.columns[m].column, meaning);
      FormValue& value = values[i][m];
      if (meaning.source.kind == Source::Kind::number) value = FormValue::of_number(int64_t(i + 1) * base::kDecimalScale);
      else if (lines[i].org == nullptr) value = FormValue::empty(problem("form_place_unclear", {{"got", said_in(lines[i].row)}}));
      else if (!meaning.why && meaning.source.kind == Source::Kind::figure) value = figure(connection, meaning.source, lines[i].org->id, at);
      put(std::move(at), value, meaning);
    }
  }
  for (const FormLine& line : shape_.lines) {
    if (line.kind == FormLine::Kind::total) fill_total(connection, line, lines, values);
    if (line.kind != FormLine::Kind::subtotal) continue;
    for (size_t m = 0; m < plan_.headings.size(); ++m)
      if (plan_.headings[m].source.kind == Source::Kind::figure) put(cell(line.row, shape_.columns[m].column, plan_.headings[m]), FormValue::empty(problem("form_subtotal")), plan_.headings[m]);
  }
  return {};
}

// The sum of the lines where each is there; a mean or a share is the whole org's own figure, where the lines are all of it. Whom several
// orgs count is counted once in the whole: that is no sum, and stays empty.
void FormFilling::fill_total(db::Connection& connection, const FormLine& total, const std::vector<Line>& lines, const std::vector<std::vector<FormValue>>& values) {
  bool covers = !lines.empty();
  for (const Line& line : lines) covers = covers && line.org != nullptr;
  if (covers) {
    std::vector<base::OrgId> listed;
    for (const Line& line : lines) listed.push_back(line.org->id);
    std::sort(listed.begin(), listed.end());
    const bool doubled = std::adjacent_find(listed.begin(), listed.end()) != listed.end();
    std::vector<base::OrgId> all;
    for (const auto* org : places_.below(asked_.org, std::string(lang::to_text(lines.front().org->level)))) all.push_back(org->id);
    covers = !doubled && listed == all;
  }
  for (size_t m = 0; m < plan_.headings.size(); ++m) {
    const HeadingPlan& meaning = plan_.headings[m];
    if (meaning.source.kind != Source::Kind::figure) continue;
    FormCell at = cell(total.row, shape_.columns[m].column, meaning);
    if (meaning.why) { put(std::move(at), {}, meaning); continue; }
    const FormValue whole = covers ? figure(connection, meaning.source, asked_.org, at) : FormValue::empty(problem("form_total_part"));
    std::optional<int64_t> sum = 0;
    for (const auto& line : values) sum = sum && line[m].kind == FormValue::Kind::number ? base::add(*sum, line[m].number) : std::nullopt;
    if (is_mean(*meaning.source.indicator) || whole.kind != FormValue::Kind::number) put(std::move(at), whole, meaning);
    else if (adds_up(*meaning.source.indicator) && sum && *sum == whole.number) put(std::move(at), whole, meaning);
    else put(std::move(at), FormValue::empty(problem("form_total_differs", {{"sum", sum ? digits_of(*sum, 0) : "—"}, {"whole", digits_of(whole.number, 0)}})), meaning);
  }
}

base::Problems FormFilling::fill_cells(db::Connection& connection) {
  for (size_t m = 0; m < plan_.headings.size(); ++m) {
    const HeadingPlan& meaning = plan_.headings[m];
    const LabelledCell& there = shape_.cells[m];
    if (meaning.source.kind == Source::Kind::field || meaning.source.kind == Source::Kind::stage) continue;   // of a record: fill_one
    FormCell at = cell(there.row, there.column, meaning);
    const engine::Org* org = orgs_->find(asked_.org);
    std::optional<base::Problem> why;
    const std::string over = plain_text(there.over);
    if (!over.empty() && !words_.is("amount", over)) {
      const auto period = form_period(over);
      const auto named = places_.named(over, asked_.org);
      if (named.size() == 1) org = named.front();
      else if (period && (period->from != asked_.period.from || period->to != asked_.period.to)) why = problem("form_other_period", {{"heading", at.heading}, {"got", there.over}});
      else if (!period) why = problem("form_column_unclear", {{"got", there.over}});
    }
    FormValue value;
    if (why) value = FormValue::empty(*why);
    else if (meaning.source.kind == Source::Kind::org) value = FormValue::of_text(meaning.source.level.empty() ? org->name : places_.name_at(org->id, meaning.source.level));
    else if (!meaning.why && meaning.source.kind == Source::Kind::figure) value = figure(connection, meaning.source, org->id, at);
    if (value.kind == FormValue::Kind::text && value.text.empty()) value = {};
    put(std::move(at), value, meaning);
  }
  return {};
}

}  // namespace halfsky::exchange
