// A posting as pages show it: parties by name where the viewer may know it.
#pragma once

#include <boost/json/object.hpp>

#include "http/service.hpp"

namespace halfsky::http {

boost::json::object money_json(Service& service, db::Connection& connection, const Caller& caller, const ledger::Entry& entry);

}  // namespace halfsky::http
