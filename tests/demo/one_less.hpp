// Takes records away one by one, on the ordinary path, and holds each figure of the reports against what is left.
#pragma once

#include <set>
#include <string>

#include "app/application.hpp"

namespace halfsky::app {

struct OneLess {
  size_t figures = 0;                  // that the reports name
  std::set<std::string> lost_one;      // figures of which a record was struck, and which were held against the rest
  std::set<std::string> none_struck;   // figures whose records may not be struck: something still uses each, or they are postings
};

// For each figure: opens it, strikes one of the records that it lists (a county's chair does), and expects of every figure of every
// report: where it did not list what was struck it stands as it was; a count, a sum and a distinct count are less by just that much.
OneLess strike_one_of_each(Application& app);

}  // namespace halfsky::app
