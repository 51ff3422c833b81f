// `halfsky recount --data DIR [--check]`: all kept figures worked out from the records. A line for each that differed, which is put right
// unless it only checks. Exit 0 where all were equal, 1 where some differed.
#pragma once

#include <iosfwd>

#include "capabilities/indicate/indicate.hpp"

namespace halfsky::cli {

int run_recount_command(indicate::Indicate& indicate, indicate::Indicate::Then then, std::ostream& out);

}  // namespace halfsky::cli
