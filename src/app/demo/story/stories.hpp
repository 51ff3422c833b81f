// The stories of all packs (story.hpp has their language).
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "app/application.hpp"
#include "app/demo/hands.hpp"

namespace halfsky::app::demo {

struct Which {
  std::vector<std::string> prefixes;   // of their file names; none: all
  enum class Kind { all, ordinary, of_reports } kind = Kind::all;   // of_reports: those that say `reports: true`
};

// Throws Surprise: with all problems of all files before anything is entered, or where
// something is refused.
void live_stories(Application& app, Hands& hands, const Which& which, std::ostream& out);

}  // namespace halfsky::app::demo
