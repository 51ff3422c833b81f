// Report 7: four villages elect their women's representatives in April 2007, each in its own way; what must not count is among it. And a vote that
// is under way today.
#pragma once

#include <ostream>

#include "app/demo/hands.hpp"

namespace halfsky::app::demo {

inline const std::string kElectionsCode = "990105000000";
inline const base::Day kElectionsEnd = base::day_of({2007, 12, 31});

void live_village_elections(Application& app, Hands& hands, std::ostream& out);

}  // namespace halfsky::app::demo
