// Timers: what happens to a record at an instant unless it leaves its stage before (PACKS section 6).
#pragma once

#include <string>

#include "base/day.hpp"
#include "base/org_id.hpp"

namespace halfsky::engine {

struct Timer {
  base::County county;
  std::string record, move;
  std::string kind;       // "late": the move's task is overdue; "clock": the move is the clock's
  std::string type;
  base::Instant at;
};

// `timer.at` of one that happens once and has happened; it stays, so that planning the record again does not set it anew.
constexpr base::Instant kHasRun = -1;

}  // namespace halfsky::engine
