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
    const int64_t open = service.engine.reading([&](db::Connection& c) { return engine::open_tasks(c, grant); });
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

// Nothing where she has given her own password again, and the code; else what to answer.
std::optional<Answer> confirm_self(Service& service, const Request& request, const json::object& body, std::string_view field) {
  const auto again = service.accounts.sign_in(caller_of(request).session.account.login, std::string(engine::text_at(body, field)), std::string(engine::text_at(body, "code")));
  if (!again) return refused(service, request, own_password_problems(again.problems()));
  service.accounts.sign_out(*again);
  return std::nullopt;
}

Answer done_or(Service& service, const Request& request, const base::Problems& problems) {
  return problems.empty() ? json_answer(json::object{{"ok", true}}) : refused(service, request, problems);
}

// ---- the session itself ----

Answer open_session(Service& service, const Request& request, const json::object& body) {
  const auto token = service.accounts.sign_in(std::string(engine::text_at(body, "login")), std::string(engine::text_at(body, "password")), std::string(engine::text_at(body, "code")));
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
}

Answer choose_role(Service& service, const Request& request, const json::object& body) {
  const Caller& caller = caller_of(request);
  if (!service.accounts.choose(caller.token, std::string(engine::text_at(body, "grant")))) return refused(service, request, {{"no_such_grant", "grant", {}}});
  return json_answer(session_json(service, *service.accounts.session(caller.token)));
}

Answer close_session(Service& service, const Request& request) {
  service.accounts.sign_out(caller_of(request).token);
  Answer answer = json_answer(json::object{{"ok", true}});
  answer.headers.emplace_back("Set-Cookie", cookie("", 0));
  answer.headers.emplace_back("Clear-Site-Data", "\"storage\"");
  return answer;
}

Answer choose_language(Service& service, const Request& request, const json::object& body) {
  const std::string language(engine::text_at(body, "language"));
  if (language != "zh" && language != "en") return refused(service, request, {{"unknown_code", "language", {{"got", language}, {"offered", "zh, en"}}}});
  service.accounts.set_language(caller_of(request).session.account.id, language);
  return json_answer(json::object{{"ok", true}});
}

// ---- her own password and second factor ----

Answer change_password(Service& service, const Request& request, const json::object& body) {
  if (auto refusal = confirm_self(service, request, body, "old")) return std::move(*refusal);
  const auto& account = caller_of(request).session.account;
  return done_or(service, request, service.accounts.set_password(account.id, account.login, std::string(engine::text_at(body, "new")), false, caller_of(request).token));
}

// Secrets shown and not yet confirmed by a first code, an account each.
class Enrolling {
 public:
  void keep(const std::string& account, const crypto::Secret& secret) {
    const std::lock_guard lock(mutex_);
    if (secrets_.size() >= kMax) secrets_.clear();
    secrets_[account] = std::string(secret.view());
  }
  std::string find(const std::string& account) {
    const std::lock_guard lock(mutex_);
    const auto at = secrets_.find(account);
    return at == secrets_.end() ? "" : at->second;
  }
  void drop(const std::string& account) {
    const std::lock_guard lock(mutex_);
    secrets_.erase(account);
  }

 private:
  static constexpr size_t kMax = 1000;
  std::mutex mutex_;
  std::map<std::string, std::string> secrets_;   // account -> 20 bytes
};

Answer begin_totp(Service& service, const Request& request, const json::object& body, Enrolling& enrolling) {
  if (auto refusal = confirm_self(service, request, body, "password")) return std::move(*refusal);
  const auto& account = caller_of(request).session.account;
  const crypto::Secret secret = crypto::new_totp_secret();
  enrolling.keep(account.id, secret);
  return json_answer(json::object{{"secret", crypto::base32(secret.view())}, {"uri", crypto::totp_uri("半边天", account.login, secret)}});
}

Answer confirm_totp(Service& service, const Request& request, const json::object& body, Enrolling& enrolling) {
  const auto& account = caller_of(request).session.account;
  const std::string secret = enrolling.find(account.id);
  if (secret.empty()) return refused(service, request, {{"totp_wrong", "code", {}}});
  const auto problems = service.accounts.set_totp(account.id, account.login, crypto::Secret(secret), std::string(engine::text_at(body, "code")));
  if (problems.empty()) enrolling.drop(account.id);
  return done_or(service, request, problems);
}

Answer drop_totp(Service& service, const Request& request, const json::object& body) {
  if (auto refusal = confirm_self(service, request, body, "password")) return std::move(*refusal);
  const auto& account = caller_of(request).session.account;
  return done_or(service, request, service.accounts.drop_totp(account.id, account.login));
}

}  // namespace

void add_session_routes(std::vector<Route>& routes, Service& service) {
  auto attempts = std::make_shared<RateLimit>(20, std::chrono::minutes(5));   // an address
  auto enrolling = std::make_shared<Enrolling>();
  const auto with_body = [&service](auto answer) {
    return [&service, answer](const Request& request) {
      const auto body = body_object(request);
      return body ? answer(request, *body) : refused(service, request, body.problems());
    };
  };
  const auto of = [&service, with_body](Answer (*handle)(Service&, const Request&, const json::object&)) {
    return with_body([&service, handle](const Request& request, const json::object& body) { return handle(service, request, body); });
  };
  const auto of_totp = [&service, with_body, enrolling](Answer (*handle)(Service&, const Request&, const json::object&, Enrolling&)) {
    return with_body([&service, enrolling, handle](const Request& request, const json::object& body) { return handle(service, request, body, *enrolling); });
  };
  routes.push_back({.method = Method::post, .pattern = "/api/v1/session", .admission = Admission::anyone, .work = Work::heavy, .body_bytes_max = 4096,
                    .handler = [attempts, open = of(open_session)](const Request& request) { return attempts->take(request.remote) ? open(request) : problem_answer(429, "too_often"); },
                    .name = "sessionOpen", .summary = "Signs in", .tag = "session", .body_schema = "SignIn", .answer_schema = "Session"});
  routes.push_back({.method = Method::get, .pattern = "/api/v1/session",
                    .handler = [&service](const Request& request) { return json_answer(session_json(service, caller_of(request).session)); },
                    .name = "sessionGet", .summary = "Who is signed in, and as what", .tag = "session", .answer_schema = "Session"});
  routes.push_back({.method = Method::put, .pattern = "/api/v1/session", .body_bytes_max = 4096, .handler = of(choose_role),
                    .name = "sessionChoose", .summary = "Chooses the role to act in", .tag = "session", .body_schema = "RoleChoice", .answer_schema = "Session"});
  routes.push_back({.method = Method::remove, .pattern = "/api/v1/session", .handler = [&service](const Request& request) { return close_session(service, request); },
                    .name = "sessionClose", .summary = "Signs out", .tag = "session", .answer_schema = "Done"});
  routes.push_back({.method = Method::put, .pattern = "/api/v1/session/password", .work = Work::heavy, .body_bytes_max = 4096, .handler = of(change_password),
                    .name = "passwordChange", .summary = "Changes one's own password", .tag = "session", .body_schema = "PasswordChange", .answer_schema = "Done"});
  routes.push_back({.method = Method::post, .pattern = "/api/v1/session/totp", .work = Work::heavy, .body_bytes_max = 4096, .handler = of_totp(begin_totp),
                    .name = "totpBegin", .summary = "A new secret for an authenticator; it counts once its first code is given", .tag = "session", .body_schema = "OwnPassword", .answer_schema = "TotpSecret"});
  routes.push_back({.method = Method::put, .pattern = "/api/v1/session/totp", .body_bytes_max = 4096, .handler = of_totp(confirm_totp),
                    .name = "totpConfirm", .summary = "The first code: from now on signing in asks for one", .tag = "session", .body_schema = "TotpCode", .answer_schema = "Done"});
  routes.push_back({.method = Method::post, .pattern = "/api/v1/session/totp/drop", .work = Work::heavy, .body_bytes_max = 4096, .handler = of(drop_totp),
                    .name = "totpDrop", .summary = "Signing in asks for no code any more", .tag = "session", .body_schema = "OwnPassword", .answer_schema = "Done"});
  routes.push_back({.method = Method::put, .pattern = "/api/v1/session/language", .body_bytes_max = 4096, .handler = of(choose_language),
                    .name = "languageChoose", .summary = "Chooses the language", .tag = "session", .body_schema = "LanguageChoice", .answer_schema = "Done"});
}

}  // namespace halfsky::http
