// A year's days written at once, then the open work planned again.
#include "engine/task/calendar_commands.hpp"

#include <fmt/format.h>

#include <set>

#include "engine/store/settings.hpp"

namespace halfsky::engine {

namespace {

constexpr int kYearsAhead = 3, kYearsBack = 30;

}  // namespace

std::vector<CalendarDay> CalendarCommands::days(db::Connection& connection, int year) {
  const db::Rows rows = connection.read({"select day, works, source from calendar_day where day between ?1 and ?2 order by day", {int64_t{base::day_of({year, 1, 1})}, int64_t{base::day_of({year, 12, 31})}}});
  std::vector<CalendarDay> result;
  for (size_t r = 0; r < rows.size(); ++r) result.push_back({base::Day(rows.integer(r, 0)), rows.integer(r, 1) != 0, rows.text(r, 2)});
  return result;
}

base::Problems CalendarCommands::set_year(const By& by, int year, const std::vector<CalendarDay>& days) {
  base::Problems problems;
  const int now = base::date_of(engine_.site().clock->today()).year;
  if (year < now - kYearsBack || year > now + kYearsAhead)
    return {{"bad_year", "year", {{"got", std::to_string(year)}, {"from", std::to_string(now - kYearsBack)}, {"to", std::to_string(now + kYearsAhead)}}}};
  std::set<base::Day> seen;
  for (size_t i = 0; i < days.size(); ++i) {
    const std::string path = fmt::format("days[{}].day", i);
    if (base::date_of(days[i].day).year != year) problems.push_back({"not_in_year", path, {{"got", base::format_day(days[i].day)}, {"year", std::to_string(year)}}});
    else if (!seen.insert(days[i].day).second) problems.push_back({"duplicate", path, {{"got", base::format_day(days[i].day)}}});
  }
  if (!problems.empty()) return problems;
  std::vector<db::Call> calls{{"delete from calendar_day where day between ?1 and ?2", {int64_t{base::day_of({year, 1, 1})}, int64_t{base::day_of({year, 12, 31})}}},
                              setting::keep(setting::days_by_hand(year), by.account)};
  std::string what = std::to_string(year);
  for (const CalendarDay& day : days) {
    calls.push_back({"insert into calendar_day (day, works, source) values (?1, ?2, ?3)", {int64_t{day.day}, int64_t{day.works}, day.source}});
    what += fmt::format("|{} {} {}", base::format_day(day.day), int(day.works), day.source);
  }
  const std::string command = by.command.empty() ? engine_.new_id() : by.command;
  const Outcome outcome = engine_.writer().note(0, {command, "calendar.set", by.account, what, {}, by.body_hash}, std::move(calls), {});
  if (outcome.accepted && !outcome.again) engine_.reload_calendar();
  return outcome.problems;
}

}  // namespace halfsky::engine
