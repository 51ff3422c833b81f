// Commands of the clock: what timers, the calendar and changed packs ask for goes the ordinary path, in the clock's name.
#pragma once

#include "engine/command/command.hpp"

namespace halfsky::engine {

// One step in one county. An id that is made of what is asked makes it happen once, however often it is asked for.
Command clock_command(const Site& site, std::string id, base::County county, std::string kind, Step step);

}  // namespace halfsky::engine
