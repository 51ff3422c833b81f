// One who leaves hands over her offices. Work lies with the office, so what changes is who holds it; what she followed goes along by the list
// that is written down (query/today_page.cpp reads it), and what can't pass stands in it with the reason.
#include <fmt/format.h>

#include <algorithm>

#include "base/uuid.hpp"
#include "engine/access/accounts.hpp"
#include "engine/tables.hpp"

namespace halfsky::engine {
namespace {

std::optional<Account> account_of(db::Connection& connection, const std::string& login) {
  const db::Rows rows = connection.read({"select id, login, name, person, disabled from account where login = ?1", {login}});
  if (rows.empty()) return std::nullopt;
  Account account;
  account.id = rows.text(0, 0);
  account.login = rows.text(0, 1);
  account.name = rows.text(0, 2);
  account.person = rows.text(0, 3);
  account.disabled = rows.integer(0, 4) != 0;
  return account;
}

bool is_administrator(const std::string& role) { return !Accounts::own_role_title(role).empty(); }

const std::string kInsertOffice =
    "insert into office_handover (id, n, from_account, to_account, by_account, org, role, ended, begun, day, at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
const std::string kInsertItem =
    "insert into office_item (county, handover, n, from_account, to_account, org, role, kind, type, record, move, since, due_at, why) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";

}  // namespace

// `lock` holds a county's chain before anything of it is read; of a dry run it does nothing.
base::Result<std::vector<HandedOffice>> Accounts::offices_to_hand(db::Connection& connection, const HandOffices& asked, const std::function<void(base::County)>& lock) {
  const Site& site = engine_.site();
  const auto from = account_of(connection, asked.from), to = account_of(connection, asked.to);
  if (!from) return base::Problem{"no_such_account", "login", {{"login", asked.from}}};
  if (!to) return base::Problem{"no_such_account", "to", {{"login", asked.to}}};
  if (from->id == to->id) return base::Problem{"office_same", "to", {}};
  if (!from->person.empty() && from->person == to->person) return base::Problem{"office_same_person", "to", {{"name", to->name}}};
  if (to->disabled) return base::Problem{"office_disabled", "to", {{"name", to->name}}};
  // Neither end of it is whoever does it, by another account of hers either.
  const db::Rows by = connection.read({"select id, person from account where id = ?1", {asked.by}});
  const auto is_by = [&](const Account& account) { return account.id == asked.by || (!by.empty() && !by.text(0, 1).empty() && by.text(0, 1) == account.person); };
  if (is_by(*from)) return base::Problem{"not_yourself", "login", {}};
  if (is_by(*to)) return base::Problem{"not_yourself", "to", {}};

  std::vector<Grant> grants = grants_of(connection, from->id), others = grants_of(connection, to->id);
  for (size_t i = 0; i < asked.grants.size(); ++i)
    if (std::none_of(grants.begin(), grants.end(), [&](const Grant& grant) { return grant.id == asked.grants[i]; })) return base::Problem{"no_such_grant", fmt::format("grants[{}]", i), {}};
  if (!asked.grants.empty()) std::erase_if(grants, [&](const Grant& grant) { return std::find(asked.grants.begin(), asked.grants.end(), grant.id) == asked.grants.end(); });
  if (grants.empty()) return base::Problem{"office_none", "login", {{"name", from->name}}};
  for (const auto& account : {from->id, to->id})
    for (const Grant& grant : all_grants_of(connection, account))   // whoever stands higher or elsewhere, or is to, is not hers
      if (grant.until >= site.clock->today() && !asked.range.holds(grant.org)) return base::Problem{"not_yours", account == to->id ? "to" : "login", {{"move", "account.hand_over"}}};
  for (const Grant& grant : grants) {
    if (!is_administrator(grant.role)) continue;
    for (const Grant& other : all_grants_of(connection, to->id))
      if (other.until >= site.clock->today() && other.role != grant.role && is_administrator(other.role)) return base::Problem{"administrators_apart", "to", {}};
    for (const Grant& other : grants)
      if (other.role != grant.role && is_administrator(other.role)) return base::Problem{"administrators_apart", "to", {}};
  }

  std::map<base::County, std::vector<size_t>> lies;   // which of the offices have work where
  for (size_t i = 0; i < grants.size(); ++i)
    if (!is_administrator(grants[i].role))
      for (const base::County county : counties_of_office(site, grants[i].org)) lies[county].push_back(i);
  for (const auto& [county, offices] : lies) lock(county);   // in ascending order

  std::vector<HandedOffice> result;
  size_t count = 0;
  const auto acting = [](const Account& account, const Grant& grant) { return Acting{Acting::Kind::staff, account.id, account.login, account.name, account.person, {grant}}; };
  for (const Grant& grant : grants) {
    const auto holds = [&](const Grant& other) { return other.org == grant.org && other.role == grant.role; };
    result.push_back({grant, std::any_of(others.begin(), others.end(), holds), {}});
  }
  for (const auto& [county, offices] : lies)
    for (const size_t i : offices) {
      Grant hers = result[i].ended;
      hers.account = to->id;
      const Acting next = acting(*to, hers);
      auto items = office_work(site, connection, county, acting(*from, result[i].ended), &next);
      count += items.size();
      if (count > kOfficeItemsMax) return base::Problem{"too_many", "login", {{"max", std::to_string(kOfficeItemsMax)}}};
      if (!items.empty()) result[i].work[county] = std::move(items);
    }
  return result;
}

base::Result<std::vector<HandedOffice>> Accounts::plan_offices(const HandOffices& asked) {
  base::Result<std::vector<HandedOffice>> result = base::Problem{"machine", "", {}};
  engine_.read([&](db::Connection& connection) { result = offices_to_hand(connection, asked, [](base::County) {}); });
  return result;
}

base::Problems Accounts::hand_offices(const By& by, const HandOffices& asked) {
  const Site& site = engine_.site();
  const base::Day today = site.clock->today();
  std::vector<std::string> touched;
  const Outcome outcome = engine_.writer().act(0, by.command, by.account, by.body_hash, [&](db::Connection& connection, const ActLock& lock) -> base::Result<std::vector<ActEntry>> {
    const auto offices = offices_to_hand(connection, asked, lock);
    if (!offices) return offices.problems();
    const std::string from = account_of(connection, asked.from)->id, to = account_of(connection, asked.to)->id;
    touched = {from, to};
    std::string what = fmt::format("{}|{}", from, to);
    ActEntry above{0, {by.command, "account.hand_over", by.account, "", {{"role_grant", from}, {"role_grant", to}, {"office_handover", by.command}}, by.body_hash}, {}};
    std::map<base::County, ActEntry> counties;
    for (size_t n = 0; n < offices->size(); ++n) {
      const HandedOffice& office = (*offices)[n];
      std::string begun;
      if (!office.had) {
        begun = engine_.new_id();
        above.calls.push_back({"insert into role_grant (id, account, org, role, from_day, until_day) values (?1, ?2, ?3, ?4, ?5, ?6)",
                               {begun, to, office.ended.org, office.ended.role, int64_t{today}, int64_t{office.ended.until}}});   // not longer than hers would have been
      }
      above.calls.push_back({"update role_grant set until_day = ?2 where id = ?1", {office.ended.id, int64_t{today} - 1}});
      above.calls.push_back({kInsertOffice, {by.command, int64_t(n), from, to, by.account, office.ended.org, office.ended.role, office.ended.id, begun, int64_t{today}, site.clock->now()}});
      what += fmt::format("|{}|{}", office.ended.org, office.ended.role);
      for (const auto& [county, items] : office.work) {
        ActEntry& entry = counties.try_emplace(county, ActEntry{county, {base::derived_uuid(by.command, fmt::format("office/{}", county)), "office.hand_over", by.account, by.command, {{"office_item", by.command}}}, {}}).first->second;
        for (const OfficeItem& item : items)
          entry.calls.push_back({kInsertItem, {county, by.command, int64_t(entry.calls.size()), from, to, office.ended.org, office.ended.role, item.kind, item.type, item.record, item.move, int64_t{item.since},
                                               item.due ? db::Value{*item.due} : db::Value{}, item.why}});
      }
    }
    above.calls.push_back({"delete from session where account = ?1", {from}});
    above.note.what = std::move(what);
    std::vector<ActEntry> all;
    all.push_back(std::move(above));
    for (auto& [county, entry] : counties) all.push_back(std::move(entry));
    return all;
  });
  if (outcome.problems.empty())
    for (const std::string& account : touched) changed(account);
  return outcome.problems;
}

}  // namespace halfsky::engine
