// A move on a record that is there, an edit of its fields, and what happens when two people changed the same one.
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "engine/command/field_value.hpp"
#include "engine/move/decider.hpp"
#include "engine/move/guard.hpp"
#include "engine/move/standing.hpp"
#include "engine/store/version.hpp"

namespace halfsky::engine {

using lang::Field;
using lang::Value;

bool is_answer(const Field& field) { return (field.scored == Field::Scored::criterion && !field.never_given) || field.scored == Field::Scored::evidence; }

bool is_handed_in_by(const lang::RecordType& type, const lang::Move& move) {
  if (type.stages.empty() || move.gone || move.to.empty() || move.to == type.first_stage()) return false;
  return std::find(move.from.begin(), move.from.end(), type.first_stage()) != move.from.end();
}

// A record that she may not read is not there for her.
RowPtr Decider::target(const lang::RecordType& type, const std::string& id, const Act& act) {
  const RowPtr row = unit_.load(type, id);
  const bool there = row && !row->struck && (act.by_effect || clock_ || gate_.may_read(command_.who, row, unit_, today_));
  if (there) return row;
  problem("no_such_record", act.path + "record", {{"type", type.title}});
  return nullptr;
}

bool Decider::may_make(const lang::Move& move, const RowPtr& row, const Act& act, const Grant** grant) {
  if (act.by_effect) return true;
  if (command_.who.kind != Acting::Kind::staff) return gate_.open_to(command_.who, move.by);
  *grant = gate_.grant_for(command_.who, move.by, row, unit_, today_);
  return *grant != nullptr;
}

// `unlike`: those who made the named moves last must be other people than she (two accounts of one person are one person). Nor does who
// entered what is posted answer the objections to it.
bool Decider::someone_else(const lang::Move& move, const RowPtr& row, const Act& act) {
  if (act.by_effect || command_.who.kind != Acting::Kind::staff) return true;
  if (answers_own(row)) return false;
  for (const lang::Unlike& unlike : move.unlike) {
    RecordId record = row->record();
    if (unlike.path) {
      const Value at = world(row, act).evaluate(*unlike.path);
      if (at.is_null()) continue;
      record = {unlike.type, at.text};
    }
    for (const Made& made : unit_.made_of(record)) {
      if (made.move != unlike.move) continue;
      if (made.account == command_.who.account || (!made.person.empty() && made.person == command_.who.person)) return false;
    }
  }
  return true;
}

bool Decider::day_fits(const RowPtr& row, const Act& act) {
  if (act.day >= row->moved) return true;
  problem("before_last_move", act.path + "day", {{"got", base::format_day(act.day)}, {"last", base::format_day(row->moved)}});
  return false;
}

// Different fields merge. The same field changed by someone else since the version that this command was based on is a conflict;
// the answer has what stood there then, mine and hers, but nothing that a page would not show her and nothing of a secret record: a
// refusal leaves no look behind.
void Decider::merge(const RowPtr& row, const Item& item, const Assigned& values) {
  if (!item.base || *item.base == row->version) return;   // a later one: this server was set back to a copy, and she saw what it has no more
  const RowPtr old = version_of(site_, unit_.connection(), *row->type, unit_.county(), row->id, *item.base);
  for (const auto& [field, mine] : values) {
    const bool encrypted = field->encrypted();
    const Value hers = encrypted ? site_.vault->open(*row, *field, unit_.connection(), &unit_.new_keys()) : row->fields[field->index];
    if (lang::same(hers, mine)) continue;
    bool changed = false;
    std::string was;
    const bool shown = !field->private_ && row->type->class_ != lang::Class::secret && gate_.may_read_field(command_.who, *field, row, unit_, today_);
    const auto text = [&](const Value& value) { return shown ? boost::json::serialize(json_of(value, field->type.kind)) : std::string("***"); };
    if (old) {
      const Value base = encrypted ? site_.vault->open(*old, *field, unit_.connection(), &unit_.new_keys()) : old->fields[field->index];
      changed = !lang::same(base, hers);
      was = text(base);
    } else if (!shown || encrypted) {   // what she says that she saw could be a guess
      changed = true;
      was = "***";
    } else if (const auto* saw = item.saw.if_contains(field->id)) {
      const auto base = value_of_json(*field, *saw, "", today_, *site_.orgs());
      changed = !base || !lang::same(*base, hers);
      was = boost::json::serialize(*saw);
    }
    if (changed) problem("conflict", item.path + "values." + field->id, {{"field", field->title}, {"base", was}, {"mine", text(mine)}, {"hers", text(hers)}, {"version", std::to_string(row->version)}});
  }
}

void Decider::move(const Step& step, const Item& item, const Act& act) {
  const RowPtr row = target(*step.type, item.record, act);
  const auto values = parse_values(*step.type, item.values, act, false);
  if (!row || !values) return;
  const bool hands_in = is_handed_in_by(*step.type, *step.move);
  for (const auto& [field, value] : *values)
    if (std::find(step.move->asks.begin(), step.move->asks.end(), field) == step.move->asks.end() && !(hands_in && is_answer(*field)))
      problem("field_not_asked", act.path + "values." + field->id, {{"field", field->title}, {"move", step.move->title}});
  const Grant* grant = nullptr;
  if (problems_.empty() && may_make(*step.move, row, act, &grant)) merge(row, item, *values);   // who may not is told so below, and nothing of the record
  if (!problems_.empty()) {   // the other things that are wrong with it are worth knowing too, but nothing is changed
    if (std::find(step.move->from.begin(), step.move->from.end(), row->stage) == step.move->from.end() && !step.move->from.empty())
      problem("wrong_stage", act.path + "record", {{"stage", row->type->stage(row->stage)->title}, {"move", step.move->title}});
    return;
  }
  make_move(*step.move, row, *values, act);
}

bool Decider::make_move(const lang::Move& move, const RowPtr& row, Assigned asked, const Act& act) {
  const size_t before = problems_.size();
  const bool stands = std::find(move.from.begin(), move.from.end(), row->stage) != move.from.end();
  if (!stands && !row->type->stages.empty()) {
    problem("wrong_stage", act.path + "record", {{"stage", row->type->stage(row->stage)->title}, {"move", move.title}});
    return false;
  }
  const Grant* grant = nullptr;
  if (!may_make(move, row, act, &grant)) return problem("not_yours", act.path + "move", {{"move", move.title}}), false;
  if (!someone_else(move, row, act)) problem("someone_else", act.path + "move", {{"move", move.title}});
  day_fits(row, act);
  if (move.after && !move.by_clock()) {
    const Value after = world(row, act).evaluate(*move.after);
    if (!after.is_null() && act.day < after.number) problem("too_early", act.path + "day", {{"from", base::format_day(base::Day(after.number))}, {"move", move.title}});
  }

  if (const auto notice = notice_of(*row))
    if (auto held = held_back(*notice, move, *row, act.day)) problem(held->code, act.path + "move", std::move(held->args));

  Row next = *row;
  std::set<const Field*> given;
  for (const auto& [field, value] : asked) {
    assign(next, *field, value);
    given.insert(field);
  }
  if (act.older_edition) fill_new_fields(next, act);
  if (!act.by_effect && !clock_)
    for (const Field* field : move.asks)
      if (is_empty(next, *field)) problem("required", act.path + "values." + field->id, {{"field", field->title}});
  const Fields not_hers = check_refs(next, given, act);
  if (not_hers.empty()) site_.standing->compute(next, unit_);   // checks and guards may read what is worked out
  check_row(next, given, not_hers, act);
  if (problems_.size() > before) return false;
  if (move.when) {
    RowWorld asked_of = world(std::make_shared<const Row>(next), act);
    if (!asked_of.evaluate(*move.when).is_true()) {
      auto args = guard_args(said_by_guard(site_, unit_, gate_, command_.who, move, asked_of, today_));
      args.emplace_back("move", move.title);
      return problem("guard", act.path + "move", std::move(args)), false;
    }
  }

  const RowPtr asked_row = std::make_shared<const Row>(next);
  for (const auto& set : move.set) assign(next, *set.field, world(asked_row, act).evaluate(*set.value));
  next.moved = act.day;
  if (!move.to.empty() && move.to != next.stage) {
    next.stage = move.to;
    const auto& stages = next.type->stages;
    for (size_t i = 0; i < stages.size(); ++i)
      if (stages[i].id == move.to) next.reached[i] = act.day;
    if (row->stage == row->type->first_stage()) check_answered(next, act);
  }
  check_key(next, act);
  if (problems_.size() > before) return false;
  put(std::move(next));
  const RowPtr moved = unit_.load(*row->type, row->id);
  unit_.add_made({moved->record(), move.id, command_.who.account, command_.who.person, grant ? grant->org : 0, grant ? grant->role : "", act.day, act.by_effect});
  money(move, moved, act);
  post_notice(moved, grant ? grant->org : 0, act);
  run_effects(move, false, moved, act, row->id + "/" + move.id + "/" + std::to_string(moved->version));
  return problems_.size() == before;
}

// Whoever may hand a score sheet in may fill it in: its criteria and their evidence, nothing else of it.
bool Decider::may_answer(const RowPtr& row, const Assigned& values, const Act& act, const Grant** grant) {
  if (!std::all_of(values.begin(), values.end(), [](const auto& given) { return is_answer(*given.first); })) return false;
  return std::any_of(row->type->moves.begin(), row->type->moves.end(), [&](const auto& move) { return is_handed_in_by(*row->type, *move) && may_make(*move, row, act, grant); });
}

void Decider::edit(const Item& item, const lang::RecordType& type, const Act& act) {
  const RowPtr row = target(type, item.record, act);
  auto values = parse_values(type, item.values, act, false);
  if (!row || !values) return;
  const Grant* grant = nullptr;
  if (NoticeTypes(*site_.packs).keeps(type) || (!may_make(type.enter(), row, act, &grant) && !may_enter_parent(*row, act, &grant) && !may_answer(row, *values, act, &grant)))
    return problem("not_yours", act.path + "move", {{"move", "edit"}});
  if (type.parent && !parent_is_open(*row, act)) return;
  if (!type.stages.empty() && row->stage != type.first_stage())
    return problem("no_longer_edited", act.path + "record", {{"stage", type.stage(row->stage)->title}});
  merge(row, item, *values);
  if (!problems_.empty()) return;
  Row next = *row;
  std::set<const Field*> given;
  for (const auto& [field, value] : *values) {
    assign(next, *field, value);
    given.insert(field);
  }
  if (given.empty()) return problem("nothing_to_change", act.path + "values");
  for (const Field* field : given)
    if (field == type.parent) problem("field_fixed", act.path + "values." + field->id, {{"field", field->title}});
  const Fields not_hers = check_refs(next, given, act);
  if (not_hers.empty()) site_.standing->compute(next, unit_);
  check_row(next, given, not_hers, act);
  if (not_hers.empty()) check_key(next, act);
  if (!problems_.empty()) return;
  put(std::move(next));
  unit_.add_made({row->record(), "edit", command_.who.account, command_.who.person, grant ? grant->org : 0, grant ? grant->role : "", act.day, false});
}

}  // namespace halfsky::engine
