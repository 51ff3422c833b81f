// Who may: sysadmin for orgs, secadmin for accounts and roles, each within her range; never one person both (DOMAIN 1).
#include "http/routes/admin.hpp"

#include <boost/json/array.hpp>

#include "base/text.hpp"
#include "engine/command/json.hpp"
#include "engine/org/org_commands.hpp"

namespace halfsky::http {
namespace json = boost::json;
using base::Problems;
using engine::text_at;

namespace {

const engine::Grant* grant_with(const Caller& caller, const std::string& role) {
  for (const auto& grant : caller.who.grants)
    if (grant.role == role) return &grant;
  return nullptr;
}

base::OrgId org_at(const Service& service, const json::object& body, std::string_view key) {
  const json::value* value = body.if_contains(json::string_view(key.data(), key.size()));
  const auto tree = service.engine.site().orgs();
  if (value && value->is_int64() && tree->find(value->as_int64())) return value->as_int64();
  if (value && value->is_string())
    if (const auto* org = tree->find_by_code(std::string(value->as_string()))) return org->id;
  return -1;
}

template <class T>
Problems problems_of(const base::Result<T>& result) { return result ? Problems{} : result.problems(); }

Problems run_org(Service& service, const Caller& caller, const std::string& move, const json::object& body) {
  const engine::Grant* admin = grant_with(caller, "sysadmin");
  if (admin == nullptr) return {{"not_yours", "move", {{"move", "org." + move}}}};
  const base::OrgId org = org_at(service, body, "org"), into = org_at(service, body, "into");
  for (const base::OrgId touched : {org, into})
    if (touched >= 0 && !base::range_of(admin->org).holds(touched)) return {{"not_yours", "org", {{"move", "org." + move}}}};
  engine::OrgCommands commands(service.engine);
  const base::Day from = base::parse_day(text_at(body, "day")).value_or(service.engine.site().clock->today());
  const std::string by = caller.who.account, name(text_at(body, "name")), code(text_at(body, "code"));
  const engine::NewOrg fresh{code, "", name, lang::level_of(text_at(body, "level")).value_or(lang::Level::village), std::string(text_at(body, "kind"))};
  if (move == "rename") return commands.rename(by, org, name, from);
  if (move == "recode") return commands.recode(by, org, code, from);
  if (move == "close") return commands.close(by, org, from);
  if (move == "open") return problems_of(commands.open(by, org, fresh, from));
  if (move == "merge") return commands.merge(by, {org}, into, from);
  if (move == "move") return problems_of(commands.move(by, org, into, from));
  if (move == "split") {
    std::vector<engine::NewOrg> parts;
    if (const json::value* list = body.if_contains("parts"); list && list->is_array())
      for (const auto& part : list->as_array())
        if (part.is_object()) parts.push_back({std::string(text_at(part.as_object(), "code")), "", std::string(text_at(part.as_object(), "name")), lang::Level::village, ""});
    return problems_of(commands.split(by, org, parts, from));
  }
  return {{"unknown_move", "move", {{"got", move}, {"meant", ""}}}};
}

Problems run_account(Service& service, const Caller& caller, const std::string& move, const json::object& body) {
  const engine::Grant* admin = grant_with(caller, "secadmin");
  if (admin == nullptr) return {{"not_yours", "move", {{"move", "account." + move}}}};
  const std::string by = caller.who.account, login(text_at(body, "login"));
  if (login == caller.who.login) return {{"not_yourself", "login", {}}};
  if (move == "open") return problems_of(service.accounts.open(by, login, std::string(text_at(body, "name")), std::string(text_at(body, "password")), true));
  const auto other = service.accounts.acting_as(login);
  if (move != "enable" && !other) return {{"no_such_account", "login", {{"login", login}}}};
  if (other)
    for (const auto& grant : other->grants)   // whoever stands higher or elsewhere is not hers
      if (!base::range_of(admin->org).holds(grant.org)) return {{"not_yours", "login", {{"move", "account." + move}}}};
  if (move == "grant") {
    const base::OrgId org = org_at(service, body, "org");
    const std::string role(text_at(body, "role"));
    if (org < 0 || !base::range_of(admin->org).holds(org)) return {{"not_yours", "org", {{"move", "account.grant"}}}};
    if (role == "sysadmin" || role == "auditadmin" || role == "secadmin")
      for (const auto& grant : other->grants)
        if (grant.role != role && (grant.role == "sysadmin" || grant.role == "auditadmin" || grant.role == "secadmin")) return {{"administrators_apart", "role", {}}};
    return problems_of(service.accounts.grant(by, login, org, role, base::parse_day(text_at(body, "from")).value_or(base::kDayMin), base::parse_day(text_at(body, "until")).value_or(base::kDayMax)));
  }
  if (move == "revoke") {
    const std::string id(text_at(body, "grant"));
    if (std::none_of(other->grants.begin(), other->grants.end(), [&](const auto& grant) { return grant.id == id; })) return {{"no_such_grant", "grant", {}}};
    return service.accounts.revoke(by, id);
  }
  if (move == "disable" || move == "enable") return service.accounts.disable(by, login, move == "disable");
  if (move == "password") return service.accounts.set_password(by, login, std::string(text_at(body, "password")), true);
  return {{"unknown_move", "move", {{"got", move}, {"meant", ""}}}};
}

}  // namespace

std::optional<Problems> run_admin_command(Service& service, const Caller& caller, const json::object& body) {
  const std::string type(text_at(body, "type")), move(text_at(body, "move"));
  if (type == "org") return run_org(service, caller, move, body);
  if (type == "account") return run_account(service, caller, move, body);
  return std::nullopt;
}

}  // namespace halfsky::http
