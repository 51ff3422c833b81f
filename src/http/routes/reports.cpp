// Reports: compiled, listed, opened, written, corrected by a new version; taken to Word, Excel and PDF.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "base/uuid.hpp"
#include "capabilities/report/gather.hpp"
#include "capabilities/report/pdf.hpp"
#include "engine/access/figure_gate.hpp"
#include "engine/command/json.hpp"
#include "http/replies.hpp"
#include "http/routes/figure_json.hpp"
#include "http/routes/routes.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

constexpr const char* kOfficeHelp = "the office whose report it is, or one of its county; her own where none is given";

// The office that is asked about. A report lies in its office's county, that of a city or a province in county 0.
base::OrgId office_of(const Request& request) {
  const auto given = base::OrgId(query_number(request, "org", 0));
  const auto& grants = caller_of(request).who.grants;
  return given != 0 || grants.empty() ? given : grants.front().org;
}

// The id under which an act is sent; "" where it has none.
base::Result<std::string> command_of(const json::object& body) {
  std::string id(engine::text_at(body, "id"));
  if (body.contains("id") && !base::is_uuid(id)) return base::Problem{"not_an_id", "id", {{"got", base::beginning(id, 60)}}};
  return id;
}

json::object head_json(Service& service, FigurePlaces& places, const report::Compiled& compiled) {
  const lang::Report* declared = service.engine.site().packs->report(compiled.report);
  const auto* org = service.engine.site().orgs()->find(compiled.org);
  json::object params;
  for (const auto& [name, id] : compiled.params) params[name] = id;
  return {{"id", compiled.id}, {"report", compiled.report}, {"title", declared ? declared->title : compiled.report}, {"org", compiled.org}, {"org_name", org ? org->name : ""}, {"from", base::format_day(compiled.from)},
          {"until", base::format_day(compiled.until)}, {"compiled_at", base::format_instant(compiled.compiled_at)}, {"state", compiled.state}, {"version", compiled.version}, {"replaces", compiled.replaces}, {"replaced_by", compiled.replaced_by}, {"reason", compiled.reason}, {"itself", compiled.itself}, {"places", places.json(compiled.places)}, {"params", std::move(params)}};
}

// What the offices below have, by paragraph.
json::object gathered_json(Service& service, const report::Compiled& compiled) {
  const auto orgs = service.engine.site().orgs();
  json::object result;
  for (const auto& each : compiled.gathered) {
    if (!result.contains(each.key)) result[each.key] = json::object{{"merged", report::merged(*orgs, compiled.gathered, each.key)}, {"silent", report::silent(*orgs, compiled.gathered, each.key)}, {"offices", json::array()}};
    const auto* org = orgs->find(each.org);
    result[each.key].as_object()["offices"].as_array().push_back(json::object{{"org", each.org}, {"org_name", org ? org->name : ""}, {"state", json::string(report::state_text(each.state))}, {"text", each.text}});
  }
  return result;
}

}  // namespace

void add_report_routes(std::vector<Route>& routes, Service& service) {
  routes.push_back({.pattern = "/api/v1/reports",
                    .handler = [&service](const Request& request) {
                      const Caller& caller = caller_of(request);
                      const base::OrgId org = office_of(request);
                      if (!engine::Gate(service.engine.site()).in_range(caller.who, org)) {
                        if (!query(request, "org").empty()) return refused(service, request, {{"not_yours", "org", {{"move", ""}}}});
                        return json_answer(json::object{{"org", org}, {"org_name", ""}, {"reports", json::array()}, {"coming", json::array()}});   // an administrator: none are hers
                      }
                      json::array list, coming;
                      const auto whose = query(request, "below").empty() ? report::Reports::Whose::own : report::Reports::Whose::below;
                      service.engine.read([&](db::Connection& c) {
                        FigurePlaces places(service, c);
                        for (const auto& compiled : service.reports.list(c, org, whose)) list.push_back(head_json(service, places, compiled));
                      });
                      for (const auto& each : service.reports.coming(org))
                        coming.push_back(json::object{{"report", each.report->name}, {"title", each.report->title}, {"day", base::format_day(each.day)}, {"from", base::format_day(each.from)}, {"until", base::format_day(each.until)}});
                      const auto* office = service.engine.site().orgs()->find(org);
                      return json_answer(json::object{{"org", org}, {"org_name", office ? office->name : ""}, {"reports", std::move(list)}, {"coming", std::move(coming)}});
                    },
                    .name = "reportList", .summary = "An office's reports, newest periods first, and those that will compile themselves", .tag = "reports", .answer_schema = "Reports",
                    .query = {{"org", "an office within her range; her own where none is given"}, {"below", "1: the newest versions of the offices just below it"}}});
  routes.push_back({.method = Method::post, .pattern = "/api/v1/reports", .work = Work::heavy, .body_bytes_max = 64 << 10,
                    .handler = [&service](const Request& request) {
                      const auto body = body_object(request);
                      if (!body) return refused(service, request, body.problems());
                      const auto command = command_of(*body);
                      if (!command) return refused(service, request, command.problems());
                      const Caller& caller = caller_of(request);
                      const auto until = base::parse_day(engine::text_at(*body, "until"));
                      if (!until) return refused(service, request, {{"not_a_date", "until", {{"got", base::beginning(engine::text_at(*body, "until"), 40)}}}});
                      base::OrgId org = caller.who.grants.front().org;
                      if (const auto* given = body->if_contains("org"); given && given->is_int64()) org = given->as_int64();
                      else if (given) return refused(service, request, {{"not_an_id", "org", {}}});
                      std::map<std::string, std::string> params;
                      if (const auto* given = body->if_contains("params"); given && given->is_object())
                        for (const auto& member : given->as_object())
                          if (member.value().is_string()) params[std::string(member.key())] = std::string(member.value().as_string());
                      const auto id = service.reports.compile(caller.who, std::string(engine::text_at(*body, "report")), org, *until, params, *command);
                      return id ? json_answer(json::object{{"id", *id}, {"county", base::county_of(org)}}, 201) : refused(service, request, id.problems());
                    },
                    .name = "reportCompile", .summary = "Compiles and freezes a report", .tag = "reports", .body_schema = "ReportCompile", .answer_schema = "ReportMade", .answer_status = 201});
  const auto with_report = [&service](const Request& request, const std::function<Answer(db::Connection&, report::Compiled&)>& answer) {
    Answer result = refused(service, request, {{"no_such_report", "", {{"got", ""}}}});
    const Caller& caller = caller_of(request);
    service.engine.read([&](db::Connection& c) {
      auto compiled = service.reports.find(c, base::county_of(office_of(request)), request.path_params[0]);
      if (!compiled || !engine::Gate(service.engine.site()).in_range(caller.who, compiled->org)) return;
      const auto problems = service.reports.narrow(caller.who, c, *compiled);
      result = problems.empty() ? answer(c, *compiled) : refused(service, request, problems);
    });
    return result;
  };
  routes.push_back({.pattern = "/api/v1/reports/{id}",
                    .handler = [&service, with_report](const Request& request) {
                      return with_report(request, [&](db::Connection& c, report::Compiled& compiled) {
                        FigurePlaces places(service, c);
                        service.reports.gather(c, compiled);
                        json::object result = head_json(service, places, compiled);
                        result["may_write"] = service.reports.may_write(caller_of(request).who, compiled.report, compiled.org);
                        result["pieces"] = compiled.pieces;
                        result["gathered"] = gathered_json(service, compiled);
                        json::array versions;
                        for (const auto& version : service.reports.versions(c, compiled)) versions.push_back(head_json(service, places, version));
                        result["versions"] = std::move(versions);
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
                    .name = "reportGet", .summary = "A compiled report", .tag = "reports", .answer_schema = "Report", .query = {{"org", kOfficeHelp}}});
  routes.push_back({.pattern = "/api/v1/reports/{id}/figures/{n}",
                    .handler = [&service, with_report](const Request& request) {
                      return with_report(request, [&](db::Connection& c, report::Compiled& compiled) {
                        const std::string& n = request.path_params[1];
                        const report::FrozenFigure* figure = nullptr;
                        for (const auto& f : compiled.figures)
                          if (std::to_string(f.n) == n || (!f.id.empty() && f.id == n)) figure = &f;
                        if (figure == nullptr) return refused(service, request, {{"no_such_figure", "n", {{"got", base::beginning(n, 40)}}}});
                        engine::FigureGate gated(service.engine.site(), service.figures, caller_of(request).who);
                        const auto now = service.reports.now(gated, c, compiled, *figure);
                        json::object result{{"n", figure->n}, {"id", figure->id}, {"value", figure->reading.raw}, {"shown", figure->reading.shown}, {"sureness", figure->reading.sureness}, {"kind", figure->reading.how}};
                        result["receipt"] = json::object{{"expression", figure->formula}, {"scope", scope_text(service, figure->scope)}, {"from", base::format_day(figure->scope.from)}, {"to", base::format_day(figure->scope.to)},
                                                         {"place", FigurePlaces(service, c).json(figure->reading.places)}, {"definition", figure->reading.definition}, {"compiled_at", base::format_instant(compiled.compiled_at)},
                                                         {"about", figure->scope.about_id}, {"definition_changed", now.definition != figure->reading.definition}};
                        result["now"] = now.raw;
                        const auto before = base::parse_scaled(figure->reading.raw, base::kDecimalScale), after = base::parse_scaled(now.raw, base::kDecimalScale);
                        result["drift"] = before && after ? json::value(json::string(base::format_scaled(*after - *before, base::kDecimalScale))) : json::value(nullptr);
                        const auto as = query(request, "as") == "now" ? report::Reports::As::now : report::Reports::As::frozen;
                        result["records"] = figure_rows_json(service, caller_of(request), c, [&](const auto& visit) { service.reports.rows(gated, c, compiled, *figure, as, visit); }, size_t(query_number(request, "cursor", 0)));
                        return json_answer(result);
                      });
                    },
                    .name = "reportFigure", .summary = "A frozen figure: receipt, drift, and the records it counted", .tag = "reports", .answer_schema = "ReportFigure", .query = {{"as", "now: what it would count now"}, {"org", kOfficeHelp}, {"cursor", "where the last page ended"}}});
  routes.push_back({.method = Method::put, .pattern = "/api/v1/reports/{id}/paragraphs/{key}", .body_bytes_max = 256 << 10,
                    .handler = [&service](const Request& request) {
                      const auto body = body_object(request);
                      if (!body) return refused(service, request, body.problems());
                      const Caller& caller = caller_of(request);
                      const auto problems = service.reports.write_paragraph(caller.who, base::county_of(office_of(request)), request.path_params[0], request.path_params[1], std::string(engine::text_at(*body, "text")));
                      return problems.empty() ? json_answer(json::object{{"ok", true}}) : refused(service, request, problems);
                    },
                    .name = "paragraphWrite", .summary = "A paragraph between the figures", .tag = "reports", .body_schema = "Paragraph", .answer_schema = "Done", .query = {{"org", kOfficeHelp}}});
  routes.push_back({.method = Method::post, .pattern = "/api/v1/reports/{id}/finalise", .body_bytes_max = 4096,
                    .handler = [&service](const Request& request) {
                      const Caller& caller = caller_of(request);
                      const auto problems = service.reports.finalise(caller.who, base::county_of(office_of(request)), request.path_params[0]);
                      return problems.empty() ? json_answer(json::object{{"ok", true}}) : refused(service, request, problems);
                    },
                    .name = "reportFinalise", .summary = "No more changes", .tag = "reports", .answer_schema = "Done", .query = {{"org", kOfficeHelp}}});
  const auto file_name = [&service](const report::Compiled& compiled) {
    const lang::Report* declared = service.engine.site().packs->report(compiled.report);
    return (declared ? declared->title : compiled.report) + (compiled.version > 1 ? fmt::format("（第{}版）", compiled.version) : "");
  };
  routes.push_back({.pattern = "/api/v1/reports/{id}/word", .work = Work::heavy,
                    .handler = [&service, with_report, file_name](const Request& request) {
                      return with_report(request, [&](db::Connection& c, report::Compiled& compiled) {
                        service.reports.gather(c, compiled);
                        return download_answer("application/vnd.openxmlformats-officedocument.wordprocessingml.document", file_name(compiled) + ".docx", service.reports.word(compiled));
                      });
                    },
                    .name = "reportWord", .summary = "The report as a Word file", .tag = "reports", .query = {{"org", kOfficeHelp}}, .answer_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"});
  routes.push_back({.pattern = "/api/v1/reports/{id}/excel", .work = Work::heavy,
                    .handler = [&service, with_report, file_name](const Request& request) {
                      return with_report(request, [&](db::Connection& c, report::Compiled& compiled) {
                        service.reports.gather(c, compiled);
                        return download_answer("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", file_name(compiled) + ".xlsx", service.reports.excel(compiled));
                      });
                    },
                    .name = "reportExcel", .summary = "The report as an Excel file: its text with its tables, and all its figures", .tag = "reports", .query = {{"org", kOfficeHelp}}, .answer_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"});
  routes.push_back({.pattern = "/api/v1/reports/{id}/pdf", .work = Work::heavy,
                    .handler = [&service, with_report, file_name](const Request& request) {
                      std::string word, title;   // made outside of the reading: LibreOffice takes its time
                      const Answer answer = with_report(request, [&](db::Connection& c, report::Compiled& compiled) {
                        service.reports.gather(c, compiled);
                        word = service.reports.word(compiled);
                        title = file_name(compiled);
                        return Answer();
                      });
                      if (word.empty()) return answer;
                      auto bytes = report::pdf_of(word);
                      if (!bytes) return refused(service, request, {{"no_pdf", "", {}}});
                      return download_answer("application/pdf", title + ".pdf", std::move(*bytes));
                    },
                    .name = "reportPdf", .summary = "The report as a PDF, where the server has LibreOffice", .tag = "reports", .query = {{"org", kOfficeHelp}}, .answer_type = "application/pdf"});
  routes.push_back({.pattern = "/api/v1/reports/{id}/drift",
                    .handler = [&service, with_report](const Request& request) {
                      return with_report(request, [&](db::Connection& c, report::Compiled& compiled) {
                        engine::FigureGate gated(service.engine.site(), service.figures, caller_of(request).who);
                        json::array drift;
                        for (const auto& each : service.reports.drift(gated, c, compiled))
                          drift.push_back(json::object{{"n", each.n}, {"now", each.now}, {"away", each.away.empty() ? json::value(nullptr) : json::value(json::string(each.away))}});
                        return json_answer(json::object{{"drift", std::move(drift)}});
                      });
                    },
                    .name = "reportDrift", .summary = "Which of its figures late or corrected records would change", .tag = "reports", .answer_schema = "ReportDrift", .query = {{"org", kOfficeHelp}}});
  routes.push_back({.method = Method::post, .pattern = "/api/v1/reports/{id}/again", .work = Work::heavy, .body_bytes_max = 16 << 10,
                    .handler = [&service](const Request& request) {
                      const auto body = body_object(request);
                      if (!body) return refused(service, request, body.problems());
                      const auto command = command_of(*body);
                      if (!command) return refused(service, request, command.problems());
                      const base::County county = base::county_of(office_of(request));
                      const auto id = service.reports.again(caller_of(request).who, county, request.path_params[0], std::string(engine::text_at(*body, "reason")), *command);
                      return id ? json_answer(json::object{{"id", *id}, {"county", county}}, 201) : refused(service, request, id.problems());
                    },
                    .name = "reportAgain", .summary = "A new version with the figures of now, beside the old one", .tag = "reports", .body_schema = "ReportAgain", .answer_schema = "ReportMade", .query = {{"org", kOfficeHelp}}, .answer_status = 201});
}

}  // namespace halfsky::http
