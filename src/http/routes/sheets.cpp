// Sheets out and in.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "capabilities/exchange/record_sheet.hpp"
#include "http/replies.hpp"
#include "http/routes/list_query.hpp"
#include "http/routes/routes.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

constexpr const char* kXlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr size_t kSheetBytesMax = 40 << 20;
constexpr size_t kMarkedKept = 32;

// Marked copies wait here until they are fetched, each for the account that sent the sheet.
struct Marked {
  std::mutex mutex;
  std::map<std::string, std::pair<std::string, std::string>> copies;   // id -> account, bytes
};

}  // namespace

void add_sheet_routes(std::vector<Route>& routes, Service& service) {
  auto marked = std::make_shared<Marked>();
  routes.push_back({.pattern = "/api/v1/sheets/{type}", .work = Work::heavy,
                    .handler = [&service](const Request& request) {
                      const auto asked = list_query(service, request, request.path_params[0]);
                      if (!asked) return refused(service, request, asked.problems());
                      if (query(request, "empty") == "1") return download_answer(kXlsx, asked->type->title + ".xlsx", exchange::empty_sheet(service.engine.site(), *asked->type));
                      std::optional<base::Result<std::string>> bytes;
                      service.engine.read([&](db::Connection& c) { bytes = exchange::list_sheet(service.engine.site(), c, caller_of(request).who, *asked); });
                      return *bytes ? download_answer(kXlsx, asked->type->title + ".xlsx", **bytes) : refused(service, request, bytes->problems());
                    },
                    .name = "sheetGet", .summary = "A list as a sheet; empty=1: one to fill", .tag = "sheets", .query = {{"empty", "1: no rows"}, {"where", "as of a list"}}, .answer_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"});
  routes.push_back({.method = Method::post, .pattern = "/api/v1/sheets/{type}", .work = Work::heavy, .body_bytes_max = kSheetBytesMax,
                    .handler = [&service, marked](const Request& request) {
                      const Caller& caller = caller_of(request);
                      const lang::RecordType* type = service.engine.site().packs->record_type(request.path_params[0]);
                      if (type == nullptr || type->is_org) return refused(service, request, {{"no_such_record", "", {{"type", ""}}}});
                      const Language words = language(request);
                      const auto taken = exchange::take_sheet(service.engine, caller.who, *type, request.body, query(request, "dry_run") == "1", [&](const base::Problem& p) { return service.texts.sentence(p, words); });
                      if (!taken) return refused(service, request, taken.problems());
                      json::array problems;
                      for (const auto& bad : taken->problems)
                        problems.push_back(json::object{{"row", bad.row}, {"cell", bad.column < 0 ? "" : exchange::cell_name(bad.row, bad.column)}, {"code", bad.problem.code}, {"message", service.texts.sentence(bad.problem, words)}});
                      json::array unknown;
                      for (const auto& heading : taken->unknown_headings) unknown.emplace_back(heading);
                      json::object result{{"rows", taken->rows}, {"good", taken->good}, {"known", taken->known}, {"bad", taken->bad}, {"problems", std::move(problems)}, {"unknown_headings", std::move(unknown)}};
                      result["marked"] = nullptr;
                      if (!taken->marked.empty()) {
                        const std::string id = service.engine.new_id();
                        const std::lock_guard lock(marked->mutex);
                        if (marked->copies.size() >= kMarkedKept) marked->copies.erase(marked->copies.begin());
                        marked->copies[id] = {caller.who.account, taken->marked};
                        result["marked"] = "/api/v1/marked-sheets/" + id;
                      }
                      return json_answer(result);
                    },
                    .name = "sheetSend", .summary = "Takes a filled sheet in: good rows in, bad rows back", .tag = "sheets", .answer_schema = "SheetTaken", .query = {{"dry_run", "1: only says what would happen"}}, .body_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"});
  routes.push_back({.pattern = "/api/v1/marked-sheets/{id}",
                    .handler = [&service, marked](const Request& request) {
                      const std::lock_guard lock(marked->mutex);
                      const auto at = marked->copies.find(request.path_params[0]);
                      if (at == marked->copies.end() || at->second.first != caller_of(request).who.account) return refused(service, request, {{"no_such_file", "", {}}});
                      return download_answer(kXlsx, "问题.xlsx", at->second.second);
                    },
                    .name = "markedSheetGet", .summary = "The bad rows of a sheet, marked", .tag = "sheets", .answer_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"});
}

}  // namespace halfsky::http
