// Compiled reports in their tables; frozen once, journaled.
#include "capabilities/report/reports.hpp"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

#include "base/text.hpp"
#include "base/uuid.hpp"
#include "capabilities/report/compile.hpp"
#include "capabilities/report/gather.hpp"
#include "engine/access/figure_gate.hpp"
#include "engine/world.hpp"

namespace halfsky::report {
namespace json = boost::json;
using engine::TableSpec;

namespace {

constexpr int kFirstYear = 1949;
constexpr size_t kParagraphMax = 20'000;
constexpr size_t kListMax = 400;
constexpr size_t kListBelowMax = 40;   // of each office

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
const std::string kWriteParagraph =
    "insert into report_paragraph (county, report, key, text, account, at) values (?1, ?2, ?3, ?4, ?5, ?6) on conflict (county, report, key) do update set text = excluded.text, account = excluded.account, at = excluded.at";

// One report of one office about one period and one choice of parameters: its versions.
std::string subject_of(const Compiled& compiled) {
  std::string text = fmt::format("{}/{}/{}/{}", compiled.report, compiled.org, compiled.from, compiled.until);
  for (const auto& [id, record] : compiled.params) text += fmt::format("/{}={}", id, record);
  return base::derived_uuid("report-subject", text);
}

// Reports from before there were versions count as one each.
int next_version(db::Connection& connection, const Compiled& compiled, const std::string& subject) {
  const db::Rows known = connection.read({"select coalesce(max(version), 0) from report_version where county = ?1 and subject = ?2", {compiled.county, subject}});
  if (known.integer(0, 0) > 0) return int(known.integer(0, 0)) + 1;
  const db::Rows rows = connection.read({"select params from report where county = ?1 and report = ?2 and org = ?3 and from_day = ?4 and until_day = ?5", {compiled.county, compiled.report, compiled.org, int64_t{compiled.from}, int64_t{compiled.until}}});
  int version = 1;
  for (size_t r = 0; r < rows.size(); ++r) {
    const json::value params = json::parse(rows.text(r, 0));
    bool same = params.as_object().size() == compiled.params.size();
    for (const auto& [id, record] : compiled.params) {
      const auto* given = params.as_object().if_contains(id);
      same = same && given && given->as_string() == json::string_view(record);
    }
    if (same) ++version;
  }
  return version;
}

}  // namespace

std::vector<TableSpec> Reports::tables() const {
  using Type = TableSpec::Part::Type;
  constexpr Type integer = Type::integer, text = Type::text;
  return {
      {"report",
       {{"county", integer}, {"id", text}, {"report", text}, {"state", text}, {"org", integer}, {"from_day", integer}, {"until_day", integer}, {"compiled_at", integer}, {"account", text}, {"params", text}, {"places", text}, {"pieces", text}},
       {"county", "id"}, true, {"report_of (county, report, org, compiled_at)", "report_by_org (county, org, until_day)"}, "id"},
      {"report_figure",
       {{"county", integer}, {"report", text}, {"n", integer}, {"id", text}, {"formula", text}, {"org", integer}, {"from_day", integer}, {"until_day", integer}, {"dims", text}, {"about_type", text}, {"about_id", text}, {"raw", text},
        {"shown", text}, {"sureness", text}, {"how", text}, {"rows", integer}, {"places", text}, {"definition", text}},
       {"county", "report", "n"}, true, {}, "report"},
      // A row for each version; those from before there were any have none, and are each a first one.
      {"report_version", {{"county", integer}, {"report", text}, {"subject", text}, {"version", integer}, {"replaces", text}, {"reason", text}, {"rhythm", text}},
       {"county", "report"}, true, {"unique report_version_of (county, subject, version)", "report_replaced (county, replaces)"}, "report"},
      {"report_gathered", {{"county", integer}, {"report", text}, {"key", text}, {"org", integer}, {"state", text}, {"text", text}}, {"county", "report", "key", "org"}, true, {}, "report"},
      {"report_paragraph", {{"county", integer}, {"report", text}, {"key", text}, {"text", text}, {"account", text}, {"at", integer}}, {"county", "report", "key"}, true, {}, "report"},
  };
}

engine::Outcome Reports::write(base::County county, const engine::Acting& who, const std::string& command, const std::string& kind, const std::string& id, const std::string& what, std::vector<db::Call> calls, const std::string& asked) {
  engine::Note note{command.empty() ? engine_->new_id() : command, kind, who.account, what};
  for (const char* table : {"report", "report_figure", "report_version", "report_paragraph", "report_gathered"}) note.groups.push_back({table, id});
  const auto& suite = engine_->site().keyring->suite();
  if (!command.empty()) note.body_hash = suite.hash(asked);   // done once, whatever it came to
  const std::string first = note.id, account = note.account, body_hash = note.body_hash;
  return engine_->writer().act(county, first, account, body_hash, [&](db::Connection& connection, const engine::ActLock&) -> base::Result<std::vector<engine::ActEntry>> {
    const db::Rows state = connection.read({"select state from report where county = ?1 and id = ?2", {county, id}});   // somebody may have sealed it since it was read
    if (!state.empty() && state.text(0, 0) == "final") return base::Problem{"report_final", "", {}};
    return std::vector<engine::ActEntry>{{county, std::move(note), std::move(calls), {{kind, id, 0, suite.hash(what)}}}};
  });
}

base::Result<std::string> Reports::compile(const engine::Acting& who, const std::string& name, base::OrgId org, base::Day until, const std::map<std::string, std::string>& params, const std::string& command) {
  const auto& site = engine_->site();
  const lang::Report* report = site.packs->report(name);
  if (report == nullptr) return base::Problem{"no_such_report", "report", {{"got", name}}};
  const auto orgs = site.orgs();
  const engine::Org* office = orgs->find(org);
  if (office == nullptr) return base::Problem{"no_such_org", "org", {}};
  if (!may_write(who, name, org)) return base::Problem{"not_yours", "org", {{"move", report->title}}};
  base::Problems problems;
  if (std::find(report->levels.begin(), report->levels.end(), office->level) == report->levels.end()) problems.push_back({"report_not_here", "org", {{"org", office->name}, {"report", report->title}}});
  const int year = base::date_of(until).year, last = base::date_of(site.clock->today()).year + 1;
  if (year < kFirstYear || year > last) problems.push_back({"bad_year", "until", {{"from", std::to_string(kFirstYear)}, {"to", std::to_string(last)}, {"got", base::format_day(until)}}});
  if (!problems.empty()) return problems;
  std::string asked = fmt::format("{}/{}/{}", name, org, until);
  for (const auto& [id, record] : params) asked += fmt::format("/{}={}", id, record);
  return compile(who, *report, org, until, params, sent(command, asked));
}

Reports::How Reports::sent(const std::string& command, const std::string& asked) {
  How how;
  how.command = command;
  how.asked = asked;
  if (!command.empty()) how.id = base::derived_uuid("report", command);
  return how;
}

base::Result<std::string> Reports::compile(const engine::Acting& who, const lang::Report& report, base::OrgId org, base::Day until, const std::map<std::string, std::string>& params, How how) {
  const auto& site = engine_->site();
  base::Problems problems;
  Compiled compiled;
  compiled.county = base::county_of(org);
  for (const auto& param : report.params) {
    const auto given = params.find(param.id);
    if (given == params.end() || given->second.empty()) continue;   // its figures say "—"
    compiled.params[param.id] = given->second;
  }
  compiled.id = how.id.empty() ? engine_->new_id() : how.id;
  compiled.report = report.name;
  compiled.state = "draft";
  compiled.org = org;
  compiled.until = until;
  compiled.from = figures_->span_begin(report.period, until);
  compiled.compiled_at = site.clock->now();
  compiled.account = who.account;
  const std::string subject = subject_of(compiled);
  engine_->read([&](db::Connection& connection) {
    engine::Snapshot snapshot(site, connection, compiled.county);
    const engine::Gate gate(site);
    for (const auto& [id, record] : compiled.params)
      for (const auto& param : report.params) {
        if (param.id != id || !param.type || param.type->is_org) continue;
        const auto row = snapshot.load(*param.type, record);
        if (!row || !gate.may_read(who, row, snapshot, site.clock->today())) problems.push_back({"no_such_record", "params." + id, {{"type", param.title}}});
        else if (param.needs && !engine::RowWorld(site, snapshot, row, site.clock->today()).evaluate(*param.needs).is_true()) problems.push_back({"needs", "params." + id, {{"what", param.needs->source}, {"title", param.title}}});
      }
    engine::FigureGate as_text(site, *figures_, org);   // many will read it
    if (problems.empty()) Compiler(*engine_, as_text, connection, report, compiled).run();
    compiled.version = next_version(connection, compiled, subject);
  });
  if (!problems.empty()) return problems;

  json::object params_json;
  for (const auto& [id, record] : compiled.params) params_json[id] = record;
  const std::string pieces = json::serialize(compiled.pieces);
  std::vector<db::Call> calls{{"insert into report (" + kHead + ", pieces) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
                               {compiled.county, compiled.id, report.name, compiled.state, org, int64_t{compiled.from}, int64_t{until}, compiled.compiled_at, who.account, json::serialize(params_json), places_text(compiled.places), pieces}},
                              {"insert into report_version (county, report, subject, version, replaces, reason, rhythm) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                               {compiled.county, compiled.id, subject, int64_t{compiled.version}, how.replaces, how.reason, how.rhythm}}};
  std::string digest = report.name + pieces + how.replaces + how.reason;
  for (const FrozenFigure& f : compiled.figures) {
    std::string dims;
    for (const auto& dim : f.scope.dims) dims += (dims.empty() ? "" : "|") + dim;
    calls.push_back({"insert into report_figure (county, report, n, id, formula, org, from_day, until_day, dims, about_type, about_id, raw, shown, sureness, how, rows, places, definition) "
                     "values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
                     {compiled.county, compiled.id, int64_t{f.n}, f.id, f.formula, f.scope.org, int64_t{f.scope.from}, int64_t{f.scope.to}, dims, f.scope.about_type, f.scope.about_id, f.reading.raw, f.reading.shown,
                      f.reading.sureness, f.reading.how, f.reading.rows, places_text(f.reading.places), f.reading.definition}});
    digest += fmt::format("|{}={}", f.formula, f.reading.raw);
  }
  for (const auto& [key, text] : how.paragraphs) calls.push_back({kWriteParagraph, {compiled.county, compiled.id, key, text, who.account, compiled.compiled_at}});
  const auto outcome = write(compiled.county, who, how.command, "report.compile", compiled.id, digest, std::move(calls), how.asked);
  if (!outcome.accepted) return outcome.problems;
  return compiled.id;
}

std::vector<Compiled> Reports::list(db::Connection& connection, base::OrgId org, Whose whose) {
  std::vector<Compiled> result;
  const auto add = [&](base::OrgId office, size_t max) {
    const base::County county = base::county_of(office);
    const db::Rows rows = connection.read({"select " + kHead + " from report where county = ?1 and org = ?2 order by until_day desc, compiled_at desc, id desc limit ?3", {county, office, int64_t(max)}});
    std::vector<Compiled> found;
    for (size_t r = 0; r < rows.size(); ++r) found.push_back(head_of(rows, r));
    read_versions(connection, county, found);
    for (Compiled& each : found)
      if (whose == Whose::own || each.replaced_by.empty()) result.push_back(std::move(each));
  };
  if (whose == Whose::own) {
    add(org, kListMax);
    return result;
  }
  for (const engine::Org* below : engine_->site().orgs()->children(org))
    if (below->level != lang::Level::partner) add(below->id, kListBelowMax);
  std::stable_sort(result.begin(), result.end(), [](const Compiled& a, const Compiled& b) { return a.until > b.until; });
  return result;
}

std::optional<Compiled> Reports::find(db::Connection& connection, base::County county, const std::string& id) {
  const db::Rows rows = connection.read({"select " + kHead + ", pieces from report where county = ?1 and id = ?2", {county, id}});
  if (rows.empty()) return std::nullopt;
  std::vector<Compiled> one{head_of(rows, 0)};
  read_versions(connection, county, one);
  Compiled& compiled = one.front();
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
  return std::move(compiled);
}

bool Reports::may_write(const engine::Acting& who, const std::string& report, base::OrgId org) const {
  if (who.kind == engine::Acting::Kind::clock) return true;
  const std::string own = report.substr(0, report.find('.') + 1);   // roles of the pack: domestic_violence.keeper
  return std::any_of(who.grants.begin(), who.grants.end(), [&](const engine::Grant& grant) { return grant.org == org && (grant.role == "officer" || grant.role == "chair" || grant.role.starts_with(own)); });
}

base::Problems Reports::narrow(const engine::Acting& who, db::Connection& connection, Compiled& compiled) {
  engine::FigureGate gate(engine_->site(), *figures_, who);
  std::map<int64_t, std::string> hidden;   // n -> what is shown instead
  for (FrozenFigure& figure : compiled.figures) {
    const auto formula = formula_of(compiled, figure);
    if (!formula) continue;
    const std::string why = gate.withheld(connection, *formula, figure.scope);
    if (why == "blind") return {{"report_blind", "", {}}};
    if (why.empty()) continue;
    figure.reading.raw.clear();
    figure.reading.shown = engine::shown_withheld(why);
    hidden[figure.n] = figure.reading.shown;
  }
  if (hidden.empty()) return {};
  const auto hide = [&](json::object& cell, std::string_view text) {
    const auto* n = cell.if_contains("n");
    if (const auto at = n ? hidden.find(n->to_number<int64_t>()) : hidden.end(); at != hidden.end()) cell[text] = at->second;
  };
  for (json::value& piece : compiled.pieces) {
    json::object& object = piece.as_object();
    if (object.at("kind").as_string() == "figure") hide(object, "shown");
    if (object.at("kind").as_string() != "table") continue;
    for (json::value& row : object.at("rows").as_array())
      for (json::value& cell : row.as_array())
        if (cell.is_object()) hide(cell.as_object(), "text");
  }
  return {};
}

base::Problems Reports::write_paragraph(const engine::Acting& who, base::County county, const std::string& id, const std::string& key, const std::string& text) {
  const auto compiled = engine_->reading([&](db::Connection& c) { return find(c, county, id); });
  if (!compiled || !engine::Gate(engine_->site()).in_range(who, compiled->org)) return {{"no_such_report", "", {{"got", id}}}};
  if (!may_write(who, compiled->report, compiled->org)) return {{"not_yours", "", {{"move", "report.paragraph"}}}};
  if (compiled->state == "final") return {{"report_final", "", {}}};
  if (base::has_control_characters(text, base::Lines::many)) return {{"control_character", "text", {}}};
  if (base::code_points(text) > kParagraphMax) return {{"too_long", "text", {{"max", std::to_string(kParagraphMax)}, {"got", std::to_string(base::code_points(text))}}}};
  bool known = false;
  for (const auto& piece : compiled->pieces)
    known = known || (piece.at("kind").as_string() == "write" && piece.at("key").as_string() == json::string_view(key));
  if (!known) return {{"no_such_record", "key", {{"type", key}}}};
  return write(county, who, "", "report.paragraph", id, key + "|" + text, {{kWriteParagraph, {county, id, key, base::nfc(text), who.account, engine_->site().clock->now()}}}).problems;
}

base::Problems Reports::finalise(const engine::Acting& who, base::County county, const std::string& id) {
  const auto compiled = engine_->reading([&](db::Connection& c) {
    auto found = find(c, county, id);
    if (found) gather(c, *found);
    return found;
  });
  if (!compiled || !engine::Gate(engine_->site()).in_range(who, compiled->org)) return {{"no_such_report", "", {{"got", id}}}};
  if (!may_write(who, compiled->report, compiled->org)) return {{"not_yours", "", {{"move", "report.finalise"}}}};
  if (compiled->state == "final") return {};
  std::vector<db::Call> calls{{"update report set state = 'final' where county = ?1 and id = ?2", {county, id}}};
  for (const Gathered& each : compiled->gathered)   // from now on as it stands now
    calls.push_back({"insert into report_gathered (county, report, key, org, state, text) values (?1, ?2, ?3, ?4, ?5, ?6) on conflict (county, report, key, org) do nothing", {county, id, each.key, each.org, std::string(state_text(each.state)), each.text}});
  return write(county, who, "", "report.finalise", id, id, std::move(calls)).problems;
}

}  // namespace halfsky::report
