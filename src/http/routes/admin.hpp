// The administrators' commands: orgs and accounts. They come on the same path as all commands ("type": "org" or "account").
#pragma once

#include <boost/json/object.hpp>

#include "base/problem.hpp"
#include "http/admission.hpp"

namespace halfsky::http {

bool is_admin_command(const boost::json::object& body);
// As all commands, done once however often it is sent. Waits for its writing and may hash a password: heavy work.
// REQUIRES: is_admin_command(body).
base::Problems run_admin_command(Service& service, const Caller& caller, const boost::json::object& body);

}  // namespace halfsky::http
