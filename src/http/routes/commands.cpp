// Commands, files, live events: what changes something, and how others hear of it.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <spdlog/spdlog.h>

#include <set>

#include "base/text.hpp"
#include "engine/access/gate.hpp"
#include "engine/access/looks.hpp"
#include "engine/access/shown_place.hpp"
#include "engine/command/answer.hpp"
#include "engine/command/files.hpp"
#include "engine/command/json.hpp"
#include "engine/query/pages.hpp"
#include "http/replies.hpp"
#include "http/routes/admin.hpp"
#include "http/routes/routes.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

constexpr size_t kCommandsMax = 500;          // in one request
constexpr size_t kFileBytesMax = 10 << 20;

// One answer, with sentences for its problems.
json::value told(const Service& service, const Request& request, const engine::Outcome& outcome, const std::string& id) {
  if (outcome.accepted) {
    json::value answer = json::parse(outcome.answer);
    answer.as_object()["place"] = engine::shown_place(service.engine.site(), outcome.county, outcome.place);
    return answer;
  }
  return json::object{{"id", id}, {"ok", false}, {"problems", problems_json(service, request, outcome.problems)}};
}

// What the machine said is for whoever runs it, not for who asked.
void log_failure(const engine::Outcome& outcome) {
  if (!outcome.failure.empty()) spdlog::error("a batch could not be written: {}", outcome.failure);
}

// An administrator's act among the steps of a command: it is not part of a county's transaction, so it is sent by itself.
base::Problems admin_steps(const json::object& body) {
  const json::value* steps = body.if_contains("steps");
  if (steps == nullptr || !steps->is_array()) return {};
  base::Problems problems;
  for (size_t n = 0; n < steps->as_array().size(); ++n)
    if (const json::object* step = steps->as_array()[n].if_object(); step && is_admin_command(*step))
      problems.push_back({"sent_alone", "steps[" + std::to_string(n) + "].type", {{"got", std::string(engine::text_at(*step, "type"))}}});
  return problems;
}

// Waits for several commands and answers when the last is done.
struct Gathering {
  std::shared_ptr<const Request> request;
  Done done;
  std::mutex mutex;
  std::vector<json::value> answers;
  size_t left = 0;
};

void submit_one(Service& service, std::shared_ptr<const Request> request, Done done, const json::object& body) {
  const std::string id(engine::text_at(body, "id"));
  const Caller& caller = caller_of(*request);
  if (is_admin_command(body))
    return service.do_heavy_work(std::move(done), [&service, request, body, id] {
      json::object answer{{"id", id}, {"ok", true}};
      const base::Problems problems = run_admin_command(service, caller_of(*request), body, answer);
      return problems.empty() ? json_answer(answer) : refused(service, *request, problems);
    });
  if (base::Problems problems = admin_steps(body); !problems.empty()) return done(refused(service, *request, problems));
  auto command = engine::parse_command(service.engine.site(), caller.who, body);
  if (!command) return done(refused(service, *request, command.problems()));
  const bool sent = service.engine.writer().submit(std::move(*command), [&service, request, done, id](engine::Outcome outcome) {
    log_failure(outcome);
    done(outcome.accepted ? json_answer(told(service, *request, outcome, id)) : refused(service, *request, outcome.problems));
  });
  if (!sent) done(refused(service, *request, {{"busy", "", {}}}));
}

void submit_many(Service& service, std::shared_ptr<const Request> request, Done done, const json::array& bodies) {
  auto all = std::make_shared<Gathering>();
  all->request = request;
  all->done = std::move(done);
  all->answers.resize(bodies.size());
  all->left = bodies.size();
  const auto finish = [all](size_t n, json::value answer) {
    bool last = false;
    {
      const std::lock_guard lock(all->mutex);
      all->answers[n] = std::move(answer);
      last = --all->left == 0;
    }
    if (last) all->done(json_answer(json::object{{"answers", json::array(all->answers.begin(), all->answers.end())}}));
  };
  for (size_t n = 0; n < bodies.size(); ++n) {
    engine::Outcome refusal;
    std::string id;
    if (!bodies[n].is_object()) {
      refusal.problems = {{"not_an_object", "commands[" + std::to_string(n) + "]", {}}};
      finish(n, told(service, *request, refusal, id));
      continue;
    }
    id = std::string(engine::text_at(bodies[n].as_object(), "id"));
    if (is_admin_command(bodies[n].as_object())) refusal.problems = {{"sent_alone", "type", {{"got", std::string(engine::text_at(bodies[n].as_object(), "type"))}}}};
    else refusal.problems = admin_steps(bodies[n].as_object());
    if (!refusal.problems.empty()) {
      finish(n, told(service, *request, refusal, id));
      continue;
    }
    auto command = engine::parse_command(service.engine.site(), caller_of(*request).who, bodies[n].as_object());
    if (!command) {
      refusal.problems = command.problems();
      finish(n, told(service, *request, refusal, id));
      continue;
    }
    const bool sent = service.engine.writer().submit(std::move(*command), [&service, request, finish, n, id](engine::Outcome outcome) {
      log_failure(outcome);
      finish(n, told(service, *request, outcome, id));
    });
    if (sent) continue;
    refusal.problems = {{"busy", "", {}}};
    finish(n, told(service, *request, refusal, id));
  }
}

}  // namespace

void add_command_routes(std::vector<Route>& routes, Service& service) {
  routes.push_back({.method = Method::post, .pattern = "/api/v1/commands", .body_bytes_max = engine::kJsonBytesMax,
                    .late_handler = [&service](std::shared_ptr<const Request> request, Done done) {
                      const auto body = body_object(*request);
                      if (!body) return done(refused(service, *request, body.problems()));
                      const json::value* many = body->if_contains("commands");
                      if (many == nullptr) return submit_one(service, request, std::move(done), *body);
                      if (!many->is_array() || many->as_array().empty()) return done(refused(service, *request, {{"not_a_list", "commands", {}}}));
                      if (many->as_array().size() > kCommandsMax) return done(refused(service, *request, {{"too_many", "commands", {{"max", std::to_string(kCommandsMax)}}}}));
                      submit_many(service, request, std::move(done), many->as_array());
                    },
                    .name = "commandSend", .summary = "One command, or several, each for itself", .tag = "commands", .body_schema = "Sent", .answer_schema = "Answered"});
  routes.push_back({.method = Method::post, .pattern = "/api/v1/inbox/read", .body_bytes_max = 64 << 10,
                    .handler = [&service](const Request& request) {
                      const Caller& caller = caller_of(request);
                      const auto& grant = caller.who.grants.front();
                      const auto now = service.engine.site().clock->now();
                      service.engine.writer().between([&](db::Connection& c) {
                        c.write({"update inbox set read_at = ?4 where county = ?1 and ((org = ?2 and role in (?3, '') and recipient = '') or (recipient = ?5 and recipient <> '')) and read_at is null",
                                 {engine::county_of_viewer(service.engine.site(), caller.who), grant.org, grant.role, now, caller.who.person}});
                      });
                      return json_answer(json::object{{"ok", true}});
                    },
                    .name = "inboxRead", .summary = "All read", .tag = "pages", .answer_schema = "Done"});
  routes.push_back({.method = Method::post, .pattern = "/api/v1/files", .work = Work::heavy, .body_bytes_max = kFileBytesMax,
                    .handler = [&service](const Request& request) {
                      const Caller& caller = caller_of(request);
                      const std::string type(request.header("Content-Type"));
                      static constexpr std::string_view kTypes[] = {"image/jpeg", "image/png", "image/webp", "application/pdf"};
                      if (std::find(std::begin(kTypes), std::end(kTypes), type) == std::end(kTypes))
                        return refused(service, request, {{"content_type", "", {{"got", base::beginning(type, 60)}, {"expected", "image/jpeg, image/png, image/webp, application/pdf"}}}});
                      const std::string_view head(request.body.data(), std::min<size_t>(request.body.size(), 12));
                      const bool fits = (type == "image/jpeg" && head.starts_with("\xff\xd8\xff")) || (type == "image/png" && head.starts_with("\x89PNG")) || (type == "application/pdf" && head.starts_with("%PDF")) ||
                                        (type == "image/webp" && head.starts_with("RIFF") && head.substr(8) == "WEBP");
                      if (!fits) return refused(service, request, {{"file_is_other", "", {{"expected", type}}}});
                      const auto kept = engine::keep_file(service.engine, engine::county_of_viewer(service.engine.site(), caller.who), caller.who.account, {"", query(request, "name"), type, std::string(request.body)});
                      if (!kept) return refused(service, request, kept.problems());
                      return json_answer(json::object{{"id", *kept}}, 201);
                    },
                    .name = "fileSend", .summary = "A photo or paper", .tag = "files", .answer_schema = "FileSent", .query = {{"name", "what the file is called"}}, .body_type = "image/*", .answer_status = 201});
  routes.push_back({.pattern = "/api/v1/files/{id}",
                    .handler = [&service](const Request& request) {
                      const Caller& caller = caller_of(request);
                      const base::County county = engine::county_of_viewer(service.engine.site(), caller.who);
                      Answer answer = refused(service, request, {{"no_such_file", "", {}}});
                      service.engine.read([&](db::Connection& c) {
                        const db::Rows file = c.read({"select media_type, content, account from file where county = ?1 and id = ?2", {county, request.path_params[0]}});
                        if (file.empty()) return;
                        bool may = file.text(0, 2) == caller.who.account;   // her own, or of a record that she may read
                        engine::Snapshot snapshot(service.engine.site(), c, county);
                        engine::Gate gate(service.engine.site());
                        for (const auto& table : service.engine.site().schema->tables())
                          for (const auto& field : table->type().fields) {
                            if (may || field->type.kind != lang::Kind::file || field->encrypted()) continue;
                            const db::Rows rows = c.read({"select id from " + table->name() + " where county = ?1 and " + db::quote_name(field->id) + " like ?2 limit 20", {county, "%|" + request.path_params[0] + "|%"}});
                            for (size_t r = 0; r < rows.size() && !may; ++r) {
                              const auto row = snapshot.load(table->type(), rows.text(r, 0));
                              may = row && gate.may_read(caller.who, row, snapshot, service.engine.site().clock->today()) && gate.may_read_field(caller.who, *field, row, snapshot, service.engine.site().clock->today());
                              if (may) engine::View(service.engine.site(), snapshot, caller.who).looked(row, "file");
                            }
                          }
                        if (!may) return;
                        answer = {};
                        answer.content_type = file.text(0, 0);
                        answer.body = service.engine.site().vault->open_bytes(county, "file/" + request.path_params[0], file.bytes(0, 1), c);
                        answer.headers.emplace_back("Cache-Control", "private, no-store");
                      });
                      return answer;
                    },
                    .name = "fileGet", .summary = "A photo or paper", .tag = "files", .answer_type = "application/octet-stream"});
  routes.push_back({.pattern = "/api/v1/events",
                    .handler = [&service](const Request& request) {
                      Answer answer;
                      answer.content_type = "text/event-stream";
                      EventStream stream;
                      stream.hub = &service.events;
                      stream.account = caller_of(request).who.account;
                      std::vector<base::OrgRange> ranges;
                      const auto& site = service.engine.site();
                      const engine::Gate gate(site);
                      std::set<std::string> secrets;   // those of which she reads every record of her county: she is told that one changed
                      for (const auto& grant : caller_of(request).who.grants) ranges.push_back(base::range_of(grant.org));
                      for (const auto& pack : site.packs->packs)
                        for (const auto& type : pack->records)
                          if (type->class_ == lang::Class::secret && gate.reads_whole(caller_of(request).who, *type, base::org_of_county(engine::county_of_viewer(site, caller_of(request).who)))) secrets.insert(type->name);
                      stream.view = [ranges, secrets, account = caller_of(request).who.account](const Event& event) -> std::optional<std::string> {
                        if (!event.secret.empty() && !secrets.contains(event.secret)) return std::nullopt;
                        if (!event.account.empty() && event.account != account) return std::nullopt;
                        for (const auto& range : ranges)
                          if (event.org == 0 || range.holds(event.org) || base::range_of(event.org).holds(range.low)) return event.data;
                        return std::nullopt;
                      };
                      answer.events = std::move(stream);
                      return answer;
                    },
                    .name = "events", .summary = "Live events: something changed in the county", .tag = "pages", .answer_type = "text/event-stream"});
}

}  // namespace halfsky::http
