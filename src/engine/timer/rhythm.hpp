// When `every` falls due (PACKS section 6): days, working days, weekdays, weeks, months, quarters, terms, years; each with hours.
#pragma once

#include <optional>
#include <vector>

#include "base/day.hpp"
#include "engine/task/work_calendar.hpp"
#include "lang/pack/model.hpp"

namespace halfsky::engine {

// One time that a record is for. `slot` is in minutes since 1970, as time fields are.
struct Occurrence {
  base::Day start = 0, end = 0;   // first and last day of its period
  struct Slot { base::Minute start, end; };
  std::optional<Slot> slot;
};

// The last day on which a period may start that is made now: the start of the next one; for days, a week ahead.
base::Day horizon(const lang::Every& every, base::Day today);

// Occurrences whose periods start after `after` and not after `until`, in order.
std::vector<Occurrence> occurrences(const lang::Every& every, base::Day after, base::Day until, const WorkCalendar& calendar);

// "month/15", for ids that stay the same when other rhythms of the type come and go.
std::string rhythm_name(const lang::Every& every);

}  // namespace halfsky::engine
