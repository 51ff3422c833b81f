// Spans and dates to instants.
#include "engine/task/due.hpp"

#include "engine/world.hpp"

namespace halfsky::engine {

base::Day last_day(const Site& site, const lang::Due& span, base::Day from) {
  using Unit = lang::Due::Unit;
  switch (span.unit) {
    case Unit::days: return site.calendar.roll(from + span.count);
    case Unit::weeks: return site.calendar.roll(from + 7 * span.count);
    case Unit::months: return site.calendar.roll(base::add_months(from, span.count));
    case Unit::years: return site.calendar.roll(base::add_months(from, 12 * span.count));
    case Unit::working_days: return site.calendar.add(from, span.count);
    case Unit::hours: case Unit::date: break;
  }
  HALFSKY_ASSERT(false);
}

std::optional<base::Instant> due_of(const Site& site, RowSource& source, const lang::Move& move, const RowPtr& row) {
  using Unit = lang::Due::Unit;
  const lang::Due& due = *move.due;
  base::Day arrived = row->moved;
  for (size_t i = 0; i < row->type->stages.size(); ++i)
    if (row->type->stages[i].id == row->stage && row->reached[i]) arrived = *row->reached[i];
  const auto end_of = [](base::Day day) { return base::start_of(day + 1); };
  switch (due.unit) {
    case Unit::hours: {
      const bool today = arrived == site.clock->today();
      return (today ? site.clock->now() : base::start_of(arrived)) + due.count * 3'600'000'000LL;
    }
    case Unit::date: {
      RowWorld world(site, source, row, site.clock->today());
      const lang::Value day = world.evaluate(*due.date);
      if (day.is_null()) return std::nullopt;
      return end_of(base::Day(day.number));
    }
    default: return end_of(last_day(site, due, arrived));
  }
}

}  // namespace halfsky::engine
