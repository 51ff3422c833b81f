// Working days as data: weekends are off and weekdays on, unless the table of a year says otherwise (holidays, shifted working
// days). Terms begin on 1 March and 1 September.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "base/day.hpp"
#include "db/connection.hpp"
#include "engine/store/schema.hpp"

namespace halfsky::engine {

class WorkCalendar {
 public:
  WorkCalendar() : table_(std::make_shared<const Table>()) {}
  WorkCalendar(const WorkCalendar& other) : table_(other.table_.load()) {}

  static TableSpec table();                          // calendar_day (day, works, source)
  // Takes the place of what was known. Whoever counts at this moment counts on with the old days.
  void read(db::Connection& connection);
  void set(base::Day day, bool works);

  bool works(base::Day day) const { return table_.load()->works(day); }
  bool knows_year(int year) const { return table_.load()->years.contains(year); }
  std::string text() const;                          // all that it knows, for comparing
  // The n-th working day after `day` (before, where n is negative); n = 0 is `day` itself.
  base::Day add(base::Day day, int64_t n) const;
  // Working days after `from` up to and with `to`.
  int64_t between(base::Day from, base::Day to) const;
  // The day itself or the next working day: where a span in days ends (民法典 203).
  base::Day roll(base::Day day) const;

 private:
  struct Table {
    std::map<base::Day, bool> days;
    std::set<int> years;
    bool works(base::Day day) const;
  };
  std::atomic<std::shared_ptr<const Table>> table_;
};

// Terms: the first day of the term that holds `day`, and of the one after.
base::Day term_start(base::Day day);
base::Day next_term_start(base::Day day);

}  // namespace halfsky::engine
