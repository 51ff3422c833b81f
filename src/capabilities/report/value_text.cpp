// By kind of the value's type.
#include "capabilities/report/value_text.hpp"

#include "capabilities/report/compile.hpp"
#include "engine/command/field_value.hpp"

namespace halfsky::report {

using lang::Kind;

namespace {

std::string title_of(const std::string& code, const lang::Type& type) {
  if (type.codes)
    for (const auto& each : type.codes->codes)
      if (each.id == code) return each.title;
  return code;
}

}  // namespace

std::string value_text(const engine::Site& site, const lang::Value& value, const lang::Type& type, const LabelOf& label_of) {
  if (value.is_null()) return "";
  switch (type.kind) {
    case Kind::ref: {
      if (value.text.empty()) {
        const auto orgs = site.orgs();
        const engine::Org* org = orgs->find(value.number);
        return org ? org->name : "";
      }
      const lang::RecordType* target = site.packs->record_type(type.target);
      return target ? label_of(*target, value.text) : "";
    }
    case Kind::choice: return title_of(value.text, type);
    case Kind::choices: case Kind::list: {
      std::string all;
      if (value.items)
        for (const lang::Value& item : *value.items) all += (all.empty() ? "" : "、") + (type.element ? value_text(site, item, *type.element, label_of) : title_of(item.text, type));
      return all;
    }
    case Kind::date: return day_text(base::Day(value.number));
    case Kind::flag: return value.is_true() ? "是" : "否";
    case Kind::text: return value.text;
    case Kind::file: case Kind::consent: return "";
    default: return engine::text_of(value.number, type.kind);
  }
}

std::string path_title(const lang::Expression& column, const std::string& as_written) {
  const lang::Node* node = column.root.get();
  while (node->op == lang::Node::Op::convert) node = node->args.front().get();
  const bool path = node->op == lang::Node::Op::name || node->op == lang::Node::Op::member;
  return path && node->binding.field && !node->binding.field->title.empty() ? node->binding.field->title : as_written;
}

}  // namespace halfsky::report
