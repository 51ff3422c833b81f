// The variables of a line of `halfsky expr`, as the three sides of the expression language want them: names for the checker,
// a world for the evaluator, columns for the SQL reading.
#pragma once

#include <string>
#include <vector>

#include "cli/expr_line.hpp"
#include "lang/expr/expression.hpp"

namespace halfsky::cli {

class LineNames final : public lang::Names {
 public:
  explicit LineNames(const ExprLine& line) : line_(line) {}
  std::optional<lang::Binding> name(std::string_view name) const override;
  std::optional<lang::Binding> member(const lang::Type&, std::string_view) const override { return std::nullopt; }
  std::vector<std::string> names() const override;
  std::vector<std::string> members(const lang::Type&) const override { return {}; }

 private:
  const ExprLine& line_;
};

// Working days are Monday to Friday: no calendar of holidays is at hand here.
class LineWorld final : public lang::World {
 public:
  explicit LineWorld(const ExprLine& line) : line_(line) {}
  lang::Value variable(const lang::Binding& binding) override;
  lang::Value member(const lang::Value*, const lang::Type&, const lang::Binding&) override { return lang::Value::null(); }
  std::vector<lang::Value> back(const lang::Value*, const lang::Type&, const lang::Binding&) override { return {}; }
  lang::Value today() override { return lang::Value::date(line_.today); }
  int64_t add_working_days(int64_t day, int64_t count) override;
  int64_t working_days(int64_t from, int64_t to) override;
  lang::Value ask(const lang::Node&, const std::vector<lang::Value>&) override { return lang::Value::null(); }
  lang::Value slice(const lang::Node&, const std::vector<lang::Value>&) override { return lang::Value::null(); }

 private:
  const ExprLine& line_;
};

// The variables stand as columns of a row `v`.
class LineColumns final : public lang::SqlNames {
 public:
  LineColumns(const ExprLine& line, lang::SqlDialect dialect) : line_(line), sqlite_(dialect == lang::SqlDialect::sqlite) {}
  std::string column(const lang::Node& node) const override;
  std::string rows(const lang::Node&, const std::string&) const override { return {}; }
  std::string today() const override { return std::to_string(line_.today); }
  std::string sureness(const lang::Node& node) const override { return column(node) + "s"; }
  std::string list(const lang::Node& node, const std::string& alias) const override;
  std::string working_days(const std::string& from, const std::string& to) const override;
  std::string add_working_days(const std::string& day, const std::string& count) const override;

  std::string cells() const;   // "… as x0, … as x1": the columns of a row of v

 private:
  std::string cell(const lang::Value& value, const lang::Type& type) const;
  std::string weekdays_up_to(const std::string& day) const;
  std::string least(const std::string& a, const std::string& b) const { return std::string(sqlite_ ? "min(" : "least(") + a + ", " + b + ")"; }

  const ExprLine& line_;
  bool sqlite_;
};

// The value that a database gave for an expression of this type: a null, a number, a text. A tally's sureness comes apart.
lang::Value value_of_cell(const boost::json::value& cell, const lang::Type& type);

}  // namespace halfsky::cli
