// Who is asking: found out before a request's body is read.
#pragma once

#include "http/service.hpp"

namespace halfsky::http {

// In Request::caller.
struct Caller {
  std::string token;
  engine::Session session;
  engine::Acting who;        // with the chosen role alone; no grants before one is chosen
};

constexpr const char* kCookie = "halfsky_session";

const Caller& caller_of(const Request& request);
// 401 without a session, 403 without a role where the route needs one, 403 for a change that another site could have sent.
std::optional<Answer> admit(Service& service, const Route& route, Request& request);

}  // namespace halfsky::http
