// `halfsky demo --data DIR`: a data folder with the demo's province, its accounts, and the work that stories and reports tell.
// Everything that is a record is entered by commands on the ordinary path; one that is refused ends the demo with what was wrong.
#pragma once

#include <ostream>

#include "app/application.hpp"

namespace halfsky::app {

struct DemoOptions {
  int scale = 0;            // thousands of girls more, for load
  std::vector<std::string> stories;   // not empty: the orgs, and the stories whose file names begin so; nothing else
  bool reports = false;     // all that the reports count: 160,269 households with their sheets; minutes, not seconds
};

// Returns the exit code.
int run_demo(Application& app, const DemoOptions& options, std::ostream& out, std::ostream& err);

}  // namespace halfsky::app
