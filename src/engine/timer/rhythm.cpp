// Calendar arithmetic of rhythms; no records.
#include "engine/timer/rhythm.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace halfsky::engine {
namespace {

using base::Day;
using Each = lang::Every::Each;

constexpr int kDaysAhead = 7;

bool by_days(const lang::Every& every) { return every.each == Each::day || every.each == Each::workday || every.each == Each::weekdays; }

int weekday(Day day) { return int(((day + 3) % 7 + 7) % 7) + 1; }   // 1 Monday; 1970-01-01 was a Thursday

int months_of(Each each) {
  switch (each) {
    case Each::month: return 1;
    case Each::quarter: return 3;
    case Each::term: return 6;
    default: return 12;
  }
}

// The first day of the calendar month, quarter, term or year that holds `day`.
Day calendar_start(Each each, Day day) {
  const auto d = base::date_of(day);
  switch (each) {
    case Each::month: return base::day_of({d.year, d.month, 1});
    case Each::quarter: return base::day_of({d.year, (d.month - 1) / 3 * 3 + 1, 1});
    case Each::term: return term_start(day);
    default: return base::day_of({d.year, 1, 1});
  }
}

// Where the period of a calendar month, quarter, term or year begins by its own day: the 15th, 1 September. The 31st of a short month is its last day.
Day own_start(const lang::Every& every, Day calendar) {
  if (every.month) {
    const int year = base::date_of(calendar).year;
    const Day first = base::day_of({year, every.month, 1});
    return std::min<Day>(first + every.day - 1, base::add_months(first, 1) - 1);
  }
  if (every.day == 0) return calendar;
  return std::min<Day>(calendar + every.day - 1, base::add_months(calendar, 1) - 1);
}

Day next_start(const lang::Every& every, Day day) {
  if (every.each == Each::week) return day + 8 - weekday(day);
  const int months = months_of(every.each);
  for (Day calendar = base::add_months(calendar_start(every.each, day), -months);; calendar = base::add_months(calendar, months))
    if (const Day start = own_start(every, calendar); start > day) return start;
}

bool falls_on(const lang::Every& every, Day day, const WorkCalendar& calendar) {
  if (every.each == Each::workday) return calendar.works(day);
  return every.each == Each::day || std::find(every.weekdays.begin(), every.weekdays.end(), weekday(day)) != every.weekdays.end();
}

void add(std::vector<Occurrence>& to, const lang::Every& every, Day start, Day end) {
  if (every.slots.empty()) to.push_back({start, end, {}});
  for (const auto& slot : every.slots) to.push_back({start, end, Occurrence::Slot{base::Minute{start} * 1440 + slot.from, base::Minute{start} * 1440 + slot.to}});
}

}  // namespace

Day horizon(const lang::Every& every, Day today) { return by_days(every) ? today + kDaysAhead : next_start(every, today); }

std::vector<Occurrence> occurrences(const lang::Every& every, Day after, Day until, const WorkCalendar& calendar) {
  std::vector<Occurrence> result;
  if (by_days(every)) {
    for (Day day = after + 1; day <= until; ++day)
      if (falls_on(every, day, calendar)) add(result, every, day, day);
    return result;
  }
  for (Day start = next_start(every, after); start <= until; start = next_start(every, start)) add(result, every, start, next_start(every, start) - 1);
  return result;
}

std::string rhythm_name(const lang::Every& every) {
  static constexpr const char* kNames[] = {"day", "workday", "week", "month", "term", "quarter", "year", "weekdays"};
  std::string name = kNames[size_t(every.each)];
  if (every.month) name += fmt::format("/{:02}-{:02}", every.month, every.day);
  else if (every.day) name += fmt::format("/{}", every.day);
  return name;
}

}  // namespace halfsky::engine
