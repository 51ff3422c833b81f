// Live figures with receipts and the records behind them; reports compiled, opened, written, taken to Word.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <set>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "capabilities/report/pdf.hpp"
#include "engine/access/figure_gate.hpp"
#include "engine/command/json.hpp"
#include "engine/query/pages.hpp"
#include "http/replies.hpp"
#include "http/routes/figure_json.hpp"
#include "http/routes/figure_request.hpp"
#include "http/routes/routes.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

constexpr size_t kRowsPage = 200;
constexpr size_t kFiguresMax = 500;        // all that the packs in use have, on one page

// Rows of a figure as her page may show them: labels only of what she may read.
json::object rows_json(Service& service, const Caller& caller, db::Connection& connection, const std::function<void(const std::function<void(const engine::FigureRow&)>&)>& each, size_t offset) {
  const auto& site = service.engine.site();
  json::array rows;
  size_t count = 0;
  std::map<base::County, std::unique_ptr<engine::Snapshot>> snapshots;
  std::map<base::County, std::unique_ptr<engine::View>> views;
  std::vector<engine::FigureRow> page;
  std::set<std::string> keys;
  each([&](const engine::FigureRow& row) {
    if (!row.key.empty()) keys.insert(row.key);
    if (count >= offset && page.size() < kRowsPage) page.push_back(row);
    ++count;
  });
  for (const auto& row : page) {
    auto& snapshot = snapshots[row.county];
    if (!snapshot) {
      snapshot = std::make_unique<engine::Snapshot>(site, connection, row.county);
      views[row.county] = std::make_unique<engine::View>(site, *snapshot, caller.who);
    }
    engine::View& view = *views[row.county];
    json::object object{{"type", row.type}, {"record", row.id}, {"county", row.county}, {"org", row.org}, {"org_name", view.org_name(row.org)}, {"day", base::format_day(row.day)}, {"value", row.value}, {"part", row.part}, {"key", row.key}};
    const lang::RecordType* type = site.packs->record_type(row.type);
    const auto found = type && !type->is_org ? snapshot->load(*type, row.id) : nullptr;
    const bool hides = type && (!type->blinded_by.empty() || type->class_ == lang::Class::secret);
    if (found && hides && !view.may_read(found)) continue;
    if (found) view.looked(found, "rows");
    object["type_title"] = type ? type->title : "";
    object["label"] = found ? view.label(found) : type && type->is_org ? view.org_name(std::atoll(row.id.c_str())) : "";
    object["open"] = found && view.may_read(found);
    rows.push_back(std::move(object));
  }
  json::object result{{"rows", std::move(rows)}, {"count", count}, {"keys", keys.size()}};
  result["cursor"] = offset + kRowsPage < count ? json::value(json::string(std::to_string(offset + kRowsPage))) : json::value(nullptr);
  return result;
}

json::object head_json(Service& service, FigurePlaces& places, const report::Compiled& compiled) {
  const lang::Report* declared = service.engine.site().packs->report(compiled.report);
  const auto* org = service.engine.site().orgs()->find(compiled.org);
  json::object params;
  for (const auto& [name, id] : compiled.params) params[name] = id;
  return {{"id", compiled.id}, {"report", compiled.report}, {"title", declared ? declared->title : compiled.report}, {"org", compiled.org}, {"org_name", org ? org->name : ""}, {"from", base::format_day(compiled.from)},
          {"until", base::format_day(compiled.until)}, {"compiled_at", base::format_instant(compiled.compiled_at)}, {"state", compiled.state}, {"places", places.json(compiled.places)}, {"params", std::move(params)}};
}

}  // namespace

void add_figure_routes(std::vector<Route>& routes, Service& service) {
  routes.push_back({.pattern = "/api/v1/figures",
                    .handler = [&service](const Request& request) {
                      const auto scope = figure_scope(service, request);
                      if (!scope) return refused(service, request, scope.problems());
                      base::Problems problems;
                      json::array figures;
                      const auto names = figure_names(query(request, "names"));
                      if (names.size() > kFiguresMax) return refused(service, request, {{"too_many", "names", {{"max", std::to_string(kFiguresMax)}}}});
                      engine::FigureGate gated(service.engine.site(), service.figures, caller_of(request).who);
                      service.engine.read([&](db::Connection& c) {
                        FigurePlaces places(service, c);
                        for (const std::string& name : names) {
                          if (name.empty()) continue;
                          const auto formula = figure_formula(service, name, problems);
                          if (!formula) continue;
                          figures.push_back(figure_json(service, places, name, *formula, *scope, gated.read(c, *formula, *scope, {})));
                        }
                      });
                      return problems.empty() ? json_answer(json::object{{"figures", std::move(figures)}}) : refused(service, request, problems);
                    },
                    .name = "figureList", .summary = "Live figures with receipts", .tag = "figures", .answer_schema = "Figures",
                    .query = {{"names", "indicators or slices, by comma: PROGRAMME.NAME"}, {"org", "an org within her range"}, {"period", "month, term, year, ever"}, {"from", "day"}, {"to", "day"}}});
  routes.push_back({.pattern = "/api/v1/figures/{name}/records",
                    .handler = [&service](const Request& request) {
                      const auto scope = figure_scope(service, request);
                      if (!scope) return refused(service, request, scope.problems());
                      base::Problems problems;
                      const auto formula = figure_formula(service, request.path_params[0], problems);
                      if (!formula) return refused(service, request, problems);
                      engine::FigureGate gated(service.engine.site(), service.figures, caller_of(request).who);
                      return json_answer(service.engine.reading([&](db::Connection& c) {
                        return json::value(rows_json(service, caller_of(request), c, [&](const auto& visit) { gated.rows(c, *formula, *scope, visit); }, size_t(query_number(request, "cursor", 0))));
                      }));
                    },
                    .name = "figureRecords", .summary = "The records that a figure counts", .tag = "figures", .answer_schema = "FigureRows", .query = {{"org", "an org within her range"}, {"period", "month, term, year, ever"}, {"from", "day"}, {"to", "day"}, {"cursor", "where the last page ended"}}});
  routes.push_back({.pattern = "/api/v1/reports",
                    .handler = [&service](const Request& request) {
                      json::array list;
                      const Caller& caller = caller_of(request);
                      service.engine.read([&](db::Connection& c) {
                        const engine::Gate gate(service.engine.site());
                        FigurePlaces places(service, c);
                        for (const auto& compiled : service.reports.list(c, engine::county_of_viewer(service.engine.site(), caller.who, query_number(request, "org", 0))))
                          if (gate.in_range(caller.who, compiled.org)) list.push_back(head_json(service, places, compiled));
                      });
                      return json_answer(json::object{{"reports", std::move(list)}});
                    },
                    .name = "reportList", .summary = "Compiled reports, newest first", .tag = "reports", .answer_schema = "Reports"});
  routes.push_back({.method = Method::post, .pattern = "/api/v1/reports", .work = Work::heavy, .body_bytes_max = 64 << 10,
                    .handler = [&service](const Request& request) {
                      const auto body = body_object(request);
                      if (!body) return refused(service, request, body.problems());
                      const Caller& caller = caller_of(request);
                      const auto until = base::parse_day(engine::text_at(*body, "until"));
                      if (!until) return refused(service, request, {{"not_a_date", "until", {{"got", base::beginning(engine::text_at(*body, "until"), 40)}}}});
                      base::OrgId org = caller.who.grants.front().org;
                      if (const auto* given = body->if_contains("org"); given && given->is_int64()) org = given->as_int64();
                      std::map<std::string, std::string> params;
                      if (const auto* given = body->if_contains("params"); given && given->is_object())
                        for (const auto& member : given->as_object())
                          if (member.value().is_string()) params[std::string(member.key())] = std::string(member.value().as_string());
                      const auto id = service.reports.compile(caller.who, std::string(engine::text_at(*body, "report")), org, *until, params);
                      return id ? json_answer(json::object{{"id", *id}, {"county", base::county_of(org)}}, 201) : refused(service, request, id.problems());
                    },
                    .name = "reportCompile", .summary = "Compiles and freezes a report", .tag = "reports", .body_schema = "ReportCompile", .answer_schema = "ReportMade", .answer_status = 201});
  const auto with_report = [&service](const Request& request, const std::function<Answer(db::Connection&, const report::Compiled&)>& answer) {
    Answer result = refused(service, request, {{"no_such_report", "", {{"got", ""}}}});
    const Caller& caller = caller_of(request);
    service.engine.read([&](db::Connection& c) {
      const auto compiled = service.reports.find(c, engine::county_of_viewer(service.engine.site(), caller.who, query_number(request, "org", 0)), request.path_params[0]);
      if (compiled && engine::Gate(service.engine.site()).in_range(caller.who, compiled->org)) result = answer(c, *compiled);
    });
    return result;
  };
  routes.push_back({.pattern = "/api/v1/reports/{id}",
                    .handler = [&service, with_report](const Request& request) {
                      return with_report(request, [&](db::Connection& c, const report::Compiled& compiled) {
                        FigurePlaces places(service, c);
                        json::object result = head_json(service, places, compiled);
                        result["pieces"] = compiled.pieces;
                        json::object paragraphs;
                        for (const auto& [key, text] : compiled.paragraphs) paragraphs[key] = text;
                        result["paragraphs"] = std::move(paragraphs);
                        json::array figures;
                        for (const auto& f : compiled.figures)
                          figures.push_back(json::object{{"n", f.n}, {"id", f.id}, {"expression", f.formula}, {"shown", f.reading.shown}, {"value", f.reading.raw.empty() ? json::value(nullptr) : json::value(json::string(f.reading.raw))},
                                                         {"sureness", f.reading.sureness}, {"kind", f.reading.how}});
                        result["figures"] = std::move(figures);
                        return json_answer(result);
                      });
                    },
                    .name = "reportGet", .summary = "A compiled report", .tag = "reports", .answer_schema = "Report", .query = {{"org", "an org of the county, for those above it"}}});
  routes.push_back({.pattern = "/api/v1/reports/{id}/figures/{n}",
                    .handler = [&service, with_report](const Request& request) {
                      return with_report(request, [&](db::Connection& c, const report::Compiled& compiled) {
                        const std::string& n = request.path_params[1];
                        const report::FrozenFigure* figure = nullptr;
                        for (const auto& f : compiled.figures)
                          if (std::to_string(f.n) == n || (!f.id.empty() && f.id == n)) figure = &f;
                        if (figure == nullptr) return refused(service, request, {{"no_such_figure", "n", {{"got", base::beginning(n, 40)}}}});
                        engine::FigureGate as_text(service.engine.site(), service.figures, compiled.org), gated(service.engine.site(), service.figures, caller_of(request).who);
                        const auto now = service.reports.now(as_text, c, compiled, *figure);
                        json::object result{{"n", figure->n}, {"id", figure->id}, {"value", figure->reading.raw}, {"shown", figure->reading.shown}, {"sureness", figure->reading.sureness}, {"kind", figure->reading.how}};
                        result["receipt"] = json::object{{"expression", figure->formula}, {"scope", scope_text(service, figure->scope)}, {"from", base::format_day(figure->scope.from)}, {"to", base::format_day(figure->scope.to)},
                                                         {"place", FigurePlaces(service, c).json(figure->reading.places)}, {"definition", figure->reading.definition}, {"compiled_at", base::format_instant(compiled.compiled_at)},
                                                         {"about", figure->scope.about_id}, {"definition_changed", now.definition != figure->reading.definition}};
                        result["now"] = now.raw;
                        const auto before = base::parse_scaled(figure->reading.raw, base::kDecimalScale), after = base::parse_scaled(now.raw, base::kDecimalScale);
                        result["drift"] = before && after ? json::value(json::string(base::format_scaled(*after - *before, base::kDecimalScale))) : json::value(nullptr);
                        const auto as = query(request, "as") == "now" ? report::Reports::As::now : report::Reports::As::frozen;
                        result["records"] = rows_json(service, caller_of(request), c, [&](const auto& visit) { service.reports.rows(gated, c, compiled, *figure, as, visit); }, size_t(query_number(request, "cursor", 0)));
                        return json_answer(result);
                      });
                    },
                    .name = "reportFigure", .summary = "A frozen figure: receipt, drift, and the records it counted", .tag = "reports", .answer_schema = "ReportFigure", .query = {{"as", "now: what it would count now"}, {"org", "an org of the county, for those above it"}, {"cursor", "where the last page ended"}}});
  routes.push_back({.method = Method::put, .pattern = "/api/v1/reports/{id}/paragraphs/{key}", .body_bytes_max = 256 << 10,
                    .handler = [&service](const Request& request) {
                      const auto body = body_object(request);
                      if (!body) return refused(service, request, body.problems());
                      const Caller& caller = caller_of(request);
                      const auto problems = service.reports.write_paragraph(caller.who, engine::county_of_viewer(service.engine.site(), caller.who, query_number(request, "org", 0)), request.path_params[0], request.path_params[1], std::string(engine::text_at(*body, "text")));
                      return problems.empty() ? json_answer(json::object{{"ok", true}}) : refused(service, request, problems);
                    },
                    .name = "paragraphWrite", .summary = "A paragraph between the figures", .tag = "reports", .body_schema = "Paragraph", .answer_schema = "Done", .query = {{"org", "an org of the county, for those above it"}}});
  routes.push_back({.method = Method::post, .pattern = "/api/v1/reports/{id}/finalise", .body_bytes_max = 4096,
                    .handler = [&service](const Request& request) {
                      const Caller& caller = caller_of(request);
                      const auto problems = service.reports.finalise(caller.who, engine::county_of_viewer(service.engine.site(), caller.who, query_number(request, "org", 0)), request.path_params[0]);
                      return problems.empty() ? json_answer(json::object{{"ok", true}}) : refused(service, request, problems);
                    },
                    .name = "reportFinalise", .summary = "No more changes", .tag = "reports", .answer_schema = "Done", .query = {{"org", "an org of the county, for those above it"}}});
  routes.push_back({.pattern = "/api/v1/reports/{id}/word", .work = Work::heavy,
                    .handler = [&service, with_report](const Request& request) {
                      return with_report(request, [&](db::Connection& c, const report::Compiled& compiled) {
                        FigurePlaces places(service, c);
                        return download_answer("application/vnd.openxmlformats-officedocument.wordprocessingml.document", std::string(head_json(service, places, compiled)["title"].as_string()) + ".docx", service.reports.word(compiled));
                      });
                    },
                    .name = "reportWord", .summary = "The report as a Word file", .tag = "reports", .query = {{"org", "an org of the county, for those above it"}}, .answer_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"});
  routes.push_back({.pattern = "/api/v1/reports/{id}/pdf", .work = Work::heavy,
                    .handler = [&service, with_report](const Request& request) {
                      std::string word, title;   // made outside of the reading: LibreOffice takes its time
                      const Answer answer = with_report(request, [&](db::Connection& c, const report::Compiled& compiled) {
                        FigurePlaces places(service, c);
                        word = service.reports.word(compiled);
                        title = std::string(head_json(service, places, compiled)["title"].as_string());
                        return Answer();
                      });
                      if (word.empty()) return answer;
                      auto bytes = report::pdf_of(word);
                      if (!bytes) return refused(service, request, {{"no_pdf", "", {}}});
                      return download_answer("application/pdf", title + ".pdf", std::move(*bytes));
                    },
                    .name = "reportPdf", .summary = "The report as a PDF, where the server has LibreOffice", .tag = "reports", .query = {{"org", "an org of the county, for those above it"}}, .answer_type = "application/pdf"});
}

}  // namespace halfsky::http
