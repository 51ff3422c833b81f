// Commands: one, or many, each for itself; and what marks the inbox as read.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>


#include "engine/access/shown_place.hpp"
#include "engine/command/json.hpp"
#include "engine/query/pages.hpp"
#include "http/replies.hpp"
#include "http/routes/admin.hpp"
#include "http/routes/routes.hpp"
#include "http/submit.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

constexpr size_t kCommandsMax = 500;   // in one request

// One answer, with sentences for its problems.
json::value told(const Service& service, const Request& request, const engine::Outcome& outcome, const std::string& id) {
  if (outcome.accepted) {
    json::value answer = json::parse(outcome.answer);
    answer.as_object()["place"] = engine::shown_place(service.engine.site(), outcome.county, outcome.place);
    return answer;
  }
  return json::object{{"id", id}, {"ok", false}, {"problems", problems_json(service, request, outcome.problems)}};
}

engine::Outcome refusal(base::Problems problems) {
  engine::Outcome outcome;
  outcome.problems = std::move(problems);
  return outcome;
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

// The command of a body, or why the writer never sees it.
base::Result<engine::Command> command_of(Service& service, const Request& request, const json::object& body) {
  if (base::Problems problems = admin_steps(body); !problems.empty()) return problems;
  return engine::parse_command(service.engine.site(), caller_of(request).who, body);
}

void submit_one(Service& service, std::shared_ptr<const Request> request, Done done, const json::object& body) {
  const std::string id(engine::text_at(body, "id"));
  if (is_admin_command(body))
    return service.do_heavy_work(std::move(done), [&service, request, body, id] {
      json::object answer{{"id", id}, {"ok", true}};
      const base::Problems problems = run_admin_command(service, caller_of(*request), body, answer);
      return problems.empty() ? json_answer(answer) : refused(service, *request, problems);
    });
  auto command = command_of(service, *request, body);
  if (!command) return done(refused(service, *request, command.problems()));
  submit(service, std::move(*command), [&service, request, done, id](const engine::Outcome& outcome) {
    done(outcome.accepted ? json_answer(told(service, *request, outcome, id)) : refused(service, *request, outcome.problems));
  });
}

base::Result<engine::Command> command_of_many(Service& service, const Request& request, const json::value& body, size_t n) {
  if (!body.is_object()) return base::Problem{"not_an_object", "commands[" + std::to_string(n) + "]", {}};
  if (is_admin_command(body.as_object())) return base::Problem{"sent_alone", "type", {{"got", std::string(engine::text_at(body.as_object(), "type"))}}};
  return command_of(service, request, body.as_object());
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
    const std::string id(bodies[n].is_object() ? engine::text_at(bodies[n].as_object(), "id") : "");
    const auto answer = [&service, request, finish, n, id](const engine::Outcome& outcome) { finish(n, told(service, *request, outcome, id)); };
    auto command = command_of_many(service, *request, bodies[n], n);
    if (command) submit(service, std::move(*command), answer);
    else answer(refusal(command.problems()));
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
                      service.engine.writer().between([&](db::Connection& c) { c.write(engine::mark_read_call(service.engine.site(), caller_of(request).who)); });
                      return json_answer(json::object{{"ok", true}});
                    },
                    .name = "inboxRead", .summary = "All read", .tag = "pages", .answer_schema = "Done"});
}

}  // namespace halfsky::http
