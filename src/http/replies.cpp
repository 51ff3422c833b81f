// JSON and problem details.
#include "http/replies.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/text.hpp"
#include "engine/command/json.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

int status_of(const std::string& code) {
  if (code == "no_such_record" || code == "no_such_report" || code == "no_such_file" || code == "no_such_figure" || code == "no_such_job" || code == "no_such_handover") return 404;
  if (code == "not_yours" || code == "handover_not_by_you") return 403;
  if (code == "command_used") return 409;
  if (code == "reply_tries" || code == "reply_wait") return 429;
  if (code == "busy" || code == "machine") return 503;
  if (code == "content_type") return 415;
  if (code == "json" || code == "not_utf8" || code == "json_key_twice" || code == "json_too_large") return 400;
  return 422;
}

}  // namespace

namespace {

template <class Json>
Answer serialized(const Json& value, int status) {
  Answer answer;
  answer.status = status;
  answer.body = json::serialize(value);
  return answer;
}

}  // namespace

Answer json_answer(const json::value& value, int status) { return serialized(value, status); }
Answer json_answer(const json::object& value, int status) { return serialized(value, status); }

Language language(const Request& request) {
  if (const auto* caller = std::any_cast<Caller>(&request.caller); caller && caller->session.account.language == "en" && request.header("Accept-Language").empty()) return Language::en;
  return language_of(request.header("Accept-Language"));
}

json::array problems_json(const Service& service, const Request& request, const base::Problems& problems) {
  json::array list;
  for (const auto& problem : problems) {
    json::object args;
    for (const auto& [name, value] : problem.args) args[name] = value;
    list.push_back(json::object{{"code", problem.code}, {"path", problem.path}, {"args", std::move(args)}, {"message", service.texts.sentence(problem, language(request))}});
  }
  return list;
}

Answer refused(const Service& service, const Request& request, const base::Problems& problems) {
  int status = problems.empty() ? 422 : status_of(problems.front().code);
  for (const auto& problem : problems)
    if (status_of(problem.code) != status) status = 422;
  json::object body{{"type", "about:blank"}, {"status", status}, {"code", problems.size() == 1 ? problems.front().code : "refused"}};
  body["title"] = problems.size() == 1 ? service.texts.sentence(problems.front(), language(request))
                                       : service.texts.sentence({"refused", "", {{"count", std::to_string(problems.size())}}}, language(request));
  body["problems"] = problems_json(service, request, problems);
  Answer answer = json_answer(body, status);
  answer.content_type = "application/problem+json";
  if (status == 503) answer.headers.emplace_back("Retry-After", "2");
  return answer;
}

base::Result<json::object> body_object(const Request& request) {
  const std::string_view type = request.header("Content-Type");
  if (!type.starts_with("application/json")) return base::Problem{"content_type", "", {{"got", base::beginning(type, 60)}, {"expected", "application/json"}}};
  auto value = engine::parse_json(request.body);
  if (!value) return value.problems();
  if (!value->is_object()) return base::Problem{"not_an_object", "", {}};
  return value->as_object();
}

std::string query(const Request& request, std::string_view name) {
  const std::string* value = request.query_value(name);
  return value ? *value : "";
}

int64_t query_number(const Request& request, std::string_view name, int64_t otherwise) {
  const std::string text = query(request, name);
  if (text.empty() || text.size() > 18 || text.find_first_not_of("0123456789") != std::string::npos) return otherwise;
  return std::stoll(text);
}

}  // namespace halfsky::http
