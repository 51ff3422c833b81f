// When `every` falls due, and how working days are counted (checked against the calendar of 2026).
#include "engine/timer/rhythm.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "base/text.hpp"

namespace halfsky::engine {
namespace {

using Each = lang::Every::Each;

base::Day day(const char* text) { return *base::parse_day(text); }

WorkCalendar calendar_2026() {
  WorkCalendar calendar;
  std::ifstream file(HALFSKY_SOURCE_DIR "/programmes/core/calendar.csv");
  for (std::string line; std::getline(file, line);) {
    const auto cells = base::split(line, ',');
    if (const auto date = base::parse_day(cells[0])) calendar.set(*date, cells[1] == "1");
  }
  return calendar;
}

lang::Every every(Each each, int month = 0, int on = 0) {
  lang::Every result;
  result.each = each;
  result.month = month;
  result.day = on;
  return result;
}

// Starts of the periods after one day up to another; with hours where there are any.
std::string starts(const lang::Every& every, const char* after, const char* until) {
  std::string text;
  for (const Occurrence& at : occurrences(every, day(after), day(until), calendar_2026())) {
    text += (text.empty() ? "" : " ") + base::format_day(at.start);
    if (at.slot) text += base::format_minute(at.slot->start).substr(10) + "-" + base::format_minute(at.slot->end).substr(11);
  }
  return text;
}

TEST(Rhythm, FallsOnItsDays) {
  EXPECT_EQ(starts(every(Each::day), "2026-09-30", "2026-10-02"), "2026-10-01 2026-10-02");
  EXPECT_EQ(starts(every(Each::workday), "2026-09-30", "2026-10-12"), "2026-10-08 2026-10-09 2026-10-10 2026-10-12");   // 10 October is a working Saturday
  EXPECT_EQ(starts(every(Each::week), "2026-11-24", "2026-12-07"), "2026-11-30 2026-12-07");
  EXPECT_EQ(starts(every(Each::month), "2026-11-24", "2027-01-01"), "2026-12-01 2027-01-01");
  EXPECT_EQ(starts(every(Each::month, 0, 31), "2026-01-31", "2026-04-30"), "2026-02-28 2026-03-31 2026-04-30");
  EXPECT_EQ(starts(every(Each::quarter), "2026-11-24", "2027-04-01"), "2027-01-01 2027-04-01");
  EXPECT_EQ(starts(every(Each::quarter, 0, 15), "2026-10-01", "2027-01-15"), "2026-10-15 2027-01-15");
  EXPECT_EQ(starts(every(Each::term), "2026-03-01", "2027-03-01"), "2026-09-01 2027-03-01");
  EXPECT_EQ(starts(every(Each::term, 0, 15), "2026-03-01", "2026-09-30"), "2026-03-15 2026-09-15");
  EXPECT_EQ(starts(every(Each::year, 9, 1), "2026-09-01", "2028-12-31"), "2027-09-01 2028-09-01");
  EXPECT_EQ(starts(every(Each::year, 2, 29), "2026-01-01", "2028-12-31"), "2026-02-28 2027-02-28 2028-02-29");
}

TEST(Rhythm, HasHoursOnItsWeekdays) {
  lang::Every friday = every(Each::weekdays);
  friday.weekdays = {2, 5};
  friday.slots = {{9 * 60, 12 * 60}, {14 * 60, 17 * 60}};
  EXPECT_EQ(starts(friday, "2026-11-24", "2026-11-27"), "2026-11-27 09:00-12:00 2026-11-27 14:00-17:00");
}

TEST(Rhythm, PeriodsFollowEachOther) {
  for (const Each each : {Each::week, Each::month, Each::quarter, Each::term, Each::year})
    for (int on : {0, 15}) {
      if (each == Each::week && on) continue;
      const auto times = occurrences(every(each, 0, on), day("2024-01-10"), day("2029-01-10"), calendar_2026());
      ASSERT_GT(times.size(), 3u);
      for (size_t i = 1; i < times.size(); ++i) EXPECT_EQ(times[i - 1].end + 1, times[i].start);
    }
}

TEST(Rhythm, IsMadeOnePeriodAheadAndDaysAWeek) {
  EXPECT_EQ(base::format_day(horizon(every(Each::day), day("2026-11-24"))), "2026-12-01");
  EXPECT_EQ(base::format_day(horizon(every(Each::month), day("2026-11-24"))), "2026-12-01");
  EXPECT_EQ(base::format_day(horizon(every(Each::year, 3, 1), day("2026-03-01"))), "2027-03-01");
  EXPECT_EQ(base::format_day(horizon(every(Each::year, 3, 1), day("2026-02-28"))), "2026-03-01");
}

TEST(WorkingDays, AreThoseOfTheNotice) {
  const WorkCalendar calendar = calendar_2026();
  EXPECT_EQ(base::format_day(calendar.add(day("2026-09-18"), 5)), "2026-09-24");
  EXPECT_EQ(base::format_day(calendar.add(day("2026-09-18"), 10)), "2026-10-09");
  EXPECT_EQ(base::format_day(calendar.roll(day("2026-09-18") + 15)), "2026-10-08");
  EXPECT_EQ(base::format_day(calendar.roll(day("2026-03-02") + 60)), "2026-05-06");
  EXPECT_EQ(calendar.between(day("2025-12-31"), day("2026-12-31")), 248);
}

}  // namespace
}  // namespace halfsky::engine
