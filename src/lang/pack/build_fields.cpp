// Step 4: fields with their types and the options that are no expressions. One table says which option goes with which type.
#include <algorithm>
#include <array>

#include "base/day.hpp"
#include "base/decimal.hpp"
#include "lang/pack/builders.hpp"
#include "lang/pack/code_list.hpp"
#include "lang/pack/keys.hpp"

namespace halfsky::lang {
namespace {

struct FieldType {
  std::string_view key;
  Kind kind;
  std::vector<std::string_view> options;   // its own ones, beside those that every field has
};

const std::vector<FieldType>& field_types() {
  static const std::vector<FieldType> kTypes = {
      {"text", Kind::text, {"sealed", "private"}},
      {"note", Kind::text, {"private"}},
      {"int", Kind::int_, {"min", "max", "unit", "private"}},
      {"decimal", Kind::decimal, {"min", "max", "unit", "private"}},
      {"money", Kind::money, {"min", "max", "unit", "private"}},
      {"date", Kind::date, {"min", "max", "private"}},
      {"time", Kind::time, {"min", "max", "private"}},
      {"flag", Kind::flag, {"private"}},
      {"choice", Kind::choice, {"of", "private"}},
      {"choices", Kind::choices, {"of", "private"}},
      {"ref", Kind::ref, {"to", "back", "private"}},
      {"file", Kind::file, {"of", "many", "private"}},
      {"tally", Kind::tally, {"min", "unit"}},
      {"consent", Kind::consent, {"of"}},
  };
  return kTypes;
}

constexpr std::array<std::string_view, 9> kSpecial = {"min", "max", "unit", "of", "to", "back", "many", "private", "sealed"};

bool is_special(std::string_view option) { return std::find(kSpecial.begin(), kSpecial.end(), option) != kSpecial.end(); }

const FieldType* type_of_field(Context& context, const source::Entry& entry) {
  const FieldType* found = nullptr;
  for (const auto& option : entry.value.entries) {
    const auto& types = field_types();
    const auto type = std::find_if(types.begin(), types.end(), [&](const FieldType& t) { return t.key == option.key.text; });
    if (type == types.end()) continue;
    if (found) {
      context.refuse(option.key.at, "two_types", "a field has one type; this is " + std::string(found->key) + " and " + option.key.text);
      return found;
    }
    found = &*type;
  }
  if (!found) {
    // Most often the type is misspelt, and then check_keys has said so.
    bool said = false;
    std::vector<std::string> names;
    for (const auto& type : field_types()) names.emplace_back(type.key);
    for (const auto& e : entry.value.entries) {
      const auto& keys = keys_of(Construct::field);
      if (std::none_of(keys.begin(), keys.end(), [&](const Key& k) { return k.name == e.key.text; })) said = true;
    }
    if (!said) context.refuse(entry.key.at, "missing_type", "a field needs its type as a key with the Chinese title: { text: 学校 }");
  }
  return found;
}

std::optional<int64_t> bound(Context& context, const Field& field, const source::Node& node) {
  std::optional<int64_t> value;
  switch (field.type.kind) {
    case Kind::int_:
    case Kind::tally: value = base::parse_scaled(node.text, 1); break;
    case Kind::decimal: value = base::parse_scaled(node.text, base::kDecimalScale); break;
    case Kind::money: value = base::parse_scaled(node.text, base::kFenPerYuan); break;
    case Kind::date: if (const auto day = base::parse_day(node.text)) value = *day; break;
    case Kind::time: if (const auto minute = base::parse_minute(node.text)) value = *minute; break;
    default: break;
  }
  if (!value) context.refuse(node.at, "bad_value", "'" + node.text + "' is no " + to_text(field.type) + " value");
  return value;
}

void build_choice(Context& context, RecordInProgress& record, Field& field, const source::Node& node) {
  const auto* of = node.find("of");
  if (!of) {
    context.refuse(field.at, "missing_key", "a choice needs `of`, a code list or codes in place");
    field.type.codes = std::make_shared<CodeList>();
  } else if (of->is_map()) {
    field.type.codes = build_code_list(context, record.type->name + "." + field.id, *of);
  } else if (of->is_scalar()) {
    field.type.codes = context.need_codes(*record.pack, *of);
  }
  if (!field.type.codes) field.type.codes = std::make_shared<CodeList>();
}

void build_ref(Context& context, RecordInProgress& record, Field& field, const source::Node& node) {
  const auto* to = node.find("to");
  field.back = text_of(node.find("back"));
  if (!to) {
    context.refuse(field.at, "missing_key", "a ref needs `to`, the type that it points to");
    return;
  }
  if (!to->is_scalar()) return;
  auto* target = context.need_record(*record.pack, *to);
  if (!target) return;
  field.target = target->type;
  field.to = target->type->name;
  field.type.target = field.to;
}

void build_bounds(Context& context, Field& field, const source::Node& node, const FieldType& type) {
  const auto has = [&](std::string_view option) { return std::find(type.options.begin(), type.options.end(), option) != type.options.end(); };
  if (const auto* min = node.find("min"); min && min->is_scalar() && has("min")) field.min = bound(context, field, *min);
  if (const auto* max = node.find("max"); max && max->is_scalar() && has("max")) field.max = bound(context, field, *max);
  if (field.min && field.max && *field.max < *field.min) context.refuse(node.find("max")->at, "bad_value", "`max` is below `min`");
}

void build_own_options(Context& context, RecordInProgress& record, Field& field, const source::Node& node) {
  if (field.type.kind == Kind::choice || field.type.kind == Kind::choices) build_choice(context, record, field, node);
  if (field.type.kind == Kind::ref) build_ref(context, record, field, node);
  if (field.type.kind == Kind::file) {
    field.many = flag_of(node.find("many"));
    if (const auto* of = node.find("of"); of && of->is_scalar()) {
      field.image = of->text == "image";
      if (!field.image) context.refuse(of->at, "bad_value", "a file is `of: image`, or of any kind without `of`");
    }
  }
}

void build_field(Context& context, RecordInProgress& record, const source::Entry& entry) {
  const bool good_id = check_id(context, entry.key, IdUse::name);
  if (!check_keys(context, entry.value, Construct::field) || !good_id) return;
  const FieldType* type = type_of_field(context, entry);
  if (!type) return;
  RecordType& owner = *record.type;
  if (owner.field(entry.key.text)) {
    context.refuse(entry.key.at, "name_taken", "'" + entry.key.text + "' is the ref to the parent already; choose another name");
    return;
  }
  auto field = std::make_unique<Field>();
  field->id = entry.key.text;
  field->title = text_of(entry.value.find(type->key));
  field->at = entry.key.at;
  field->owner = &owner;
  field->index = int(owner.fields.size());
  field->type = Type::of(type->kind);
  field->note = type->key == "note";
  for (const auto& option : entry.value.entries) {
    const bool own = std::find(type->options.begin(), type->options.end(), option.key.text) != type->options.end();
    if (is_special(option.key.text) && !own)
      context.refuse(option.key.at, "option_of_other_type", "'" + option.key.text + "' is no option of " + (type->key == "int" ? "an " : "a ") + std::string(type->key) + " field");
  }
  build_own_options(context, record, *field, entry.value);
  build_bounds(context, *field, entry.value, *type);
  const auto& node = entry.value;
  field->unit = text_of(node.find("unit"));
  field->message = text_of(node.find("message"));
  if (node.find("message") && !node.find("check")) context.refuse(node.entry("message")->key.at, "missing_key", "`message` is shown when `check` fails, and there is no `check`");
  field->required = text_of(node.find("required")) == "true";
  field->private_ = flag_of(node.find("private"));
  field->sealed = flag_of(node.find("sealed"));
  if (field->private_ && field->sealed) context.refuse(node.entry("sealed")->key.at, "two_ways", "a field is private or sealed, not both");
  field->lowers = flag_of(node.find("lowers"));
  field->help = text_of(node.find("help"));
  field->was = text_of(node.find("was"));
  field->gone = flag_of(node.find("gone"));
  for (const auto* aka : list_of(node.find("aka"))) field->aka.push_back(text_of(aka));
  if (node.find("is"))
    for (const char* key : {"default", "required", "fill", "min", "max"})
      if (const auto* other = node.entry(key)) context.refuse(other->key.at, "two_ways", std::string("a computed field is never entered; leave out `") + key + "` or `is`");
  owner.fields.push_back(std::move(field));
}

}  // namespace

void build_fields(Context& context, RecordInProgress& record) {
  const auto* fields = record.node.find("fields");
  if (!fields || !fields->is_map()) return;
  for (const auto& entry : fields->entries) build_field(context, record, entry);
}

}  // namespace halfsky::lang
