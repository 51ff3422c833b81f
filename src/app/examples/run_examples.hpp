// Runs the worked examples of packs (PACKS section 12; their syntax stands in lang/pack/example.hpp): each on an engine of its own, in
// a throw-away folder, with a clock that the story moves.
#pragma once

#include <string>
#include <vector>

#include "lang/diagnostic.hpp"
#include "lang/pack/model.hpp"

namespace halfsky::app {

struct ExamplesRun {
  size_t count = 0;
  lang::Diagnostics problems;   // code "example": what was expected and what came
};

// REQUIRES: the packs are sound.
ExamplesRun run_examples(const std::vector<lang::PackSource>& sources);

}  // namespace halfsky::app
