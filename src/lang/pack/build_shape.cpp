// Step 4: what a type is, before its expressions: title, class, parent, fields, stages, moves by name; then the names under which
// other types' rows are seen.
#include <algorithm>
#include <set>

#include "lang/pack/builders.hpp"
#include "lang/pack/keys.hpp"

namespace halfsky::lang {
namespace {

void build_class(Context& context, RecordInProgress& record) {
  const auto* node = record.node.find("class");
  if (!node || !node->is_scalar()) return;
  const std::vector<std::string> names = {"public", "internal", "sensitive", "secret"};
  const auto found = std::find(names.begin(), names.end(), node->text);
  if (found == names.end())
    context.refuse(node->at, "bad_value", "'" + node->text + "' is no class; it is public, internal, sensitive or secret" + Context::meant(node->text, names));
  else
    record.type->class_ = Class(found - names.begin());
}

// A line begins with the ref to its parent: same org, same readers.
void build_parent(Context& context, RecordInProgress& record) {
  const auto* part_of = record.node.find("part_of");
  const auto* back = record.node.find("back");
  if (!part_of) {
    if (back) context.refuse(back->at, "missing_key", "`back` names the lines on a parent, and there is no `part_of`; on a ref it stands in the field");
    return;
  }
  if (!part_of->is_scalar()) return;
  RecordInProgress* parent = context.need_record(*record.pack, *part_of);
  if (!parent) return;
  if (!back) context.refuse(part_of->at, "missing_key", "a line needs `back`, the name of the lines on '" + parent->id + "'");
  auto field = std::make_unique<Field>();
  field->id = parent->id;
  field->title = text_of(parent->own.find("title"));
  field->at = part_of->at;
  field->type = Type::ref_to(parent->type->name);
  field->owner = record.type;
  field->to = parent->type->name;
  field->target = parent->type;
  field->back = text_of(back);
  field->part_of = true;
  field->required = true;
  record.type->fields.push_back(std::move(field));
  for (const char* key : {"org", "class", "see"})
    if (const auto* node = record.node.find(key)) context.refuse(node->at, "of_parent", std::string("a line has the ") + key + " of its parent; leave `" + key + "` out");
}

void inherit_from_parents(RecordInProgress& record) {
  if (record.type->fields.empty() || !record.type->fields.front()->part_of) return;
  record.type->parent = record.type->fields.front().get();
  record.type->parent_back = record.type->parent->back;
}

void declare_moves(Context& context, RecordInProgress& record) {
  RecordType& type = *record.type;
  const auto add = [&](const std::string& id, const Span& at) {
    auto move = std::make_unique<Move>();
    move->id = id;
    move->at = at;
    move->owner = &type;
    type.moves.push_back(std::move(move));
  };
  const auto* moves = record.node.find("moves");
  const source::Entry* enter = moves ? moves->entry("enter") : nullptr;
  add("enter", enter ? enter->key.at : record.at);
  if (!moves) return;
  for (const auto& entry : moves->entries) {
    if (!check_keys(context, entry.value, Construct::move)) continue;
    if (entry.key.text != "enter" && check_id(context, entry.key, IdUse::plain)) add(entry.key.text, entry.key.at);
  }
}

// A name under which rows are seen stands beside the target's own fields: one name, one meaning.
void add_back(Context& context, const Field& field, const RecordInProgress& record) {
  auto* target = context.in_progress(*field.target);
  if (!target || field.back.empty()) return;
  const auto* node = field.part_of ? record.node.find("back") : record.node.find("fields")->find(field.id)->find("back");
  const Span at = node ? node->at : field.at;
  if (!is_id(field.back)) {
    context.refuse(at, "bad_id", "'" + field.back + "' is no id; ids are English, lower_snake_case");
    return;
  }
  if (is_reserved(field.back)) {
    context.refuse(at, "reserved_name", "'" + field.back + "' has a meaning of its own and can't be a back name");
    return;
  }
  RecordType& type = *target->type;
  if (type.field(field.back) || type.back(field.back)) {
    const auto* other = type.back(field.back);
    context.refuse(at, "name_taken", "'" + type.id + "' already has '" + field.back + "'" + (other ? ", the rows of '" + other->type->name + "'" : ", a field") + "; choose another back name");
    return;
  }
  type.backs.push_back({field.back, record.type, &field});
}

// What of a secret record would tell a thief of the database about whom it is, and what happened: its words, and the refs that lead to
// what is no secret (a person, a household). Codes, days and numbers stay plain, for figures and the calendar; so do refs among secrets.
void conceal(RecordInProgress& record) {
  const auto* fields = record.node.find("fields");
  for (const auto& field : record.type->fields) {
    const auto* node = fields ? fields->find(field->id) : nullptr;
    const bool computed = node && node->find("is");   // what it may read is held against its class
    const bool words = field->type.kind == Kind::text;
    const bool leads_out = field->type.kind == Kind::ref && field->target && !field->target->is_org && field->target->class_ != Class::secret && field->back.empty();
    if ((words || leads_out) && !field->private_ && !field->sealed && !computed) field->concealed = true;
  }
}

}  // namespace

void build_shape(Context& context, RecordInProgress& record) {
  RecordType& type = *record.type;
  type.title = text_of(record.node.find("title"));
  if (type.title.empty() && !record.node.find("title")) context.refuse(record.at, "missing_key", "a record type needs `title`, the Chinese name of one record");
  type.was = text_of(record.node.find("was"));
  type.gone = flag_of(record.node.find("gone"));
  build_class(context, record);
  build_parent(context, record);
  build_fields(context, record);
  build_rubric_fields(context, record);
  inherit_from_parents(record);
  build_stages(context, record);
  declare_moves(context, record);
}

void build_backs(Context& context) {
  for (const auto& pack : context.packs)
    for (const auto& record : pack->records)
      if (!record->abstract)
        for (const auto& field : record->type->fields)
          if (field->target) add_back(context, *field, *record);
  // A line's class and readers are its parent's; parents may be lines themselves.
  for (int round = 0; round < 4; ++round)
    for (const auto& pack : context.packs)
      for (const auto& record : pack->records)
        if (record->type->parent && record->type->parent->target) record->type->class_ = record->type->parent->target->class_;
  for (const auto& pack : context.packs)
    for (const auto& record : pack->records)
      if (record->type->class_ == Class::secret) conceal(*record);
}

}  // namespace halfsky::lang
