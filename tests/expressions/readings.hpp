// The readings of expressions that this machine has: C++ and SQLite always, PostgreSQL where it is installed, the browser's
// interpreter where node is and a bundle is given (HALFSKY_EXPR_TREE) or can be made (web/node_modules has esbuild).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/expr_reading.hpp"

namespace halfsky::testing {

struct NamedReading {
  std::string name;   // as --reading names it
  std::unique_ptr<cli::ExprReading> reading;
};

// Opened once, kept until the tests end.
std::vector<NamedReading>& readings();

// The URL of a PostgreSQL database of these tests; empty where there is none.
std::string postgresql_url();

}  // namespace halfsky::testing
