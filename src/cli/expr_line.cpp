// Reading a line: its keys, the values of its variables.
#include "cli/expr_line.hpp"

#include <charconv>

#include "base/decimal.hpp"
#include "base/text.hpp"

namespace halfsky::cli {
namespace {

namespace json = boost::json;
using lang::Kind;
using lang::Sureness;
using lang::Type;
using lang::Value;

[[noreturn]] void wrong_value(const std::string& name, const Type& type, const std::string& hint) {
  throw LineProblem("bad_value", "the value of '" + name + "' is no " + lang::to_text(type) + (hint.empty() ? "" : ": " + hint));
}

// A number as people type it. A JSON number that is no whole one comes as a double, whose shortest text is what was typed.
std::string number_text(const json::value& given) {
  if (given.is_string()) return std::string(given.get_string());
  if (given.is_int64()) return std::to_string(given.get_int64());
  if (given.is_uint64()) return std::to_string(given.get_uint64());
  if (!given.is_double()) return {};
  char buffer[400];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, given.get_double(), std::chars_format::fixed).ptr;
  return std::string(buffer, end);
}

std::optional<int64_t> scaled(const std::string& text, int64_t scale) {
  if (const auto number = base::parse_scaled(text, scale)) return number;
  std::string digits;   // the lowest number is one beyond what the highest one's digits reach
  for (char c : text)
    if (c != '.') digits += c;
  const size_t point = text.find('.');
  const size_t places = point == std::string::npos ? 0 : text.size() - point - 1;
  size_t wanted = 0;
  for (int64_t s = scale; s > 1; s /= 10) ++wanted;
  if (digits == "-9223372036854775808" && places == wanted) return INT64_MIN;
  return std::nullopt;
}

int64_t number(const std::string& name, const json::value& given, const Type& type, int64_t scale) {
  const auto value = scaled(number_text(given), scale);
  if (!value) wrong_value(name, type, "a plain number within 64 bits is wanted, with at most " + std::to_string(scale == 1 ? 0 : scale == 100 ? 2 : 4) + " places");
  return *value;
}

std::string text(const std::string& name, const json::value& given, const Type& type) {
  if (!given.is_string()) wrong_value(name, type, "a text is wanted");
  std::string value(given.get_string());
  if (value.find('\0') != std::string::npos || !base::is_utf8(value)) wrong_value(name, type, "a text holds no zero character");
  return value;
}

Value tally(const std::string& name, const json::value& given, const Type& type) {
  if (!given.is_object()) return Value::tally(number(name, given, type, 1), Sureness::exact);
  const json::object& object = given.get_object();
  const json::value* count = object.if_contains("value");
  const json::value* sureness = object.if_contains("sureness");
  if (!count) wrong_value(name, type, "it has no \"value\"");
  if (count->is_null()) return Value::null();
  const std::string word = sureness && sureness->is_string() ? std::string(sureness->get_string()) : "exact";
  const auto known = word == "exact" ? Sureness::exact : word == "at_least" ? Sureness::at_least : Sureness::about;
  if (known == Sureness::about && word != "about") wrong_value(name, type, "sureness is exact, at_least or about");
  return Value::tally(number(name, *count, type, 1), known);
}

Value choice(const std::string& name, const json::value& given, const Type& type) {
  std::string code = text(name, given, type);
  if (type.codes && !type.codes->find(code)) wrong_value(name, type, "'" + code + "' is none of its codes");
  if (code.find('|') != std::string::npos) wrong_value(name, type, "a code has no '|'");
  return Value::choice(std::move(code));
}

Value value_of(const std::string& name, const json::value& given, const Type& type);

Value list(const std::string& name, const json::value& given, const Type& type) {
  if (!given.is_array()) wrong_value(name, type, "a list is wanted");
  const bool choices = type.kind == Kind::choices;
  const Type element = choices ? Type::choice_of(type.codes) : *type.element;
  std::vector<Value> items;
  for (const auto& item : given.get_array()) {
    items.push_back(value_of(name, item, element));
    if (choices && items.back().is_null()) wrong_value(name, type, "a code is wanted");
  }
  if (choices && items.empty()) return Value::null();
  return Value::list(std::move(items), choices ? Kind::choices : Kind::list);
}

Value value_of(const std::string& name, const json::value& given, const Type& type) {
  if (given.is_null()) return Value::null();
  switch (type.kind) {
    case Kind::flag:
      if (!given.is_bool()) wrong_value(name, type, "true or false is wanted");
      return Value::flag(given.get_bool());
    case Kind::int_: return Value::integer(number(name, given, type, 1));
    case Kind::decimal: return Value::decimal(number(name, given, type, base::kDecimalScale));
    case Kind::money: return Value::money(number(name, given, type, base::kFenPerYuan));
    case Kind::date: {
      const auto day = base::parse_day(text(name, given, type));
      if (!day) wrong_value(name, type, "a day is written as 2026-03-08");
      return Value::date(*day);
    }
    case Kind::time: {
      const auto minute = base::parse_minute(text(name, given, type));
      if (!minute) wrong_value(name, type, "a time is written as 2026-03-08 14:30");
      return Value::time(*minute);
    }
    case Kind::text: return Value::string(text(name, given, type));
    case Kind::choice: return choice(name, given, type);
    case Kind::tally: return tally(name, given, type);
    case Kind::ref:
      if (type.target == "core.org") return Value::org(number(name, given, type, 1));
      return Value::record(text(name, given, type));
    case Kind::choices: case Kind::list: return list(name, given, type);
    default: wrong_value(name, type, "only null can be given");
  }
}

void read_variables(const json::object& object, ExprLine& line) {
  const json::value* types = object.if_contains("types");
  const json::value* values = object.if_contains("vars");
  if (types && !types->is_null() && !types->is_object()) throw LineProblem("bad_line", "\"types\" is an object: names to types");
  if (values && !values->is_null() && !values->is_object()) throw LineProblem("bad_line", "\"vars\" is an object: names to values");
  if (types && types->is_object())
    for (const auto& [name, type] : types->get_object()) {
      if (!type.is_string()) throw LineProblem("bad_line", "the type of '" + std::string(name) + "' is no text");
      line.variables[std::string(name)].type = parse_type(std::string(type.get_string()));
    }
  if (values && values->is_object())
    for (const auto& [key, value] : values->get_object()) {
      const std::string name(key);
      const auto variable = line.variables.find(name);
      if (variable == line.variables.end()) throw LineProblem("no_type", "the variable '" + name + "' has no type in \"types\"");
      variable->second.value = value_of(name, value, variable->second.type);
    }
}

void read_expected(const json::object& object, ExprLine& line) {
  if (const json::value* all = object.if_contains("all_decimal")) line.expected.decimal_division = all->is_bool() && all->get_bool();
  const json::value* want = object.if_contains("want");
  if (!want || want->is_null()) return;
  if (!want->is_string()) throw LineProblem("bad_line", "\"want\" is \"condition\" or a type");
  const std::string word(want->get_string());
  line.expected.want = word == "condition" ? lang::Expected::Want::condition : lang::Expected::Want::exactly;
  if (word != "condition") line.expected.type = parse_type(word);
}

}  // namespace

ExprLine parse_expr_line(const std::string& text, base::Day today) {
  boost::system::error_code error;
  json::parse_options options;
  options.max_depth = 64;
  const json::value parsed = json::parse(text, error, {}, options);
  if (error) throw LineProblem("bad_json", "the line is no JSON: " + error.message());
  if (!parsed.is_object()) throw LineProblem("bad_line", "the line is no JSON object with \"expr\"");
  const json::object& object = parsed.get_object();
  const json::value* expression = object.if_contains("expr");
  if (!expression || !expression->is_string()) throw LineProblem("bad_line", "\"expr\" is missing or no text");
  ExprLine line;
  line.expression = std::string(expression->get_string());
  line.today = today;
  if (const json::value* given = object.if_contains("today"); given && !given->is_null()) {
    const auto day = given->is_string() ? base::parse_day(std::string(given->get_string())) : std::nullopt;
    if (!day) throw LineProblem("bad_value", "\"today\" is a day, written as 2026-03-08");
    line.today = *day;
  }
  read_variables(object, line);
  read_expected(object, line);
  return line;
}

}  // namespace halfsky::cli
