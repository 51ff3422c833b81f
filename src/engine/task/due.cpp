// Spans and dates to instants.
#include "engine/task/due.hpp"

#include "engine/world.hpp"

namespace halfsky::engine {

std::optional<base::Instant> due_of(const Site& site, RowSource& source, const lang::Move& move, const RowPtr& row) {
  using Unit = lang::Due::Unit;
  const lang::Due& due = *move.due;
  base::Day arrived = row->moved;
  for (size_t i = 0; i < row->type->stages.size(); ++i)
    if (row->type->stages[i].id == row->stage && row->reached[i]) arrived = *row->reached[i];
  const auto end_of = [](base::Day day) { return base::start_of(day + 1); };
  switch (due.unit) {
    case Unit::days: return end_of(site.calendar.roll(arrived + due.count));
    case Unit::weeks: return end_of(site.calendar.roll(arrived + 7 * due.count));
    case Unit::months: return end_of(site.calendar.roll(base::add_months(arrived, due.count)));
    case Unit::years: return end_of(site.calendar.roll(base::add_months(arrived, 12 * due.count)));
    case Unit::working_days: return end_of(site.calendar.add(arrived, due.count));
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
  }
  return std::nullopt;
}

}  // namespace halfsky::engine
