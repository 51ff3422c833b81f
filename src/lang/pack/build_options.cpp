// Steps 5 and 6: the expressions of fields, and what of a type is decided by expressions: org, date, label, key.
#include <algorithm>
#include <set>

#include "lang/pack/builders.hpp"
#include "lang/pack/compile.hpp"
#include "lang/pack/keys.hpp"

namespace halfsky::lang {
namespace {

const source::Node* node_of(const RecordInProgress& record, const Field& field) {
  const auto* fields = record.node.find("fields");
  return fields && !field.part_of ? fields->find(field.id) : nullptr;
}

// Private or sealed data in a place that is neither. `what` says what it would reach.
void check_leak(Context& context, const ExpressionText& text, const Expression& expression, const Field& into) {
  if (into.lowers) return;
  const Secrets secrets = secrets_of(expression);
  if (secrets.secret && into.owner->class_ != Class::secret)
    context.refuse(text.place(1), "leaks", "this reads '" + secrets.secret->name + "', which is secret, into a field that is not; say `lowers: true` if that is meant");
  else if (secrets.private_ && !into.private_)
    context.refuse(text.place(1), "leaks", "this reads '" + secrets.private_->id + "', which is private, into '" + into.id + "', which is not; make it private, or say `lowers: true`");
  else if (secrets.encrypted && !into.encrypted())
    context.refuse(text.place(1), "leaks", "this reads '" + secrets.encrypted->id + "', which is sealed, into '" + into.id + "', which is not; seal it too, or say `lowers: true`");
}

// `default: 10`, `default: true`, `default: today`: all are expressions; what fails as one may be a bare text or code.
void build_default(Context& context, RecordInProgress& record, Field& field, const source::Node& node) {
  RecordNames names(context, *record.pack, record.type);
  names.moment();
  if (field.type.kind == Kind::file || field.type.kind == Kind::consent) {
    context.refuse(node.at, "wrong_type", "a " + to_text(field.type) + " has no default");
    return;
  }
  const bool bare_code = field.type.codes && field.type.codes->find(node.text) && !record.type->field(node.text);
  if (bare_code) {
    context.refuse(node.at, "no_such_name", "'" + node.text + "' is read as a name here; a code is written \"'" + node.text + "'\"");
    return;
  }
  field.default_ = compile_for(context, node, names, field);
  if (field.default_) check_leak(context, node, *field.default_, field);
}

void build_condition(Context& context, RecordInProgress& record, const source::Node& node, ExpressionPtr& into) {
  into = compile_at(context, node, RecordNames(context, *record.pack, record.type), a_condition());
  if (into && !check_reading(context, node, *into, Reading::fields)) into = nullptr;
}

void build_consent(Context& context, RecordInProgress& record, Field& field, const source::Node& node) {
  const auto* of = node.find("of");
  if (!of || field.type.kind != Kind::consent || !of->is_scalar()) return;
  field.consent_of = compile_at(context, *of, RecordNames(context, *record.pack, record.type), exactly(Type::ref_to("core.person")));
  if (field.consent_of) check_reading(context, *of, *field.consent_of, Reading::fields);
}

void build_org(Context& context, RecordInProgress& record) {
  RecordType& type = *record.type;
  if (type.parent) {
    if (!type.parent->target) return;
    // A line belongs where its parent does.
    source::Node path = record.own;
    path = source::Node{};
    path.at = record.at;
    path.text = type.parent->id + ".org";
    type.org_rule = RecordType::OrgRule::path;
    type.org_path = compile_at(context, path, RecordNames(context, *record.pack, &type), exactly(Type::ref_to("core.org")));
    return;
  }
  const auto* node = record.node.find("org");
  if (!node || !node->is_scalar() || node->text == "entry") return;
  if (const auto level = level_of(node->text); level && *level != Level::partner) {
    type.org_rule = RecordType::OrgRule::level;
    type.org_level = *level;
    return;
  }
  RecordNames names(context, *record.pack, &type);
  names.moment();
  type.org_rule = RecordType::OrgRule::path;
  type.org_path = compile_at(context, *node, names, exactly(Type::ref_to("core.org")));
}

void build_date(Context& context, RecordInProgress& record) {
  const auto* node = record.node.find("date");
  if (!node || !node->is_scalar()) return;
  auto date = compile_at(context, *node, RecordNames(context, *record.pack, record.type), exactly(Type::of(Kind::date)));
  if (!date || !check_reading(context, *node, *date, Reading::standing)) return;
  if (reads_today(*date)) {
    context.refuse(node->at, "reads_today", "the day that decides a record's period can't change by itself; it reads today");
    return;
  }
  record.type->date = std::move(date);
}

void build_label(Context& context, RecordInProgress& record) {
  RecordType& type = *record.type;
  const RecordNames names(context, *record.pack, &type);
  const auto* node = record.node.find("label");
  if (!node) {
    const auto first = std::find_if(type.fields.begin(), type.fields.end(), [](const auto& f) { return f->type.kind == Kind::text && !f->private_ && !f->gone; });
    if (first == type.fields.end()) return;
    source::Node path;
    path.at = (*first)->at;
    path.text = (*first)->id;
    type.label = compile_at(context, path, names, any_value());
    return;
  }
  if (!node->is_scalar()) return;
  type.label = compile_at(context, *node, names, any_value());
  if (!type.label || !check_reading(context, *node, *type.label, Reading::fields)) return;
  const Kind kind = type.label->type().kind;
  if (kind == Kind::list || kind == Kind::file || kind == Kind::consent || kind == Kind::scope || kind == Kind::span)
    context.refuse(node->at, "wrong_type", "a label is one value, this is " + to_text(type.label->type()));
  const Secrets secrets = secrets_of(*type.label);
  if (secrets.private_)
    context.refuse(node->at, "leaks", "a label is seen in lists and refs, and '" + secrets.private_->id + "' is private; take another field");
  else if (secrets.secret && type.class_ != Class::secret)
    context.refuse(node->at, "leaks", "a label of a type that is not secret can't read '" + secrets.secret->name + "', which is");
}

void build_key(Context& context, RecordInProgress& record) {
  RecordType& type = *record.type;
  std::set<std::string> seen;
  for (const auto* item : list_of(record.node.find("key"))) {
    if (!item->is_scalar()) continue;
    if (!seen.insert(item->text).second) {
      context.refuse(item->at, "duplicate", "'" + item->text + "' stands twice in the key");
      continue;
    }
    if (item->text == "org") {
      type.key_has_org = true;
      continue;
    }
    const Field* field = type.field(item->text);
    if (!field) {
      std::vector<std::string> names{"org"};
      for (const auto& f : type.fields) names.push_back(f->id);
      context.refuse(item->at, "no_such_field", "'" + type.id + "' has no field '" + item->text + "'" + Context::meant(item->text, names));
      continue;
    }
    const Kind kind = field->type.kind;
    if (kind == Kind::choices || kind == Kind::file || kind == Kind::consent || kind == Kind::tally || field->note)
      context.refuse(item->at, "bad_key_field", "a " + std::string(field->note ? "note" : to_text(field->type)) + " can't be part of a key");
    else if (field->computed())
      context.refuse(item->at, "bad_key_field", "'" + field->id + "' is computed; a key is made of what people enter");
    else
      type.key.push_back(field);
  }
}

void build_see_and_keep(Context& context, RecordInProgress& record) {
  RecordType& type = *record.type;
  for (const auto* item : list_of(record.node.find("see")))
    if (auto actor = build_actor(context, record, *item, ActorUse::reader)) type.see.push_back(std::move(*actor));
  if (type.class_ == Class::secret && !type.parent && !record.node.find("see"))
    context.refuse(record.node.find("class")->at, "missing_key", "a secret type needs `see`, the roles that may read it");
  if (const auto* keep = record.node.find("keep"); keep && keep->is_scalar() && keep->text != "forever") {
    int years = 0, read = 0;
    const bool fits = std::sscanf(keep->text.c_str(), "%4d year%n", &years, &read) == 1 && read > 0 && years > 0 &&
                      (keep->text.substr(size_t(read)).empty() || keep->text.substr(size_t(read)) == "s");
    if (fits) type.keep_years = years;
    else context.refuse(keep->at, "bad_value", "'" + keep->text + "' is no time to keep; write `10 years` or `forever`");
  }
}

// A blind record and what it must not be led by have a record in common: one refers to the other, or both to a third.
void build_blind(Context& context, RecordInProgress& record) {
  const auto* node = record.node.find("blind");
  if (!node || !node->is_scalar()) return;
  auto* other = context.need_record(*record.pack, *node);
  if (!other) return;
  RecordType& type = *record.type;
  if (type.stages.empty()) return context.refuse(node->at, "no_final_stage", "`blind` ends when a record leaves its first stage, and '" + type.id + "' has no stages");
  const auto meets = [&](const Field& field) {
    if (!field.target || field.target->is_org) return false;
    return field.target == other->type || std::any_of(other->type->fields.begin(), other->type->fields.end(), [&](const auto& f) { return f->target == field.target; });
  };
  if (std::none_of(type.fields.begin(), type.fields.end(), [&](const auto& field) { return meets(*field); }))
    return context.refuse(node->at, "nothing_in_common", "'" + type.id + "' refers to no '" + other->id + "', nor do both refer to one record; there is nothing to be blind for");
  type.blind = other->type;
  if (!record.abstract) other->type->blinded_by.push_back(&type);
}

}  // namespace

void build_computed(Context& context, RecordInProgress& record) {
  for (const auto& field : record.type->fields) {
    const auto* node = node_of(record, *field);
    const auto* is = node ? node->find("is") : nullptr;
    if (!is || !is->is_scalar()) continue;
    if (field->type.kind == Kind::file || field->type.kind == Kind::consent) {
      context.refuse(is->at, "wrong_type", "a " + to_text(field->type) + " can't be computed");
      continue;
    }
    auto value = compile_for(context, *is, RecordNames(context, *record.pack, record.type), *field);
    if (!value || !check_reading(context, *is, *value, Reading::computed)) continue;
    check_leak(context, *is, *value, *field);
    field->is = std::move(value);
  }
}

void mark_fields_on_reading(Context& context) {
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto& pack : context.packs)
      for (const auto& record : pack->records)
        for (const auto& field : record->type->fields)
          if (field->is && !field->is_on_reading && reads_today(*field->is)) changed = field->is_on_reading = true;
  }
}

void build_field_options(Context& context, RecordInProgress& record) {
  for (const auto& field : record.type->fields) {
    const auto* node = node_of(record, *field);
    if (!node) continue;
    build_consent(context, record, *field, *node);
    if (const auto* required = node->find("required"); required && required->is_scalar() && required->text != "true" && required->text != "false")
      build_condition(context, record, *required, field->required_when);
    if (const auto* check = node->find("check"); check && check->is_scalar()) build_condition(context, record, *check, field->check);
    if (const auto* value = node->find("default"); value && value->is_scalar()) build_default(context, record, *field, *value);
    if (const auto* fill = node->find("fill"); fill && fill->is_scalar()) {
      field->fill = compile_for(context, *fill, RecordNames(context, *record.pack, record.type), *field);
      if (field->fill && check_reading(context, *fill, *field->fill, Reading::fields)) check_leak(context, *fill, *field->fill, *field);
    }
    for (const auto* item : list_of(node->find("see")))
      if (auto actor = build_actor(context, record, *item, ActorUse::reader)) field->see.push_back(std::move(*actor));
  }
}

void build_type_options(Context& context, RecordInProgress& record) {
  build_org(context, record);
  build_date(context, record);
  build_label(context, record);
  build_key(context, record);
  build_see_and_keep(context, record);
  build_blind(context, record);
}

std::vector<Assignment> build_assignments(Context& context, const source::Node& node, const RecordNames& names,
                                          const AssignmentPlace& place) {
  std::vector<Assignment> assignments;
  if (!node.is_map()) return assignments;
  for (const auto& entry : node.entries) {
    if (!entry.value.is_scalar() || entry.value.is_empty_scalar()) {
      context.refuse(entry.value.at, "wrong_form", "'" + entry.key.text + "' takes one expression");
      continue;
    }
    if (entry.key.text == "org" && place.org) {
      if (place.of->org_rule != RecordType::OrgRule::entry)
        context.refuse(entry.key.at, "needless", "'" + place.of->id + "' says itself where it belongs (`org`); leave it out here");
      *place.org = compile_at(context, entry.value, names, exactly(Type::ref_to("core.org")));
      continue;
    }
    const Field* field = place.of->field(entry.key.text);
    if (!field) {
      std::vector<std::string> ids;
      for (const auto& f : place.of->fields) ids.push_back(f->id);
      context.refuse(entry.key.at, "no_such_field", "'" + place.of->id + "' has no field '" + entry.key.text + "'" + Context::meant(entry.key.text, ids));
      continue;
    }
    if (field->computed()) {
      context.refuse(entry.key.at, "computed", "'" + field->id + "' is computed and can't be set");
      continue;
    }
    auto value = compile_for(context, entry.value, names, *field);
    if (!value) continue;
    check_leak(context, entry.value, *value, *field);
    assignments.push_back({field, std::move(value)});
  }
  return assignments;
}

}  // namespace halfsky::lang
