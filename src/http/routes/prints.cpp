// Papers of a record: as pieces for the page, as Word, as PDF where the server can make one.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "base/text.hpp"
#include "capabilities/report/paper.hpp"
#include "capabilities/report/pdf.hpp"
#include "engine/query/pages.hpp"
#include "http/replies.hpp"
#include "http/routes/routes.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

constexpr const char* kWord = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

struct Filled {
  const lang::Print* print = nullptr;
  std::string label;
  json::array pieces;
};

base::Result<Filled> filled(Service& service, const Request& request) {
  const auto& site = service.engine.site();
  const Caller& caller = caller_of(request);
  const lang::Print* print = site.packs->print(request.path_params[0]);
  if (print == nullptr || print->of == nullptr) return base::Problem{"no_such_record", "print", {{"type", base::beginning(request.path_params[0], 60)}}};
  std::optional<Filled> result;
  service.engine.read([&](db::Connection& c) {
    engine::Snapshot snapshot(site, c, engine::county_of_viewer(site, caller.who, query_number(request, "org", 0)));
    engine::View view(site, snapshot, caller.who);
    const auto row = snapshot.load(*print->of, request.path_params[1]);
    if (!row || row->struck || !view.may_read(row)) return;
    view.looked(row, "print");
    result = Filled{print, view.label(row), report::fill_print(site, snapshot, view, caller.who, *print, row)};
  });
  if (!result) return base::Problem{"no_such_record", "record", {{"type", print->of->title}}};
  return std::move(*result);
}

}  // namespace

void add_print_routes(std::vector<Route>& routes, Service& service) {
  const std::vector<std::pair<std::string, std::string>> org{{"org", "an org of the county, for those above it"}};
  routes.push_back({.pattern = "/api/v1/prints/{print}/{id}",
                    .handler = [&service](const Request& request) {
                      auto paper = filled(service, request);
                      if (!paper) return refused(service, request, paper.problems());
                      return json_answer(json::object{{"print", paper->print->name}, {"title", paper->print->title}, {"label", paper->label}, {"type", paper->print->of->name}, {"record", request.path_params[1]},
                                                      {"pieces", std::move(paper->pieces)}, {"pdf", report::can_make_pdf()}});
                    },
                    .name = "printGet", .summary = "A paper of a record, for the page that prints it", .tag = "records", .answer_schema = "Paper", .query = org});
  routes.push_back({.pattern = "/api/v1/prints/{print}/{id}/word", .work = Work::heavy,
                    .handler = [&service](const Request& request) {
                      const auto paper = filled(service, request);
                      if (!paper) return refused(service, request, paper.problems());
                      return download_answer(kWord, paper->print->title + ".docx", report::paper_word(paper->print->title, paper->pieces));
                    },
                    .name = "printWord", .summary = "The paper as a Word file", .tag = "records", .query = org, .answer_type = kWord});
  routes.push_back({.pattern = "/api/v1/prints/{print}/{id}/pdf", .work = Work::heavy,
                    .handler = [&service](const Request& request) {
                      const auto paper = filled(service, request);
                      if (!paper) return refused(service, request, paper.problems());
                      auto bytes = report::pdf_of(report::paper_word(paper->print->title, paper->pieces));
                      if (!bytes) return refused(service, request, {{"no_pdf", "", {}}});
                      return download_answer("application/pdf", paper->print->title + ".pdf", std::move(*bytes));
                    },
                    .name = "printPdf", .summary = "The paper as a PDF, where the server has LibreOffice", .tag = "records", .query = org, .answer_type = "application/pdf"});
}

}  // namespace halfsky::http
