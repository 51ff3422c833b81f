// Work of these days in the city, so that every office has something on its Today page; and girls for load.
#pragma once

#include "app/demo/hands.hpp"

namespace halfsky::app::demo {

void live_today(Application& app, Hands& hands);

// `thousands` x 1,000 girls of report 6's district, a third each waiting for review, for approval, for a sponsor.
void live_load(Application& app, Hands& hands, int thousands, std::ostream& out);

}  // namespace halfsky::app::demo
