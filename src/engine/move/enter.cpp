// A new record: where it belongs, who may enter it, its values and lines, and what follows from `enter`.
#include <boost/json/array.hpp>

#include "base/text.hpp"
#include "base/uuid.hpp"
#include "engine/move/decider.hpp"
#include "engine/move/guard.hpp"
#include "engine/move/standing.hpp"

namespace halfsky::engine {

using lang::Field;
using lang::Value;
using OrgRule = lang::RecordType::OrgRule;

base::OrgId Decider::org_of_entry(const lang::RecordType& type, base::OrgId asked, Row& row, const Act& act) {
  base::OrgId org = asked;
  if (org == 0 && !command_.who.grants.empty()) org = command_.who.grants.front().org;
  if (type.parent) {
    const Value& parent = row.fields[type.parent->index];
    const RowPtr found = parent.is_null() ? nullptr : unit_.load(*type.parent->target, parent.text);
    return found ? found->org : 0;
  }
  if (type.org_rule == OrgRule::path) {
    const Value value = world(std::make_shared<const Row>(row), act).evaluate(*type.org_path);
    return value.is_null() ? 0 : value.number;
  }
  if (type.org_rule == OrgRule::level) {
    const Org* at = site_.orgs()->at_level(org, type.org_level);
    return at ? at->id : 0;
  }
  return org;
}

void Decider::enter(const Step& step, const Item& item, const Act& act) {
  const lang::RecordType& type = *step.type;
  if (NoticeTypes(*site_.packs).keeps(type)) return problem("not_yours", act.path + "move", {{"move", type.title}});
  const auto values = parse_values(type, item.values, act, true);
  if (!values) return check_given(type, item.values, act);
  const size_t before = problems_.size();
  if (!make_record(type, item.record, item.org, *values, act, item.record)) {
    HALFSKY_ASSERT(problems_.size() > before);
    return;
  }
  enter_lines(type, item.record, item.org, item.values, act);
}

bool Decider::make_record(const lang::RecordType& type, const std::string& id, base::OrgId asked, Assigned values, const Act& act, const std::string& seed) {
  const size_t before = problems_.size();
  if (unit_.load(type, id)) return problem("id_taken", act.path + "record", {{"record", id}}), false;
  const lang::Move& enter = type.enter();

  Row row = site_.schema->table(type).empty_row();
  row.id = id;
  row.county = unit_.county();
  row.entered = row.moved = act.day;
  if (!type.stages.empty()) {
    row.stage = type.first_stage();
    row.reached[0] = act.day;
  }
  std::set<const Field*> given, by_default;
  for (const auto& [field, value] : values)
    if (!field->encrypted()) { assign(row, *field, value); given.insert(field); }
  row.org = org_of_entry(type, asked, row, act);
  // Defaults may read refs; encrypted values are sealed last, when the person they belong to is known.
  for (const auto& field : type.fields) {
    if (!field->default_ || given.contains(field.get()) || field->encrypted()) continue;
    if (std::any_of(values.begin(), values.end(), [&](const auto& v) { return v.first == field.get(); })) continue;
    assign(row, *field, world(std::make_shared<const Row>(row), act).evaluate(*field->default_));
    given.insert(field.get());
    by_default.insert(field.get());
  }
  if (row.org == 0 || (type.org_rule == OrgRule::path && !type.parent)) row.org = org_of_entry(type, asked, row, act);
  for (const auto& [field, value] : values)
    if (field->encrypted()) { assign(row, *field, value); given.insert(field); }
  for (const auto& field : type.fields)
    if (field->default_ && field->encrypted() && !given.contains(field.get())) {
      assign(row, *field, world(std::make_shared<const Row>(row), act).evaluate(*field->default_));
      given.insert(field.get());
      by_default.insert(field.get());
    }
  if (act.older_edition) fill_new_fields(row, act);
  const Fields not_hers = check_refs(row, given, act);
  // A record that is there and not for her to see answers as one that is not there: neither the org that it would give, nor what defaults
  // would copy from it, is looked at.
  if (!not_hers.empty() && (type.parent || type.org_rule == OrgRule::path)) return false;
  for (const Field* field : by_default)
    if (std::any_of(field->default_->reads.begin(), field->default_->reads.end(), [&](const Field* read) { return not_hers.contains(read); })) {
      assign(row, *field, Value::null());
      given.erase(field);
    }
  if (row.org == 0) {
    if (problems_.size() == before) check_row(row, given, not_hers, act);   // a missing ref is the better answer
    if (problems_.size() == before) problem("no_org", act.path + "org", {{"type", type.title}});
    return false;
  }
  if (base::county_of(row.org) != unit_.county()) return problem("other_county", act.path + "org", {{"type", type.title}}), false;
  const auto shared = std::make_shared<const Row>(row);
  const Grant* grant = nullptr;
  if (!act.by_effect && !clock_ && !may_make(enter, shared, act, &grant) && !may_enter_parent(*shared, act, &grant))
    return problem("not_yours", act.path + "move", {{"move", type.title}}), false;
  if (type.parent && !act.by_effect && !parent_is_open(row, act)) return false;
  if (not_hers.empty()) site_.standing->compute(row, unit_);   // checks may read what is worked out
  check_row(row, given, not_hers, act);
  if (not_hers.empty()) check_key(row, act);
  if (problems_.size() > before) return false;
  for (const auto& set : enter.set) assign(row, *set.field, world(std::make_shared<const Row>(row), act).evaluate(*set.value));
  put(std::move(row));
  const RowPtr made = unit_.load(type, id);
  if (enter.when) {
    RowWorld asked_of = world(made, act);
    if (!asked_of.evaluate(*enter.when).is_true()) return problem("guard", act.path + "move", guard_args(said_by_guard(site_, unit_, gate_, command_.who, enter, asked_of, today_))), false;
  }
  unit_.add_made({made->record(), "enter", command_.who.account, command_.who.person, grant ? grant->org : 0, grant ? grant->role : "", act.day, act.by_effect});
  money(enter, made, act);
  run_effects(enter, false, made, act, seed);
  return problems_.size() == before;
}

// Where some values cannot be read there is no row to check; what is missing beside them is said all the same.
void Decider::check_given(const lang::RecordType& type, const boost::json::object& values, const Act& act) {
  for (const auto& field : type.fields) {
    if (!field->required || field->computed() || field->default_ || field->gone || field.get() == type.parent) continue;
    const boost::json::value* value = values.if_contains(field->id);
    if (value == nullptr && !field->was.empty()) value = values.if_contains(field->was);
    const bool blank = value && value->is_string() && base::trim(value->as_string()).empty();
    if (value == nullptr || value->is_null() || blank) problem("required", act.path + "values." + field->id, {{"field", field->title}});
  }
}

// A line is entered and edited by those who may enter its parent, too.
bool Decider::may_enter_parent(const Row& line, const Act& act, const Grant** grant) {
  if (!line.type->parent) return false;
  const RowPtr parent = unit_.load(*line.type->parent->target, line.fields[line.type->parent->index].text);
  return parent && may_make(parent->type->enter(), parent, act, grant);
}

// Lines are entered while their parent stands in its first stage.
bool Decider::parent_is_open(const Row& line, const Act& act) {
  const RowPtr parent = unit_.load(*line.type->parent->target, line.fields[line.type->parent->index].text);
  if (parent && !parent->struck && parent->stage == parent->type->first_stage()) return true;
  problem("parent_closed", act.path + "move", {{"type", line.type->parent->target->title}});
  return false;
}

void Decider::enter_lines(const lang::RecordType& parent, const std::string& parent_id, base::OrgId org, const boost::json::object& values, const Act& act) {
  for (const auto& back : parent.backs) {
    if (back.type->parent != back.ref) continue;
    const auto* lines = values.if_contains(back.name);
    if (lines == nullptr || lines->is_null()) continue;
    if (!lines->is_array()) { problem("not_a_list", act.path + "values." + back.name); continue; }
    size_t n = 0;
    for (const auto& line : lines->as_array()) {
      Act at = act;
      at.path = act.path + "values." + back.name + "[" + std::to_string(n++) + "].";
      if (!line.is_object()) { problem("not_an_object", at.path.substr(0, at.path.size() - 1)); continue; }
      boost::json::object own = line.as_object();
      std::string id;
      if (const auto* given = own.if_contains("id"); given && given->is_string() && base::is_uuid(std::string(given->as_string()))) id = std::string(given->as_string());
      own.erase("id");
      if (id.empty()) id = base::derived_uuid(parent_id, at.path);
      auto parsed = parse_values(*back.type, own, at, false);
      if (!parsed) {
        check_given(*back.type, own, at);
        continue;
      }
      parsed->emplace_back(back.ref, Value::record(parent_id));
      make_record(*back.type, id, org, std::move(*parsed), at, id);
    }
  }
}

}  // namespace halfsky::engine
