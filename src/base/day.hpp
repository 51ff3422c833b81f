// Calendar days and times of day, without zones: a Day is days since 1970-01-01, a Minute is minutes since
// 1970-01-01 00:00, both as the wall clock of China (UTC+8 all year, no daylight saving since 1991) shows them.
// An Instant is microseconds of UTC.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace halfsky::base {

using Day = int32_t;      // days since 1970-01-01
using Minute = int64_t;   // minutes since 1970-01-01 00:00
using Instant = int64_t;  // UTC microseconds since 1970-01-01

constexpr Instant kMicrosPerDay = 86'400'000'000;
constexpr Instant kChinaOffsetMicros = 8 * 3'600'000'000LL;
constexpr Day kDayMin = -719'162;    // 0001-01-01
constexpr Day kDayMax = 2'932'896;   // 9999-12-31

struct YearMonthDay {
  int year;
  int month;  // 1..12
  int day;    // 1..31
};

Day day_of(YearMonthDay date);  // REQUIRES: a date that exists
YearMonthDay date_of(Day day);

// "2026-03-08", exactly; nothing for a date that does not exist.
std::optional<Day> parse_day(std::string_view text);
// "2026-03-08", "2026-03" or "2026": the last day of what is named.
std::optional<Day> last_day_of(std::string_view period);
std::string format_day(Day day);

// "2026-03-08 14:30" (a T between is accepted).
std::optional<Minute> parse_minute(std::string_view text);
std::string format_minute(Minute minute);

// The same day of the month `months` later; the month's last day where it has no such day (31 Jan + 1 month = 28 Feb).
Day add_months(Day day, int months);

// Months since year 0: year * 12 + month - 1. The period of a cell.
int month_of(Day day);
Day first_day_of_month(int month);

Day day_at(Instant instant);         // the day in China
Instant start_of(Day day);           // 00:00 in China
std::string format_instant(Instant); // RFC 3339 in UTC, with microseconds

}  // namespace halfsky::base
