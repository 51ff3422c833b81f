// What a move does besides: makes records, makes moves on others, tells people, prints papers. In order, in the same transaction.
#include "base/uuid.hpp"
#include "engine/job/elements.hpp"
#include "engine/journal/groups.hpp"
#include "engine/move/decider.hpp"
#include "engine/tables.hpp"

namespace halfsky::engine {

using lang::Effect;
using lang::Value;

void Decider::run_effects(const lang::Move& move, bool late, const RowPtr& row, const Act& act, const std::string& seed) {
  Act inner = act;
  inner.by_effect = true;
  inner.depth = act.depth + 1;
  if (inner.depth > kEffectDepthMax) return problem("effects_too_deep", act.path + "move");
  size_t n = 0;
  for (const Effect& effect : late ? move.late : move.then) {
    const std::string at = seed + "/" + std::to_string(n++);
    const RowPtr now = unit_.load(*row->type, row->id);
    if (!effect.each) {
      run_effect(effect, now, Value::null(), inner, at);
      continue;
    }
    const Value list = world(now, inner).evaluate(*effect.each);
    if (list.is_null() || !list.items) continue;
    if (list.items->size() > kEachMax) {
      put_off(move, late, n - 1, now, list, inner, at);
      continue;
    }
    size_t element = 0;
    for (const Value& it : *list.items) run_effect(effect, unit_.load(*row->type, row->id), it, inner, at + "/" + std::to_string(element++));
  }
}

// More elements than one command should hold: which ones is settled now and written down with the command; a job makes them.
void Decider::put_off(const lang::Move& move, bool late, size_t effect, const RowPtr& row, const Value& list, const Act& act, const std::string& seed) {
  Job job;
  job.id = base::derived_uuid(command_.id, seed + "/job");
  job.kind = job.phase = kElementsJob;
  job.account = command_.who.account;
  job.login = command_.who.login;
  // As what she made the move: of several roles the one that it took.
  const Grant* grant = gate_.grant_for(command_.who, move.by, row, unit_, today_);
  if (grant == nullptr && !command_.who.grants.empty()) grant = &command_.who.grants.front();
  if (grant) {
    job.org = grant->org;
    job.role = grant->role;
  }
  job.county = unit_.county();
  job.type = row->type->name;
  const lang::ExpressionPtr& each = (late ? move.late : move.then)[effect].each;
  const std::string of = each->type().element ? each->type().element->target : "";
  job.about = {{"move", move.id}, {"late", late}, {"effect", int64_t(effect)}, {"record", row->id}, {"day", base::format_day(act.day)}, {"of", of}};
  job.total = int64_t(list.items->size());
  job.made_at = site_.clock->now();
  for (db::Call& call : begin_calls(site_, job, element_parts(*list.items))) unit_.add_call(std::move(call));
}

void Decider::run_elements(const Step& step, const Item& item, const RowPtr& row, const Act& act) {
  const ElementsPiece piece = piece_of(item.values);
  const auto& effects = piece.late ? step.move->late : step.move->then;
  if (piece.effect >= effects.size() || !effects[piece.effect].each) return problem("unknown_move", act.path + "move", {{"got", step.move->id}, {"meant", ""}});   // the pack has changed since
  Act inner = act;
  inner.by_effect = true;
  inner.depth = 1;
  for (size_t i = 0; i < piece.list.size(); ++i)
    run_effect(effects[piece.effect], unit_.load(*row->type, row->id), piece.list[i], inner, row->id + "/elements/" + std::to_string(piece.first + i));
}

void Decider::run_effect(const Effect& effect, const RowPtr& row, const Value& it, const Act& act, const std::string& seed) {
  RowWorld at = world(row, act);
  at.with("it", it);
  switch (effect.what) {
    case Effect::What::make: {
      Assigned values;
      for (const auto& assignment : effect.with) values.emplace_back(assignment.field, at.evaluate(*assignment.value));
      const Value org = effect.org ? at.evaluate(*effect.org) : Value::null();
      make_record(*effect.type, base::derived_uuid(command_.id, seed), org.is_null() ? row->org : org.number, std::move(values), act, seed);
      return;
    }
    case Effect::What::do_: {
      const Value target = effect.path ? at.evaluate(*effect.path) : it;
      if (target.is_null() || target.text.empty()) return;
      const RowPtr other = unit_.load(*effect.target, target.text);
      const lang::Move* move = effect.target->move(effect.move);
      HALFSKY_ASSERT(move != nullptr);
      if (!other || other->struck) return;
      const bool stands = other->type->stages.empty() || std::find(move->from.begin(), move->from.end(), other->stage) != move->from.end();
      if (!stands) return;   // skipped
      Act on = act;
      on.day = std::max(act.day, other->moved);
      make_move(*move, other, {}, on);
      return;
    }
    case Effect::What::tell: return tell(effect, row, act, seed);
    case Effect::What::print: {
      std::vector<db::Value> values{unit_.county(), base::derived_uuid(command_.id, seed), effect.print, row->type->name, row->id, int64_t{act.day}};
      unit_.add_bound(bound(site_, printed_table(), values));
      unit_.add_call({"insert into printed (county, id, print, type, record, day) values (?1, ?2, ?3, ?4, ?5, ?6) on conflict do nothing", std::move(values)});
      return;
    }
  }
}

// A line in the inbox of an office and role, or of a person's account. The text is the pack's; it names nobody.
void Decider::tell(const Effect& effect, const RowPtr& row, const Act& act, const std::string& seed) {
  size_t n = 0;
  const auto send = [&](base::OrgId org, const std::string& role, const std::string& to) {
    std::vector<db::Value> values{unit_.county(), base::derived_uuid(command_.id, seed + "/" + std::to_string(n++)), org, role, to, effect.text, row->type->name, row->id, site_.clock->now(), {}};
    unit_.add_bound(bound(site_, inbox_table(), values));
    unit_.add_call({"insert into inbox (county, id, org, role, recipient, text, type, record, at, read_at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) on conflict do nothing", std::move(values)});
  };
  const auto orgs = site_.orgs();
  for (const lang::Actor& actor : effect.tell) {
    base::OrgId org = row->org;
    if (actor.scope == lang::Actor::Scope::level) {
      const Org* at = orgs->at_level(row->org, actor.level);
      org = at ? at->id : 0;
    } else if (actor.scope == lang::Actor::Scope::path) {
      const Value at = world(row, act).evaluate(*actor.path);
      org = at.is_null() ? 0 : at.number;
    }
    if (org != 0) send(org, actor.role, "");
  }
  for (const auto& path : effect.tell_paths) {
    const Value to = world(row, act).evaluate(*path);
    if (to.is_null()) continue;
    send(to.text.empty() ? to.number : 0, "", to.text);
  }
}

}  // namespace halfsky::engine
