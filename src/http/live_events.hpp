// What open pages are told when something was written.
#pragma once

#include "engine/command/command.hpp"
#include "engine/site.hpp"
#include "http/event_hub.hpp"

namespace halfsky::http {

// One event for all types that are no secret, one for each that is: that goes to those alone who may know of the type. It names the county,
// the types and a place to read on from (`shown_place`), never a record.
void tell_live(EventHub& events, const engine::Site& site, const engine::Outcome& outcome);

}  // namespace halfsky::http
