// The steps of a command, striking out, and what follows when all moves are made.
#include "engine/capability.hpp"
#include "engine/move/decider.hpp"
#include "engine/move/standing.hpp"

namespace halfsky::engine {

Decider::Decider(Unit& unit, const Command& command)
    : unit_(unit), site_(unit.site()), command_(command), gate_(site_), today_(site_.clock->today()), clock_(command.who.kind == Acting::Kind::clock) {}

void Decider::problem(std::string code, std::string path, std::vector<std::pair<std::string, std::string>> args) {
  problems_.push_back({std::move(code), std::move(path), std::move(args)});
}

RowWorld Decider::world(const RowPtr& row, const Act& act) {
  RowWorld world(site_, unit_, row, act.day);
  world.me(command_.who.grants.empty() ? 0 : command_.who.grants.front().org, command_.who.person);
  if (row)
    if (const auto notice = notice_of(*row)) world.with("notice.ends", lang::Value::date(notice->ends));
  return world;
}

base::Problems Decider::run() {
  if (command_.county == 0 && unit_.county() != 0) problem("wrong_county", "county");
  for (const Step& step : command_.steps)
    for (const Item& item : step.items) run_item(step, item);
  if (problems_on_both_sides() == 0) {
    finish();
    if (there_) there_->finish();
  }
  if (there_) problems_.insert(problems_.end(), there_->problems_.begin(), there_->problems_.end());
  return problems_;
}

void Decider::run_item(const Step& step, const Item& item) {
  Act act{false, step.day.value_or(today_), item.path, 0, step.older_edition};
  if (step.day && *step.day > today_) return problem("in_future", step.path + "day", {{"got", base::format_day(*step.day)}, {"today", base::format_day(today_)}});
  switch (step.what) {
    case Step::What::enter: return enter(step, item, act);
    case Step::What::move: return move(step, item, act);
    case Step::What::edit: return edit(item, *step.type, act);
    case Step::What::strike: return strike(item, *step.type, act);
    case Step::What::handover: return handover(step, item, act);
    case Step::What::take: case Step::What::refuse: case Step::What::withdraw: return answer_handover(step, item, act);
    case Step::What::late: return late(step, item, act);
    case Step::What::elements: {
      if (const RowPtr row = target(*step.type, item.record, act)) run_elements(step, item, row, act);
      return;
    }
    case Step::What::upgrade: return upgrade(item, *step.type, act);
    case Step::What::plan: return set_tasks_and_timers({step.type, item.record});
  }
}

// The task of a move is overdue: its `late` effects, made by the clock.
void Decider::late(const Step& step, const Item& item, const Act& act) {
  const RowPtr row = target(*step.type, item.record, act);
  if (!row || !step.move->begins_in(row->stage)) return;
  run_effects(*step.move, true, row, act, row->id + "/late/" + step.move->id);
}

bool Decider::may_strike(const RowPtr& row) {
  const auto& type = *row->type;
  if (row->stage == type.first_stage() && gate_.grant_for(command_.who, type.enter().by, row, unit_, today_)) return true;
  lang::Actor chair{lang::Actor::Scope::level, lang::Level::county, nullptr, {}, "chair"};
  return gate_.grant_for(command_.who, {chair}, row, unit_, today_) != nullptr;
}

void Decider::strike(const Item& item, const lang::RecordType& type, const Act& act) {
  const RowPtr row = target(type, item.record, act);
  if (!row) return;
  if (NoticeTypes(*site_.packs).keeps(type) || !may_strike(row)) return problem("not_yours", act.path + "record", {{"move", "strike"}});
  for (const auto& back : type.backs) {
    if (back.type->parent == back.ref) continue;
    for (const RowPtr& other : unit_.rows_by_ref(*back.ref, lang::Value::record(row->id)))
      if (!other->struck) return problem("still_used", act.path + "record", {{"type", back.type->title}});
  }
  for (const auto& back : type.backs) {
    if (back.type->parent != back.ref) continue;
    for (const RowPtr& line : unit_.rows_by_ref(*back.ref, lang::Value::record(row->id))) {
      Row struck = *line;
      struck.struck = true;
      put(std::move(struck));
    }
  }
  Row struck = *row;
  struck.struck = true;
  put(std::move(struck));
  MoneyAct reverse;
  reverse.what = MoneyAct::What::reverse;
  reverse.record = row->record();
  reverse.day = act.day;
  unit_.add_money(std::move(reverse));
  const Grant* grant = command_.who.grants.empty() ? nullptr : &command_.who.grants.front();
  unit_.add_made({row->record(), "strike", command_.who.account, command_.who.person, grant ? grant->org : 0, grant ? grant->role : "", act.day, false});
}

void Decider::finish() {
  std::set<RecordId> others;   // that did not change themselves
  for (const RecordId& record : unit_.order()) {
    const Change& change = unit_.changes().at(record);
    plan(change);
    others.merge(site_.standing->planned_by(unit_, change));
  }
  for (const RecordId& record : others)
    if (!unit_.changes().contains(record)) set_tasks_and_timers(record);
  for (Capability* capability : site_.capabilities)
    for (auto& p : capability->join(unit_)) problems_.push_back(std::move(p));
}

}  // namespace halfsky::engine
