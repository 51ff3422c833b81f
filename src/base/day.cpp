// Calendar arithmetic over std::chrono's civil calendar.
#include "base/day.hpp"

#include <fmt/format.h>

#include <chrono>

namespace halfsky::base {
namespace {

namespace ch = std::chrono;

std::optional<int> digits(std::string_view text) {
  int value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

ch::year_month_day civil(Day day) { return ch::year_month_day{ch::sys_days{ch::days{day}}}; }

Instant floor_div(Instant a, Instant b) { return a / b - (a % b < 0 ? 1 : 0); }

}  // namespace

Day day_of(YearMonthDay d) {
  return ch::sys_days{ch::year{d.year} / d.month / d.day}.time_since_epoch().count();
}

YearMonthDay date_of(Day day) {
  const auto d = civil(day);
  return {int(d.year()), int(unsigned(d.month())), int(unsigned(d.day()))};
}

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits(text.substr(0, 4)), month = digits(text.substr(5, 2)), day = digits(text.substr(8, 2));
  if (!year || !month || !day || *year < 1) return std::nullopt;
  const auto date = ch::year{*year} / *month / *day;
  if (!date.ok()) return std::nullopt;
  return ch::sys_days{date}.time_since_epoch().count();
}

std::optional<Day> last_day_of(std::string_view period) {
  if (period.size() == 10) return parse_day(period);
  const bool year = period.size() == 4;
  const auto first = parse_day(std::string(period) + (year ? "-01-01" : "-01"));
  return first ? std::optional(add_months(*first, year ? 12 : 1) - 1) : std::nullopt;
}

std::string format_day(Day day) {
  // By hand: every row of every page has a few.
  const auto d = date_of(day);
  if (d.year < 0 || d.year > 9999) return fmt::format("{:04}-{:02}-{:02}", d.year, d.month, d.day);
  std::string text = "0000-00-00";
  for (int at = 3, year = d.year; year > 0; --at, year /= 10) text[size_t(at)] = char('0' + year % 10);
  text[5] = char('0' + d.month / 10);
  text[6] = char('0' + d.month % 10);
  text[8] = char('0' + d.day / 10);
  text[9] = char('0' + d.day % 10);
  return text;
}

std::optional<Minute> parse_minute(std::string_view text) {
  if (text.size() != 16 || (text[10] != ' ' && text[10] != 'T') || text[13] != ':') return std::nullopt;
  const auto day = parse_day(text.substr(0, 10));
  const auto hour = digits(text.substr(11, 2)), minute = digits(text.substr(14, 2));
  if (!day || !hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  return Minute{*day} * 1440 + *hour * 60 + *minute;
}

std::string format_minute(Minute minute) {
  const Minute day = floor_div(minute, 1440), rest = minute - day * 1440;
  return fmt::format("{} {:02}:{:02}", format_day(Day(day)), rest / 60, rest % 60);
}

Day add_months(Day day, int months) {
  const auto d = civil(day);
  const auto moved = d + ch::months{months};
  return ch::sys_days{moved.ok() ? moved : ch::year_month_day{moved.year() / moved.month() / ch::last}}.time_since_epoch().count();
}

int month_of(Day day) {
  const auto d = date_of(day);
  return d.year * 12 + d.month - 1;
}

Day first_day_of_month(int month) { return day_of({month / 12, month % 12 + 1, 1}); }

Day day_at(Instant instant) { return Day(floor_div(instant + kChinaOffsetMicros, kMicrosPerDay)); }

Instant start_of(Day day) { return Instant{day} * kMicrosPerDay - kChinaOffsetMicros; }

std::string format_instant(Instant instant) {
  const Instant seconds = floor_div(instant, 1'000'000), day = floor_div(seconds, 86'400), rest = seconds - day * 86'400;
  return fmt::format("{}T{:02}:{:02}:{:02}.{:06}Z", format_day(Day(day)), rest / 3600, rest / 60 % 60, rest % 60,
                     instant - seconds * 1'000'000);
}

}  // namespace halfsky::base
