// Accounts in their reference tables; secrets never leave this file.
#include "engine/access/accounts.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "base/uuid.hpp"
#include "crypto/password.hpp"
#include "crypto/totp.hpp"

namespace halfsky::engine {
namespace {

constexpr std::pair<const char*, const char*> kOwnRoles[] = {{"sysadmin", "系统管理员"}, {"secadmin", "安全管理员"}, {"auditadmin", "审计管理员"}};

Account account_of(const db::Rows& rows, size_t r) {
  return {rows.text(r, 0), rows.text(r, 1), rows.text(r, 2), rows.text(r, 3), rows.text(r, 4), rows.integer(r, 5) != 0, rows.integer(r, 6) != 0, rows.integer(r, 7) != 0};
}

constexpr const char* kAccountColumns = "a.id, a.login, a.name, a.person, a.language, a.disabled, a.must_change, cast(case when a.totp is null then 0 else 1 end as bigint)";

base::Problem locked(base::Instant until, base::Instant now) { return {"login_locked", "", {{"minutes", std::to_string((until - now) / 60'000'000 + 1)}}}; }

}  // namespace

struct Accounts::Secretly {
  Account account;
  std::string password;
  std::string totp;
  int64_t totp_step = 0, failures = 0, locked_until = 0;
};

Acting Session::acting() const {
  Acting who{Acting::Kind::staff, account.id, account.login, account.name, account.person, {}};
  for (const Grant& grant : grants)
    if (grant.id == chosen) who.grants.push_back(grant);
  return who;
}

std::vector<std::pair<std::string, std::string>> Accounts::roles(const lang::Packs& packs) {
  std::vector<std::pair<std::string, std::string>> result;
  for (const auto& pack : packs.packs)
    for (const auto& [id, title] : pack->roles) result.emplace_back(pack->programme == "core" ? id : pack->programme + "." + id, title);
  for (const auto& [id, title] : kOwnRoles) result.emplace_back(id, title);
  return result;
}

std::string_view Accounts::own_role_title(std::string_view role) {
  for (const auto& [id, title] : kOwnRoles)
    if (id == role) return title;
  return "";
}

namespace {

// The secret of a second factor opens for its account alone.
std::string totp_owner(const std::string& account) { return "totp/" + account; }

}  // namespace

base::Problems Accounts::write(const By& by, const std::string& kind, const std::string& id, const std::string& what, std::vector<db::Call> calls, std::vector<Group> groups) {
  const std::string command = by.command.empty() ? engine_.new_id() : by.command;
  const std::vector<Group> of = groups;   // each names the account
  const base::Problems problems = engine_.writer().note(0, {command, kind, by.account, what, std::move(groups), by.body_hash}, std::move(calls), {{kind, id, 0, engine_.site().keyring->suite().hash(what)}}).problems;
  if (problems.empty())
    for (const Group& group : of)
      if (const auto* account = std::get_if<std::string>(&group.value)) changed(*account);
  return problems;
}

std::optional<Accounts::Secretly> Accounts::find(db::Connection& connection, const std::string& login) {
  const db::Rows rows = connection.read({fmt::format("select {}, a.password, a.totp, a.totp_step, a.failures, a.locked_until from account a where a.login = ?1", kAccountColumns), {base::lower(base::trim(login))}});
  if (rows.empty()) return std::nullopt;
  std::string totp = rows.is_null(0, 9) ? "" : rows.bytes(0, 9);
  if (totp.size() > crypto::kTotpSecretBytes) {   // those of before they were wrapped stand as they are
    const auto secret = engine_.site().keyring->unwrap(totp, totp_owner(rows.text(0, 0)));
    totp = secret ? std::string(secret->view()) : crypto::random_bytes(crypto::kTotpSecretBytes);   // changed behind our back: no code is right
  }
  return Secretly{account_of(rows, 0), rows.text(0, 8), std::move(totp), rows.integer(0, 10), rows.integer(0, 11), rows.integer(0, 12)};
}

base::Result<std::string> Accounts::open(const By& by, const std::string& login_raw, const std::string& name, const std::string& password, bool must_change) {
  const std::string login = base::lower(base::trim(login_raw));
  base::Problems problems = crypto::check_password(password, login);
  if (login.size() < 2 || login.size() > 40 || login.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._-") != std::string::npos) problems.push_back({"login_form", "login", {}});
  if (base::trim(name).empty()) problems.push_back({"required", "name", {}});
  if (engine_.reading([&](db::Connection& c) { return find(c, login).has_value(); })) problems.push_back({"login_taken", "login", {{"login", login}}});
  if (!problems.empty()) return problems;
  const std::string id = engine_.new_id();
  problems = write(by, "account.open", id, login + "|" + name,
        {{"insert into account (id, login, name, password, totp, totp_step, person, language, disabled, must_change, failures, locked_until) values (?1, ?2, ?3, ?4, null, 0, '', 'zh', 0, ?5, 0, 0)",
          {id, login, name, crypto::hash_password(password), int64_t{must_change}}}}, {{"account", id}});
  if (!problems.empty()) return problems;
  return id;
}

base::Result<std::string> Accounts::grant(const By& by, const std::string& login, base::OrgId org, const std::string& role, base::Day from, base::Day until) {
  base::Problems problems;
  const auto account = engine_.reading([&](db::Connection& c) { return find(c, login); });
  if (!account) problems.push_back({"no_such_account", "login", {{"login", login}}});
  if (engine_.site().orgs()->find(org) == nullptr) problems.push_back({"no_such_org", "org", {{"got", std::to_string(org)}}});
  bool known = false;
  std::vector<std::string> names;
  for (const auto& [id, title] : roles(*engine_.site().packs)) {
    known = known || id == role;
    names.push_back(id);
  }
  if (!known) problems.push_back({"unknown_role", "role", {{"got", role}, {"meant", base::nearest(role, names).value_or("")}}});
  if (!problems.empty()) return problems;
  const std::string id = engine_.new_id();
  problems = write(by, "account.grant", id, fmt::format("{}|{}|{}|{}|{}", login, org, role, from, until),
        {{"insert into role_grant (id, account, org, role, from_day, until_day) values (?1, ?2, ?3, ?4, ?5, ?6)", {id, account->account.id, org, role, int64_t{from}, int64_t{until}}}}, {{"role_grant", account->account.id}});
  if (!problems.empty()) return problems;
  return id;
}

base::Problems Accounts::revoke(const By& by, const std::string& grant_id) {
  const base::Day yesterday = engine_.site().clock->today() - 1;
  const db::Rows found = engine_.reading([&](db::Connection& c) { return c.read({"select account from role_grant where id = ?1", {grant_id}}); });
  if (found.empty()) return {{"no_such_grant", "grant", {}}};
  return write(by, "account.revoke", grant_id, grant_id,
        {{"update role_grant set until_day = ?2 where id = ?1 and until_day > ?2", {grant_id, int64_t{yesterday}}}, {"delete from session where role_grant = ?1", {grant_id}}}, {{"role_grant", found.text(0, 0)}});
}

base::Problems Accounts::disable(const By& by, const std::string& login, bool disabled) {
  const auto account = engine_.reading([&](db::Connection& c) { return find(c, login); });
  if (!account) return {{"no_such_account", "login", {{"login", login}}}};
  return write(by, disabled ? "account.disable" : "account.enable", account->account.id, login,
        {{"update account set disabled = ?2, failures = 0, locked_until = 0 where id = ?1", {account->account.id, int64_t{disabled}}}, {"delete from session where account = ?1", {account->account.id}}}, {{"account", account->account.id}});
}

base::Problems Accounts::set_password(const By& by, const std::string& login, const std::string& password, bool must_change, const std::string& keep_token) {
  const auto account = engine_.reading([&](db::Connection& c) { return find(c, login); });
  if (!account) return {{"no_such_account", "login", {{"login", login}}}};
  if (base::Problems problems = crypto::check_password(password, login); !problems.empty()) return problems;
  return write(by, "account.password", account->account.id, login,
        {{"update account set password = ?2, must_change = ?3, failures = 0, locked_until = 0 where id = ?1", {account->account.id, crypto::hash_password(password), int64_t{must_change}}},
         {"delete from session where account = ?1 and token <> ?2", {account->account.id, db::Bytes{keep_token.empty() ? std::string() : engine_.site().keyring->suite().hash(keep_token)}}}},
        {{"account", account->account.id}});
}

base::Problems Accounts::unlock(const By& by, const std::string& login) {
  const auto account = engine_.reading([&](db::Connection& c) { return find(c, login); });
  if (!account) return {{"no_such_account", "login", {{"login", login}}}};
  return write(by, "account.unlock", account->account.id, login, {{"update account set failures = 0, locked_until = 0 where id = ?1", {account->account.id}}}, {{"account", account->account.id}});
}

base::Problems Accounts::set_totp(const By& by, const std::string& login, const crypto::Secret& secret, const std::string& code) {
  const auto account = engine_.reading([&](db::Connection& c) { return find(c, login); });
  if (!account) return {{"no_such_account", "login", {{"login", login}}}};
  const auto step = crypto::accept_totp(secret, code, engine_.site().clock->now(), account->totp_step);
  if (!step) return {{"totp_wrong", "code", {}}};
  return write(by, "account.totp", account->account.id, login, {{"update account set totp = ?2, totp_step = ?3 where id = ?1", {account->account.id, db::Bytes{engine_.site().keyring->wrap(secret, totp_owner(account->account.id))}, *step}}}, {{"account", account->account.id}});
}

base::Problems Accounts::drop_totp(const By& by, const std::string& login) {
  const auto account = engine_.reading([&](db::Connection& c) { return find(c, login); });
  if (!account) return {{"no_such_account", "login", {{"login", login}}}};
  return write(by, "account.no_totp", account->account.id, login, {{"update account set totp = null where id = ?1", {account->account.id}}}, {{"account", account->account.id}});
}

void Accounts::set_language(const std::string& account, const std::string& language) {
  engine_.writer().between([&](db::Connection& c) { c.write({"update account set language = ?2 where id = ?1", {account, language}}); });
  sessions_.forget(account);
}

void Accounts::changed(const std::string& account) {
  sessions_.forget(account);
  if (listener_) listener_(account);
}

base::Problems Accounts::set_person(const By& by, const std::string& login, const std::string& person) {
  const auto account = engine_.reading([&](db::Connection& c) { return find(c, login); });
  if (!account) return {{"no_such_account", "login", {{"login", login}}}};
  if (!person.empty() && !base::is_uuid(person)) return {{"not_an_id", "person", {{"got", base::beginning(person, 60)}}}};
  return write(by, "account.person", account->account.id, login + "|" + person, {{"update account set person = ?2 where id = ?1", {account->account.id, person}}}, {{"account", account->account.id}});
}

std::vector<Grant> Accounts::grants_of(db::Connection& connection, const std::string& account) {
  const int64_t today = engine_.site().clock->today();
  const db::Rows rows = connection.read({"select id, account, org, role, from_day, until_day from role_grant where account = ?1 and from_day <= ?2 and until_day >= ?2 order by id", {account, today}});
  std::vector<Grant> result;
  for (size_t r = 0; r < rows.size(); ++r)
    result.push_back({rows.text(r, 0), rows.text(r, 1), rows.integer(r, 2), rows.text(r, 3), base::Day(rows.integer(r, 4)), base::Day(rows.integer(r, 5))});
  return result;
}

std::vector<Grant> Accounts::all_grants_of(db::Connection& connection, const std::string& account) {
  const db::Rows rows = connection.read({"select id, account, org, role, from_day, until_day from role_grant where account = ?1 order by until_day desc, id", {account}});
  std::vector<Grant> result;
  for (size_t r = 0; r < rows.size(); ++r)
    result.push_back({rows.text(r, 0), rows.text(r, 1), rows.integer(r, 2), rows.text(r, 3), base::Day(rows.integer(r, 4)), base::Day(rows.integer(r, 5))});
  return result;
}

std::optional<AccountHeld> Accounts::held(const std::string& login) {
  return engine_.reading([&](db::Connection& c) -> std::optional<AccountHeld> {
    const auto found = find(c, login);
    if (!found) return std::nullopt;
    return AccountHeld{found->account, found->locked_until > engine_.site().clock->now() ? found->locked_until : 0, all_grants_of(c, found->account.id)};
  });
}

bool Accounts::is_held(base::OrgId org, const std::string& role) {
  const int64_t today = engine_.site().clock->today();
  return engine_.reading([&](db::Connection& c) {
    return !c.read({"select 1 from role_grant where org = ?1 and role = ?2 and from_day <= ?3 and until_day >= ?3 limit 1", {org, role, today}}).empty();
  });
}

std::vector<base::OrgId> Accounts::orgs_with(const std::string& role) {
  const int64_t today = engine_.site().clock->today();
  return engine_.reading([&](db::Connection& c) {
    const db::Rows rows = c.read({"select distinct g.org from role_grant g join account a on a.id = g.account where g.role = ?1 and g.from_day <= ?2 and g.until_day >= ?2 and a.disabled = 0 order by g.org", {role, today}});
    std::vector<base::OrgId> orgs;
    for (size_t r = 0; r < rows.size(); ++r) orgs.push_back(rows.integer(r, 0));
    return orgs;
  });
}

std::vector<AccountHeld> Accounts::held_within(const base::OrgRange& range, const std::string& q, size_t limit) {
  const base::Instant now = engine_.site().clock->now();
  const std::string like = "%" + base::lower(base::trim(q)) + "%";
  return engine_.reading([&](db::Connection& c) {
    const db::Rows rows = c.read({fmt::format("select {}, a.locked_until from account a where (?4 = '%%' or a.login like ?4 or lower(a.name) like ?4) and "
                                              "(exists (select 1 from role_grant g where g.account = a.id and g.org between ?1 and ?2) or not exists (select 1 from role_grant g where g.account = a.id)) "
                                              "order by a.login limit ?3", kAccountColumns), {range.low, range.high, int64_t(limit), like}});
    std::vector<AccountHeld> result;
    for (size_t r = 0; r < rows.size(); ++r) result.push_back({account_of(rows, r), rows.integer(r, 8) > now ? rows.integer(r, 8) : 0, all_grants_of(c, rows.text(r, 0))});
    return result;
  });
}

std::optional<Acting> Accounts::acting_as(const std::string& login) {
  return engine_.reading([&](db::Connection& c) -> std::optional<Acting> {
    const auto found = find(c, login);
    if (!found || found->account.disabled) return std::nullopt;
    return Acting{Acting::Kind::staff, found->account.id, found->account.login, found->account.name, found->account.person, grants_of(c, found->account.id)};
  });
}

base::Result<std::string> Accounts::sign_in(const std::string& login, const std::string& password, const std::string& code) {
  const base::Instant now = engine_.site().clock->now();
  const auto found = engine_.reading([&](db::Connection& c) { return find(c, login); });
  if (!found) {
    (void)crypto::verify_no_password(password);
    const base::Instant until = unknown_.try_one(login, now, kFailuresMax, kLockedMicros);
    return until > 0 ? locked(until, now) : base::Problem{"login_wrong", "", {}};
  }
  if (found->locked_until > now) {
    (void)crypto::verify_no_password(password);
    return locked(found->locked_until, now);
  }
  const std::string& id = found->account.id;
  // Counted where it is stored, so that guesses sent all at once count one by one.
  const auto count_failure = [&] {
    engine_.writer().between([&](db::Connection& c) {
      c.write({"update account set failures = failures + 1 where id = ?1", {id}});
      c.write({"update account set failures = 0, locked_until = ?2 where id = ?1 and failures >= ?3", {id, now + kLockedMicros, int64_t{kFailuresMax}}});
    });
  };
  if (!crypto::verify_password(password, found->password)) {
    count_failure();
    return base::Problem{"login_wrong", "", {}};
  }
  if (found->account.disabled) return base::Problem{"account_disabled", "", {}};
  std::optional<int64_t> step;   // of the code that she gave
  if (!found->totp.empty()) {
    if (code.empty()) return base::Problem{"totp_needed", "code", {}};
    step = crypto::accept_totp(crypto::Secret(found->totp), code, now, found->totp_step);
    if (!step) {
      count_failure();
      return base::Problem{"totp_wrong", "code", {}};
    }
  }
  const std::string token = crypto::hex(crypto::random_bytes(32));
  const std::string hash = engine_.site().keyring->suite().hash(token);
  bool used = false;   // the code, by another sign-in since it was looked at
  engine_.writer().between([&](db::Connection& c) {
    if (step && c.write({"update account set totp_step = ?2 where id = ?1 and totp_step < ?2", {id, *step}}) == 0) {
      used = true;
      return;
    }
    const auto grants = grants_of(c, id);
    const std::vector<db::Call> calls = {
        {"update account set failures = 0, locked_until = 0 where id = ?1", {id}},
        {"delete from session where expires_at < ?1", {now}},
        {"insert into session (token, account, role_grant, made_at, seen_at, expires_at) values (?1, ?2, ?3, ?4, ?4, ?5)",
         {db::Bytes{hash}, id, grants.size() == 1 ? grants[0].id : std::string(), now, now + kSessionMicros}}};
    c.write_all(calls);
  });
  if (used) return base::Problem{"totp_wrong", "code", {}};
  if (crypto::is_outdated(found->password))   // now is when the password is known; another may have been set meanwhile
    write(id, "account.rehash", id, found->account.login,
          {{"update account set password = ?2 where id = ?1 and password = ?3", {id, crypto::hash_password(password), found->password}}}, {{"account", id}});
  return token;
}

std::optional<Session> Accounts::session(const std::string& token) {
  if (token.size() != 64) return std::nullopt;
  const base::Instant now = engine_.site().clock->now();
  const std::string hash = engine_.site().keyring->suite().hash(token);
  if (auto known = sessions_.find(hash, now)) return known;
  const uint64_t begun = sessions_.begin();
  bool seen = false;   // long enough ago to be written down
  auto result = engine_.reading([&](db::Connection& c) -> std::optional<Session> {
    const db::Rows rows = c.read({fmt::format("select {}, s.role_grant, s.seen_at from session s join account a on a.id = s.account where s.token = ?1 and s.expires_at > ?2", kAccountColumns), {db::Bytes{hash}, now}});
    if (rows.empty() || rows.integer(0, 5) != 0 || now - rows.integer(0, 9) > kIdleMicros) return std::nullopt;
    seen = now - rows.integer(0, 9) > kSeenMicros;
    Session session{account_of(rows, 0), {}, rows.text(0, 8)};
    session.grants = grants_of(c, session.account.id);
    return session;
  });
  if (seen) engine_.writer().between([&](db::Connection& c) { c.write({"update session set seen_at = ?2 where token = ?1", {db::Bytes{hash}, now}}); });
  if (result) sessions_.keep(hash, result->account.id, *result, now, begun);
  return result;
}

bool Accounts::choose(const std::string& token, const std::string& grant_id) {
  const auto now = session(token);
  if (!now || std::none_of(now->grants.begin(), now->grants.end(), [&](const Grant& g) { return g.id == grant_id; })) return false;
  const std::string hash = engine_.site().keyring->suite().hash(token);
  engine_.writer().between([&](db::Connection& c) { c.write({"update session set role_grant = ?2 where token = ?1", {db::Bytes{hash}, grant_id}}); });
  changed(now->account.id);
  return true;
}

void Accounts::sign_out(const std::string& token) {
  const std::string hash = engine_.site().keyring->suite().hash(token);
  const auto held = session(token);
  engine_.writer().between([&](db::Connection& c) { c.write({"delete from session where token = ?1", {db::Bytes{hash}}}); });
  if (held) changed(held->account.id);
}

}  // namespace halfsky::engine
