// Days off and shifted working days, a year at a time: the State Council's notice as the system's administrator enters it. Deadlines of open
// work that were counted in the year's days follow.
#pragma once

#include <string>
#include <vector>

#include "engine/access/by.hpp"
#include "engine/engine.hpp"

namespace halfsky::engine {

struct CalendarDay {
  base::Day day = 0;
  bool works = false;
  std::string source;        // "国务院办公厅放假通知 2027"
};

class CalendarCommands {
 public:
  explicit CalendarCommands(Engine& engine) : engine_(engine) {}

  static std::vector<CalendarDay> days(db::Connection& connection, int year);
  // In place of all that the year had; a file of days that comes with the packs leaves the year alone from now on. Journaled above the counties.
  // Problems: bad_year, not_in_year, duplicate (by place in `days`), command_used.
  base::Problems set_year(const By& by, int year, const std::vector<CalendarDay>& days);

 private:
  Engine& engine_;
};

}  // namespace halfsky::engine
