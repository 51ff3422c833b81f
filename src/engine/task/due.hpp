// When a task is due: an instant, the end of its last day in China. A span in days that ends on a day off ends on the next working
// day; hours count through nights and holidays (民法典 201, 203).
#pragma once

#include <optional>

#include "engine/site.hpp"
#include "engine/store/source.hpp"

namespace halfsky::engine {

// The last day of a span that begins the day after `from`. REQUIRES: it is counted in days or longer, neither in hours nor to a date.
base::Day last_day(const Site& site, const lang::Due& span, base::Day from);

// Nothing where a due date is an expression that is empty. The span begins the day after the record arrived in its stage.
std::optional<base::Instant> due_of(const Site& site, RowSource& source, const lang::Move& move, const RowPtr& row);

}  // namespace halfsky::engine
