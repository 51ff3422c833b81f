// A line of `halfsky expr`: an expression with the types and values of its variables, as JSON; and values written back as JSON.
//
//   {"expr": "paid / count", "types": {"paid": "money", "count": "int"}, "vars": {"paid": "12.50", "count": 3}}
//
// Types: int decimal money date time flag text note choice choices ref tally, choice(a|b), choices(a|b), ref(core.org), list(T).
// Values: int, decimal and money (in yuan) as numbers or text, "2026-03-08", "2026-03-08 14:30", true, lists, null for empty,
// a tally as a number or {"value": 3, "sureness": "at_least"}. A variable without a value is null. Further keys: "today" (else
// the day it is in China), "want": "condition" or a type, "all_decimal": true as in an indicator's `is`.
#pragma once

#include <boost/json.hpp>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>

#include "base/day.hpp"
#include "lang/expr/expression.hpp"

namespace halfsky::cli {

// What is wrong with a line itself (its expression has diagnostics).
struct LineProblem : std::runtime_error {
  LineProblem(std::string problem_code, const std::string& message) : std::runtime_error(message), code(std::move(problem_code)) {}
  std::string code;
};

struct ExprVariable {
  lang::Type type;
  lang::Value value;
};

struct ExprLine {
  std::string expression;
  std::map<std::string, ExprVariable, std::less<>> variables;
  base::Day today = 0;
  lang::Expected expected;
};

// Throws LineProblem.
ExprLine parse_expr_line(const std::string& text, base::Day today);
lang::Type parse_type(const std::string& text);

// As the answer shows it: plain JSON text.
std::string value_to_json(const lang::Value& value);

// As the interpreter in web/src/expr takes it and gives it: numbers as text of the whole number (fen, days, 1/10'000).
boost::json::value to_raw(const lang::Value& value, const lang::Type& type);
lang::Value from_raw(const boost::json::value& raw, const lang::Type& type);

}  // namespace halfsky::cli
