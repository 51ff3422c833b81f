// Who may: sysadmin for orgs and the calendar, secadmin for accounts and roles, each within her range; never one person both.
#include "http/routes/admin.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "base/text.hpp"
#include "base/uuid.hpp"
#include "engine/command/field_value.hpp"
#include "engine/command/json.hpp"
#include "engine/org/org_commands.hpp"
#include "engine/store/snapshot.hpp"
#include "engine/task/calendar_commands.hpp"
#include "http/replies.hpp"
#include "http/routes/routes.hpp"

namespace halfsky::http {
namespace json = boost::json;
using base::Problems;
using engine::text_at;

namespace {
constexpr size_t kAccountsShown = 200;
}

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

// What an administrator's command is made of: nothing unknown, nothing that is read as something else.
Problems form_of(const json::object& body) {
  Problems problems;
  static constexpr std::string_view kTexts[] = {"id", "type", "move", "name", "code", "level", "kind", "login", "password", "role", "grant", "person"}, kDays[] = {"day", "from", "until"}, kOthers[] = {"org", "into", "parts", "year", "days"};
  const auto known = [](std::span<const std::string_view> keys, const json::string_view& key) { return std::find(keys.begin(), keys.end(), std::string_view(key.data(), key.size())) != keys.end(); };
  for (const auto& member : body) {
    const std::string key(member.key());
    const json::string* text = member.value().if_string();
    if (known(kDays, key)) {
      if (!member.value().is_null() && !(text && base::parse_day(std::string(*text)))) problems.push_back({"not_a_date", key, {{"got", base::beginning(json::serialize(member.value()), 40)}}});
    } else if (known(kTexts, key)) {
      if (!text && !member.value().is_null()) problems.push_back({"not_text", key, {}});
      else if (text && base::code_points(*text) > engine::kTextMax) problems.push_back({"too_long", key, {{"max", std::to_string(engine::kTextMax)}, {"got", std::to_string(base::code_points(*text))}}});
    } else if (!known(kOthers, key)) {
      problems.push_back({"unknown_key", key, {{"key", base::beginning(key, 60)}, {"meant", ""}}});
    }
  }
  if (const json::value* parts = body.if_contains("parts")) {
    const bool all = parts->is_array() && std::all_of(parts->as_array().begin(), parts->as_array().end(), [](const json::value& part) { return part.is_object() && base::code_points(text_at(part.as_object(), "name")) <= engine::kTextMax; });
    if (!all) problems.push_back({"not_a_list", "parts", {}});
  }
  if (!base::is_uuid(text_at(body, "id"))) problems.push_back({"not_an_id", "id", {{"got", base::beginning(text_at(body, "id"), 60)}}});
  const std::string level(text_at(body, "level"));
  if (!level.empty() && !lang::level_of(level)) problems.push_back({"unknown_code", "level", {{"got", base::beginning(level, 60)}, {"meant", ""}, {"offered", "province, city, county, township, village, partner"}}});
  return problems;
}

template <class T>
Problems problems_of(const base::Result<T>& result) { return result ? Problems{} : result.problems(); }

Problems run_org(Service& service, const Caller& caller, const engine::By& by, const std::string& move, const json::object& body) {
  const engine::Grant* admin = grant_with(caller, "sysadmin");
  if (admin == nullptr) return {{"not_yours", "move", {{"move", "org." + move}}}};
  const base::OrgId org = org_at(service, body, "org"), into = org_at(service, body, "into");
  for (const base::OrgId touched : {org, into})
    if (touched >= 0 && !base::range_of(admin->org).holds(touched)) return {{"not_yours", "org", {{"move", "org." + move}}}};
  engine::OrgCommands commands(service.engine);
  const base::Day from = base::parse_day(text_at(body, "day")).value_or(service.engine.site().clock->today());
  const std::string name(text_at(body, "name")), code(text_at(body, "code"));
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

bool sets_calendar(const Service& service, const engine::Grant& admin) {
  const auto orgs = service.engine.site().orgs();
  const engine::Org* org = orgs->find(admin.org);
  for (const engine::Org* above = org; above && above->id != base::kNation;) {
    above = orgs->find(above->parent);
    if (above && service.accounts.is_held(above->id, "sysadmin")) return false;
  }
  return org != nullptr;
}

// Whether a county in which the account works has this person.
bool is_registered(Service& service, const engine::AccountHeld& account, const std::string& person) {
  const auto& site = service.engine.site();
  const lang::RecordType* type = site.packs->record_type("core.person");
  if (type == nullptr || !base::is_uuid(person)) return false;
  return service.engine.reading([&](db::Connection& connection) {
    return std::any_of(account.grants.begin(), account.grants.end(), [&](const engine::Grant& grant) {
      engine::Snapshot snapshot(site, connection, base::county_of(grant.org));
      const auto row = snapshot.load(*type, person);
      return row && !row->struck;
    });
  });
}

Problems run_account(Service& service, const Caller& caller, const engine::By& by, const std::string& move, const json::object& body) {
  const engine::Grant* admin = grant_with(caller, "secadmin");
  if (admin == nullptr) return {{"not_yours", "move", {{"move", "account." + move}}}};
  const std::string login(text_at(body, "login"));
  if (login == caller.who.login) return {{"not_yourself", "login", {}}};
  if (move == "open") return problems_of(service.accounts.open(by, login, std::string(text_at(body, "name")), std::string(text_at(body, "password")), true));
  const auto other = service.accounts.held(login);
  if (!other) return {{"no_such_account", "login", {{"login", login}}}};
  for (const auto& grant : other->grants)   // whoever stands higher or elsewhere, or is to, is not hers
    if (grant.until >= service.engine.site().clock->today() && !base::range_of(admin->org).holds(grant.org)) return {{"not_yours", "login", {{"move", "account." + move}}}};
  if (move == "grant") {
    const base::OrgId org = org_at(service, body, "org");
    const std::string role(text_at(body, "role"));
    if (org < 0 || !base::range_of(admin->org).holds(org)) return {{"not_yours", "org", {{"move", "account.grant"}}}};
    if (role == "sysadmin" || role == "auditadmin" || role == "secadmin")
      for (const auto& grant : other->grants)
        if (grant.until >= service.engine.site().clock->today() && grant.role != role && (grant.role == "sysadmin" || grant.role == "auditadmin" || grant.role == "secadmin")) return {{"administrators_apart", "role", {}}};
    return problems_of(service.accounts.grant(by, login, org, role, base::parse_day(text_at(body, "from")).value_or(base::kDayMin), base::parse_day(text_at(body, "until")).value_or(base::kDayMax)));
  }
  if (move == "revoke") {
    const std::string id(text_at(body, "grant"));
    if (std::none_of(other->grants.begin(), other->grants.end(), [&](const auto& grant) { return grant.id == id; })) return {{"no_such_grant", "grant", {}}};
    return service.accounts.revoke(by, id);
  }
  if (move == "person") {
    const std::string person(text_at(body, "person"));
    if (!person.empty() && !is_registered(service, *other, person)) return {{"no_such_record", "person", {{"type", "core.person"}}}};
    return service.accounts.set_person(by, login, person);
  }
  if (move == "disable" || move == "enable") return service.accounts.disable(by, login, move == "disable");
  if (move == "unlock") return service.accounts.unlock(by, login);
  if (move == "no_totp") return service.accounts.drop_totp(by, login);
  if (move == "password") return service.accounts.set_password(by, login, std::string(text_at(body, "password")), true);
  return {{"unknown_move", "move", {{"got", move}, {"meant", ""}}}};
}

// A year's days off and shifted working days. They hold for all, so only an administrator with nobody above her sets them.
Problems run_calendar(Service& service, const Caller& caller, const engine::By& by, const std::string& move, const json::object& body) {
  const engine::Grant* admin = grant_with(caller, "sysadmin");
  if (admin == nullptr || !sets_calendar(service, *admin)) return {{"not_yours", "move", {{"move", "calendar." + move}}}};
  if (move != "set") return {{"unknown_move", "move", {{"got", base::beginning(move, 60)}, {"meant", "set"}}}};
  const json::value* year = body.if_contains("year");
  const json::value* days = body.if_contains("days");
  Problems problems;
  if (year == nullptr || !year->is_int64()) problems.push_back({"not_a_number", "year", {{"got", year ? base::beginning(json::serialize(*year), 40) : ""}}});
  if (days == nullptr || !days->is_array()) problems.push_back({"not_a_list", "days", {}});
  else if (days->as_array().size() > 366) problems.push_back({"too_many", "days", {{"max", "366"}}});
  if (!problems.empty()) return problems;
  std::vector<engine::CalendarDay> list;
  for (size_t i = 0; i < days->as_array().size(); ++i) {
    const json::object* day = days->as_array()[i].if_object();
    const std::string path = "days[" + std::to_string(i) + "]";
    const auto date = day ? base::parse_day(text_at(*day, "day")) : std::nullopt;
    const json::value* works = day ? day->if_contains("works") : nullptr;
    const std::string source(day ? text_at(*day, "source") : "");
    if (!date) problems.push_back({"not_a_date", path + ".day", {{"got", base::beginning(json::serialize(days->as_array()[i]), 40)}}});
    if (works == nullptr || !works->is_bool()) problems.push_back({"not_a_flag", path + ".works", {{"got", works ? base::beginning(json::serialize(*works), 40) : ""}}});
    if (base::code_points(source) > engine::kTextMax) problems.push_back({"too_long", path + ".source", {{"max", std::to_string(engine::kTextMax)}, {"got", std::to_string(base::code_points(source))}}});
    if (date && works && works->is_bool()) list.push_back({*date, works->as_bool(), base::nfc(source)});
  }
  if (!problems.empty()) return problems;
  return engine::CalendarCommands(service.engine).set_year(by, int(std::clamp<int64_t>(year->as_int64(), 0, 9999)), list);
}

}  // namespace

bool is_admin_command(const json::object& body) {
  const std::string_view type = text_at(body, "type");
  return type == "org" || type == "account" || type == "calendar";
}

Problems run_admin_command(Service& service, const Caller& caller, const json::object& body) {
  if (Problems problems = form_of(body); !problems.empty()) return problems;
  const engine::By by{caller.who.account, std::string(text_at(body, "id")), service.engine.site().keyring->blind_index("command of an administrator", json::serialize(body))};
  const auto known = [&] { return service.engine.writer().known(0, by.command, by.account, by.body_hash); };
  if (const auto before = known()) return before->problems;
  const std::string move(text_at(body, "move"));
  const std::string_view type = text_at(body, "type");
  Problems problems = type == "org" ? run_org(service, caller, by, move, body) : type == "calendar" ? run_calendar(service, caller, by, move, body) : run_account(service, caller, by, move, body);
  if (!problems.empty())
    if (const auto meanwhile = known()) return meanwhile->problems;   // sent twice at once, and the other came first
  return problems;
}

void add_admin_routes(std::vector<Route>& routes, Service& service) {
  routes.push_back({.pattern = "/api/v1/calendar/{year}",
                    .handler = [&service](const Request& request) {
                      const std::string& text = request.path_params[0];
                      const bool is_year = text.size() == 4 && text.find_first_not_of("0123456789") == std::string::npos;
                      if (!is_year) return refused(service, request, {{"not_a_number", "year", {{"got", base::beginning(text, 40)}}}});
                      const engine::Grant* admin = grant_with(caller_of(request), "sysadmin");
                      json::array days;
                      service.engine.read([&](db::Connection& c) {
                        for (const auto& day : engine::CalendarCommands::days(c, std::stoi(text)))
                          days.push_back(json::object{{"day", base::format_day(day.day)}, {"works", day.works}, {"source", day.source}});
                      });
                      return json_answer(json::object{{"year", std::stoi(text)}, {"days", std::move(days)}, {"may_set", admin != nullptr && sets_calendar(service, *admin)}});
                    },
                    .name = "calendarYear", .summary = "Days off and shifted working days of a year", .tag = "admin", .answer_schema = "CalendarYear"});
  routes.push_back({.pattern = "/api/v1/accounts",
                    .handler = [&service](const Request& request) {
                      const engine::Grant* admin = grant_with(caller_of(request), "secadmin");
                      if (admin == nullptr) return refused(service, request, {{"not_yours", "", {{"move", "accounts"}}}});
                      const auto range = base::range_of(admin->org);
                      const auto orgs = service.engine.site().orgs();
                      const base::Day today = service.engine.site().clock->today();
                      const auto titles = engine::Accounts::roles(*service.engine.site().packs);
                      const auto day_json = [](base::Day day) { return day == base::kDayMin || day == base::kDayMax ? json::value(nullptr) : json::value(json::string(base::format_day(day))); };
                      json::array list, roles;
                      for (const auto& held : service.accounts.held_within(range, query(request, "q").substr(0, 100), kAccountsShown)) {
                        json::array grants;
                        bool elsewhere = false;
                        for (const auto& grant : held.grants) {
                          if (!range.holds(grant.org)) { elsewhere = elsewhere || grant.until >= today; continue; }
                          const auto* org = orgs->find(grant.org);
                          const auto title = std::find_if(titles.begin(), titles.end(), [&](const auto& each) { return each.first == grant.role; });
                          grants.push_back(json::object{{"grant", grant.id}, {"org", grant.org}, {"org_name", org ? org->name : ""}, {"role", grant.role}, {"role_title", title == titles.end() ? grant.role : title->second},
                                                        {"from", day_json(grant.from)}, {"until", day_json(grant.until)}, {"now", grant.from <= today && grant.until >= today}});
                        }
                        const auto& account = held.account;
                        list.push_back(json::object{{"login", account.login}, {"name", account.name}, {"disabled", account.disabled}, {"locked", held.locked_until != 0}, {"must_change", account.must_change},
                                                    {"second_factor", account.second_factor}, {"mine", !elsewhere && account.login != caller_of(request).who.login}, {"grants", std::move(grants)}});
                      }
                      for (const auto& [id, title] : titles) roles.push_back(json::object{{"id", id}, {"title", title}});
                      return json_answer(json::object{{"accounts", std::move(list)}, {"roles", std::move(roles)}});
                    },
                    .name = "accountList", .summary = "Accounts with a role within the administrator's range, and those without any", .tag = "admin", .answer_schema = "Accounts", .query = {{"q", "part of a login or name"}}});
}

}  // namespace halfsky::http
