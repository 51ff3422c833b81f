// halfsky expr [--reading cpp|sqlite|postgresql|tree] [--db URL]: evaluates expressions, a JSON line each, in one of their readings.
// For authors who want to try an expression, and for tests that hold the readings against each other.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "base/day.hpp"
#include "cli/expr_reading.hpp"

namespace halfsky::cli {

// `arguments` are those after `expr`. Each line (expr_line.hpp) is answered by one: {"type": "int", "value": 3}, or
// {"error": {"code", "column", "message"}} with all of them in "errors" where there are several. Gives the exit code:
// 0, or 2 where the call is wrong or the reading is not to be had.
int expr_command(const std::vector<std::string>& arguments, std::istream& in, std::ostream& out, std::ostream& err);

// One line answered by one.
std::string answer_expr_line(const std::string& line, ExprReading& reading, base::Day today);

}  // namespace halfsky::cli
