// The session behind a cookie or a bearer token.
#include "http/admission.hpp"

#include "engine/access/looks.hpp"
#include "http/replies.hpp"

namespace halfsky::http {

const Caller& caller_of(const Request& request) {
  static const Caller nobody;
  const auto* caller = std::any_cast<Caller>(&request.caller);
  return caller ? *caller : nobody;
}

std::optional<Answer> admit(Service& service, const Route& route, Request& request) {
  const std::string_view bearer = request.header("Authorization");
  const bool by_cookie = !bearer.starts_with("Bearer ");
  const std::string token(by_cookie ? request.cookie(kCookie) : bearer.substr(7));
  // A form of another site can send our cookie, but no header of ours.
  const bool changes = route.method != Method::get && route.method != Method::head;
  if (changes && by_cookie && !token.empty() && request.header("X-Halfsky").empty()) return problem_answer(403, "header_missing");
  if (!token.empty()) {
    if (auto session = service.accounts.session(token)) {
      Caller caller{token, std::move(*session), {}};
      caller.who = caller.session.acting();
      caller.who.looks = std::make_shared<engine::Looks>();
      request.caller = std::move(caller);
    }
  }
  if (route.admission == Admission::anyone) return std::nullopt;
  const auto* caller = std::any_cast<Caller>(&request.caller);
  if (caller == nullptr) return problem_answer(401, "not_signed_in");
  if (caller->session.account.must_change && !route.pattern.starts_with("/api/v1/session") && route.pattern != "/api/v1/meta") return problem_answer(403, "must_change");
  if (caller->who.grants.empty() && !route.pattern.starts_with("/api/v1/session")) return problem_answer(403, "no_role");
  return std::nullopt;
}

}  // namespace halfsky::http
