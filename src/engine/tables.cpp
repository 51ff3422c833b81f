// Reference tables (orgs, accounts, grants, sessions, names) and local ones (journal, tasks, timers, inbox, tokens, files).
#include "engine/tables.hpp"

#include "engine/access/glass.hpp"
#include "engine/access/looks.hpp"
#include "engine/job/jobs.hpp"
#include "engine/journal/journal.hpp"
#include "engine/store/vault.hpp"
#include "engine/task/work_calendar.hpp"
#include "engine/tell/courier.hpp"

namespace halfsky::engine {

TableSpec inbox_table() {
  using Type = TableSpec::Part::Type;
  constexpr Type integer = Type::integer, text = Type::text;
  return {"inbox",
       {{"county", integer}, {"id", text}, {"org", integer}, {"role", text}, {"recipient", text}, {"text", text}, {"type", text}, {"record", text}, {"at", integer}, {"read_at", integer, true}},
       {"county", "id"}, true, {"inbox_to (county, org, role, at)", "inbox_of (county, recipient, at)"}, "id", {"read_at"}};
}

TableSpec printed_table() {
  using Type = TableSpec::Part::Type;
  constexpr Type integer = Type::integer, text = Type::text;
  return {"printed",
       {{"county", integer}, {"id", text}, {"print", text}, {"type", text}, {"record", text}, {"day", integer}},
       {"county", "id"}, true, {"printed_of (county, record)"}, "id"};
}

TableSpec handover_table() {
  using Type = TableSpec::Part::Type;
  constexpr Type integer = Type::integer, text = Type::text;
  return {"handover",
       {{"county", integer}, {"id", text}, {"seq", integer}, {"type", text}, {"record", text}, {"from_org", integer}, {"to_org", integer}, {"since", integer}, {"reason", Type::bytes}},
       {"county", "id"}, true, {"handover_of (county, record, seq)"}, "id"};
}

TableSpec file_table() {
  using Type = TableSpec::Part::Type;
  constexpr Type integer = Type::integer, text = Type::text, bytes = Type::bytes;
  return {"file",
          {{"county", integer}, {"id", text}, {"name", text}, {"media_type", text}, {"size", integer}, {"hash", bytes}, {"content", bytes}, {"account", text}, {"at", integer}},
          {"county", "id"}, true, {}, "id"};
}

TableSpec county_handover_table() {
  using Type = TableSpec::Part::Type;
  constexpr Type integer = Type::integer, text = Type::text;
  return {"county_handover",
          {{"county", integer}, {"id", text}, {"other", integer}, {"takes", integer}, {"type", text}, {"record", text}, {"from_org", integer}, {"to_org", integer}, {"day", integer}, {"reason", Type::bytes},
           {"state", text}, {"proposed_at", integer}, {"proposed_by", text}, {"answered_at", integer, true}, {"answered_by", text}, {"answer", Type::bytes}},
          {"county", "id"}, true, {"county_handover_of (county, record)", "county_handover_open (county, state)"}, "id"};
}

std::vector<TableSpec> engine_tables() {
  using Type = TableSpec::Part::Type;
  constexpr Type integer = Type::integer, text = Type::text, bytes = Type::bytes;
  std::vector<TableSpec> tables = {
      {"setting", {{"name", text}, {"value", text}}, {"name"}, false, {}},
      {"stable_name", {{"name", text}, {"stable", text}}, {"name"}, false, {}},
      {"field_form", {{"field", text}, {"stored_as", text}, {"formula", text}}, {"field"}, false, {}},
      {"org",
       {{"id", integer}, {"parent", integer}, {"level", text}, {"kind", text}, {"name", text}, {"code", text}, {"from_day", integer}, {"until_day", integer}, {"successor", integer}},
       {"id"}, false, {}, "id"},
      {"org_code", {{"org", integer}, {"code", text}, {"from_day", integer}, {"until_day", integer}}, {"org", "code"}, false, {}, "org"},
      {"account",
       {{"id", text}, {"login", text}, {"name", text}, {"password", text}, {"totp", bytes, true}, {"totp_step", integer}, {"person", text}, {"language", text},
        {"disabled", integer}, {"must_change", integer}, {"failures", integer}, {"locked_until", integer}},
       {"id"}, false, {"unique account_login (login)"}, "id", {"totp_step", "language", "failures", "locked_until"}},
      {"role_grant",
       {{"id", text}, {"account", text}, {"org", integer}, {"role", text}, {"from_day", integer}, {"until_day", integer}},
       {"id"}, false, {"role_grant_account (account)"}, "account"},
      // Offices that went from one account to another (access/office_handover.cpp): the roles that ended and began.
      {"office_handover",
       {{"id", text}, {"n", integer}, {"from_account", text}, {"to_account", text}, {"by_account", text}, {"org", integer}, {"role", text}, {"ended", text}, {"begun", text}, {"day", integer}, {"at", integer}},
       {"id", "n"}, false, {"office_handover_to (to_account)", "office_handover_from (from_account)", "office_handover_by (by_account)"}, "id"},
      {"session",
       {{"token", bytes}, {"account", text}, {"role_grant", text}, {"made_at", integer}, {"seen_at", integer}, {"expires_at", integer}},
       {"token"}, false, {}},
      // since_seq: which stay in the stage it is (Decider::arrival), not a place of the journal.
      {"task",
       {{"county", integer}, {"record", text}, {"move", text}, {"n", integer}, {"since_seq", integer}, {"type", text}, {"org", integer}, {"role", text}, {"since", integer},
        {"due_at", integer, true}, {"closed_at", integer, true}, {"closed_seq", integer, true}},
       {"county", "record", "move", "n", "since_seq"}, true, {"task_open (county, org, role, closed_at, due_at)", "task_due (county, closed_at, due_at)"}},
      {"timer",
       {{"county", integer}, {"record", text}, {"move", text}, {"kind", text}, {"type", text}, {"at", integer}},
       {"county", "record", "move", "kind"}, true, {"timer_at (at)"}},
      inbox_table(),
      courier_place_table(),
      look_table(),
      glass_table(),
      printed_table(),
      handover_table(),
      county_handover_table(),
      // What lay on the desk then: `move` as it was called at the time.
      {"office_item",
       {{"county", integer}, {"handover", text}, {"n", integer}, {"from_account", text}, {"to_account", text}, {"org", integer}, {"role", text}, {"kind", text}, {"type", text}, {"record", text}, {"move", text},
        {"since", integer}, {"due_at", integer, true}, {"why", text}},
       {"county", "handover", "n"}, true, {"office_item_to (county, to_account, org, role)"}, "handover"},
      // A name's blind tokens in one row, one behind the other: a row that is appended, where a row for each token would be fourteen in as
      // many places of two indexes (at 160,269 households that alone took minutes). A search reads them all: some 0.3 us each.
      {"name_tokens",
       {{"county", integer}, {"type", text}, {"field", text}, {"id", text}, {"tokens", bytes}},
       {"county", "type", "field", "id"}, true, {}},
      file_table(),
      Vault::table(),
      WorkCalendar::table(),
  };
  for (auto& table : job_tables()) tables.push_back(std::move(table));
  for (auto& table : journal_tables()) tables.push_back(std::move(table));
  return tables;
}

}  // namespace halfsky::engine
