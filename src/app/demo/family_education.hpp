// Report 2's family education: courses for teachers of parent schools, touring lectures, and what must not be counted with them.
#pragma once

#include "app/demo/hands.hpp"

namespace halfsky::app::demo {

void live_family_education(Application& app, Hands& hands);

}  // namespace halfsky::app::demo
