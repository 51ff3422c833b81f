// Exact arithmetic: whole numbers scaled by 1, 100 or 10'000, in 128 bits inside (base/decimal.hpp).
#include "lang/expr/calculate.hpp"

#include <algorithm>

#include "base/day.hpp"
#include "base/decimal.hpp"
#include "base/org_id.hpp"
#include "base/text.hpp"

namespace halfsky::lang {
namespace {

using Op = Node::Op;

constexpr int64_t kMinutesPerDay = 1440;
constexpr int64_t kMonthsMost = 12 * 10'000;   // beyond any date

int64_t floor_divide(int64_t a, int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

// A number of the result's kind; a tally keeps the weakest sureness of what went in.
Value number(Kind kind, std::optional<int64_t> value, int64_t sureness = 0) {
  if (!value) return Value::null();
  return {kind, *value, kind == Kind::tally ? sureness : 0, {}, {}};
}

int64_t sureness_of(const Value& value) { return value.kind == Kind::tally ? value.extra : 0; }

std::optional<int64_t> product(const Value& a, const Value& b) {
  if (a.kind == Kind::decimal || b.kind == Kind::decimal) return base::multiply_divide(a.number, b.number, base::kDecimalScale);
  return base::multiply(a.number, b.number);
}

std::optional<int64_t> quotient(Kind result, const Value& a, const Value& b) {
  if (b.number == 0) return std::nullopt;
  if (result == Kind::decimal || b.kind == Kind::decimal) return base::multiply_divide(a.number, base::kDecimalScale, b.number);
  if (result == Kind::money) return base::multiply_divide(a.number, 1, b.number);
  if (b.number == -1) return base::subtract(0, a.number);
  return a.number / b.number;
}

std::optional<int64_t> remainder(const Value& a, const Value& b) {
  if (b.number == 0) return std::nullopt;
  return b.number == -1 ? 0 : a.number % b.number;
}

bool is_day(std::optional<int64_t> day) { return day && *day >= base::kDayMin && *day <= base::kDayMax; }

// Months are added to the day of the month that both have; days after that.
std::optional<int64_t> moved_day(int64_t day, int64_t months, int64_t days) {
  if (months < -kMonthsMost || months > kMonthsMost) return std::nullopt;
  const int64_t shifted = months == 0 ? day : base::add_months(base::Day(day), int(months));
  const auto result = base::add(shifted, days);
  return is_day(shifted) && is_day(result) ? result : std::nullopt;
}

Value span(std::optional<int64_t> days, std::optional<int64_t> months) {
  if (!days || !months) return Value::null();
  return {Kind::span, *days, *months, {}, {}};
}

Value extreme(Function function, Kind result, const std::vector<Value>& args) {
  int64_t best = args.front().number, sureness = 0;
  for (const auto& arg : args) {
    best = function == Function::min ? std::min(best, arg.number) : std::max(best, arg.number);
    sureness = std::max(sureness, sureness_of(arg));
  }
  return number(result, best, sureness);
}

Value rounded(Function function, int64_t value) {
  switch (function) {
    case Function::floor: return Value::integer(floor_divide(value, base::kDecimalScale));
    case Function::ceil: return Value::integer(value / base::kDecimalScale + (value % base::kDecimalScale > 0 ? 1 : 0));
    default: return Value::integer(*base::multiply_divide(value, 1, base::kDecimalScale));
  }
}

Value yuan(const Value& value) {
  if (value.kind == Kind::decimal) return number(Kind::money, base::multiply_divide(value.number, base::kFenPerYuan, base::kDecimalScale));
  return number(Kind::money, base::multiply(value.number, base::kFenPerYuan));
}

}  // namespace

Value calculate(Op op, Kind result, const Value& a, const Value& b) {
  const int64_t sureness = std::max(sureness_of(a), sureness_of(b));
  switch (op) {
    case Op::add: return number(result, base::add(a.number, b.number), sureness);
    case Op::subtract: return number(result, base::subtract(a.number, b.number), sureness);
    case Op::multiply: return number(result, product(a, b), sureness);
    case Op::divide: return number(result, quotient(result, a, b), sureness);
    default: return number(result, remainder(a, b), sureness);
  }
}

Value add_span(const Value& day, const Value& span, int sign) {
  const auto days = base::multiply(span.number, sign), months = base::multiply(span.extra, sign);
  if (!days || !months) return Value::null();
  if (day.kind == Kind::date) {
    const auto moved = moved_day(day.number, *months, *days);
    return moved ? Value::date(*moved) : Value::null();
  }
  const int64_t whole = floor_divide(day.number, kMinutesPerDay);
  const auto moved = moved_day(whole, *months, *days);
  return moved ? Value::time(*moved * kMinutesPerDay + day.number - whole * kMinutesPerDay) : Value::null();
}

Value negate(const Value& value) {
  if (value.kind == Kind::span) return span(base::subtract(0, value.number), base::subtract(0, value.extra));
  return number(value.kind, base::subtract(0, value.number), value.extra);
}

int64_t age_between(int64_t birth, int64_t day) {
  const auto from = base::date_of(base::Day(birth)), to = base::date_of(base::Day(day));
  const bool before_birthday = to.month < from.month || (to.month == from.month && to.day < from.day);
  return to.year - from.year - (before_birthday ? 1 : 0);
}

int order_of(const Value& a, const Value& b) {
  if (a.kind == Kind::text) return a.text.compare(b.text);   // bytes of UTF-8 stand in the order of code points
  return a.number < b.number ? -1 : a.number > b.number ? 1 : 0;
}

bool starts_with(const std::string& text, const std::string& part) { return text.compare(0, part.size(), part) == 0; }
bool ends_with(const std::string& text, const std::string& part) {
  return text.size() >= part.size() && text.compare(text.size() - part.size(), part.size(), part) == 0;
}

Value call_function(Function function, Kind result, const std::vector<Value>& args) {
  const Value& first = args.front();
  switch (function) {
    case Function::days: return span(first.number, 0);
    case Function::months: return span(0, first.number);
    case Function::years: return span(0, base::multiply(first.number, 12));
    case Function::days_between: return Value::integer(args[1].number - first.number);
    case Function::age_at: return Value::integer(age_between(first.number, args[1].number));
    case Function::year: return Value::integer(base::date_of(base::Day(first.number)).year);
    case Function::month: return Value::integer(base::date_of(base::Day(first.number)).month);
    case Function::yuan: return yuan(first);
    case Function::abs: return first.number < 0 ? negate(first) : first;
    case Function::min: case Function::max: return extreme(function, result, args);
    case Function::ceil: case Function::floor: case Function::round: return rounded(function, first.number);
    case Function::within: return Value::flag(base::range_of(args[1].number).holds(first.number));
    case Function::id_card_ok: return Value::flag(base::id_card_ok(first.text));
    default: return Value::null();
  }
}

}  // namespace halfsky::lang
