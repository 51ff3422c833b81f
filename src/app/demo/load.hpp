// Girls for load, so that lists and figures have as much to do as in a county's tenth year.
#pragma once

#include "app/demo/hands.hpp"

namespace halfsky::app::demo {

// `thousands` x 1,000 girls of report 6's district, a third each waiting for review, for approval, for a sponsor.
void live_load(Application& app, Hands& hands, int thousands, std::ostream& out);

}  // namespace halfsky::app::demo
