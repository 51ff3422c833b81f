// One row a field.
#include "engine/store/field_forms.hpp"

namespace halfsky::engine {

std::string form_of(const lang::Field& field, const StableNames& names) {
  std::string form = field.type.kind == lang::Kind::ref && field.target ? "ref " + names.of(field.target->name) : lang::to_text(lang::Type::of(field.type.kind));
  if (field.private_) form += " private";
  else if (field.sealed) form += " sealed";
  else if (field.concealed) form += " concealed";
  return form;
}

std::string formula_of(const lang::Field& field) { return field.is && !field.is_on_reading ? field.is->source : ""; }

std::map<std::string, FieldForm> read_field_forms(db::Connection& connection) {
  std::map<std::string, FieldForm> forms;
  const db::Rows rows = connection.read({"select field, stored_as, formula from field_form", {}});
  for (size_t r = 0; r < rows.size(); ++r) forms[rows.text(r, 0)] = {rows.text(r, 1), rows.text(r, 2)};
  return forms;
}

db::Call write_form_call(const std::string& field, const std::string& form) {
  return {"insert into field_form (field, stored_as, formula) values (?1, ?2, '') on conflict (field) do update set stored_as = excluded.stored_as", {field, form}};
}

db::Call write_formula_call(const std::string& field, const std::string& formula) { return {"update field_form set formula = ?2 where field = ?1", {field, formula}}; }

}  // namespace halfsky::engine
