// Tasks, holders and timers of a record, after a command changed it: what leaves a stage closes, what arrives opens. Derived rows:
// they can be worked out again from the records.
#include "engine/move/decider.hpp"
#include "engine/task/due.hpp"
#include "engine/timer/timer.hpp"

namespace halfsky::engine {
namespace {

bool has_tasks(const lang::RecordType& type, const std::string& stage) {
  return std::any_of(type.moves.begin(), type.moves.end(), [&](const auto& move) { return move->begins_in(stage) && move->due; });
}

bool has_timers(const lang::RecordType& type, const std::string& stage) {
  return std::any_of(type.moves.begin(), type.moves.end(), [&](const auto& move) { return move->begins_in(stage) && ((move->by_clock() && move->after) || (move->due && !move->late.empty())); });
}

}  // namespace

bool arrives(const lang::RecordType& type, const std::string& move) {
  if (move == "enter" || move == "upgrade") return true;
  if (move == "edit" || move == "strike" || move == "handover" || move == "fill") return false;
  const lang::Move* declared = type.move(move);
  return declared == nullptr || !declared->to.empty();   // one that the pack no longer has led somewhere
}

void Decider::plan(const Change& change) {
  const Row& row = *change.after;
  const lang::RecordType& type = *row.type;
  if (type.stages.empty()) return;
  const auto made_now = unit_.made_now(row.record());
  const bool again = std::any_of(made_now.begin(), made_now.end(), [&](const Made* made) {   // a move that leads back to the stage it began in
    const lang::Move* move = type.move(made->move);
    return move && move->to == row.stage;
  });
  const bool left = change.before && (change.before->stage != row.stage || again || row.struck);
  if (left) {
    const lang::Stage* stage = type.stage(change.before->stage);
    const bool gone = stage == nullptr || stage->gone;   // its moves may be gone with it
    if (gone || has_tasks(type, change.before->stage))
      unit_.add_call({"update task set closed_at = ?3, closed_seq = ?4 where county = ?1 and record = ?2 and closed_at is null", {row.county, row.id, site_.clock->now(), unit_.place()}});
    if (gone || has_timers(type, change.before->stage)) unit_.add_call({"delete from timer where county = ?1 and record = ?2", {row.county, row.id}});
  }
  if (row.struck) return;
  open_tasks(row, change.before && change.before->org != row.org);
  set_timers(row);
}

// A record that stays as it is, where another one that says who holds it or by when has changed.
void Decider::set_tasks_and_timers(const RecordId& record) {
  const RowPtr row = unit_.load(*record.type, record.id);
  if (!row || row->struck || row->type->stages.empty()) return;
  open_tasks(*row, false);
  set_timers(*row);
}

// One task for each move that should be made, a row for each office that may make it. Opened again only where it is not there:
// when fields change, an open task keeps its beginning and gets its new due date; who takes a record over holds it since that day.
void Decider::open_tasks(const Row& row, bool handed_over) {
  const auto shared = std::make_shared<const Row>(row);
  const auto orgs = site_.orgs();
  const bool is_new = row.version == 1 && unit_.changes().contains(row.record());   // has no tasks yet
  for (const auto& move : row.type->moves) {
    if (!move->begins_in(row.stage) || !move->due) continue;
    const auto due = due_of(site_, unit_, *move, shared);
    int64_t n = -1;   // the actor's place in `by`
    for (const lang::Actor& actor : move->by) {
      ++n;
      base::OrgId org = 0;
      if (actor.scope == lang::Actor::Scope::own_org) org = row.org;
      if (actor.scope == lang::Actor::Scope::level) {
        const Org* at = orgs->at_level(row.org, actor.level);
        org = at ? at->id : 0;
      }
      if (actor.scope == lang::Actor::Scope::path) {
        const lang::Value at = RowWorld(site_, unit_, shared, today_).evaluate(*actor.path);
        org = at.is_null() ? 0 : at.number;
      }
      if (org == 0) {   // nobody there now
        if (!is_new)
          unit_.add_call({"update task set closed_at = ?5, closed_seq = ?6 where county = ?1 and record = ?2 and move = ?3 and n = ?4 and closed_at is null", {row.county, row.id, move->id, n, site_.clock->now(), unit_.place()}});
        continue;
      }
      const base::Day since = row.moved;
      unit_.add_call({"insert into task (county, record, move, n, since_seq, type, org, role, since, due_at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
                   "on conflict (county, record, move, n, since_seq) do update set since = case when ?11 = 1 and task.org <> excluded.org then excluded.since else task.since end, org = excluded.org, role = excluded.role, due_at = excluded.due_at, closed_at = null, closed_seq = null",
                   {row.county, row.id, move->id, n, arrival(row), row.type->name, org, actor.role, int64_t{since}, due ? db::Value{*due} : db::Value{}, int64_t{handed_over}}});
    }
  }
}

void Decider::set_timers(const Row& row) {
  const auto shared = std::make_shared<const Row>(row);
  const bool is_new = row.version == 1 && unit_.changes().contains(row.record());
  const auto set = [&](const std::string& kind, const lang::Move& move, base::Instant at) {
    unit_.add_call({"insert into timer (county, record, move, kind, type, at) values (?1, ?2, ?3, ?4, ?5, ?6) "
                 "on conflict (county, record, move, kind) do update set at = case when timer.at = ?7 and excluded.at <= ?8 then ?7 else excluded.at end",
                 {row.county, row.id, move.id, kind, row.type->name, at, int64_t{kHasRun}, site_.clock->now()}});   // one that has run runs again where its day is put off
  };
  for (const auto& move : row.type->moves) {
    if (!move->begins_in(row.stage)) continue;
    const auto unset = [&](const char* kind) {
      if (!is_new) unit_.add_call({"delete from timer where county = ?1 and record = ?2 and move = ?3 and kind = ?4", {row.county, row.id, move->id, kind}});
    };
    if (move->due && !move->late.empty()) {
      if (const auto due = due_of(site_, unit_, *move, shared)) set("late", *move, *due); else unset("late");
    }
    if (!move->by_clock() || !move->after) continue;
    const lang::Value after = RowWorld(site_, unit_, shared, today_).evaluate(*move->after);
    if (!after.is_null()) set("clock", *move, base::start_of(base::Day(after.number)));
    else unset("clock");
  }
}

// What tells one stay in a stage from the next: how many moves led into a stage before it.
int64_t Decider::arrival(const Row& row) {
  const auto& stages = row.type->stages;
  for (size_t i = 0; i < stages.size(); ++i)
    if (stages[i].id == row.stage && row.reached[i]) {
      int64_t count = 0;
      for (const Made& made : unit_.made_of(row.record())) count += arrives(*row.type, made.move) ? 1 : 0;
      return count;
    }
  return 0;
}

}  // namespace halfsky::engine
