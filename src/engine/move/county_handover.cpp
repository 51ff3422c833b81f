// Proposed, accepted, refused, withdrawn.
#include "engine/move/county_handover.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "base/uuid.hpp"
#include "engine/access/looks.hpp"
#include "engine/capability.hpp"
#include "engine/journal/groups.hpp"
#include "engine/move/carrier.hpp"
#include "engine/move/decider.hpp"
#include "engine/tables.hpp"

namespace halfsky::engine {

namespace {

const std::string kColumns = "county, id, other, takes, type, record, from_org, to_org, day, reason, state, proposed_at, proposed_by, answered_at, answered_by, answer";
const std::string kPut =
    "insert into county_handover (" + kColumns + ") values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) on conflict (county, id) do update set "
    "to_org = excluded.to_org, state = excluded.state, answered_at = excluded.answered_at, answered_by = excluded.answered_by, answer = excluded.answer";

// Of the commands of a batch that are not written yet, by id.
using Pending = std::map<std::string, CountyHandover>;
Pending& pending(Batch& batch) { return batch.shared<Pending>("county_handover"); }

std::optional<CountyHandover> find_handover(const Site& site, Unit& unit, const std::string& id) {
  const Pending& now = pending(unit.before());
  if (const auto at = now.find(id); at != now.end()) return at->second;
  auto found = county_handovers(site, unit.connection(), unit.county(), "id = ?2", {id});
  return found.empty() ? std::nullopt : std::optional(found.front());
}

// The one that waits for an answer of the other county.
std::optional<CountyHandover> waiting_for(const Site& site, Unit& unit, const Row& row) {
  Pending& now = pending(unit.before());
  for (const auto& [id, each] : now)
    if (each.record == row.id && each.type == row.type && each.state == "waits") return each;
  for (const CountyHandover& each : county_handovers(site, unit.connection(), unit.county(), "record = ?2 and state = 'waits'", {row.id}))
    if (each.type == row.type && !now.contains(each.id)) return each;
  return std::nullopt;
}

void put_handover(const Site& site, Unit& unit, const CountyHandover& handover) {
  unit.add_call({kPut, handover.values()});
  unit.add_bound(bound(site, county_handover_table(), handover.values()));
  unit.on_accept([handover](Batch& batch) { pending(batch)[handover.id] = handover; });
}

}  // namespace

std::vector<db::Value> CountyHandover::values() const {
  return {county, id, other, int64_t{takes}, type->name, record, from, to, int64_t{day}, db::Bytes{reason}, state, proposed_at, proposed_by, answered_at ? db::Value{*answered_at} : db::Value{}, answered_by, db::Bytes{answer}};
}

CountyHandover CountyHandover::there() const {
  CountyHandover there = *this;
  std::swap(there.county, there.other);
  there.takes = !takes;
  return there;
}

std::vector<CountyHandover> county_handovers(const Site& site, db::Connection& connection, base::County county, const std::string& where, std::vector<db::Value> args) {
  args.insert(args.begin(), county);
  const db::Rows rows = connection.read({fmt::format("select {} from county_handover where county = ?1 and {} order by proposed_at, id", kColumns, where), std::move(args)});
  std::vector<CountyHandover> result;
  for (size_t r = 0; r < rows.size(); ++r) {
    const lang::RecordType* type = site.packs->record_type(rows.text(r, 4));
    if (type == nullptr || type->gone) continue;
    result.push_back({rows.integer(r, 0), rows.integer(r, 2), rows.text(r, 1), rows.integer(r, 3) != 0, type, rows.text(r, 5), rows.integer(r, 6), rows.integer(r, 7), base::Day(rows.integer(r, 8)), rows.bytes(r, 9),
                      rows.text(r, 10), rows.integer(r, 11), rows.text(r, 12), rows.is_null(r, 13) ? std::nullopt : std::optional(rows.integer(r, 13)), rows.text(r, 14), rows.bytes(r, 15)});
  }
  return result;
}

std::vector<std::string> types_waiting(Batch& batch, const Unit& unit) {
  std::vector<std::string> types;
  for (const Unit::Waiting& each : unit.waiting())
    if (const auto at = pending(batch).find(each.id); at != pending(batch).end()) types.push_back(at->second.type->name);
  return types;
}

base::County other_county(db::Connection& connection, const Command& command) {
  for (const Step& step : command.steps) {
    if (step.type != nullptr || step.items.empty()) continue;
    const db::Rows rows = connection.read({"select other from county_handover where county = ?1 and id = ?2", {command.county, step.items.front().record}});
    if (!rows.empty()) return rows.integer(0, 0);
  }
  return 0;
}

// Whether an org of another county may take it over. Its county's own org stands for one of that county's that is chosen when it is accepted.
void Decider::check_far_taker(const RowPtr& row, base::OrgId to, bool chosen_later, const Act& act) {
  const std::string path = act.path + "org";
  const auto orgs = site_.orgs();
  const Org* taker = orgs->find(to);
  const Org* giver = orgs->find(row->org);
  HALFSKY_ASSERT(taker && giver);
  if (!taker_stands(*taker, act)) return;
  const auto alike = [&](const Org& org) { return org.level == giver->level && (org.level != lang::Level::partner || org.kind == giver->kind); };
  if (!alike(*taker)) {
    if (!chosen_later || taker->level != lang::Level::county) return problem("handover_other_level", path, {{"org", taker->name}, {"from", giver->name}});
    const auto within = orgs->within(base::range_of(to));
    if (std::none_of(within.begin(), within.end(), [&](const Org& org) { return org.until >= today_ && alike(org); })) return problem("handover_no_such_level", path, {{"org", taker->name}, {"from", giver->name}});
  }
  if (row->type->org_rule != lang::RecordType::OrgRule::path) return;
  const lang::Value follows = world(row, act).evaluate(*row->type->org_path);
  if (follows.is_null() || follows.number == to) return;
  problem("handover_follows", path, {{"org", name_of(*orgs, follows.number)}, {"type", row->type->title}});
}

// What keeps it in this county for now: it is finished, posted, or its money is not settled.
void Decider::check_may_leave(const RowPtr& row, const Act& act) {
  const std::string path = act.path + (command_.steps.front().type ? "record" : "handover");
  if (const lang::Stage* stage = row->type->stage(row->stage); stage && stage->final_) return problem("handover_final", path, {{"stage", stage->title}, {"org", name_of(*site_.orgs(), row->org)}});
  if (const auto notice = notice_of(*row); notice && !notice->taken_down && (notice->ends >= today_ || notice->open_objections > 0)) problem("handover_posted", path, {{"ends", base::format_day(notice->ends)}});
  std::vector<RecordId> records;
  for (const RowPtr& each : with_lines(row)) records.push_back(each->record());
  for (Capability* capability : site_.capabilities)
    for (auto& p : capability->keeps_here(unit_, records)) problem(std::move(p.code), path, std::move(p.args));
}

// REQUIRES: step.what == handover, to an org of another county.
void Decider::hand_away(const Step& step, const Item& item, const RowPtr& row, const Act& act) {
  const lang::RecordType& type = *row->type;
  const size_t before = problems_on_both_sides();
  const auto orgs = site_.orgs();
  const Grant* grant = NoticeTypes(*site_.packs).keeps(type) || type.gone ? nullptr : gate_.grant_to_part_with(command_.who, type, row->org);
  if (grant == nullptr) return problem("handover_not_by_you", act.path + "move", {{"org", name_of(*orgs, row->org)}});
  const std::string own = name_of(*orgs, base::org_of_county(unit_.county()));
  if (base::depth_of(grant->org) > base::kDepthOfCounty) return problem("handover_other_county", act.path + "org", {{"org", name_of(*orgs, item.org)}, {"own", own}});
  if (there_ == nullptr) return problem("handover_other_level", act.path + "org", {{"org", name_of(*orgs, item.org)}, {"from", name_of(*orgs, row->org)}});   // above the counties
  const auto& now = unit_.waiting();   // of this very command
  if (std::any_of(now.begin(), now.end(), [&](const Unit::Waiting& each) { return each.record == row->id; })) return problem("handover_twice", act.path + "record", {{"org", name_of(*orgs, row->org)}});
  if (const auto waits = waiting_for(site_, unit_, *row)) return problem("handover_waits", act.path + "record", {{"org", name_of(*orgs, waits->to)}});
  if (!there_since(row, item, act)) return;
  const bool at_once = base::range_of(grant->org).holds(item.org);
  check_far_taker(row, item.org, !at_once, act);
  const std::string reason = reason_of(step, "handover_reason");
  day_fits(row, act);
  check_may_leave(row, act);
  if (problems_on_both_sides() > before) return;

  if (at_once) return Carrier(*this, *there_, act).carry(row, item.org, step.day, reason, *grant);
  CountyHandover handover{unit_.county(), there_->unit_.county(), base::derived_uuid(command_.id, "handover/" + row->id), false, &type, row->id, row->org, item.org, act.day,
                          conceal_reason(site_, reason, row->id), "waits", site_.clock->now(), command_.who.account, std::nullopt, "", ""};
  put_handover(site_, unit_, handover);
  put_handover(site_, there_->unit_, handover.there());
  for (Unit* unit : {&unit_, &there_->unit_}) unit->add_waiting({handover.id, row->id, handover.state, item.org});
}

// Accepted or refused by the taking county, withdrawn by the giving one.
void Decider::answer_handover(const Step& step, const Item& item, const Act& act) {
  const auto found = there_ ? find_handover(site_, unit_, item.record) : std::nullopt;
  const Grant* grant = nullptr;
  if (found && found->takes) grant = gate_.grant_to_take(command_.who, *found->type, found->to);
  if (found && !found->takes) {
    grant = gate_.grant_to_part_with(command_.who, *found->type, found->from);
    const RowPtr row = grant && base::depth_of(grant->org) <= base::kDepthOfCounty ? unit_.load(*found->type, found->record) : nullptr;
    if (!row || (!row->away && !gate_.may_read(command_.who, row, unit_, today_))) grant = nullptr;
  }
  if (grant == nullptr) return problem("no_such_handover", act.path + "handover");
  const auto orgs = site_.orgs();
  if (found->takes == (step.what == Step::What::withdraw)) return problem("handover_other_side", act.path + "move", {{"org", name_of(*orgs, base::org_of_county(found->takes ? found->other : found->county))}});
  if (found->other != there_->unit_.county()) return problem("handover_two_counties", act.path + "handover", {{"org", name_of(*orgs, base::org_of_county(found->other))}});
  const auto& now = unit_.waiting();   // of this very command
  const bool twice = std::any_of(now.begin(), now.end(), [&](const Unit::Waiting& each) { return each.id == found->id; });
  if (found->state != "waits" || twice) return problem("handover_answered", act.path + "handover", {{"state", found->state}});

  CountyHandover next = *found;
  next.answered_at = site_.clock->now();
  next.answered_by = command_.who.account;
  const size_t before = problems_on_both_sides();
  if (step.what == Step::What::withdraw) next.state = "withdrawn";
  if (step.what == Step::What::refuse) {
    next.state = "refused";
    next.answer = conceal_reason(site_, reason_of(step, "handover_refuse_reason"), found->record);
  }
  if (step.what == Step::What::take) {
    next.state = "accepted";
    next.to = item.org ? item.org : found->to;
    take_over(*found, next.to, step, *grant, act);
  }
  if (problems_on_both_sides() > before) return;
  put_handover(site_, unit_, next);
  put_handover(site_, there_->unit_, next.there());
  for (Unit* unit : {&unit_, &there_->unit_}) unit->add_waiting({next.id, step.what == Step::What::refuse ? "" : next.record, next.state, next.to});
}

// REQUIRES: this decides for the taking county.
void Decider::take_over(const CountyHandover& handover, base::OrgId to, const Step& step, const Grant& grant, const Act& act) {
  const size_t before = problems_on_both_sides();
  const auto orgs = site_.orgs();
  if (base::county_of(to) != unit_.county()) return problem("handover_not_yours", act.path + "org", {{"org", name_of(*orgs, to)}, {"own", name_of(*orgs, base::org_of_county(unit_.county()))}});
  const RowPtr row = there_->unit_.load(*handover.type, handover.record);
  // It was struck out, or goes elsewhere in its own county by now: who gives it is to look again.
  if (!row || row->struck || row->org != handover.from) return problem("handover_changed", act.path + "handover", {{"org", name_of(*orgs, base::org_of_county(handover.other))}});
  there_->check_far_taker(row, to, false, act);
  there_->check_may_leave(row, act);
  if (problems_on_both_sides() > before) return;
  const base::Day earliest = std::max(handover.day, row->moved);
  if (step.day && *step.day < earliest) return problem("before_last_move", act.path + "day", {{"got", base::format_day(*step.day)}, {"last", base::format_day(earliest)}});
  Act since = act;
  since.day = step.day.value_or(earliest);
  Carrier(*there_, *this, since).carry(row, to, step.day, reveal_reason(site_, handover.reason, handover.record), grant);
}

}  // namespace halfsky::engine
