// Signing in and out, the choice of a role, one's own password.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <map>
#include <mutex>

#include "crypto/totp.hpp"
#include "engine/command/json.hpp"
#include "engine/query/pages.hpp"
#include "http/rate_limit.hpp"
#include "http/replies.hpp"
#include "http/routes/routes.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

std::string cookie(const std::string& token, int seconds) {
  return std::string(kCookie) + "=" + token + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(seconds);
}

json::object session_json(Service& service, const engine::Session& session) {
  json::array roles;
  json::value chosen = nullptr;
  const auto orgs = service.engine.site().orgs();
  for (const auto& grant : session.grants) {
    const auto* org = orgs->find(grant.org);
    std::string title = grant.role;
    for (const auto& [id, name] : engine::Accounts::roles(*service.engine.site().packs))
      if (id == grant.role) title = name;
    const int64_t open = service.engine.reading([&](db::Connection& c) {
      return c.read({"select count(*) from task where county = ?1 and org = ?2 and role = ?3 and closed_at is null", {base::county_of(grant.org), grant.org, grant.role}}).integer(0, 0);
    });
    json::object role{{"grant", grant.id}, {"org", grant.org}, {"org_name", org ? org->name : ""}, {"level", std::string(org ? lang::to_text(org->level) : "")}, {"role", grant.role}, {"role_title", title}, {"open_tasks", open}};
    if (grant.id == session.chosen) chosen = role;
    roles.push_back(std::move(role));
  }
  const auto& account = session.account;
  return {{"account", json::object{{"id", account.id}, {"login", account.login}, {"name", account.name}, {"language", account.language}, {"must_change", account.must_change}, {"second_factor", account.second_factor}}},
          {"roles", std::move(roles)}, {"role", std::move(chosen)}};
}

// Whoever is signed in already learns only what she typed wrong.
base::Problems own_password_problems(const base::Problems& problems) {
  const std::string& code = problems.front().code;
  if (code == "totp_needed" || code == "totp_wrong" || code == "login_locked") return problems;
  return {{"old_password_wrong", "old", {}}};
}

// Secrets shown and not yet confirmed by a first code, an account each.
struct Enrolling {
  std::mutex mutex;
  std::map<std::string, std::string> secrets;   // account -> 20 bytes
};
constexpr size_t kEnrollingMax = 1000;

}  // namespace

void add_session_routes(std::vector<Route>& routes, Service& service) {
  auto attempts = std::make_shared<RateLimit>(20, std::chrono::minutes(5));   // an address
  routes.push_back({.method = Method::post, .pattern = "/api/v1/session", .admission = Admission::anyone, .work = Work::heavy, .body_bytes_max = 4096,
                    .handler = [&service, attempts](const Request& request) {
                      if (!attempts->take(request.remote)) return problem_answer(429, "too_often");
                      const auto body = body_object(request);
                      if (!body) return refused(service, request, body.problems());
                      const auto token = service.accounts.sign_in(std::string(engine::text_at(*body, "login")), std::string(engine::text_at(*body, "password")), std::string(engine::text_at(*body, "code")));
                      if (!token) {
                        Answer answer = refused(service, request, token.problems());
                        answer.status = 401;
                        return answer;
                      }
                      json::object result = session_json(service, *service.accounts.session(*token));
                      result["token"] = *token;
                      Answer answer = json_answer(result);
                      answer.headers.emplace_back("Set-Cookie", cookie(*token, int(engine::kSessionMicros / 1'000'000)));
                      return answer;
                    },
                    .name = "sessionOpen", .summary = "Signs in", .tag = "session", .body_schema = "SignIn", .answer_schema = "Session"});
  routes.push_back({.method = Method::get, .pattern = "/api/v1/session",
                    .handler = [&service](const Request& request) { return json_answer(session_json(service, caller_of(request).session)); },
                    .name = "sessionGet", .summary = "Who is signed in, and as what", .tag = "session", .answer_schema = "Session"});
  routes.push_back({.method = Method::put, .pattern = "/api/v1/session", .body_bytes_max = 4096,
                    .handler = [&service](const Request& request) {
                      const auto body = body_object(request);
                      if (!body) return refused(service, request, body.problems());
                      const Caller& caller = caller_of(request);
                      if (!service.accounts.choose(caller.token, std::string(engine::text_at(*body, "grant")))) return refused(service, request, {{"no_such_grant", "grant", {}}});
                      return json_answer(session_json(service, *service.accounts.session(caller.token)));
                    },
                    .name = "sessionChoose", .summary = "Chooses the role to act in", .tag = "session", .body_schema = "RoleChoice", .answer_schema = "Session"});
  routes.push_back({.method = Method::remove, .pattern = "/api/v1/session",
                    .handler = [&service](const Request& request) {
                      service.accounts.sign_out(caller_of(request).token);
                      Answer answer = json_answer(json::object{{"ok", true}});
                      answer.headers.emplace_back("Set-Cookie", cookie("", 0));
                      answer.headers.emplace_back("Clear-Site-Data", "\"storage\"");
                      return answer;
                    },
                    .name = "sessionClose", .summary = "Signs out", .tag = "session", .answer_schema = "Done"});
  routes.push_back({.method = Method::put, .pattern = "/api/v1/session/password", .work = Work::heavy, .body_bytes_max = 4096,
                    .handler = [&service](const Request& request) {
                      const auto body = body_object(request);
                      if (!body) return refused(service, request, body.problems());
                      const auto& account = caller_of(request).session.account;
                      const auto again = service.accounts.sign_in(account.login, std::string(engine::text_at(*body, "old")), std::string(engine::text_at(*body, "code")));
                      if (!again) return refused(service, request, own_password_problems(again.problems()));
                      service.accounts.sign_out(*again);
                      const auto problems = service.accounts.set_password(account.id, account.login, std::string(engine::text_at(*body, "new")), false, caller_of(request).token);
                      return problems.empty() ? json_answer(json::object{{"ok", true}}) : refused(service, request, problems);
                    },
                    .name = "passwordChange", .summary = "Changes one's own password", .tag = "session", .body_schema = "PasswordChange", .answer_schema = "Done"});
  auto enrolling = std::make_shared<Enrolling>();
  routes.push_back({.method = Method::post, .pattern = "/api/v1/session/totp", .work = Work::heavy, .body_bytes_max = 4096,
                    .handler = [&service, enrolling](const Request& request) {
                      const auto body = body_object(request);
                      if (!body) return refused(service, request, body.problems());
                      const auto& account = caller_of(request).session.account;
                      const auto again = service.accounts.sign_in(account.login, std::string(engine::text_at(*body, "password")), std::string(engine::text_at(*body, "code")));
                      if (!again) return refused(service, request, own_password_problems(again.problems()));
                      service.accounts.sign_out(*again);
                      const crypto::Secret secret = crypto::new_totp_secret();
                      {
                        const std::lock_guard lock(enrolling->mutex);
                        if (enrolling->secrets.size() >= kEnrollingMax) enrolling->secrets.clear();
                        enrolling->secrets[account.id] = std::string(secret.view());
                      }
                      return json_answer(json::object{{"secret", crypto::base32(secret.view())}, {"uri", crypto::totp_uri("半边天", account.login, secret)}});
                    },
                    .name = "totpBegin", .summary = "A new secret for an authenticator; it counts once its first code is given", .tag = "session", .body_schema = "OwnPassword", .answer_schema = "TotpSecret"});
  routes.push_back({.method = Method::put, .pattern = "/api/v1/session/totp", .body_bytes_max = 4096,
                    .handler = [&service, enrolling](const Request& request) {
                      const auto body = body_object(request);
                      if (!body) return refused(service, request, body.problems());
                      const auto& account = caller_of(request).session.account;
                      std::string secret;
                      {
                        const std::lock_guard lock(enrolling->mutex);
                        if (const auto at = enrolling->secrets.find(account.id); at != enrolling->secrets.end()) secret = at->second;
                      }
                      if (secret.empty()) return refused(service, request, {{"totp_wrong", "code", {}}});
                      const auto problems = service.accounts.set_totp(account.id, account.login, crypto::Secret(secret), std::string(engine::text_at(*body, "code")));
                      if (!problems.empty()) return refused(service, request, problems);
                      const std::lock_guard lock(enrolling->mutex);
                      enrolling->secrets.erase(account.id);
                      return json_answer(json::object{{"ok", true}});
                    },
                    .name = "totpConfirm", .summary = "The first code: from now on signing in asks for one", .tag = "session", .body_schema = "TotpCode", .answer_schema = "Done"});
  routes.push_back({.method = Method::post, .pattern = "/api/v1/session/totp/drop", .work = Work::heavy, .body_bytes_max = 4096,
                    .handler = [&service](const Request& request) {
                      const auto body = body_object(request);
                      if (!body) return refused(service, request, body.problems());
                      const auto& account = caller_of(request).session.account;
                      const auto again = service.accounts.sign_in(account.login, std::string(engine::text_at(*body, "password")), std::string(engine::text_at(*body, "code")));
                      if (!again) return refused(service, request, own_password_problems(again.problems()));
                      service.accounts.sign_out(*again);
                      const auto problems = service.accounts.drop_totp(account.id, account.login);
                      return problems.empty() ? json_answer(json::object{{"ok", true}}) : refused(service, request, problems);
                    },
                    .name = "totpDrop", .summary = "Signing in asks for no code any more", .tag = "session", .body_schema = "OwnPassword", .answer_schema = "Done"});
  routes.push_back({.method = Method::put, .pattern = "/api/v1/session/language", .body_bytes_max = 4096,
                    .handler = [&service](const Request& request) {
                      const auto body = body_object(request);
                      if (!body) return refused(service, request, body.problems());
                      const std::string language(engine::text_at(*body, "language"));
                      if (language != "zh" && language != "en") return refused(service, request, {{"unknown_code", "language", {{"got", language}, {"offered", "zh, en"}}}});
                      service.accounts.set_language(caller_of(request).session.account.id, language);
                      return json_answer(json::object{{"ok", true}});
                    },
                    .name = "languageChoose", .summary = "Chooses the language", .tag = "session", .body_schema = "LanguageChoice", .answer_schema = "Done"});
}

}  // namespace halfsky::http
