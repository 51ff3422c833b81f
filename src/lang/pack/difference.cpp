// First things are paired: by name, or by what `was` says of the new one. Then each pair is held key by key, and each change is told what
// it does, as engine/store/migrate.cpp and engine/upgrade.cpp do it.
#include "lang/pack/difference.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <sstream>

#include "lang/pack/definition.hpp"

namespace halfsky::lang {
namespace {

using Kind = Thing::Kind;
using What = Change::What;
using Name = std::pair<Kind, std::string>;

std::set<std::string> items_of(const std::string& list) {
  std::set<std::string> items;
  std::istringstream stream(list);
  for (std::string item; stream >> item;) items.insert(item.substr(0, item.find_first_of(",;")));
  return items;
}

// The order of what both editions have: what came or went is said elsewhere.
bool same_order(const std::string& before, const std::string& after) {
  const auto kept = [](const std::string& list, const std::set<std::string>& other) {
    std::vector<std::string> result;
    std::istringstream stream(list);
    for (std::string item; stream >> item;)
      if (const std::string id = item.substr(0, item.find_first_of(",;")); other.count(id)) result.push_back(id);
    return result;
  };
  return kept(before, items_of(after)) == kept(after, items_of(before));
}

// A name, or a path or a type that begins or ends with it, as the old edition had it.
std::string renamed_back(std::string value, const std::map<std::string, std::string>& names) {
  for (const auto& [now, was] : names) {
    const size_t at = value.find(now);
    const bool whole = at != std::string::npos && (at == 0 || value[at - 1] == ' ') && (at + now.size() == value.size() || value[at + now.size()] == '.');
    if (whole) return value.replace(at, now.size(), was);
  }
  return value;
}

// `as_before` says a value of the new edition in the names of the old one.
std::vector<std::string> changed_keys(const Thing& before, const Thing& after, const std::function<std::string(const std::string& key, const std::string& value)>& as_before) {
  std::vector<std::string> keys;
  const auto note = [&](const std::string& key) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  };
  for (const auto* side : {&after, &before})
    for (const auto& [key, value] : side->facts) {
      const std::string old = before.fact(key), now = as_before(key, after.fact(key));
      if (old != now && (key != "arranged" || !same_order(old, now))) note(key);
    }
  if (before.gone != after.gone) note("gone");
  return keys;
}

constexpr Kind kPlaces[] = {Kind::record, Kind::field};   // a field has codes in place

bool has(const Change& change, std::string_view key) { return std::find(change.keys.begin(), change.keys.end(), key) != change.keys.end(); }

class Comparison {
 public:
  Comparison(const Packs& before, const Packs& after, const std::string& programme)
      : packs_before_(before), packs_after_(after), pack_before_(*before.pack(programme)), pack_after_(*after.pack(programme)), old_(things_of(pack_before_)), new_(things_of(pack_after_)) {}

  Difference find() {
    for (const Thing& thing : old_) by_name_[{thing.kind, thing.name}] = &thing;
    for (const Thing& thing : new_) pair_up(thing);
    for (const auto& [thing, name] : pairs_) compare(*thing, name);
    for (const Thing& thing : old_)
      if (!seen_.count({thing.kind, thing.name}) && !lost_with_its_place(thing)) {
        Change change;
        change.what = What::removed;
        change.before = thing;
        result_.changes.push_back(std::move(change));
      }
    for (Change& change : result_.changes) say(change);
    recount();
    const bool lost = std::any_of(result_.changes.begin(), result_.changes.end(), [](const Change& change) { return change.loses; });
    result_.edition_should_rise = lost && pack_before_.edition == pack_after_.edition;
    return std::move(result_);
  }

 private:
  // The name under which the old edition has it; "" where it has none.
  std::string old_name(const Thing& thing) const {
    const auto place = place_before_.find(place_of(thing));
    const std::string prefix = thing.within.empty() ? "" : (place == place_before_.end() ? thing.within : place->second) + ".";
    const std::string id = thing.within.empty() ? thing.name : thing.name.substr(thing.within.size() + 1);
    for (const std::string& candidate : {id, thing.was})
      if (!candidate.empty() && by_name_.count({thing.kind, prefix + candidate})) return prefix + candidate;
    return {};
  }

  const RecordType* record_before(const Thing& thing) const {
    const auto place = thing.record ? place_before_.find(thing.record->id) : place_before_.end();
    return place == place_before_.end() ? nullptr : by_name_.at({Kind::record, place->second})->record;
  }

  // All are paired before any is compared, so that what speaks of a renamed thing is not taken for changed.
  void pair_up(const Thing& thing) {
    const std::string name = old_name(thing);
    pairs_.emplace_back(&thing, name);
    if (name.empty()) return;
    seen_.insert({thing.kind, name});
    if (is_place(thing)) place_before_[thing.name] = name;
    if (thing.kind == Kind::record && thing.name != name) types_before_[pack_after_.programme + "." + thing.name] = pack_after_.programme + "." + name;
    if (thing.kind == Kind::stage) stages_before_[thing.name] = name.substr(name.rfind('.') + 1);
  }

  // The keys that name records and stages; what an expression names stays as it is written.
  std::string as_before(const Thing& thing, const std::string& key, const std::string& value) const {
    const bool names_record = key == "to" || key == "type" || key == "of" || key == "keep_for" || key == "part_of" || key == "count" || key == "sum" || key == "mean" || key == "median" || key == "distinct";
    const bool names_stages = (thing.kind == Kind::move && (key == "from" || key == "to")) || (thing.kind == Kind::stage && key == "to");
    if (names_stages) {
      std::string result;
      std::istringstream list(value);
      for (std::string item; list >> item;) {
        const std::string id = item.substr(0, item.find(','));
        const auto found = stages_before_.find(thing.within + "." + id);
        result += (result.empty() ? "" : ", ") + (found == stages_before_.end() ? id : found->second);
      }
      return result;
    }
    return names_record ? renamed_back(value, types_before_) : value;
  }

  void compare(const Thing& thing, const std::string& name) {
    Change change;
    change.after = thing;
    change.record_before = record_before(thing);
    if (name.empty()) {
      change.what = What::added;
      if (!added_with_its_place(thing)) result_.changes.push_back(std::move(change));
      if (is_place(thing)) added_places_.insert(thing.name);
      return;
    }
    change.before = *by_name_.at({thing.kind, name});
    change.keys = changed_keys(change.before, thing, [&](const std::string& key, const std::string& value) { return as_before(thing, key, value); });
    const bool renamed = name.substr(name.rfind('.') + 1) != thing.name.substr(thing.name.rfind('.') + 1);
    change.what = renamed ? What::renamed : What::changed;
    if (renamed || !change.keys.empty()) result_.changes.push_back(std::move(change));
  }

  // The record or field that it stands in; "" at the top, and of a code in a list of its own.
  static std::string place_of(const Thing& thing) { return thing.kind == Kind::code && !thing.record ? "" : thing.within; }

  static bool is_place(const Thing& thing) { return std::find(std::begin(kPlaces), std::end(kPlaces), thing.kind) != std::end(kPlaces); }

  // What comes or goes with its record is not said again.
  bool added_with_its_place(const Thing& thing) {
    const bool with = added_places_.count(place_of(thing)) > 0;
    if (with && is_place(thing)) added_places_.insert(thing.name);
    return with;
  }
  bool lost_with_its_place(const Thing& thing) const {
    const std::string within = place_of(thing);
    return std::any_of(std::begin(kPlaces), std::end(kPlaces), [&](Kind place) { return by_name_.count({place, within}) && !seen_.count({place, within}); });
  }

  void migrates(Change& change, std::string does) {
    change.migrates = true;
    change.does = std::move(does);
  }
  void loses(Change& change, std::string does) {
    change.loses = true;
    migrates(change, std::move(does));
  }

  void say(Change& change) {
    switch (change.thing().kind) {
      case Kind::record: return say_record(change);
      case Kind::field: return say_field(change);
      case Kind::stage: return say_stage(change);
      case Kind::move: return say_move(change);
      case Kind::code:
        if (change.what == What::removed) change.does = "records that have it show its id; `gone: true` would keep its title";
        if (change.what == What::renamed) migrates(change, "records that have it get the new code");
        return;
      case Kind::role:
        if (change.what == What::removed) change.does = "accounts that have it may do nothing with it";
        return;
      case Kind::indicator:
        if (change.what == What::removed) change.does = "its figures are no longer kept";
        return;
      default: return;
    }
  }

  void say_record(Change& change) {
    if (change.what == What::added) migrates(change, "a table is made");
    if (change.what == What::removed) loses(change, "refused while there are such records; `gone: true` keeps them readable");
    if (change.what == What::renamed) migrates(change, "its table is renamed; its records go on under the new name");
  }

  void say_field(Change& change) {
    const Field* field = change.after.field;
    if (change.what == What::removed) {
      if (!change.before.field->is_on_reading) loses(change, "refused while it holds values; `gone: true` keeps them readable");
      return;
    }
    if (change.what == What::added) {
      if (field->is_on_reading) return;
      migrates(change, "a column is added");
      if (field->fill) change.does += "; old records get what `fill` says";
      else if (field->is) change.does += "; it is worked out on old records too";
      else if (field->required) asks_for(change);
      return;
    }
    if (change.what == What::renamed) migrates(change, "its column is renamed; the values go on under the new name");
    const bool retyped = (has(change, "type") && change.before.field->type.kind != field->type.kind) || has(change, "to");   // a text and a note are one
    if (retyped || has(change, "private") || has(change, "sealed"))
      return loses(change, "refused while it holds values: they would be read wrongly; declare a new field with `fill` over this one, and `gone: true` on this");
    if (has(change, "is")) change.does = "worked out again on every record";
    if (has(change, "required") && field->required && !field->fill) asks_for(change);
  }

  void asks_for(Change& change) {
    change.does += std::string(change.does.empty() ? "" : "; ") + "old records without it are incomplete until somebody fills it in; `fill` would give them a value";
    result_.incomplete.push_back(change.after.field);
  }

  void say_stage(Change& change) {
    if (change.what == What::added) migrates(change, "a column for the day of arrival is added");
    if (change.what == What::removed) return loses(change, "refused while records have been there; `gone: true, to: …` moves them");
    if (change.what == What::renamed) migrates(change, "its records go on in the stage's new name");
    if (has(change, "gone") && change.after.gone) migrates(change, "its records are moved to '" + change.after.fact("to") + "'");
  }

  void say_move(Change& change) {
    if (change.what == What::removed) migrates(change, "its open tasks are closed");
    if (change.what == What::renamed) migrates(change, "tasks, timers, held money and who made it go on under the new name");
    if (has(change, "gone") && change.after.gone) migrates(change, "its open tasks are closed");
    if (change.what != What::removed && has(change, "due")) change.does += std::string(change.does.empty() ? "" : "; ") + "tasks that are open keep their day";
  }

  std::string definition(const Packs& packs, const Indicator& indicator) const {
    return definition_text(packs, indicator, [&](const Indicator& part) { return definition(packs, part); });
  }

  void recount() {
    for (const auto& pack : packs_after_.packs)   // a shared count of another pack has this one's among its parts
      for (const auto& indicator : pack->indicators) {
        if (!is_counted(*indicator)) continue;
        const Indicator* old = packs_before_.indicator(indicator->name);
        if (!old || !is_counted(*old) || definition(packs_before_, *old) != definition(packs_after_, *indicator))
          result_.recounted.push_back(pack.get() == &pack_after_ ? indicator->id : indicator->name);
      }
  }

  static bool is_counted(const Indicator& indicator) { return is_kept(indicator) || indicator.verb == Indicator::Verb::open; }

  const Packs& packs_before_;
  const Packs& packs_after_;
  const Pack& pack_before_;
  const Pack& pack_after_;
  std::vector<Thing> old_, new_;
  std::map<Name, const Thing*> by_name_;              // of the old edition
  std::set<Name> seen_;                               // of the old edition: paired
  std::map<std::string, std::string> place_before_;   // records and fields: the new name -> the old one
  std::map<std::string, std::string> types_before_;   // full names of types that were renamed
  std::map<std::string, std::string> stages_before_;  // "loan.out" -> the id that it had
  std::vector<std::pair<const Thing*, std::string>> pairs_;   // of the new edition, with the old name or ""
  std::set<std::string> added_places_;
  Difference result_;
};

}  // namespace

Difference difference(const Packs& before, const Packs& after, const std::string& programme) { return Comparison(before, after, programme).find(); }

}  // namespace halfsky::lang
