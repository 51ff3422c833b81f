// Changes of the org tree as statements on its reference table.
#include "engine/org/org_commands.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

#include "base/text.hpp"

namespace halfsky::engine {

using base::Day;
using base::OrgId;

namespace {

const std::string kInsert = "insert into org (id, parent, level, kind, name, code, from_day, until_day, successor) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0)";

db::Call insert_call(const Org& org) {
  return {kInsert, {org.id, org.parent, std::string(lang::to_text(org.level)), org.kind, org.name, org.code, int64_t{org.from}, int64_t{org.until}}};
}

db::Call end_call(OrgId org, Day until, OrgId successor) {
  return {"update org set until_day = ?2, successor = ?3 where id = ?1", {org, int64_t{until}, successor}};
}

}  // namespace

std::string parent_code_of(const std::string& code) {
  // 2 province, 2 city, 2 county, 3 township, 3 village
  static constexpr size_t kEnds[] = {2, 4, 6, 9, 12};
  for (int i = 4; i > 0; --i) {
    const std::string group = code.substr(kEnds[i - 1], kEnds[i] - kEnds[i - 1]);
    if (group.find_first_not_of('0') == std::string::npos) continue;
    std::string parent = code.substr(0, kEnds[i - 1]);
    parent.resize(12, '0');
    return parent;
  }
  return "";
}

base::Problems OrgCommands::write(const By& by, const std::string& kind, OrgId org, const std::string& what, std::vector<db::Call> calls) {
  std::set<OrgId> touched;   // every statement on these tables names its org first
  for (const db::Call& call : calls) touched.insert(std::get<int64_t>(call.args[0]));
  std::vector<Group> groups;
  for (const OrgId each : touched) {
    groups.push_back({"org", each});
    groups.push_back({"org_code", each});
  }
  const std::string command = by.command.empty() ? engine_.new_id() : by.command;
  const Outcome outcome = engine_.writer().note(0, {command, kind, by.account, what, std::move(groups), by.body_hash}, std::move(calls), {{kind, std::to_string(org), 0, engine_.site().keyring->suite().hash(what)}});
  if (outcome.accepted) engine_.read([&](db::Connection& c) { engine_.reload_orgs(c); });
  return outcome.problems;
}

base::Result<size_t> OrgCommands::load(const By& by, const std::vector<NewOrg>& orgs, Day from) {
  base::Problems problems;
  const auto tree = engine_.site().orgs();
  std::map<std::string, OrgId> ids;
  for (const Org& org : tree->all()) ids[org.code] = org.id;
  std::map<std::pair<OrgId, bool>, OrgId> next;
  std::vector<db::Call> calls;
  std::string digest;
  if (tree->find(base::kNation) == nullptr) calls.push_back(insert_call({base::kNation, base::kNation, lang::Level::country, "", "中国", "", base::kDayMin, base::kDayMax, 0}));
  for (size_t i = 0; i < orgs.size(); ++i) {
    const NewOrg& org = orgs[i];
    if (ids.contains(org.code)) continue;   // loading a list again adds what is new
    const std::string above = org.parent_code.empty() ? parent_code_of(org.code) : org.parent_code;
    const bool top = above.empty();
    if (!top && !ids.contains(above)) {
      problems.push_back({"no_such_org", fmt::format("orgs[{}].parent", i), {{"got", above}}});
      continue;
    }
    const OrgId parent = top ? base::kNation : ids[above];
    const bool partner = org.level == lang::Level::partner;
    const int depth = base::depth_of(parent) + 1;
    if (depth > 5) {
      problems.push_back({"org_too_deep", fmt::format("orgs[{}]", i), {{"name", org.name}}});
      continue;
    }
    auto [at, fresh] = next.try_emplace({parent, partner});
    if (fresh) at->second = tree->free_slot(parent, partner).value_or(parent + base::unit_at(depth) * (partner ? 600 : 1));
    const OrgId id = at->second;
    if (id > parent + base::unit_at(depth) * (partner ? 999 : 599)) {
      problems.push_back({"org_full", fmt::format("orgs[{}]", i), {{"name", org.name}}});
      continue;
    }
    at->second = id + base::unit_at(depth);
    ids[org.code] = id;
    calls.push_back(insert_call({id, parent, org.level, org.kind, org.name, org.code, from, base::kDayMax, 0}));
    calls.push_back({"insert into org_code (org, code, from_day, until_day) values (?1, ?2, ?3, ?4)", {id, org.code, int64_t{from}, int64_t{base::kDayMax}}});
    digest += org.code + org.name + "\n";
  }
  if (!problems.empty()) return problems;
  const size_t count = calls.size() / 2;
  if (!calls.empty()) problems = write(by, "org.load", 0, digest.size() > 10'000 ? crypto::hex(engine_.site().keyring->suite().hash(digest)) : digest, std::move(calls));
  if (!problems.empty()) return problems;
  return count;
}

base::Result<OrgId> OrgCommands::open(const By& by, OrgId parent, const NewOrg& org, Day from) {
  const auto tree = engine_.site().orgs();
  base::Problems problems;
  if (tree->find(parent) == nullptr) problems.push_back({"no_such_org", "parent", {{"got", std::to_string(parent)}}});
  if (base::trim(org.name).empty()) problems.push_back({"required", "name", {}});
  if (!org.code.empty() && tree->find_by_code(org.code)) problems.push_back({"code_taken", "code", {{"got", org.code}}});
  if (!problems.empty()) return problems;
  const auto id = tree->free_slot(parent, org.level == lang::Level::partner);
  if (!id) return base::Problem{"org_full", "parent", {}};
  problems = write(by, "org.open", *id, org.name, {insert_call({*id, parent, org.level, org.kind, org.name, org.code, from, base::kDayMax, 0})});
  if (!problems.empty()) return problems;
  return *id;
}

base::Problems OrgCommands::rename(const By& by, OrgId org, const std::string& name, Day) {
  if (engine_.site().orgs()->find(org) == nullptr) return {{"no_such_org", "org", {}}};
  if (base::trim(name).empty()) return {{"required", "name", {}}};
  return write(by, "org.rename", org, name, {{"update org set name = ?2 where id = ?1", {org, base::nfc(base::trim(name))}}});
}

base::Problems OrgCommands::recode(const By& by, OrgId org, const std::string& code, Day from) {
  const auto tree = engine_.site().orgs();
  const Org* found = tree->find(org);
  if (found == nullptr) return {{"no_such_org", "org", {}}};
  if (code.size() != 12 || code.find_first_not_of("0123456789") != std::string::npos) return {{"code_form", "code", {{"got", code}}}};
  if (const Org* other = tree->find_by_code(code); other && other->id != org && other->until >= from) return {{"code_taken", "code", {{"got", code}}}};
  return write(by, "org.recode", org, code,
        {{"update org_code set until_day = ?3 where org = ?1 and code = ?2", {org, found->code, int64_t{from - 1}}},
         {"insert into org_code (org, code, from_day, until_day) values (?1, ?2, ?3, ?4) on conflict (org, code) do update set until_day = excluded.until_day", {org, code, int64_t{from}, int64_t{base::kDayMax}}},
         {"update org set code = ?2 where id = ?1", {org, code}}});
}

base::Problems OrgCommands::close(const By& by, OrgId org, Day until) {
  if (engine_.site().orgs()->find(org) == nullptr) return {{"no_such_org", "org", {}}};
  return write(by, "org.close", org, base::format_day(until), {end_call(org, until, 0)});
}

base::Problems OrgCommands::merge(const By& by, const std::vector<OrgId>& orgs, OrgId into, Day from) {
  const auto tree = engine_.site().orgs();
  if (tree->find(into) == nullptr) return {{"no_such_org", "into", {}}};
  std::vector<db::Call> calls;
  base::Problems problems;
  for (size_t i = 0; i < orgs.size(); ++i) {
    if (tree->find(orgs[i]) == nullptr) problems.push_back({"no_such_org", fmt::format("orgs[{}]", i), {}});
    else if (orgs[i] == into) problems.push_back({"org_into_itself", fmt::format("orgs[{}]", i), {}});
    else calls.push_back(end_call(orgs[i], from - 1, into));
  }
  if (!problems.empty()) return problems;
  return write(by, "org.merge", into, fmt::format("{}", fmt::join(orgs, ",")), std::move(calls));
}

base::Result<std::vector<OrgId>> OrgCommands::split(const By& by, OrgId org, const std::vector<NewOrg>& into, Day from) {
  const auto tree = engine_.site().orgs();
  const Org* found = tree->find(org);
  if (found == nullptr) return base::Problem{"no_such_org", "org", {}};
  if (into.size() < 2) return base::Problem{"split_into_two", "parts", {}};
  for (size_t i = 0; i < into.size(); ++i)
    if (base::trim(into[i].name).empty()) return base::Problem{"required", fmt::format("parts[{}].name", i), {}};
  std::vector<db::Call> calls{end_call(org, from - 1, 0)};
  std::vector<OrgId> ids;
  auto id = tree->free_slot(found->parent, found->level == lang::Level::partner);
  for (const NewOrg& next : into) {
    if (!id) return base::Problem{"org_full", "org", {}};
    calls.push_back(insert_call({*id, found->parent, found->level, next.kind.empty() ? found->kind : next.kind, next.name, next.code, from, base::kDayMax, 0}));
    ids.push_back(*id);
    id = *id + base::unit_at(base::depth_of(*id));
  }
  if (base::Problems problems = write(by, "org.split", org, fmt::format("{}", fmt::join(ids, ",")), std::move(calls)); !problems.empty()) return problems;
  return ids;
}

base::Result<OrgId> OrgCommands::move(const By& by, OrgId org, OrgId parent, Day from) {
  const auto tree = engine_.site().orgs();
  const Org* found = tree->find(org);
  const Org* above = tree->find(parent);
  if (found == nullptr) return base::Problem{"no_such_org", "org", {}};
  if (above == nullptr || base::range_of(org).holds(parent)) return base::Problem{"no_such_org", "parent", {}};
  if (base::depth_of(parent) != base::depth_of(found->parent)) return base::Problem{"org_other_depth", "parent", {}};
  const auto root = tree->free_slot(parent, found->level == lang::Level::partner);
  if (!root) return base::Problem{"org_full", "parent", {}};
  std::vector<db::Call> calls;
  for (const Org& part : tree->within(base::range_of(org))) {
    if (part.until < from) continue;
    const OrgId id = *root + (part.id - org);
    Org next = part;
    next.id = id;
    next.parent = part.id == org ? parent : *root + (part.parent - org);
    next.from = from;
    next.until = base::kDayMax;
    calls.push_back(insert_call(next));
    calls.push_back(end_call(part.id, from - 1, id));
  }
  if (base::Problems problems = write(by, "org.move", org, std::to_string(*root), std::move(calls)); !problems.empty()) return problems;
  return *root;
}

}  // namespace halfsky::engine
