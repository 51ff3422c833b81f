// Making expressions: each function gives the text of one that the checker accepts as its type.
#include "expressions/generator.hpp"

#include "base/decimal.hpp"

namespace halfsky::testing {
namespace {

using lang::Kind;
using lang::Sureness;
using lang::Type;
using lang::Value;

const std::vector<std::pair<std::string, std::string>>& variable_types() {
  static const std::vector<std::pair<std::string, std::string>> types = {
      {"i", "int"}, {"j", "int"}, {"d", "decimal"}, {"e", "decimal"}, {"m", "money"}, {"p", "money"}, {"t", "tally"}, {"u", "tally"}, {"day", "date"}, {"day2", "date"},
      {"at", "time"}, {"at2", "time"}, {"f", "flag"}, {"g", "flag"}, {"s", "text"}, {"s2", "text"}, {"c", "choice(a|b|c)"}, {"c2", "choice(a|b|c)"}, {"cs", "choices(a|b|c)"},
      {"is", "list(int)"}, {"ds", "list(decimal)"}, {"ms", "list(money)"}, {"ts", "list(tally)"}, {"days_", "list(date)"}, {"fs", "list(flag)"}, {"ss", "list(text)"}};
  return types;
}

std::string list_variable(Kind element) {
  switch (element) {
    case Kind::int_: return "is";
    case Kind::decimal: return "ds";
    case Kind::money: return "ms";
    case Kind::tally: return "ts";
    case Kind::date: return "days_";
    case Kind::flag: return "fs";
    default: return "ss";
  }
}

const std::vector<std::string>& texts() {
  static const std::vector<std::string> known = {"", "a", "b", "ab", "ba", "é", "中", "中文", "🌿", "a🌿", "%", "_", "|", "\\", "'", "\"", "A", "11010519491231002X", "\uffee"};
  return known;
}

std::string quoted(const std::string& text) {
  std::string result = "'";
  for (char c : text) {
    if (c == '\'' || c == '\\') result += '\\';
    result += c;
  }
  return result + "'";
}

}  // namespace

// Small numbers, and those around which something breaks.
int64_t Generator::number(int64_t scale) {
  static const std::vector<int64_t> edges = {INT64_MAX, INT64_MIN, INT64_MIN + 1, INT64_MAX - 1, INT64_MAX / 10'000, INT64_MAX / 10'000 + 1, INT64_MIN / 10'000, INT64_MAX / 2, 3'037'000'499, 3'037'000'500,
                                             4'294'967'296, 2'147'483'647, -2'147'483'648, 9'007'199'254'740'993, 100'000'000'000'000, 100'000'000'000'001, -100'000'000'000'000, 1'000'000'000, 5'000, -5'000, 9'999, 10'000};
  switch (below(8)) {
    case 0: return pick(edges);
    case 1: return int64_t(random_()) >> below(63);
    case 2: return int64_t(below(100'000)) - 50'000;
    case 3: return scale * (int64_t(below(21)) - 10);
    default: return int64_t(below(15)) - 7;
  }
}

Value Generator::value(const Type& type) {
  if (type.kind == Kind::list) {
    std::vector<Value> items;
    for (size_t count = below(5); count > 0; --count) items.push_back(value(*type.element));
    return one_in(12) ? Value::null() : Value::list(std::move(items));
  }
  if (one_in(7)) return Value::null();
  switch (type.kind) {
    case Kind::int_: return Value::integer(number(1));
    case Kind::decimal: return Value::decimal(number(10'000));
    case Kind::money: return Value::money(number(100));
    case Kind::tally: return Value::tally(number(1), Sureness(below(3)));
    case Kind::flag: return Value::flag(one_in(2));
    case Kind::text: return Value::string(pick(texts()));
    case Kind::choice: return Value::choice(pick(std::vector<std::string>{"a", "b", "c"}));
    case Kind::date: {
      static const std::vector<std::string> edges = {"0001-01-01", "9999-12-31", "2024-02-29", "2023-02-28", "2000-01-31", "1970-01-01", "1969-12-31", "1900-03-01", "2026-11-24", "0004-02-29"};
      if (one_in(2)) return Value::date(*base::parse_day(pick(edges)));
      return Value::date(int64_t(below(3'652'059)) + base::kDayMin);
    }
    case Kind::time: return Value::time(one_in(2) ? int64_t(below(60'000'000)) - 30'000'000 : (int64_t(below(3'652'059)) + base::kDayMin) * 1440 + int64_t(below(1440)));
    case Kind::choices: {
      std::vector<Value> items;
      for (const char* code : {"a", "b", "c"})
        if (one_in(2)) items.push_back(Value::choice(code));
      return items.empty() ? Value::null() : Value::list(std::move(items), Kind::choices);
    }
    default: return Value::null();
  }
}

std::string Generator::literal(Kind kind) {
  switch (kind) {
    case Kind::int_: return std::to_string(number(1));
    case Kind::decimal: {
      const std::string plain = base::format_scaled(number(10'000), 10'000, 4);
      return plain == "-922337203685477.5808" ? "0.5" : plain;
    }
    case Kind::flag: return one_in(2) ? "true" : "false";
    case Kind::text: return quoted(pick(texts()));
    case Kind::choice: return pick(std::vector<std::string>{"'a'", "'b'", "'c'"});
    case Kind::money: return "yuan(" + literal(one_in(2) ? Kind::int_ : Kind::decimal) + ")";
    default: return "null";
  }
}

std::string Generator::variable(Kind kind) {
  std::vector<std::string> known;
  for (const auto& element : elements_)
    if (element.kind == kind) known.insert(known.end(), 4, element.name);   // an element is what is most wanted inside of its macro
  for (const auto& [name, type] : variable_types())
    if (cli::parse_type(type).kind == kind && name != "cs") known.push_back(name);
  return pick(known);
}

std::string Generator::any(Kind kind, int depth) {
  switch (kind) {
    case Kind::int_: return whole(depth);
    case Kind::decimal: return decimal(depth);
    case Kind::money: return money(depth);
    case Kind::tally: return tally(depth);
    case Kind::date: return date(depth);
    case Kind::time: return time(depth);
    case Kind::flag: return flag(depth);
    case Kind::choice: return choice(depth);
    default: return text(depth);
  }
}

std::string Generator::condition_of(Kind kind, int depth) { return "(" + flag(depth) + " ? " + any(kind, depth) + " : " + (one_in(8) ? "null" : any(kind, depth)) + ")"; }

std::string Generator::whole(int depth) {
  if (depth <= 0) return one_in(2) ? literal(Kind::int_) : variable(Kind::int_);
  const int d = depth - 1;
  switch (below(14)) {
    case 0: return "(" + whole(d) + " + " + whole(d) + ")";
    case 1: return "(" + whole(d) + " - " + whole(d) + ")";
    case 2: return "(" + whole(d) + " * " + whole(d) + ")";
    case 3: return "(" + whole(d) + " / " + whole(d) + ")";
    case 4: return "(" + whole(d) + " % " + whole(d) + ")";
    case 5: return "(-" + whole(d) + ")";
    case 6: return pick(std::vector<std::string>{"min", "max"}) + "(" + whole(d) + ", " + whole(d) + ")";
    case 7: return pick(std::vector<std::string>{"round", "floor", "ceil"}) + "(" + decimal(d) + ")";
    case 8: return pick(std::vector<std::string>{"year", "month"}) + "(" + date(d) + ")";
    case 9: return pick(std::vector<std::string>{"days_between", "age_at", "working_days"}) + "(" + date(d) + ", " + date(d) + ")";
    case 10: return one_in(2) ? text(d) + ".size()" : list(pick(std::vector<Kind>{Kind::int_, Kind::text, Kind::flag}), d) + ".size()";
    case 11: return over_list("count", pick(std::vector<Kind>{Kind::int_, Kind::decimal, Kind::text, Kind::flag, Kind::date}), Kind::flag, d);
    case 12: return over_list(pick(std::vector<std::string>{"sum", "min", "max"}), pick(std::vector<Kind>{Kind::int_, Kind::text}), Kind::int_, d);
    default: return one_in(2) ? condition_of(Kind::int_, d) : "abs(" + whole(d) + ")";
  }
}

std::string Generator::decimal(int depth) {
  if (depth <= 0) return one_in(2) ? literal(Kind::decimal) : variable(Kind::decimal);
  const int d = depth - 1;
  const auto number = [&] { return one_in(4) ? whole(d) : decimal(d); };
  switch (below(10)) {
    case 0: return "(" + decimal(d) + " + " + number() + ")";
    case 1: return "(" + number() + " - " + decimal(d) + ")";
    case 2: return "(" + decimal(d) + " * " + number() + ")";
    case 3: case 4: return one_in(2) ? "(" + decimal(d) + " / " + number() + ")" : "(" + number() + " / " + decimal(d) + ")";
    case 5: return "(" + money(d) + " / " + money(d) + ")";
    case 6: return "max(" + decimal(d) + ", " + number() + ", " + decimal(d) + ")";
    case 7: return over_list(pick(std::vector<std::string>{"sum", "min", "max"}), pick(std::vector<Kind>{Kind::decimal, Kind::money}), Kind::decimal, d);
    case 8: return "(-" + decimal(d) + ")";
    default: return condition_of(Kind::decimal, d);
  }
}

std::string Generator::money(int depth) {
  if (depth <= 0) return one_in(3) ? literal(Kind::money) : variable(Kind::money);
  const int d = depth - 1;
  switch (below(9)) {
    case 0: return "(" + money(d) + " + " + money(d) + ")";
    case 1: return "(" + money(d) + " - " + money(d) + ")";
    case 2: return "(" + money(d) + " * " + (one_in(2) ? whole(d) : decimal(d)) + ")";
    case 3: return "(" + (one_in(2) ? whole(d) : decimal(d)) + " * " + money(d) + ")";
    case 4: return "(" + money(d) + " / " + (one_in(2) ? whole(d) : decimal(d)) + ")";
    case 5: return "yuan(" + (one_in(2) ? whole(d) : decimal(d)) + ")";
    case 6: return over_list(pick(std::vector<std::string>{"sum", "min", "max"}), Kind::money, Kind::money, d);
    case 7: return "abs(" + money(d) + ")";
    default: return condition_of(Kind::money, d);
  }
}

std::string Generator::tally(int depth) {
  if (depth <= 0) return variable(Kind::tally);
  const int d = depth - 1;
  switch (below(7)) {
    case 0: return "(" + tally(d) + " + " + (one_in(2) ? whole(d) : tally(d)) + ")";
    case 1: return "(" + (one_in(2) ? whole(d) : tally(d)) + " - " + tally(d) + ")";
    case 2: return "(" + tally(d) + " * " + tally(d) + ")";
    case 3: return "max(" + tally(d) + ", " + whole(d) + ")";
    case 4: return over_list(pick(std::vector<std::string>{"sum", "min", "max"}), Kind::tally, Kind::tally, d);
    case 5: return "(" + tally(d) + " / " + tally(d) + ")";
    default: return condition_of(Kind::tally, d);
  }
}

std::string Generator::span(int depth) {
  const std::string unit = pick(std::vector<std::string>{"days", "months", "years"});
  const std::string count = one_in(3) ? whole(depth) : std::to_string(int64_t(below(60)) - 30);
  if (one_in(6)) return "(" + flag(depth) + " ? " + span(0) + " : " + (one_in(4) ? "null" : span(0)) + ")";
  return one_in(8) ? "-" + unit + "(" + count + ")" : unit + "(" + count + ")";
}

std::string Generator::date(int depth) {
  if (depth <= 0) return one_in(10) ? "today" : variable(Kind::date);
  const int d = depth - 1;
  switch (below(6)) {
    case 0: case 1: return "(" + date(d) + (one_in(2) ? " + " : " - ") + span(d) + ")";
    case 2: return "add_working_days(" + date(d) + ", " + (one_in(3) ? whole(d) : std::to_string(int64_t(below(40)) - 20)) + ")";
    case 3: return over_list(pick(std::vector<std::string>{"min", "max"}), Kind::date, Kind::date, d);
    case 4: return "min(" + date(d) + ", " + date(d) + ")";
    default: return condition_of(Kind::date, d);
  }
}

std::string Generator::time(int depth) {
  if (depth <= 0) return variable(Kind::time);
  const int d = depth - 1;
  if (one_in(4)) return condition_of(Kind::time, d);
  return "(" + time(d) + (one_in(2) ? " + " : " - ") + span(d) + ")";
}

std::string Generator::text(int depth) {
  if (depth <= 0) return one_in(2) ? literal(Kind::text) : variable(Kind::text);
  const int d = depth - 1;
  if (one_in(3)) return condition_of(Kind::text, d);
  return "(" + text(d) + " + " + text(d) + ")";
}

std::string Generator::choice(int depth) {
  if (depth <= 0 || one_in(2)) return variable(Kind::choice);
  return "(" + flag(depth - 1) + " ? " + variable(Kind::choice) + " : " + literal(Kind::choice) + ")";
}

std::string Generator::comparison(int depth) {
  const Kind kind = pick(std::vector<Kind>{Kind::int_, Kind::int_, Kind::decimal, Kind::money, Kind::date, Kind::time, Kind::text, Kind::choice, Kind::flag, Kind::tally});
  const bool ordered = kind != Kind::choice && kind != Kind::flag;
  const std::string sign = ordered ? pick(std::vector<std::string>{"==", "!=", "<", "<=", ">", ">="}) : pick(std::vector<std::string>{"==", "!="});
  const std::string left = any(kind, depth);
  if (one_in(8)) return "(" + left + (one_in(2) ? " == null)" : " != null)");
  const bool mixed = kind == Kind::decimal && one_in(3);
  return "(" + left + " " + sign + " " + any(mixed ? Kind::int_ : kind, depth) + ")";
}

std::string Generator::flag(int depth) {
  if (depth <= 0) return one_in(4) ? literal(Kind::flag) : variable(Kind::flag);
  const int d = depth - 1;
  switch (below(12)) {
    case 0: return "(" + flag(d) + " && " + flag(d) + ")";
    case 1: return "(" + flag(d) + " || " + flag(d) + ")";
    case 2: return "(!" + flag(d) + ")";
    case 3: return over_list(pick(std::vector<std::string>{"exists", "all", "exists_one"}), pick(std::vector<Kind>{Kind::int_, Kind::decimal, Kind::text, Kind::flag, Kind::date}), Kind::flag, d);
    case 4: {
      const Kind kind = pick(std::vector<Kind>{Kind::int_, Kind::decimal, Kind::text, Kind::date, Kind::flag});
      return "(" + any(kind, d) + " in " + list(kind, d) + ")";
    }
    case 5: return "(" + choice(d) + " in " + (one_in(2) ? "cs" : "['a', " + literal(Kind::choice) + ", null]") + ")";
    case 6: return text(d) + pick(std::vector<std::string>{".contains(", ".startsWith(", ".endsWith("}) + text(d) + ")";
    case 7: return one_in(2) ? condition_of(Kind::flag, d) : "id_card_ok(" + text(d) + ")";
    case 8: return "cs." + pick(std::vector<std::string>{"exists", "all"}) + "(k, k == " + choice(d) + ")";
    default: return comparison(d);
  }
}

std::string Generator::list(Kind element, int depth) {
  if (depth <= 0 || one_in(3)) return list_variable(element);
  const int d = depth - 1;
  switch (below(4)) {
    case 0: {
      std::string items;
      for (size_t count = below(4) + 1; count > 0; --count) items += (items.empty() ? "" : ", ") + (one_in(8) ? "null" : any(element, d));
      return "[" + items + ", " + any(element, 0) + "]";
    }
    case 1: return over_list("filter", element, Kind::flag, d);
    case 2: return over_list("map", pick(std::vector<Kind>{Kind::int_, Kind::text}), element, d);
    default: return "(" + flag(d) + " ? " + list(element, d) + " : " + list(element, d) + ")";
  }
}

std::string Generator::over_list(const std::string& macro, Kind element, Kind body, int depth) {
  const std::string source = list(element, depth - 1);
  const std::string name = "x" + std::to_string(elements_.size());
  elements_.push_back({name, element});
  const std::string inner = any(body, depth);
  elements_.pop_back();
  return source + "." + macro + "(" + name + ", " + inner + ")";
}

Sample Generator::sample(size_t rows) {
  Sample made;
  const Kind kind = pick(std::vector<Kind>{Kind::flag, Kind::flag, Kind::int_, Kind::int_, Kind::decimal, Kind::decimal, Kind::money, Kind::tally, Kind::date, Kind::time, Kind::text, Kind::choice, Kind::list});
  const int depth = int(below(4)) + 1;
  made.expression = kind == Kind::list ? list(pick(std::vector<Kind>{Kind::int_, Kind::decimal, Kind::text, Kind::flag, Kind::tally}), depth) : any(kind, depth);
  for (size_t r = 0; r < rows; ++r) {
    cli::ExprLine line;
    line.expression = made.expression;
    line.today = 20'781;
    for (const auto& [name, type] : variable_types()) {
      auto& variable = line.variables[name];
      variable.type = cli::parse_type(type);
      variable.value = r > 0 && variable.type.kind == Kind::list ? made.rows[0].variables[name].value : value(variable.type);
    }
    made.rows.push_back(std::move(line));
  }
  return made;
}

}  // namespace halfsky::testing
