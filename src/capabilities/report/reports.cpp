// Compiled reports in their tables; frozen once, journaled.
#include "capabilities/report/reports.hpp"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/text.hpp"
#include "base/uuid.hpp"
#include "capabilities/report/compile.hpp"
#include "capabilities/report/layout.hpp"
#include "engine/access/figure_gate.hpp"
#include "engine/world.hpp"

namespace halfsky::report {
namespace json = boost::json;
using engine::TableSpec;

namespace {

constexpr size_t kParagraphMax = 20'000;

std::string places_text(const engine::JournalPlaces& places) {
  json::object object;
  for (const auto& [county, place] : places) object[std::to_string(county)] = place;
  return json::serialize(object);
}

engine::JournalPlaces places_of(const std::string& text) {
  engine::JournalPlaces places;
  const json::value value = json::parse(text);
  for (const auto& member : value.as_object()) places[std::stoll(std::string(member.key()))] = member.value().as_int64();
  return places;
}

Compiled head_of(const db::Rows& rows, size_t r) {
  Compiled c;
  c.county = rows.integer(r, 0);
  c.id = rows.text(r, 1);
  c.report = rows.text(r, 2);
  c.state = rows.text(r, 3);
  c.org = rows.integer(r, 4);
  c.from = base::Day(rows.integer(r, 5));
  c.until = base::Day(rows.integer(r, 6));
  c.compiled_at = rows.integer(r, 7);
  c.account = rows.text(r, 8);
  const json::value params = json::parse(rows.text(r, 9));
  for (const auto& member : params.as_object()) c.params[std::string(member.key())] = std::string(member.value().as_string());
  c.places = places_of(rows.text(r, 10));
  return c;
}

const std::string kHead = "county, id, report, state, org, from_day, until_day, compiled_at, account, params, places";

}  // namespace

std::vector<TableSpec> Reports::tables() const {
  using Type = TableSpec::Part::Type;
  constexpr Type integer = Type::integer, text = Type::text;
  return {
      {"report",
       {{"county", integer}, {"id", text}, {"report", text}, {"state", text}, {"org", integer}, {"from_day", integer}, {"until_day", integer}, {"compiled_at", integer}, {"account", text}, {"params", text}, {"places", text}, {"pieces", text}},
       {"county", "id"}, true, {"report_of (county, report, org, compiled_at)"}, "id"},
      {"report_figure",
       {{"county", integer}, {"report", text}, {"n", integer}, {"id", text}, {"formula", text}, {"org", integer}, {"from_day", integer}, {"until_day", integer}, {"dims", text}, {"about_type", text}, {"about_id", text}, {"raw", text},
        {"shown", text}, {"sureness", text}, {"how", text}, {"rows", integer}, {"places", text}, {"definition", text}},
       {"county", "report", "n"}, true, {}, "report"},
      {"report_paragraph", {{"county", integer}, {"report", text}, {"key", text}, {"text", text}, {"account", text}, {"at", integer}}, {"county", "report", "key"}, true, {}, "report"},
  };
}

void Reports::write(base::County county, const std::string& by, const std::string& kind, const std::string& id, const std::string& what, std::vector<db::Call> calls) {
  engine_->writer().note(county, {engine_->new_id(), kind, by, what, {{"report", id}, {"report_figure", id}, {"report_paragraph", id}}}, std::move(calls), {{kind, id, 0, engine_->site().keyring->suite().hash(what)}});
}

base::Result<std::string> Reports::compile(const engine::Acting& who, const std::string& name, base::OrgId org, base::Day until, const std::map<std::string, std::string>& params) {
  const auto& site = engine_->site();
  const lang::Report* report = site.packs->report(name);
  if (report == nullptr) return base::Problem{"no_such_report", "report", {{"got", name}}};
  const engine::Gate gate(site);
  base::Problems problems;
  if (!gate.in_range(who, org)) problems.push_back({"not_yours", "org", {{"move", report->title}}});
  Compiled compiled;
  compiled.county = base::county_of(org);
  for (const auto& param : report->params) {
    const auto given = params.find(param.id);
    if (given == params.end() || given->second.empty()) continue;   // its figures say "—"
    compiled.params[param.id] = given->second;
  }
  if (!problems.empty()) return problems;
  compiled.id = engine_->new_id();
  compiled.report = name;
  compiled.state = "draft";
  compiled.org = org;
  compiled.until = until;
  compiled.from = figures_->span_begin(report->period, until);
  compiled.compiled_at = site.clock->now();
  compiled.account = who.account;
  engine_->read([&](db::Connection& connection) {
    engine::Snapshot snapshot(site, connection, compiled.county);
    for (const auto& [id, record] : compiled.params)
      for (const auto& param : report->params) {
        if (param.id != id || !param.type || param.type->is_org) continue;
        const auto row = snapshot.load(*param.type, record);
        if (!row || !gate.may_read(who, row, snapshot, site.clock->today())) problems.push_back({"no_such_record", "params." + id, {{"type", param.title}}});
        else if (param.needs && !engine::RowWorld(site, snapshot, row, site.clock->today()).evaluate(*param.needs).is_true()) problems.push_back({"needs", "params." + id, {{"what", param.needs->source}, {"title", param.title}}});
      }
    engine::FigureGate as_text(site, *figures_, org);   // many will read it
    if (problems.empty()) Compiler(*engine_, as_text, connection, *report, compiled).run();
  });
  if (!problems.empty()) return problems;

  json::object params_json;
  for (const auto& [id, record] : compiled.params) params_json[id] = record;
  const std::string pieces = json::serialize(compiled.pieces);
  std::vector<db::Call> calls{{"insert into report (" + kHead + ", pieces) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
                               {compiled.county, compiled.id, name, compiled.state, org, int64_t{compiled.from}, int64_t{until}, compiled.compiled_at, who.account, json::serialize(params_json), places_text(compiled.places), pieces}}};
  std::string digest = name + pieces;
  for (const FrozenFigure& f : compiled.figures) {
    std::string dims;
    for (const auto& dim : f.scope.dims) dims += (dims.empty() ? "" : "|") + dim;
    calls.push_back({"insert into report_figure (county, report, n, id, formula, org, from_day, until_day, dims, about_type, about_id, raw, shown, sureness, how, rows, places, definition) "
                     "values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
                     {compiled.county, compiled.id, int64_t{f.n}, f.id, f.formula, f.scope.org, int64_t{f.scope.from}, int64_t{f.scope.to}, dims, f.scope.about_type, f.scope.about_id, f.reading.raw, f.reading.shown,
                      f.reading.sureness, f.reading.how, f.reading.rows, places_text(f.reading.places), f.reading.definition}});
    digest += fmt::format("|{}={}", f.formula, f.reading.raw);
  }
  write(compiled.county, who.account, "report.compile", compiled.id, digest, std::move(calls));
  return compiled.id;
}

std::vector<Compiled> Reports::list(db::Connection& connection, base::County county) {
  std::vector<Compiled> result;
  const db::Rows rows = connection.read({"select " + kHead + " from report where county = ?1 order by compiled_at desc, id desc limit 200", {county}});
  for (size_t r = 0; r < rows.size(); ++r) result.push_back(head_of(rows, r));
  return result;
}

std::optional<Compiled> Reports::find(db::Connection& connection, base::County county, const std::string& id) {
  const db::Rows rows = connection.read({"select " + kHead + ", pieces from report where county = ?1 and id = ?2", {county, id}});
  if (rows.empty()) return std::nullopt;
  Compiled compiled = head_of(rows, 0);
  compiled.pieces = json::parse(rows.text(0, 11)).as_array();
  const db::Rows figures = connection.read({"select n, id, formula, org, from_day, until_day, dims, about_type, about_id, raw, shown, sureness, how, rows, places, definition from report_figure where county = ?1 and report = ?2 order by n", {county, id}});
  for (size_t r = 0; r < figures.size(); ++r) {
    FrozenFigure f;
    f.n = int(figures.integer(r, 0));
    f.id = figures.text(r, 1);
    f.formula = figures.text(r, 2);
    f.scope.org = figures.integer(r, 3);
    f.scope.from = base::Day(figures.integer(r, 4));
    f.scope.to = base::Day(figures.integer(r, 5));
    if (!figures.text(r, 6).empty()) f.scope.dims = base::split(figures.text(r, 6), '|');
    f.scope.about_type = figures.text(r, 7);
    f.scope.about_id = figures.text(r, 8);
    f.reading = {figures.text(r, 9), figures.text(r, 10), figures.text(r, 11), figures.text(r, 12), figures.integer(r, 13), places_of(figures.text(r, 14)), figures.text(r, 15)};
    f.scope.as_of = f.reading.places;
    compiled.figures.push_back(std::move(f));
  }
  const db::Rows paragraphs = connection.read({"select key, text from report_paragraph where county = ?1 and report = ?2", {county, id}});
  for (size_t r = 0; r < paragraphs.size(); ++r) compiled.paragraphs[paragraphs.text(r, 0)] = paragraphs.text(r, 1);
  return compiled;
}

base::Problems Reports::write_paragraph(const engine::Acting& who, base::County county, const std::string& id, const std::string& key, const std::string& text) {
  const auto compiled = engine_->reading([&](db::Connection& c) { return find(c, county, id); });
  if (!compiled || !engine::Gate(engine_->site()).in_range(who, compiled->org)) return {{"no_such_report", "", {{"got", id}}}};
  if (compiled->state == "final") return {{"report_final", "", {}}};
  if (base::code_points(text) > kParagraphMax) return {{"too_long", "text", {{"max", std::to_string(kParagraphMax)}, {"got", std::to_string(base::code_points(text))}}}};
  bool known = false;
  for (const auto& piece : compiled->pieces)
    known = known || (piece.at("kind").as_string() == "write" && piece.at("key").as_string() == json::string_view(key));
  if (!known) return {{"no_such_record", "key", {{"type", key}}}};
  write(county, who.account, "report.paragraph", id, key + "|" + text,
        {{"insert into report_paragraph (county, report, key, text, account, at) values (?1, ?2, ?3, ?4, ?5, ?6) on conflict (county, report, key) do update set text = excluded.text, account = excluded.account, at = excluded.at",
          {county, id, key, base::nfc(text), who.account, engine_->site().clock->now()}}});
  return {};
}

base::Problems Reports::finalise(const engine::Acting& who, base::County county, const std::string& id) {
  const auto compiled = engine_->reading([&](db::Connection& c) { return find(c, county, id); });
  if (!compiled || !engine::Gate(engine_->site()).in_range(who, compiled->org)) return {{"no_such_report", "", {{"got", id}}}};
  if (compiled->state == "final") return {};
  write(county, who.account, "report.finalise", id, id, {{"update report set state = 'final' where county = ?1 and id = ?2", {county, id}}});
  return {};
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

std::string Reports::markdown(const Compiled& compiled) const { return markdown_of(compiled.pieces, compiled.paragraphs); }

std::string Reports::word(const Compiled& compiled) const {
  DocxDocument document;
  lay_out(markdown(compiled), document);
  const auto* org = engine_->site().orgs()->find(compiled.org);
  document.signature((org ? org->name : "") + "妇女联合会", day_text(base::day_at(compiled.compiled_at)));
  return document.bytes();
}

}  // namespace halfsky::report
