// Bindings and columns.
#include "engine/query/row_sql.hpp"

#include <fmt/format.h>

namespace halfsky::engine {

using lang::Binding;
using lang::Kind;
using lang::Node;
using lang::Type;
using How = lang::Binding::How;

std::optional<Binding> system_binding(const lang::RecordType& type, std::string_view name) {
  if (name == "org") return Binding{How::system, Type::ref_to("core.org"), "org", nullptr, &type};
  if (name == "entered") return Binding{How::system, Type::of(Kind::date), "entered", nullptr, &type};
  if (name == "stage" && type.stage_codes) return Binding{How::system, Type::choice_of(type.stage_codes), "stage", nullptr, &type};
  if (name == "reached" && type.stage_codes) return Binding{How::scope, Type{Kind::scope, "reached", type.stage_codes, {}}, "reached", nullptr, &type};
  return std::nullopt;
}

std::optional<Binding> FilterNames::of_record(const lang::RecordType& type, std::string_view name) const {
  if (const lang::Field* field = type.field(name)) return Binding{How::field, field->type, std::string(name), field, &type};
  if (auto binding = system_binding(type, name)) return binding;
  if (const auto* back = type.back(name)) return Binding{How::back, Type::list_of(Type::ref_to(back->type->name)), std::string(name), back->ref, back->type};
  if (type.is_org && lang::level_of(name)) return Binding{How::level, Type::ref_to("core.org"), std::string(name), nullptr, &type};
  return std::nullopt;
}

std::optional<Binding> FilterNames::name(std::string_view name) const { return of_record(type_, name); }

std::optional<Binding> FilterNames::member(const Type& of, std::string_view name) const {
  if (of.kind == Kind::ref) {
    const lang::RecordType* type = packs_.record_type(of.target);
    return type ? of_record(*type, name) : std::nullopt;
  }
  if (of.kind == Kind::scope && of.target == "reached" && of.codes && of.codes->find(std::string(name)))
    return Binding{How::reached, Type::of(Kind::date), std::string(name), nullptr, nullptr};
  if (of.kind == Kind::consent) {
    if (name == "given") return Binding{How::part, Type::of(Kind::flag), "given", nullptr, nullptr};
    if (name == "on" || name == "until") return Binding{How::part, Type::of(Kind::date), std::string(name), nullptr, nullptr};
  }
  return std::nullopt;
}

std::vector<std::string> FilterNames::names() const { return members(Type::ref_to(type_.name)); }

std::vector<std::string> FilterNames::members(const Type& of) const {
  std::vector<std::string> result = {"org", "entered", "stage", "reached"};
  if (const lang::RecordType* type = of.kind == Kind::ref ? packs_.record_type(of.target) : nullptr) {
    for (const auto& field : type->fields) result.push_back(field->id);
    for (const auto& back : type->backs) result.push_back(back.name);
  }
  return result;
}

std::string RowSql::part(const std::string& alias, const Binding& binding, bool sureness) const {
  const auto of = [&](const std::string& column) { return alias + "." + db::quote_name(column); };
  switch (binding.how) {
    case How::system: return of(binding.key);
    case How::reached: return of("reached_" + binding.key);
    case How::field: {
      if (binding.field->encrypted() || binding.field->is_on_reading) return "";
      if (sureness) return binding.field->type.kind == Kind::tally ? of(binding.field->id + "_sure") : "0";
      return of(binding.field->id);
    }
    default: return "";
  }
}

std::string RowSql::base_of(const Node& node, const lang::RecordType** type) const {
  const Node* base = node.args[0].get();
  if (base->op == Node::Op::element) {
    *type = site_.packs->record_type(base->type.target);
    return lang::sql_alias(base->slot);
  }
  if (base->op == Node::Op::name && base->binding.how == How::scope) {   // reached.paid
    *type = &type_;
    return alias_;
  }
  if (base->op == Node::Op::member && base->binding.how == How::scope) return base_of(*base, type);
  *type = nullptr;
  return "";
}

std::string RowSql::column(const Node& node) const {
  if (node.op == Node::Op::element) return lang::sql_alias(node.slot) + ".id";
  if (node.op == Node::Op::name) {
    if (node.binding.key == "this" && node.binding.how == How::variable) return alias_ + ".id";
    return part(alias_, node.binding, false);
  }
  if (node.op != Node::Op::member) return "";
  const lang::RecordType* type = nullptr;
  if (const std::string alias = base_of(node, &type); !alias.empty() && type) {
    if (node.binding.how == How::level) return "";
    return part(alias, node.binding, false);
  }
  const Node& base = *node.args[0];
  if (base.type.kind == Kind::consent && node.binding.how == How::part) {
    const std::string column = this->column(base);
    if (column.empty()) return "";
    if (node.binding.key == "given") return fmt::format("(case when {0} = 1 and coalesce({1}_until\", {2}) >= {2} then 1 else 0 end)", column, column.substr(0, column.size() - 1), today_);
    return column.substr(0, column.size() - 1) + "_" + node.binding.key + "\"";
  }
  if (base.type.kind != Kind::ref) return "";
  const std::string ref = column(base);
  if (ref.empty()) return "";
  const lang::RecordType* target = site_.packs->record_type(base.type.target);
  if (target == nullptr) return "";
  if (target->is_org) {
    if (node.binding.how == How::level)   // an ancestor's id is the org's with its last groups zero
      return fmt::format("(select o.id from org o where o.level = '{0}' and o.id in ({1}, {1} / 1000 * 1000, {1} / 1000000 * 1000000, {1} / 1000000000 * 1000000000, {1} / 1000000000000 * 1000000000000) limit 1)", node.binding.key, ref);
    const std::string name = node.binding.field ? node.binding.field->id : node.binding.key;
    if (name != "name" && name != "kind" && name != "level") return "";
    return fmt::format("(select nullif(o.{}, '') from org o where o.id = {})", name, ref);
  }
  const std::string there = guard_ ? "g" : "r";   // what guards has paths of its own in it
  const std::string inner = part(there, node.binding, false);
  if (inner.empty()) return "";
  return fmt::format("(select {0} from {1} {2} where {2}.county = {3}.county and {2}.id = {4}{5})", inner, site_.schema->table(*target).name(), there, alias_, ref, guarded(*target, there));
}

std::string RowSql::sureness(const Node& node) const {
  if (node.op == Node::Op::name) return part(alias_, node.binding, true);
  const lang::RecordType* type = nullptr;
  if (node.op == Node::Op::member)
    if (const std::string alias = base_of(node, &type); !alias.empty() && type) return part(alias, node.binding, true);
  return "";
}

std::string RowSql::rows(const Node& node, const std::string& alias) const {
  if (node.op != Node::Op::name || node.binding.how != How::back) return "";
  return fmt::format("from {0} {1} where {1}.county = {2}.county and {1}.{3} = {2}.id and {1}.struck_ = 0{4}", site_.schema->table(*node.binding.record).name(), alias, alias_,
                     db::quote_name(node.binding.field->id), guarded(*node.binding.record, alias));
}

std::string RowSql::guarded(const lang::RecordType& type, const std::string& alias) const { return guard_ ? " and " + guard_(type, alias) : ""; }

std::string RowSql::encrypted_equal(const Node& field, const Node& other) const {
  if (field.op != Node::Op::name || field.binding.how != How::field || other.op != Node::Op::literal) return "";
  const std::string column = alias_ + "." + db::quote_name(field.binding.field->id + "_blind");
  if (other.value.is_null()) return "(" + column + " is null)";
  const std::string hex = crypto::hex(site_.vault->blind(*field.binding.field, other.value));
  return dialect_ == lang::SqlDialect::sqlite ? fmt::format("coalesce({} = x'{}', 0)", column, hex) : fmt::format("coalesce({} = '\\x{}'::bytea, false)", column, hex);
}

}  // namespace halfsky::engine
