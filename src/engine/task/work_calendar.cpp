// Counting working days over a table of exceptions.
#include "engine/task/work_calendar.hpp"

#include <cmath>

namespace halfsky::engine {

using base::Day;

TableSpec WorkCalendar::table() {
  using Type = TableSpec::Part::Type;
  return {"calendar_day", {{"day", Type::integer}, {"works", Type::integer}, {"source", Type::text}}, {"day"}, false, {}};
}

void WorkCalendar::read(db::Connection& connection) {
  auto table = std::make_shared<Table>();
  const db::Rows rows = connection.read({"select day, works from calendar_day", {}});
  for (size_t i = 0; i < rows.size(); ++i) {
    table->days[Day(rows.integer(i, 0))] = rows.integer(i, 1) != 0;
    table->years.insert(base::date_of(Day(rows.integer(i, 0))).year);
  }
  table_ = std::move(table);
}

void WorkCalendar::set(Day day, bool works) {
  auto table = std::make_shared<Table>(*table_.load());
  table->days[day] = works;
  table->years.insert(base::date_of(day).year);
  table_ = std::move(table);
}

bool WorkCalendar::Table::works(Day day) const {
  const auto known = days.find(day);
  if (known != days.end()) return known->second;
  const int weekday = ((day % 7) + 7 + 4) % 7;   // 1970-01-01 was a Thursday; 0 is Sunday
  return weekday != 0 && weekday != 6;
}

std::string WorkCalendar::text() const {
  std::string all;
  for (const auto& [day, works] : table_.load()->days) all += std::to_string(day) + (works ? "w" : "o");
  return all;
}

Day WorkCalendar::add(Day day, int64_t n) const {
  const auto table = table_.load();
  const Day step = n < 0 ? -1 : 1;
  for (int64_t left = std::abs(n); left > 0 && day > base::kDayMin && day < base::kDayMax;) {
    day += step;
    if (table->works(day)) --left;
  }
  return day;
}

int64_t WorkCalendar::between(Day from, Day to) const {
  if (to < from) return -between(to, from);
  const auto table = table_.load();
  int64_t count = 0;
  for (Day day = from + 1; day <= to; ++day) count += table->works(day) ? 1 : 0;
  return count;
}

Day WorkCalendar::roll(Day day) const {
  const auto table = table_.load();
  while (!table->works(day) && day < base::kDayMax) ++day;
  return day;
}

Day term_start(Day day) {
  const auto d = base::date_of(day);
  if (d.month >= 9) return base::day_of({d.year, 9, 1});
  if (d.month >= 3) return base::day_of({d.year, 3, 1});
  return base::day_of({d.year - 1, 9, 1});
}

Day next_term_start(Day day) { return base::add_months(term_start(day), 6); }

}  // namespace halfsky::engine
