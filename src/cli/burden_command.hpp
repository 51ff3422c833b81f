// `halfsky burden --data DIR [--org CODE] [--months N] [--fields]`: what the packs ask of whom, as CSV: for each move and role its fields, taps
// and seconds, how often a month it was made, and minutes a month. With --fields: for each field what a month would be spared without it. What
// is asked though the system knows it goes to stderr.
#pragma once

#include <iosfwd>
#include <string>

#include "engine/engine.hpp"

namespace CLI { class App; }

namespace halfsky::cli {

struct BurdenOptions {
  std::string org;
  int months = 12;
  bool fields = false;
  void add(CLI::App& command);
};

// 0, or 2 where there is no such org.
int run_burden_command(engine::Engine& engine, const BurdenOptions& options, std::ostream& out, std::ostream& err);

}  // namespace halfsky::cli
