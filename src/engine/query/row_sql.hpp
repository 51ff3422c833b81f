// Expressions on records of a checked pack at run time: what names mean in a filter that somebody typed, and what a path becomes in SQL
// over the type's table.
#pragma once

#include <functional>
#include <string>

#include "engine/site.hpp"

namespace halfsky::engine {

// Names around a record of `type`: its fields, org, entered, stage, reached, back names.
class FilterNames : public lang::Names {
 public:
  FilterNames(const lang::Packs& packs, const lang::RecordType& type) : packs_(packs), type_(type) {}
  std::optional<lang::Binding> name(std::string_view name) const override;
  std::optional<lang::Binding> member(const lang::Type& of, std::string_view name) const override;
  std::vector<std::string> names() const override;
  std::vector<std::string> members(const lang::Type& of) const override;

 private:
  std::optional<lang::Binding> of_record(const lang::RecordType& type, std::string_view name) const;
  const lang::Packs& packs_;
  const lang::RecordType& type_;
};

// Columns of the type's table under an alias. Paths through a ref become a subselect by (county, id).
class RowSql : public lang::SqlNames {
 public:
  // Which rows of a type, under an alias, a path may go on to: a condition in SQL, without parameters.
  using Guard = std::function<std::string(const lang::RecordType& type, const std::string& alias)>;

  RowSql(const Site& site, const lang::RecordType& type, std::string alias, base::Day today, lang::SqlDialect dialect, Guard guard = {})
      : site_(site), type_(type), alias_(std::move(alias)), today_(today), dialect_(dialect), guard_(std::move(guard)) {}
  std::string column(const lang::Node& node) const override;
  std::string rows(const lang::Node& node, const std::string& alias) const override;
  std::string today() const override { return std::to_string(today_); }
  std::string sureness(const lang::Node& node) const override;
  std::string encrypted_equal(const lang::Node& field, const lang::Node& other) const override;

 private:
  std::string guarded(const lang::RecordType& type, const std::string& alias) const;
  std::string part(const std::string& alias, const lang::Binding& binding, bool sureness) const;
  std::string base_of(const lang::Node& node, const lang::RecordType** type) const;   // alias of the row before the dot
  const Site& site_;
  const lang::RecordType& type_;
  std::string alias_;
  base::Day today_;
  lang::SqlDialect dialect_;
  Guard guard_;
};

// The type of a system name: org, entered, stage.
std::optional<lang::Binding> system_binding(const lang::RecordType& type, std::string_view name);

}  // namespace halfsky::engine
