// Arithmetic and functions over values that are not null: exact, and null where a result does not fit (PACKS section 10).
// Needs nothing but the values, so the tests hold it against the other readings piece by piece.
#pragma once

#include <vector>

#include "lang/expr/expression.hpp"

namespace halfsky::lang {

// add, subtract, multiply, divide, modulo of numbers and money; `result` is the type that the checker found.
Value calculate(Node::Op op, Kind result, const Value& a, const Value& b);

// date or time plus (sign 1) or minus (sign -1) a span; the month's last day where it has no such day; null outside of the years 1 to 9999.
Value add_span(const Value& day, const Value& span, int sign);

Value negate(const Value& value);

// Functions that need no world: days … month, yuan, abs, min, max, ceil, floor, round, within, id_card_ok. No arg is null.
Value call_function(Function function, Kind result, const std::vector<Value>& args);

// Whole years between a day of birth and another.
int64_t age_between(int64_t birth, int64_t day);

// Numbers, money, days by size; texts by code point. Negative, zero, positive.
int order_of(const Value& a, const Value& b);

bool starts_with(const std::string& text, const std::string& part);
bool ends_with(const std::string& text, const std::string& part);

}  // namespace halfsky::lang
