// The readings of `halfsky expr`: the same expression evaluated in C++, as SQL by a database, and from its tree by the
// browser's interpreter.
#pragma once

#include <memory>
#include <string>

#include "cli/expr_line.hpp"

namespace halfsky::cli {

class ExprReading {
 public:
  virtual ~ExprReading() = default;
  // Throws LineProblem("no_reading") where the expression has none here.
  virtual lang::Value read(const ExprLine& line, const lang::Expression& expression) = 0;
};

// What is missing for a reading (no database, no node): the call is wrong, exit code 2.
struct ReadingMissing : std::runtime_error {
  using std::runtime_error::runtime_error;
};

std::unique_ptr<ExprReading> cpp_reading();
std::unique_ptr<ExprReading> sqlite_reading();

// `url` empty: a private server is started from /usr/lib/postgresql and ends with the reading. Throws ReadingMissing.
std::unique_ptr<ExprReading> postgresql_reading(const std::string& url);

// `bundle`: web/src/expr/cli.ts built to one .mjs; empty: HALFSKY_EXPR_TREE, or expr.mjs beside the binary. Throws ReadingMissing.
std::unique_ptr<ExprReading> tree_reading(const std::string& bundle);

}  // namespace halfsky::cli
