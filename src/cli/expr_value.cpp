// Values of `halfsky expr` written: as the answer shows them, and as the interpreter in web/src/expr takes them.
#include <charconv>

#include "base/decimal.hpp"
#include "cli/expr_line.hpp"

namespace halfsky::cli {
namespace {

namespace json = boost::json;
using lang::Kind;
using lang::Type;
using lang::Value;

constexpr int64_t kSafeInteger = 9'007'199'254'740'991;   // 2^53 - 1
constexpr size_t kDoubleDigits = 15;                      // so many decimal digits survive a double

std::string quoted(const std::string& text) { return json::serialize(json::string(text)); }

std::string whole(int64_t value) {
  const std::string text = std::to_string(value);
  return value >= -kSafeInteger && value <= kSafeInteger ? text : quoted(text);
}

// A plain JSON number where a double holds it, else text.
std::string fixed_point(int64_t value, int64_t scale) {
  const std::string text = base::format_scaled(value, scale);
  size_t digits = 0;
  for (char c : text) digits += c >= '0' && c <= '9' ? 1 : 0;
  return digits <= kDoubleDigits ? text : quoted(text);
}

std::string tally(const Value& value) {
  if (value.extra == int64_t(lang::Sureness::exact)) return whole(value.number);
  return "{\"value\":" + whole(value.number) + ",\"sureness\":" + (value.extra == int64_t(lang::Sureness::at_least) ? "\"at_least\"" : "\"about\"") + "}";
}

std::string list(const Value& value) {
  std::string text;
  if (value.items)
    for (const auto& item : *value.items) text += (text.empty() ? "" : ",") + value_to_json(item);
  return "[" + text + "]";
}

std::string span(const Value& value) {
  return quoted(value.extra != 0 ? std::to_string(value.extra) + " months" : std::to_string(value.number) + " days");
}

int64_t raw_number(const json::value& raw) {
  if (raw.is_int64()) return raw.get_int64();
  int64_t number = 0;
  const std::string text(raw.as_string());
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

std::string value_to_json(const Value& value) {
  switch (value.kind) {
    case Kind::null_: return "null";
    case Kind::flag: return value.is_true() ? "true" : "false";
    case Kind::int_: return whole(value.number);
    case Kind::decimal: return fixed_point(value.number, base::kDecimalScale);
    case Kind::money: return fixed_point(value.number, base::kFenPerYuan);
    case Kind::date: return quoted(base::format_day(base::Day(value.number)));
    case Kind::time: return quoted(base::format_minute(value.number));
    case Kind::span: return span(value);
    case Kind::text: case Kind::choice: return quoted(value.text);
    case Kind::ref: return value.text.empty() ? whole(value.number) : quoted(value.text);
    case Kind::tally: return tally(value);
    case Kind::choices: case Kind::list: case Kind::file: return list(value);
    default: return "null";
  }
}

json::value to_raw(const Value& value, const Type& type) {
  switch (value.kind) {
    case Kind::null_: return nullptr;
    case Kind::flag: return value.is_true();
    case Kind::text: case Kind::choice: return json::string(value.text);
    case Kind::ref:
      if (type.target != "core.org") return json::string(value.text);
      return json::string(std::to_string(value.number));
    case Kind::tally: return json::object{{"number", std::to_string(value.number)}, {"sureness", value.extra}};
    case Kind::choices: case Kind::list: {
      json::array items;
      const Type element = type.element ? *type.element : Type::of(Kind::choice);
      for (const auto& item : *value.items) items.push_back(to_raw(item, element));
      return items;
    }
    default: return json::string(std::to_string(value.number));
  }
}

Value from_raw(const json::value& raw, const Type& type) {
  if (raw.is_null()) return Value::null();
  switch (type.kind) {
    case Kind::flag: return Value::flag(raw.as_bool());
    case Kind::text: return Value::string(std::string(raw.as_string()));
    case Kind::choice: return Value::choice(std::string(raw.as_string()));
    case Kind::ref: return type.target == "core.org" ? Value::org(raw_number(raw)) : Value::record(std::string(raw.as_string()));
    case Kind::tally:
      if (!raw.is_object()) return Value::tally(raw_number(raw), lang::Sureness::exact);
      return Value::tally(raw_number(raw.at("number")), lang::Sureness(raw.at("sureness").as_int64()));
    case Kind::span: return {Kind::span, raw_number(raw.at("days")), raw_number(raw.at("months")), {}, {}};
    case Kind::choices: case Kind::list: {
      std::vector<Value> items;
      const Type element = type.kind == Kind::choices ? Type::choice_of(type.codes) : type.element ? *type.element : Type();
      for (const auto& item : raw.as_array()) items.push_back(from_raw(item, element));
      return Value::list(std::move(items), type.kind);
    }
    default: return {type.kind, raw_number(raw), 0, {}, {}};
  }
}

}  // namespace halfsky::cli
