// Work of these days in the city, so that every office has something on its Today page.
#pragma once

#include "app/demo/hands.hpp"

namespace halfsky::app::demo {

void live_today(Application& app, Hands& hands);

}  // namespace halfsky::app::demo
