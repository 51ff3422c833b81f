// Variables as names, world and columns.
#include "cli/expr_world.hpp"

#include <algorithm>
#include <iterator>

namespace halfsky::cli {
namespace {

using lang::Binding;
using lang::Kind;
using lang::Type;
using lang::Value;

// Days counted from a Monday long before the year 1, so that all are positive.
constexpr int64_t kMondayShift = 3 + 7 * 200'000;   // 1970-01-01 was a Thursday

int64_t weekdays_up_to(int64_t day) {
  const int64_t shifted = day + kMondayShift;
  return 5 * (shifted / 7) + std::min<int64_t>(shifted % 7 + 1, 5);
}

std::string quoted(const std::string& text) {
  std::string result = "'";
  for (char c : text) {
    if (c == '\'') result += '\'';
    result += c;
  }
  return result + "'";
}

}  // namespace

std::optional<Binding> LineNames::name(std::string_view name) const {
  const auto variable = line_.variables.find(name);
  if (variable == line_.variables.end()) return std::nullopt;
  Binding binding;
  binding.type = variable->second.type;
  binding.key = variable->first;
  return binding;
}

std::vector<std::string> LineNames::names() const {
  std::vector<std::string> names = {"today"};
  for (const auto& [name, variable] : line_.variables) names.push_back(name);
  return names;
}

Value LineWorld::variable(const Binding& binding) { return line_.variables.find(binding.key)->second.value; }

int64_t LineWorld::working_days(int64_t from, int64_t to) { return weekdays_up_to(to) - weekdays_up_to(from); }

int64_t LineWorld::add_working_days(int64_t day, int64_t count) {
  if (count == 0) return day;
  const int64_t place = (count > 0 ? weekdays_up_to(day) + count : weekdays_up_to(day - 1) + count + 1) - 1;
  return 7 * (place / 5) + place % 5 - kMondayShift;
}

// Columns are numbered: a variable's name may be anything.
std::string LineColumns::column(const lang::Node& node) const {
  return "v.x" + std::to_string(std::distance(line_.variables.begin(), line_.variables.find(node.binding.key)));
}

std::string LineColumns::cell(const Value& value, const Type& type) const {
  const bool is_text = type.kind == Kind::text || type.kind == Kind::choice || type.kind == Kind::choices || (type.kind == Kind::ref && type.target != "core.org");
  const std::string cast = sqlite_ ? "" : is_text ? "::text" : "::bigint";
  if (value.is_null()) return "null" + cast;
  if (type.kind == Kind::list) return "1" + cast;
  if (type.kind == Kind::choices) {
    std::string codes = "|";
    for (const auto& item : *value.items) codes += item.text + "|";
    return quoted(codes) + cast;
  }
  return (is_text ? quoted(value.text) : "(" + std::to_string(value.number) + ")") + cast;
}

std::string LineColumns::cells() const {
  std::string cells = "1 as one";
  size_t place = 0;
  for (const auto& [name, variable] : line_.variables) {
    const std::string name_of_column = "x" + std::to_string(place++);
    cells += ", " + cell(variable.value, variable.type) + " as " + name_of_column;
    if (variable.type.kind == Kind::tally) cells += ", " + std::to_string(variable.value.extra) + " as " + name_of_column + "s";
  }
  return cells;
}

std::string LineColumns::list(const lang::Node& node, const std::string& alias) const {
  const auto& variable = line_.variables.find(node.binding.key)->second;
  const Type& element = *variable.type.element;
  const bool tallies = element.kind == Kind::tally;
  std::string values;
  int place = 0;
  for (const auto& item : variable.value.items ? *variable.value.items : std::vector<Value>()) {
    values += std::string(place == 0 ? "(" : ", (") + std::to_string(place + 1) + ", " + cell(item, element) + (tallies ? ", " + std::to_string(item.extra) : "") + ")";
    ++place;
  }
  if (values.empty()) return "from (select 0 as n, " + cell(Value::null(), element) + " as v, 0 as s where 0 = 1) as " + alias;
  return "from (select column1 as n, column2 as v" + std::string(tallies ? ", column3 as s" : "") + " from (values " + values + ") as q) as " + alias;
}

std::string LineColumns::weekdays_up_to(const std::string& day) const {
  const std::string shifted = "(" + day + " + " + std::to_string(kMondayShift) + ")";
  return "(5 * (" + shifted + " / 7) + " + least(shifted + " % 7 + 1", "5") + ")";
}

std::string LineColumns::working_days(const std::string& from, const std::string& to) const { return "(" + weekdays_up_to(to) + " - " + weekdays_up_to(from) + ")"; }

std::string LineColumns::add_working_days(const std::string& day, const std::string& count) const {
  const std::string most = "4000000", n = "(" + count + ")";   // more than all days there are
  const std::string place = "(case when " + n + " > 0 then " + weekdays_up_to(day) + " + " + n + " - 1 else " + weekdays_up_to("(" + day + " - 1)") + " + " + n + " end)";
  const std::string moved = "(7 * (" + place + " / 5) + " + place + " % 5 - " + std::to_string(kMondayShift) + ")";
  const std::string result = "case when " + n + " = 0 then " + day + " when " + moved + " between " + std::to_string(base::kDayMin) + " and " + std::to_string(base::kDayMax) + " then " + moved + " end";
  return "case when " + n + " between -" + most + " and " + most + " then " + result + " end";
}

Value value_of_cell(const boost::json::value& cell, const Type& type) {
  if (cell.is_null()) return Value::null();
  switch (type.kind) {
    case Kind::flag: return Value::flag(cell.is_bool() ? cell.get_bool() : cell.as_int64() != 0);
    case Kind::text: return Value::string(std::string(cell.as_string()));
    case Kind::choice: return Value::choice(std::string(cell.as_string()));
    case Kind::ref: return cell.is_int64() ? Value::org(cell.get_int64()) : Value::record(std::string(cell.as_string()));
    case Kind::list: {
      std::vector<Value> items;
      const boost::json::value parsed = boost::json::parse(std::string(cell.as_string()));
      for (const auto& item : parsed.as_array()) items.push_back(value_of_cell(item, type.element ? *type.element : Type()));
      return Value::list(std::move(items));
    }
    case Kind::choices: {
      std::vector<Value> items;
      std::string code;
      for (char c : cell.as_string()) {
        if (c != '|') { code += c; continue; }
        if (!code.empty()) items.push_back(Value::choice(code));
        code.clear();
      }
      return Value::list(std::move(items), Kind::choices);
    }
    default: break;
  }
  if (type.kind != Kind::tally || !cell.is_array()) return {type.kind, cell.as_int64(), 0, {}, {}};
  const auto& pair = cell.get_array();   // in a list: number and sureness
  return pair[0].is_null() ? Value::null() : Value::tally(pair[0].as_int64(), lang::Sureness(pair[1].as_int64()));
}

}  // namespace halfsky::cli
