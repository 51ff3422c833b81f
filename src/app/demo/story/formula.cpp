// Formulas within text.
#include "app/demo/story/formula.hpp"

#include "base/day.hpp"
#include "base/decimal.hpp"

namespace halfsky::app::demo {

using lang::Kind;
using lang::Type;
using lang::Value;

namespace {

constexpr int kThursday = 3;   // day 0, 1970-01-01, counted from Monday

bool is_working(int64_t day) { return ((day + kThursday) % 7 + 7) % 7 < 5; }

std::string text_of(const Value& value, const Type& type) {
  if (value.is_null()) return "";
  switch (type.kind) {
    case Kind::flag: return value.is_true() ? "true" : "false";
    case Kind::int_: return std::to_string(value.number);
    case Kind::decimal: return base::format_scaled(value.number, base::kDecimalScale);
    case Kind::money: return base::format_scaled(value.number, base::kFenPerYuan);
    case Kind::date: return base::format_day(base::Day(value.number));
    default: return value.text;
  }
}

lang::ExpressionPtr compiled(const std::string& source, const lang::source::Node& node, int column, const lang::Names& names, lang::Diagnostics& out) {
  lang::Diagnostics found;
  auto expression = lang::compile(source, names, {}, found);
  for (auto& problem : found) out.push_back({node.place_of(column + problem.at.column - 1), problem.code, problem.message});
  return expression;
}

}  // namespace

FormulaNames::FormulaNames() {
  for (const char* name : {"n", "times", "chance"}) add(name, Type::of(Kind::int_));
  for (const char* name : {"woman", "man", "phone", "woman_number", "man_number", "org"}) add(name, Type::of(Kind::text));
  add("day", Type::of(Kind::date));
}

std::optional<lang::Binding> FormulaNames::name(std::string_view name) const {
  const auto found = types_.find(name);
  if (found == types_.end()) return std::nullopt;
  lang::Binding binding;
  binding.how = lang::Binding::How::variable;
  binding.type = found->second;
  binding.key = name;
  return binding;
}

std::vector<std::string> FormulaNames::names() const {
  std::vector<std::string> result;
  for (const auto& [name, type] : types_) result.push_back(name);
  return result;
}

Value FormulaWorld::variable(const lang::Binding& binding) {
  const auto found = values_.find(binding.key);
  return found == values_.end() ? Value::null() : found->second;
}

int64_t FormulaWorld::add_working_days(int64_t day, int64_t count) {
  const int64_t step = count < 0 ? -1 : 1;
  for (int64_t left = count * step; left > 0;) {
    day += step;
    if (is_working(day)) --left;
  }
  return day;
}

int64_t FormulaWorld::working_days(int64_t from, int64_t to) {
  int64_t count = 0;
  for (int64_t day = from; day <= to; ++day) count += is_working(day);
  return count;
}

Text::Text(const lang::source::Node& node, const lang::Names& names, lang::Diagnostics& out) {
  if (!node.is_scalar()) {
    out.push_back({node.at, "wrong_form", "a text is wanted here, with formulas in braces"});
    return;
  }
  const std::string& text = node.text;
  int column = 1;   // in code points
  const auto columns = [](std::string_view part) {
    int count = 0;
    for (const char c : part) count += (c & 0xC0) != 0x80;
    return count;
  };
  for (size_t at = 0; at < text.size();) {
    const size_t open = text.find('{', at);
    if (open != at) {
      parts_.push_back({text.substr(at, open == std::string::npos ? open : open - at), nullptr});
      column += columns(parts_.back().plain);
    }
    if (open == std::string::npos) break;
    const size_t close = text.find('}', open);
    if (close == std::string::npos) {
      out.push_back({node.place_of(column), "no_end", "the brace is not closed"});
      return;
    }
    const std::string source = text.substr(open + 1, close - open - 1);
    parts_.push_back({"", compiled(source, node, column + 1, names, out)});
    column += columns(source) + 2;
    at = close + 1;
  }
}

std::string Text::read(FormulaWorld& world) const {
  std::string result;
  for (const Part& part : parts_) result += part.formula ? text_of(lang::evaluate(*part.formula, world), part.formula->type()) : part.plain;
  return result;
}

lang::ExpressionPtr formula_of(const lang::source::Node& node, const lang::Names& names, lang::Diagnostics& out) {
  if (!node.is_scalar()) {
    out.push_back({node.at, "wrong_form", "a formula is wanted here"});
    return nullptr;
  }
  return compiled(node.text, node, 1, names, out);
}

}  // namespace halfsky::app::demo
