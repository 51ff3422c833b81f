// Text with formulas in braces, and the names that formulas know.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lang/expr/expression.hpp"
#include "lang/source/tree.hpp"

namespace halfsky::app::demo {

// What formulas of a block may name.
class FormulaNames final : public lang::Names {
 public:
  FormulaNames();
  void add(const std::string& name, const lang::Type& type) { types_[name] = type; }
  std::optional<lang::Binding> name(std::string_view name) const override;
  std::optional<lang::Binding> member(const lang::Type&, std::string_view) const override { return std::nullopt; }
  std::vector<std::string> names() const override;
  std::vector<std::string> members(const lang::Type&) const override { return {}; }

 private:
  std::map<std::string, lang::Type, std::less<>> types_;
};

// What they hold for one item. Working days are Monday to Friday.
class FormulaWorld final : public lang::World {
 public:
  explicit FormulaWorld(int64_t today) : today_(today) {}
  void set(const std::string& name, lang::Value value) { values_[name] = std::move(value); }
  lang::Value variable(const lang::Binding& binding) override;
  lang::Value member(const lang::Value*, const lang::Type&, const lang::Binding&) override { return lang::Value::null(); }
  std::vector<lang::Value> back(const lang::Value*, const lang::Type&, const lang::Binding&) override { return {}; }
  lang::Value today() override { return lang::Value::date(today_); }
  int64_t add_working_days(int64_t day, int64_t count) override;
  int64_t working_days(int64_t from, int64_t to) override;
  lang::Value ask(const lang::Node&, const std::vector<lang::Value>&) override { return lang::Value::null(); }
  lang::Value slice(const lang::Node&, const std::vector<lang::Value>&) override { return lang::Value::null(); }

 private:
  int64_t today_;
  std::map<std::string, lang::Value> values_;
};

// "荷塘第{n + 1}村".
class Text {
 public:
  Text() = default;
  // Problems of its formulas are appended to `out` at their places.
  Text(const lang::source::Node& node, const lang::Names& names, lang::Diagnostics& out);

  bool given() const { return !parts_.empty(); }
  // As a person would type it; what is null is nothing.
  std::string read(FormulaWorld& world) const;

 private:
  struct Part { std::string plain; lang::ExpressionPtr formula; };
  std::vector<Part> parts_;
};

// A formula that stands by itself, without braces.
lang::ExpressionPtr formula_of(const lang::source::Node& node, const lang::Names& names, lang::Diagnostics& out);

}  // namespace halfsky::app::demo
