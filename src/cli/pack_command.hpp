// halfsky pack check DIR…: reads and checks packs, runs their examples, and says every problem with its place.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

#include "lang/pack/model.hpp"

namespace halfsky::cli {

// Runs the worked examples of sound packs: how many, and what was wrong. Handed in, since it needs all of the engine.
using RunExamples = std::function<std::pair<size_t, lang::Diagnostics>(const std::vector<lang::PackSource>&)>;

// `arguments` are those after `pack`. Gives the exit code: 0 sound, 1 problems, 2 a wrong call. Without `run_examples` they are read only.
int pack_command(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err, const RunExamples& run_examples = {});

}  // namespace halfsky::cli
