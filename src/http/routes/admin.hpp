// The administrators' commands: orgs and accounts. They come on the same path as all commands ("type": "org" or "account").
#pragma once

#include <boost/json/object.hpp>
#include <optional>

#include "base/problem.hpp"
#include "http/service.hpp"

namespace halfsky::http {

// Nothing where the body is no such command; else its problems (none: done).
std::optional<base::Problems> run_admin_command(Service& service, const Caller& caller, const boost::json::object& body);

}  // namespace halfsky::http
