// Report 2 as work: six school years of Spring Bud in the city, entered by those whose work it is, on the days when it was done.
#pragma once

#include "app/demo/hands.hpp"
#include "app/demo/people.hpp"
#include "app/demo/spring_bud_plan.hpp"

namespace halfsky::app::demo {

// Returns the report's parameters: star, entrepreneur, masseur, mechanic, each with its record.
boost::json::object live_spring_bud_years(Application& app, Hands& hands);

}  // namespace halfsky::app::demo
