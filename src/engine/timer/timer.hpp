// Timers: what happens to a record at an instant unless it leaves its stage before (PACKS section 6).
#pragma once

#include "base/day.hpp"

namespace halfsky::engine {

// `timer.at` of one that happens once and has happened; it stays, so that planning the record again does not set it anew.
constexpr base::Instant kHasRun = -1;

}  // namespace halfsky::engine
