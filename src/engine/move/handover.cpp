// A handover: a record goes over to another org of its county, since a day, for a reason. Its lines go with it, since they are part of it;
// other records that took their org from it stay where they are, each to be handed over by itself. What was counted, posted or told before
// stays with the org where it happened: a row knows whose it was on each day (store/row.hpp).
#include "base/text.hpp"
#include "base/uuid.hpp"
#include "engine/access/looks.hpp"
#include "engine/journal/groups.hpp"
#include "engine/move/decider.hpp"
#include "engine/store/version.hpp"
#include "engine/tables.hpp"

namespace halfsky::engine {

namespace {

constexpr size_t kReasonMax = 400;   // code points

}  // namespace

std::string name_of(const OrgTree& orgs, base::OrgId org) {
  const Org* found = orgs.find(org);
  return found ? found->name : std::to_string(org);
}

const std::string kInsertHandover = "insert into handover (county, id, seq, type, record, from_org, to_org, since, reason) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

// The record and all that is part of it.
std::vector<RowPtr> Decider::with_lines(const RowPtr& row) {
  std::vector<RowPtr> rows = {row};
  for (size_t i = 0; i < rows.size(); ++i) {
    const RowPtr whole = rows[i];
    for (const auto& back : whole->type->backs)
      if (back.type->parent == back.ref)
        for (const RowPtr& line : unit_.rows_by_ref(*back.ref, lang::Value::record(whole->id))) rows.push_back(line);
  }
  return rows;
}

// Whether an org that is to take something over is there: today, and on the day from which it is to be its own.
bool Decider::taker_stands(const Org& taker, const Act& act) {
  const std::string path = act.path + "org", closed = base::format_day(taker.until);
  if (taker.until < today_ && taker.successor != 0) return problem("handover_org_followed", path, {{"org", taker.name}, {"day", closed}, {"successor", name_of(*site_.orgs(), taker.successor)}}), false;
  if (taker.until < today_) return problem("handover_org_closed", path, {{"org", taker.name}, {"day", closed}}), false;
  if (taker.from > act.day) problem("handover_org_not_yet", act.path + "day", {{"org", taker.name}, {"day", base::format_day(taker.from)}});
  return true;
}

// Whether `to` may take it over: it stands, it is of the same kind in the same county, and of those whom her role is set over.
void Decider::check_taker(const RowPtr& row, const Grant& grant, base::OrgId to, const Act& act) {
  const std::string path = act.path + "org";
  const auto orgs = site_.orgs();
  const std::string from_name = name_of(*orgs, row->org);
  if (to == 0) return problem("required", path);
  if (to == row->org) return problem("handover_same_org", path, {{"org", from_name}});
  const Org* taker = orgs->find(to);
  const Org* giver = orgs->find(row->org);
  HALFSKY_ASSERT(taker && giver);
  if (!taker_stands(*taker, act)) return;
  if (taker->level != giver->level || (taker->level == lang::Level::partner && taker->kind != giver->kind)) return problem("handover_other_level", path, {{"org", taker->name}, {"from", from_name}});
  if (!base::range_of(grant.org).holds(to)) return problem("handover_not_yours", path, {{"org", taker->name}, {"own", name_of(*orgs, grant.org)}});
  if (row->type->org_rule != lang::RecordType::OrgRule::path) return;
  const lang::Value follows = world(row, act).evaluate(*row->type->org_path);
  if (follows.is_null() || follows.number == to) return;
  problem("handover_follows", path, {{"org", name_of(*orgs, follows.number)}, {"type", row->type->title}});
}

// Whether it is where it was in what she had in mind.
bool Decider::there_since(const RowPtr& row, const Item& item, const Act& act) {
  const auto orgs = site_.orgs();
  if (const auto changed = unit_.changes().find(row->record()); changed != unit_.changes().end() && changed->second.before && changed->second.before->org != row->org)
    return problem("handover_twice", act.path + "record", {{"org", name_of(*orgs, row->org)}}), false;
  if (item.base && *item.base < row->version) {
    const RowPtr seen = version_of(site_, unit_.connection(), *row->type, unit_.county(), row->id, *item.base);
    if (seen && seen->org != row->org) return problem("handover_meanwhile", act.path + "record", {{"org", name_of(*orgs, row->org)}}), false;
  }
  return true;
}

std::string Decider::reason_of(const Step& step, const std::string& missing) {
  std::string reason = base::nfc(base::trim(step.reason));
  if (reason.empty()) problem(missing, step.path + "reason");
  if (const size_t length = base::code_points(reason); length > kReasonMax) problem("too_long", step.path + "reason", {{"max", std::to_string(kReasonMax)}, {"got", std::to_string(length)}});
  return reason;
}

void Decider::handover(const Step& step, const Item& item, const Act& act) {
  const lang::RecordType& type = *step.type;
  const RowPtr row = target(type, item.record, act);
  if (!row) return;
  const size_t before = problems_.size();
  const auto orgs = site_.orgs();
  if (type.parent) return problem("handover_line", act.path + "record", {{"type", type.parent->target->title}});
  if (item.org != 0 && base::county_of(item.org) != unit_.county()) return hand_away(step, item, row, act);
  const Grant* grant = NoticeTypes(*site_.packs).keeps(type) || type.gone ? nullptr : gate_.grant_to_hand_over(command_.who, type, row->org);
  if (grant == nullptr) return problem("handover_not_by_you", act.path + "move", {{"org", name_of(*orgs, row->org)}});
  if (const lang::Stage* stage = type.stage(row->stage); stage && stage->final_) return problem("handover_final", act.path + "record", {{"stage", stage->title}, {"org", name_of(*orgs, row->org)}});
  if (!there_since(row, item, act)) return;
  check_taker(row, *grant, item.org, act);
  const std::string reason = reason_of(step, "handover_reason");
  const std::vector<RowPtr> rows = with_lines(row);
  for (const RowPtr& each : rows)
    if (problems_.size() == before) day_fits(each, act);
  if (problems_.size() > before) return;

  const base::OrgId from = row->org;
  for (const RowPtr& each : rows) {
    Row next = *each;
    next.handed.push_back({act.day, next.org});
    next.org = item.org;
    next.moved = act.day;
    check_key(next, act);
    if (problems_.size() > before) return;
    put(std::move(next));
  }
  unit_.add_made({row->record(), "handover", command_.who.account, command_.who.person, grant->org, grant->role, act.day, false});
  const std::vector<db::Value> values = {unit_.county(), base::derived_uuid(command_.id, "handover/" + row->id), unit_.place(), type.name, row->id, from, item.org, int64_t{act.day},
                                         db::Bytes{conceal_reason(site_, reason, row->id)}};
  unit_.add_call({kInsertHandover, values});
  unit_.add_bound(bound(site_, handover_table(), values));
}

}  // namespace halfsky::engine
