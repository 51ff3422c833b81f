// Example data that a pack brings along: demo/*.json in its folder, a list of what its people did, on which day. So a new programme has its
// example data without a line of C++.
//
//   { "county": "999001000000",                                    an org's code: where it all happens
//     "accounts": [ { "login": "keeper", "name": "何静", "role": "PACK.keeper", "orgs": ["999001000000"] } ],
//     "events": [ { "day": -40, "as": "keeper", "type": "PACK.case", "move": "enter", "record": "c1", "org": "999001200201",
//                   "values": { "case": "@c1", "police": { "org": "999001000610" }, "until": { "day": 30 }, "facts": "…" } } ] }
//
// `day` counts from today; "@c1" is the record that the list calls c1; events stand in the order in which they happen.
#pragma once

#include <ostream>

#include "app/demo/hands.hpp"

namespace halfsky::app::demo {

void live_day_books(Application& app, Hands& hands, std::ostream& out);

}  // namespace halfsky::app::demo
