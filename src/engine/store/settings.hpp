// The table `setting`: what the engine remembers of itself between starts, a name and a text each. All names stand here.
#pragma once

#include <optional>
#include <string>

#include "base/org_id.hpp"
#include "db/connection.hpp"

namespace halfsky::engine::setting {

inline const std::string kMasterKey = "master_key";              // something known, wrapped by the key that the data was written with
inline const std::string kPlannedBy = "planned_by_calendar";     // the hash of the days that open work was planned by
inline const std::string kMovesWithTasks = "moves that have tasks";   // the hash of those that tasks were opened for
std::string days_by_hand(int year);                              // who entered the year's days off
inline const std::string kAllDaysByHand = "calendar.%";          // a pattern: of every year
std::string looked_until(const std::string& rhythm);             // the day until which `every` was looked through
std::string verified(base::County county);                       // how the county's journal was found last, as JSON
std::string filled(const std::string& field);                    // `fill` has run for the field of this first name

std::optional<std::string> find(db::Connection& connection, const std::string& name);
// In place of what it was.
db::Call keep(const std::string& name, const std::string& value);
// Unless it is there.
db::Call keep_first(const std::string& name, const std::string& value);

}  // namespace halfsky::engine::setting
