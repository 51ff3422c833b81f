// Pieces of SQL: literals, brackets, steps, and keeping a value within 64 bits.
#include <algorithm>
#include <limits>

#include "lang/expr/sql_emitter.hpp"

namespace halfsky::lang {
namespace {

constexpr size_t kMostSteps = 16;   // in one from: SQLite joins at most 64 tables
constexpr size_t kShortBytes = 80;

// May be written twice without a step: short, and no call or select in it.
bool is_short(const std::string& text) { return text.size() <= kShortBytes && text.find('(') == std::string::npos; }

std::vector<std::string> steps_of(const std::vector<const Sql*>& parts) {
  std::vector<std::string> steps;
  for (const Sql* part : parts)
    for (const auto& name : part->steps)
      if (std::find(steps.begin(), steps.end(), name) == steps.end()) steps.push_back(name);
  return steps;
}

std::string from_of(const std::vector<std::string>& steps) {
  std::string text;
  for (const auto& name : steps) text += (text.empty() ? " from " : ", ") + name;
  return text;
}

}  // namespace

std::string SqlEmitter::at_least(const Sql& sql, Sql::Grip grip) const { return sql.grip >= grip ? sql.text : "(" + sql.text + ")"; }

Sql SqlEmitter::joined(std::string text, Sql::Grip grip, const std::vector<const Sql*>& parts) {
  const Sql sql{std::move(text), grip, steps_of(parts), false};
  return sql.steps.size() > kMostSteps ? step(sql) : sql;
}

Sql SqlEmitter::step(const Sql& sql) {
  Sql made = columns("v", sql.text, {&sql});
  made.text += ".v";
  return made;
}

Sql SqlEmitter::columns(const std::string& names, const std::string& values, const std::vector<const Sql*>& parts) {
  const std::string name = "s" + std::to_string(next_step_++);
  blocks_.back().push_back(name + "(" + names + ") as materialized (select " + values + from_of(steps_of(parts)) + ")");
  return {name, Sql::Grip::atom, {name}, true};
}

std::string SqlEmitter::closed(const Sql& sql) {
  if (blocks_.back().empty()) return sql.text;
  std::string text;
  for (const auto& made : blocks_.back()) text += (text.empty() ? "(with " : ", ") + made;
  return text + " select " + sql.text + from_of(sql.steps) + ")";
}

Sql SqlEmitter::numeric(const Sql& sql) {
  if (sqlite_) return sql;
  return joined(at_least(sql, Sql::Grip::atom) + "::numeric", Sql::Grip::atom, {&sql});
}

// `wide` is a float (SQLite) or a numeric (PostgreSQL) where the result has more than 64 bits.
Sql SqlEmitter::fitting(const Sql& wide) {
  if (!sqlite_) return within_limits(wide, std::numeric_limits<int64_t>::min(), std::numeric_limits<int64_t>::max());
  const Sql value = is_short(wide.text) ? wide : step(wide);
  return joined("case when typeof(" + value.text + ") = 'integer' then " + value.text + " end", Sql::Grip::atom, {&value});
}

Sql SqlEmitter::within_limits(const Sql& wide, int64_t low, int64_t high) {
  const Sql value = is_short(wide.text) ? wide : step(wide);
  const std::string kept = sqlite_ ? value.text : at_least(value, Sql::Grip::atom) + "::bigint";
  return joined("case when " + at_least(value, Sql::Grip::sum) + " between " + number(low) + " and " + number(high) + " then " + kept + " end", Sql::Grip::atom, {&value});
}

std::string SqlEmitter::quoted(const std::string& text) const {
  std::string result = "'";
  for (char c : text) {
    if (c == '\'') result += '\'';
    result += c;
  }
  return result + "'";
}

std::string SqlEmitter::number(int64_t value) const {
  const std::string text = std::to_string(value);
  if (!sqlite_ && value == std::numeric_limits<int64_t>::min()) return "(" + text + ")::bigint";
  return value < 0 ? "(" + text + ")" : text;
}

std::string SqlEmitter::null_text(const Type& type) const {
  if (sqlite_) return "null";
  switch (type.kind) {
    case Kind::flag: return "null::boolean";
    case Kind::text: case Kind::choice: case Kind::choices: return "null::text";
    case Kind::ref: return "null";
    default: return "null::bigint";
  }
}

std::string SqlEmitter::truth(bool value) const { return sqlite_ ? (value ? "1" : "0") : (value ? "true" : "false"); }

}  // namespace halfsky::lang
