// Step 2: the names that a pack declares, before anything reads them.
#include <algorithm>

#include "base/day.hpp"
#include "lang/pack/builders.hpp"
#include "lang/pack/code_list.hpp"
#include "lang/pack/keys.hpp"

namespace halfsky::lang {
namespace {

// Words that a tool may turn into something else than a text.
constexpr std::string_view kWordsThatChange[] = {"yes", "no", "on", "off", "y", "n", "true", "false", "null"};

void declare_roles(Context& context, PackInProgress& pack) {
  const auto* roles = pack.root.find("roles");
  if (!roles) return;
  for (const auto& entry : roles->entries) {
    if (!check_id(context, entry.key, IdUse::plain)) continue;
    if (!pack.is_core() && context.core() && context.core()->pack->roles.count(entry.key.text)) {
      context.refuse(entry.key.at, "name_of_core", "core has a role '" + entry.key.text + "'; choose another name");
      continue;
    }
    if (!entry.value.is_scalar() || entry.value.text.empty()) context.refuse(entry.value.at, "wrong_form", "a role takes its Chinese title");
    pack.pack->roles[entry.key.text] = text_of(&entry.value);
  }
}

void declare_funds(Context& context, PackInProgress& pack) {
  const auto* funds = pack.root.find("funds");
  if (!funds) return;
  for (const auto& entry : funds->entries) {
    if (!check_id(context, entry.key, IdUse::plain)) continue;
    auto fund = std::make_unique<Fund>();
    fund->programme = pack.programme();
    fund->id = entry.key.text;
    fund->name = pack.programme() + "." + fund->id;
    if (check_keys(context, entry.value, Construct::fund)) {
      fund->title = text_of(entry.value.find("title"));
      fund->purpose = text_of(entry.value.find("purpose"));
      if (fund->title.empty()) context.refuse(entry.key.at, "missing_key", "a fund needs `title`");
      if (const auto* level = entry.value.find("level")) {
        const auto found = level_of(level->text);
        if (found && *found != Level::partner) fund->level = *found;
        else context.refuse(level->at, "no_such_level", "'" + level->text + "' is no level; a fund is held at country, province, city, county, township or village");
      } else {
        context.refuse(entry.key.at, "missing_key", "a fund needs `level`, where it is held");
      }
    }
    pack.pack->funds.push_back(std::move(fund));
  }
}

void declare_records(Context& context, PackInProgress& pack) {
  const auto* records = pack.root.find("records");
  if (!records) return;
  for (const auto& entry : records->entries) {
    const bool engine_org = pack.is_core() && entry.key.text == "org";
    if (!check_id(context, entry.key, engine_org ? IdUse::plain : IdUse::name)) continue;
    if (!pack.is_core() && context.core())
      for (const auto& other : context.core()->records)
        if (other->id == entry.key.text) context.refuse(entry.key.at, "name_of_core", "core has a type '" + entry.key.text + "'; choose another name");
    if (!check_keys(context, entry.value, Construct::record)) continue;
    auto record = std::make_unique<RecordInProgress>();
    record->pack = &pack;
    record->id = entry.key.text;
    record->own = entry.value;
    record->at = entry.key.at;
    record->abstract = flag_of(entry.value.find("abstract"));
    record->held = std::make_unique<RecordType>();
    record->type = record->held.get();
    record->type->programme = pack.programme();
    record->type->id = record->id;
    record->type->name = pack.programme() + "." + record->id;
    record->type->at = record->at;
    record->type->is_org = engine_org;
    context.add_type(record->type);
    pack.records.push_back(std::move(record));
  }
}

std::string day_of_code(Context& context, const source::Node* node) {
  if (!node || !node->is_scalar()) return {};
  if (!base::parse_day(node->text)) context.refuse(node->at, "bad_date", "'" + node->text + "' is no date; write 2018-12-31");
  return node->text;
}

}  // namespace

std::shared_ptr<const CodeList> build_code_list(Context& context, const std::string& name, const source::Node& node) {
  auto list = std::make_shared<CodeList>();
  list->name = name;
  if (!node.is_map()) return list;
  if (node.entries.empty()) context.refuse(node.at, "empty_value", "a code list has at least one code");
  for (const auto& entry : node.entries) {
    const bool changes = std::find(std::begin(kWordsThatChange), std::end(kWordsThatChange), entry.key.text) != std::end(kWordsThatChange);
    if (changes) {
      context.refuse(entry.key.at, "bad_code", "a code can't be spelled '" + entry.key.text + "': other tools read it as true, false or nothing");
    } else if (!check_id(context, entry.key, IdUse::plain)) {
      continue;
    }
    Code code;
    code.id = entry.key.text;
    if (entry.value.is_map()) {
      check_keys(context, entry.value, Construct::code);
      code.title = text_of(entry.value.find("title"));
      code.from = day_of_code(context, entry.value.find("from"));
      code.until = day_of_code(context, entry.value.find("until"));
      code.was = text_of(entry.value.find("was"));
      code.gone = flag_of(entry.value.find("gone"));
      if (!code.from.empty() && !code.until.empty() && code.until < code.from)
        context.refuse(entry.value.find("until")->at, "bad_date", "`until` lies before `from`");
    } else {
      code.title = text_of(&entry.value);
    }
    if (code.title.empty()) context.refuse(entry.key.at, "missing_key", "the code '" + code.id + "' needs its Chinese title");
    list->codes.push_back(std::move(code));
  }
  return list;
}

void declare_names(Context& context, PackInProgress& pack) {
  declare_roles(context, pack);
  if (const auto* codes = pack.root.find("codes"))
    for (const auto& entry : codes->entries) {
      if (!check_id(context, entry.key, IdUse::plain)) continue;
      if (!pack.is_core() && context.core() && context.core()->pack->codes.count(entry.key.text))
        context.refuse(entry.key.at, "name_of_core", "core has a code list '" + entry.key.text + "'; choose another name");
      if (!entry.value.is_map()) context.refuse(entry.value.at, "wrong_form", "a code list is a map { code: 标题, … }");
      pack.pack->codes[entry.key.text] = build_code_list(context, pack.programme() + "." + entry.key.text, entry.value);
    }
  declare_funds(context, pack);
  declare_records(context, pack);
  declare_rubrics(context, pack);
  declare_indicators(context, pack);
}

// Funds' `keep_for`, before postings are held against it.
void resolve_funds(Context& context, PackInProgress& pack) {
  const auto* funds = pack.root.find("funds");
  for (const auto& fund : pack.pack->funds) {
    const auto* node = funds->find(fund->id);
    const auto* keep_for = node && node->is_map() ? node->find("keep_for") : nullptr;
    if (!keep_for || !keep_for->is_scalar()) continue;
    if (auto* record = context.need_record(pack, *keep_for)) fund->keep_for = record->type;
  }
}

}  // namespace halfsky::lang
