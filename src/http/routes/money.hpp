// A posting as pages show it: parties by name where the viewer may know it.
#pragma once

#include <boost/json/object.hpp>

#include "engine/query/view.hpp"
#include "http/admission.hpp"

namespace halfsky::http {

std::string yuan(int64_t fen);   // "120.00"
boost::json::object entry_json(Service& service, engine::View& view, const ledger::Entry& entry);
// The same for one posting alone.
boost::json::object money_json(Service& service, db::Connection& connection, const Caller& caller, const ledger::Entry& entry);

}  // namespace halfsky::http
