// Report 6's district in 2007 and 2008: its households, each with its sheet of 2008, scored, checked and settled; spot checks; 125 of its 156
// villages named. Its shares are the report's where all 160,269 households are there; otherwise there are a few a village.
#pragma once

#include <ostream>

#include "app/demo/hands.hpp"

namespace halfsky::app::demo {

inline const base::Day kSafeFamilyEnd = base::day_of({2008, 12, 31});

enum class Households { some, all };

void live_safe_family(Application& app, Hands& hands, Households households, std::ostream& out);

}  // namespace halfsky::app::demo
