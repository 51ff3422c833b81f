// Rows that follow from the records (tasks that are open, timers, what names are found by), worked out again and held against what
// stands in their tables. Where a due date reads other records or the day, only that the task is there is looked at: those may have
// changed since it was written.
#pragma once

#include "engine/journal/journal.hpp"

namespace halfsky::engine {

std::vector<Finding> verify_derived(Site& site, db::Connection& connection, base::County county);

}  // namespace halfsky::engine
