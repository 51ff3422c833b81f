// Jobs: an import begun, looked at, told to go on or to stop; the rows that were refused, and who may be there twice.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "capabilities/exchange/import_job.hpp"
#include "engine/job/elements.hpp"
#include "http/replies.hpp"
#include "http/routes/routes.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

constexpr const char* kXlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr size_t kSheetBytesMax = 64 << 20;
constexpr size_t kJobsShown = 50, kBadShown = 200;

Answer job_answer(const Service& service, const Request& request, const base::Result<engine::Job>& job, int status = 200) {
  return job ? json_answer(engine::job_json(service.engine.site(), *job), status) : refused(service, request, job.problems());
}

// Hers, of this id; or the refusal.
Answer with_job(Service& service, const Request& request, const std::function<Answer(const engine::Job&)>& answer) {
  const auto job = service.jobs.find(caller_of(request).who, request.path_params[0]);
  return job ? answer(*job) : refused(service, request, {{"no_such_job", "", {}}});
}

// Elements that could not be made. The viewer learns which they are, and of records no more than their ids: a page shows what she may see.
Answer refused_answer(Service& service, const Request& request, const engine::Job& job) {
  const Language words = language(request);
  const auto refused_ones = engine::refused_elements(service.jobs, job);
  json::array rows;
  for (size_t i = 0; i < std::min(refused_ones.size(), kBadShown); ++i) {
    const auto& one = refused_ones[i];
    std::string message;
    for (const auto& problem : one.problems) message += (message.empty() ? "" : " ") + service.texts.sentence(problem, words);
    json::object row{{"row", one.n + 1}, {"cell", ""}, {"code", one.problems.empty() ? "" : one.problems.front().code}, {"message", message}};
    if (!one.record.empty()) row["record"] = one.record;
    if (const auto* org = one.org != 0 ? service.engine.site().orgs()->find(one.org) : nullptr) row["org_name"] = org->name;
    rows.push_back(std::move(row));
  }
  return json_answer(json::object{{"count", refused_ones.size()}, {"problems", std::move(rows)}});
}

Answer bad_answer(Service& service, const Request& request, const engine::Job& job) {
  if (job.kind == engine::kElementsJob) return refused_answer(service, request, job);
  const Language words = language(request);
  json::array rows;
  const auto bad = exchange::bad_cells(service.jobs, job);
  for (size_t i = 0; i < std::min(bad.size(), kBadShown); ++i)
    rows.push_back(json::object{{"row", bad[i].row}, {"cell", bad[i].column < 0 ? "" : exchange::cell_name(bad[i].row, bad[i].column)}, {"code", bad[i].problem.code}, {"message", service.texts.sentence(bad[i].problem, words)}});
  return json_answer(json::object{{"count", bad.size()}, {"problems", std::move(rows)}});
}

Answer doubles_answer(Service& service, const engine::Job& job) {
  const auto one = [](const exchange::Doubles::One& of) { return json::object{{"row", of.row}, {"record", of.record}, {"name", of.name}}; };
  json::array pairs;
  for (const auto& pair : exchange::doubles_of(service.jobs, job)) pairs.push_back(json::object{{"why", exchange::text_of(pair.why)}, {"a", one(pair.a)}, {"b", one(pair.b)}});
  return json_answer(json::object{{"doubles", std::move(pairs)}});
}

}  // namespace

void add_job_routes(std::vector<Route>& routes, Service& service) {
  routes.push_back({.method = Method::post, .pattern = "/api/v1/imports/{type}", .work = Work::heavy, .body_bytes_max = kSheetBytesMax,
                    .handler = [&service](const Request& request) {
                      const lang::RecordType* type = service.engine.site().packs->record_type(request.path_params[0]);
                      if (type == nullptr || type->is_org) return refused(service, request, {{"no_such_record", "", {{"type", ""}}}});
                      return job_answer(service, request, exchange::begin_import(service.jobs, service.engine, caller_of(request).who, *type, request.body, query(request, "at_once") == "1"), 201);
                    },
                    .name = "importBegin", .summary = "A filled sheet, to be tried and then taken in", .tag = "jobs", .answer_schema = "Job", .query = {{"at_once", "1: good rows are taken in without waiting"}}, .body_type = kXlsx, .answer_status = 201});
  routes.push_back({.pattern = "/api/v1/jobs",
                    .handler = [&service](const Request& request) {
                      json::array jobs;
                      const std::string record = query(request, "record");
                      for (const auto& job : service.jobs.of(caller_of(request).who, query(request, "kind"), kJobsShown)) {
                        const json::value* about = job.about.if_contains("record");
                        if (record.empty() || (about && about->is_string() && about->as_string() == record)) jobs.push_back(engine::job_json(service.engine.site(), job));
                      }
                      return json_answer(json::object{{"jobs", std::move(jobs)}});
                    },
                    .name = "jobList", .summary = "Her own long pieces of work, the newest first", .tag = "jobs", .answer_schema = "JobList", .query = {{"kind", "import, elements"}, {"record", "elements: of a move of this record"}}});
  routes.push_back({.pattern = "/api/v1/jobs/{id}",
                    .handler = [&service](const Request& request) { return with_job(service, request, [&](const engine::Job& job) { return job_answer(service, request, job); }); },
                    .name = "jobGet", .summary = "How far it is", .tag = "jobs", .answer_schema = "Job"});
  routes.push_back({.method = Method::post, .pattern = "/api/v1/jobs/{id}/go", .body_bytes_max = 1 << 10,
                    .handler = [&service](const Request& request) { return job_answer(service, request, service.jobs.go_on(caller_of(request).who, request.path_params[0], "run")); },
                    .name = "jobGo", .summary = "What was tried is done", .tag = "jobs", .answer_schema = "Job"});
  routes.push_back({.method = Method::post, .pattern = "/api/v1/jobs/{id}/cancel", .body_bytes_max = 1 << 10,
                    .handler = [&service](const Request& request) { return job_answer(service, request, service.jobs.cancel(caller_of(request).who, request.path_params[0])); },
                    .name = "jobCancel", .summary = "It ends where it is; what was taken in stays", .tag = "jobs", .answer_schema = "Job"});
  routes.push_back({.pattern = "/api/v1/jobs/{id}/bad",
                    .handler = [&service](const Request& request) { return with_job(service, request, [&](const engine::Job& job) { return bad_answer(service, request, job); }); },
                    .name = "jobBad", .summary = "The first cells or elements that were refused, and how many there are", .tag = "jobs", .answer_schema = "JobBad"});
  routes.push_back({.pattern = "/api/v1/jobs/{id}/doubles",
                    .handler = [&service](const Request& request) { return with_job(service, request, [&](const engine::Job& job) { return doubles_answer(service, job); }); },
                    .name = "jobDoubles", .summary = "Who may be there twice", .tag = "jobs", .answer_schema = "JobDoubles"});
  routes.push_back({.pattern = "/api/v1/jobs/{id}/bad-rows", .work = Work::heavy,
                    .handler = [&service](const Request& request) {
                      return with_job(service, request, [&](const engine::Job& job) {
                        const Language words = language(request);
                        const auto sheet = exchange::bad_rows_sheet(service.jobs, job, [&](const base::Problem& p) { return service.texts.sentence(p, words); });
                        return sheet ? download_answer(kXlsx, "问题.xlsx", *sheet) : refused(service, request, sheet.problems());
                      });
                    },
                    .name = "jobBadRows", .summary = "The rows that were refused, as a sheet with the reasons", .tag = "jobs", .answer_type = kXlsx});
}

}  // namespace halfsky::http
