// From pieces of a template to what a page shows.
#include "capabilities/report/compile.hpp"

#include <fmt/format.h>

#include <set>

#include "capabilities/report/figure_title.hpp"
#include "capabilities/report/value_text.hpp"
#include "engine/world.hpp"

namespace halfsky::report {
namespace json = boost::json;
using lang::Piece;

namespace {

constexpr size_t kNamesShown = 500;

// "org.township" -> township
std::optional<lang::Level> level_in(const std::string& by) { return by.starts_with("org.") ? lang::level_of(by.substr(4)) : std::nullopt; }

}  // namespace

std::string day_text(base::Day day) {
  const auto d = base::date_of(day);
  return fmt::format("{}年{}月{}日", d.year, d.month, d.day);
}

std::string period_text(base::Day from, base::Day until) { return day_text(from) + "至" + day_text(until); }

void Compiler::run() { run(report_.text.pieces, {out_.org, ""}, out_.pieces); }

void Compiler::run(const Pieces& pieces, const Place& place, json::array& to) {
  for (const Piece& piece : pieces) {
    switch (piece.kind) {
      case Piece::Kind::text: to.push_back(json::object{{"kind", "text"}, {"text", piece.text}}); break;
      case Piece::Kind::figure: figure(piece.figure, place, to, true); break;
      case Piece::Kind::cite: figure(piece.figure, place, to, false); break;
      case Piece::Kind::name: to.push_back(json::object{{"kind", "name"}, {"text", name_of(piece.text, place)}}); break;
      case Piece::Kind::value: to.push_back(json::object{{"kind", "name"}, {"text", value_of(*piece.expression, place)}}); break;
      case Piece::Kind::table: table(piece, place, to); break;
      case Piece::Kind::missed: missed(piece, place, to); break;
      case Piece::Kind::list: list(piece, place, to); break;
      case Piece::Kind::each: {
        const auto level = lang::level_of(piece.level);
        for (const engine::Org& org : orgs_->within(base::range_of(place.org))) {
          if (!level || org.level != *level || org.until < out_.from || org.from > out_.until) continue;
          const Place inner{org.id, piece.text};
          if (!piece.condition || holds(piece.condition, inner)) run(piece.pieces, inner, to);
        }
        break;
      }
      case Piece::Kind::if_:
        if (holds(piece.condition, place)) run(piece.pieces, place, to);
        break;
      case Piece::Kind::write: to.push_back(json::object{{"kind", "write"}, {"key", piece.text}, {"title", piece.title}, {"gather", piece.gather}}); break;
    }
  }
}

std::optional<engine::FigureScope> Compiler::scope_of(const lang::Figure& figure, const Place& place) const {
  engine::FigureScope scope;
  scope.org = place.org;
  scope.from = figure.over.empty() ? out_.from : source_.span_begin(figure.over, out_.until);
  scope.to = out_.until;
  if (!figure.at.empty()) {
    const engine::Org* found = nullptr;
    for (const engine::Org& org : orgs_->within(base::range_of(place.org)))
      if (org.name == figure.at && (!found || org.until > found->until)) found = &org;
    if (found == nullptr) return std::nullopt;
    scope.org = found->id;
  }
  if (!figure.for_.empty()) {
    const auto given = out_.params.find(figure.for_);
    if (given == out_.params.end()) return std::nullopt;
    for (const auto& param : report_.params)
      if (param.id == figure.for_ && param.type) scope.about_type = param.type->name;
    scope.about_id = given->second;
  }
  return scope;
}

int Compiler::freeze(const lang::Figure& figure, engine::FigureScope scope) {
  FrozenFigure frozen;
  frozen.n = int(out_.figures.size());
  frozen.id = figure.id;
  frozen.formula = figure.formula->source;
  frozen.reading = source_.read(connection_, *figure.formula, scope, figure.formats);
  scope.as_of = frozen.reading.places;
  for (const auto& [county, place] : frozen.reading.places) out_.places[county] = place;
  frozen.scope = std::move(scope);
  out_.figures.push_back(std::move(frozen));
  return out_.figures.back().n;
}

void Compiler::figure(const lang::Figure& figure, const Place& place, json::array& to, bool shown) {
  const auto scope = scope_of(figure, place);
  if (!scope) {
    if (shown) to.push_back(json::object{{"kind", "name"}, {"text", "—"}});
    return;
  }
  const int n = freeze(figure, *scope);
  if (shown) to.push_back(json::object{{"kind", "figure"}, {"n", n}, {"shown", out_.figures[size_t(n)].reading.shown}});
}

// A line for each indicator: this period, the same one a year before, the difference, and the plan where any of them has one.
void Compiler::compare(const Piece& piece, const Place& place, json::array& to) {
  size_t columns = 0;
  for (const Piece& line : piece.pieces) columns = std::max(columns, line.figures.size());
  json::array header, rows;
  for (const char* title : {"指标", "本期", "上年同期", "增减", "全年计划", "完成%"})
    if (header.size() <= columns) header.push_back(json::string(title));
  for (const Piece& line : piece.pieces) {
    json::array row{json::object{{"text", figure_title(*engine_.site().packs, *line.figures.front().formula)}}};
    for (const auto& figure : line.figures) {
      const int n = freeze(figure, *scope_of(figure, place));
      row.push_back(json::object{{"text", out_.figures[size_t(n)].reading.shown}, {"n", n}});
    }
    while (row.size() <= columns) row.push_back(json::object{{"text", "—"}});
    rows.push_back(std::move(row));
  }
  to.push_back(json::object{{"kind", "table"}, {"header", std::move(header)}, {"rows", std::move(rows)}});
}

void Compiler::table(const Piece& piece, const Place& place, json::array& to) {
  if (piece.by == "compare") return compare(piece, place, to);
  json::array header{json::string("")}, rows;
  for (const auto& figure : piece.figures) header.emplace_back(piece.column_titles.size() > header.size() - 1 && !piece.column_titles[header.size() - 1].empty() ? piece.column_titles[header.size() - 1] : figure_title(*engine_.site().packs, *figure.formula));
  const auto add = [&](const std::string& name, auto&& narrow) {
    json::array row{json::object{{"text", name}}};
    for (const auto& figure : piece.figures) {
      auto scope = scope_of(figure, place);
      if (!scope) { row.push_back(json::object{{"text", "—"}}); continue; }
      narrow(*scope);
      const int n = freeze(figure, *scope);
      row.push_back(json::object{{"text", out_.figures[size_t(n)].reading.shown}, {"n", n}});
    }
    rows.push_back(std::move(row));
  };
  if (const auto level = level_in(piece.by)) {
    for (const engine::Org& org : orgs_->within(base::range_of(place.org)))
      if (org.level == *level && org.until >= out_.from && org.from <= out_.until) add(org.name, [&](engine::FigureScope& scope) { scope.org = org.id; });
  } else if (piece.by == "month") {
    for (int month = base::month_of(out_.from); month <= base::month_of(out_.until); ++month)
      add(fmt::format("{}年{}月", month / 12, month % 12 + 1), [&](engine::FigureScope& scope) {
        scope.from = std::max(scope.from, base::first_day_of_month(month));
        scope.to = std::min(scope.to, base::first_day_of_month(month + 1) - 1);
      });
  } else {
    std::vector<lang::Code> codes;   // of the dimension, as the first figure's indicator has it
    for (const auto& pack : engine_.site().packs->packs)
      for (const auto& indicator : pack->indicators)
        for (size_t d = 0; d < indicator->by_texts.size(); ++d)
          if (codes.empty() && indicator->by_texts[d] == piece.by && !piece.figures.empty() && piece.figures[0].source.find(indicator->id) != std::string::npos) codes = indicator->by_codes[d];
    for (const auto& code : codes) add(code.title, [&](engine::FigureScope& scope) { scope.dims = {code.id}; });
  }
  to.push_back(json::object{{"kind", "table"}, {"header", std::move(header)}, {"rows", std::move(rows)}});
}

// Names among those counted whole that were not reached. Persons are named only where the type is open; else their number stands.
void Compiler::missed(const Piece& piece, const Place& place, json::array& to) {
  const lang::Indicator* indicator = engine_.site().packs->indicator(piece.text);
  HALFSKY_ASSERT(indicator && indicator->among);
  engine::FigureScope scope;
  scope.org = place.org;
  scope.from = out_.from;
  scope.to = out_.until;
  lang::Diagnostics ignored;
  const auto formula = [&](const lang::Indicator& of) { return lang::compile(of.name, engine::IndicatorNames(*engine_.site().packs, of.programme), {lang::Expected::Want::any, {}, true}, ignored); };
  std::set<std::string> reached;
  if (const auto f = formula(*indicator)) source_.rows(connection_, *f, scope, [&](const engine::FigureRow& row) { reached.insert(row.key.empty() ? row.id : row.key); });
  json::array names;
  size_t count = 0;
  const lang::RecordType* type = indicator->among->type;
  const bool open = type && (type->is_org || type->class_ == lang::Class::public_ || type->class_ == lang::Class::internal);
  std::set<std::string> seen;
  if (const auto f = formula(*indicator->among))
    source_.rows(connection_, *f, scope, [&](const engine::FigureRow& row) {
      const std::string key = row.key.empty() ? row.id : row.key;
      if (reached.contains(key) || !seen.insert(key).second) return;
      ++count;
      if (!open || names.size() >= kNamesShown) return;
      if (type->is_org) {
        const auto* org = orgs_->find(std::stoll(key));
        names.emplace_back(org ? org->name : key);
      } else {
        names.emplace_back(label(*type, key));
      }
    });
  // Stands in a sentence: 没有去到的村：甲村、乙村等12个。
  std::string text = count == 0 ? "无" : names.empty() ? fmt::format("{}{}", count, type && type->is_org ? "个" : "名") : "";
  for (const auto& name : names) text += (text.empty() ? "" : "、") + std::string(name.as_string());
  if (!names.empty() && count > names.size()) text += fmt::format("等{}个", count);
  to.push_back(json::object{{"kind", "missed"}, {"indicator", indicator->name}, {"count", count}, {"names", std::move(names)}, {"text", text}});
}

void Compiler::list(const Piece& piece, const Place& place, json::array& to) {
  json::array header, rows;
  for (size_t i = 0; i < piece.columns.size(); ++i) header.emplace_back(path_title(*piece.columns[i], piece.column_titles[i]));
  const auto& site = engine_.site();
  const engine::RecordTable& table = site.schema->table(*piece.record_type);
  const base::County county = base::county_of(place.org);
  const auto range = base::range_of(place.org);
  engine::Snapshot snapshot(site, connection_, county);
  std::vector<engine::RowPtr> found;
  connection_.each_row({fmt::format("select {} from {} where county = ?1 and org between ?2 and ?3 and struck_ = 0 order by entered, id", table.column_list(), table.name()), {county, range.low, range.high}},
                       [&](const db::Value* at) { found.push_back(std::make_shared<const engine::Row>(table.row_of(at))); });
  for (const auto& row : found) {
    engine::RowWorld world(site, snapshot, row, out_.until);
    if (piece.condition && !world.evaluate(*piece.condition).is_true()) continue;
    if (rows.size() >= kNamesShown) break;
    json::array line;
    for (const auto& column : piece.columns) {
      line.push_back(json::object{{"text", value_text(site, world.evaluate(*column), column->type(), [this](const auto& type, const std::string& id) { return label(type, id); })}});
    }
    rows.push_back(std::move(line));
  }
  to.push_back(json::object{{"kind", "table"}, {"header", std::move(header)}, {"rows", std::move(rows)}});
}

bool Compiler::holds(const lang::ExpressionPtr& condition, const Place& place) {
  if (!condition) return true;
  engine::FigureScope scope;
  scope.org = place.org;
  scope.from = out_.from;
  scope.to = out_.until;
  return source_.holds(connection_, *condition, scope);
}

// A path from a parameter's record, or from the org that a loop stands at.
std::string Compiler::value_of(const lang::Expression& expression, const Place& place) {
  engine::Snapshot snapshot(engine_.site(), connection_, out_.county);
  engine::RowWorld world(engine_.site(), snapshot, nullptr, out_.until);
  for (const auto& [name, id] : out_.params) world.with(name, lang::Value::record(id));
  if (!place.variable.empty()) world.with(place.variable, lang::Value::org(place.org));
  return value_text(engine_.site(), world.evaluate(expression), expression.type(), [this](const auto& type, const std::string& id) { return label(type, id); });
}

std::string Compiler::label(const lang::RecordType& type, const std::string& id) {
  engine::Snapshot snapshot(engine_.site(), connection_, out_.county);
  const auto row = snapshot.load(type, id);
  if (!row || !type.label) return "";
  const lang::Value value = engine::RowWorld(engine_.site(), snapshot, row, out_.until).evaluate(*type.label);
  return value.is_null() ? "" : value.text;
}

std::string Compiler::name_of(const std::string& id, const Place& place) {
  if (id == "period") return period_text(out_.from, out_.until);
  if (id == "org" || (!place.variable.empty() && id == place.variable)) {
    const auto* org = orgs_->find(id == "org" ? out_.org : place.org);
    return org ? org->name : "";
  }
  const auto given = out_.params.find(id);
  if (given == out_.params.end()) return "—";
  for (const auto& param : report_.params)
    if (param.id == id && param.type) return label(*param.type, given->second);
  return "—";
}

}  // namespace halfsky::report
