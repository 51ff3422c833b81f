// Accounts, the roles granted to them, and sessions. Changes go through the writer into the chain above the counties (county 0).
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "crypto/secret.hpp"
#include "engine/access/acting.hpp"
#include "engine/access/by.hpp"
#include "engine/access/office_work.hpp"
#include "engine/access/session_cache.hpp"
#include "engine/access/unknown_logins.hpp"
#include "engine/engine.hpp"

namespace halfsky::engine {

constexpr int kFailuresMax = 5;                                     // wrong passwords in a row, then locked
constexpr base::Instant kLockedMicros = 30LL * 60 * 1'000'000;
constexpr base::Instant kSessionMicros = 12LL * 3600 * 1'000'000;   // from its beginning
constexpr base::Instant kSeenMicros = 5LL * 60 * 1'000'000;          // how often a request is noted
constexpr base::Instant kIdleMicros = 2LL * 3600 * 1'000'000;       // without a request

struct Account {
  std::string id, login, name, person, language;
  bool disabled = false;
  bool must_change = false;
  bool second_factor = false;      // signing in asks for a code
};

// An account as its administrator sees it: every grant, also of other days, whether or not it is disabled.
struct AccountHeld {
  Account account;
  base::Instant locked_until = 0;  // 0: not locked
  std::vector<Grant> grants;
};

struct Session {
  Account account;
  std::vector<Grant> grants;       // all in force today
  std::string chosen;              // id of the grant she acts with, or empty
  Acting acting() const;           // with the chosen grant alone
};

// An office that goes from one account to another, with what lies on its desk.
struct HandedOffice {
  Grant ended;                     // hers until now
  bool had = false;                // the other one holds it already: she gets no second role
  std::map<base::County, std::vector<OfficeItem>> work;
};

struct HandOffices {
  std::string from, to;            // logins
  std::vector<std::string> grants; // which of hers; none: all in force
  base::OrgRange range;            // of the administrator who does it
  std::string by;                  // her account
};

// Acts that change an account also answer command_used where the id of `by` was sent with something else.
class Accounts {
 public:
  explicit Accounts(Engine& engine) : engine_(engine) {}

  // Called with an account's id when what it may do has changed, or a session of its ended: what was opened for it must be asked for anew.
  void on_changed(std::function<void(const std::string& account)> listener) { listener_ = std::move(listener); }

  // Problems: login_taken, login_form, the password's. Returns the account's id.
  base::Result<std::string> open(const By& by, const std::string& login, const std::string& name, const std::string& password, bool must_change);
  // Problems: no_such_account, no_such_org, unknown_role.
  base::Result<std::string> grant(const By& by, const std::string& login, base::OrgId org, const std::string& role, base::Day from, base::Day until);
  base::Problems revoke(const By& by, const std::string& grant_id);
  base::Problems disable(const By& by, const std::string& login, bool disabled);
  // Ends her sessions, but for the one that `keep_token` belongs to.
  base::Problems set_password(const By& by, const std::string& login, const std::string& password, bool must_change, const std::string& keep_token = "");
  // After too many wrong passwords. Problems: no_such_account.
  base::Problems unlock(const By& by, const std::string& login);
  // Stores a secret whose first code was `code`, or, without a secret, takes the second factor away. Problems: no_such_account, totp_wrong.
  base::Problems set_totp(const By& by, const std::string& login, const crypto::Secret& secret, const std::string& code);
  base::Problems drop_totp(const By& by, const std::string& login);
  void set_language(const std::string& account, const std::string& language);
  // The person of the register that she is (what separation and `me.person` go by); empty: nobody. Problems: no_such_account, not_an_id.
  base::Problems set_person(const By& by, const std::string& login, const std::string& person);

  // One who leaves hands over her offices (office_handover.cpp): her roles end today, the other's begin, her sessions are over, and what lay on her
  // desk is written down in the journals of the counties it lies in. All of it is one transaction; a dry run writes nothing.
  // Problems: no_such_account, not_yourself, office_same, office_same_person, office_disabled, no_such_grant, office_none, not_yours,
  // administrators_apart, too_many.
  base::Result<std::vector<HandedOffice>> plan_offices(const HandOffices& asked);
  base::Problems hand_offices(const By& by, const HandOffices& asked);

  // For scripts: as this account, with every grant in force. Nothing where there is none, or it is disabled.
  std::optional<Acting> acting_as(const std::string& login);

  std::optional<AccountHeld> held(const std::string& login);
  // Whether somebody has the role at this very org today.
  bool is_held(base::OrgId org, const std::string& role);
  // The orgs at which somebody has the role today.
  std::vector<base::OrgId> orgs_with(const std::string& role);
  // By login: who has a role within the range, on any day, and who has none at all; `q` in login or name.
  std::vector<AccountHeld> held_within(const base::OrgRange& range, const std::string& q, size_t limit);

  // Wrong login and wrong password take equally long and say the same. Problems: login_wrong, login_locked {minutes}, account_disabled, totp_needed.
  // A password that was hashed with other parameters than today's is hashed again.
  base::Result<std::string> sign_in(const std::string& login, const std::string& password, const std::string& code);   // a token
  std::optional<Session> session(const std::string& token);
  bool choose(const std::string& token, const std::string& grant_id);
  void sign_out(const std::string& token);

  // Roles that packs and the engine know: id -> Chinese title.
  static std::vector<std::pair<std::string, std::string>> roles(const lang::Packs& packs);
  static std::string_view own_role_title(std::string_view role);   // of a role that belongs to no pack; else empty

 private:
  struct Secretly;   // a row of `account` with its secrets
  std::optional<Secretly> find(db::Connection& connection, const std::string& login);
  std::vector<Grant> grants_of(db::Connection& connection, const std::string& account);
  std::vector<Grant> all_grants_of(db::Connection& connection, const std::string& account);
  base::Result<std::vector<HandedOffice>> offices_to_hand(db::Connection& connection, const HandOffices& asked, const std::function<void(base::County)>& lock);
  base::Problems write(const By& by, const std::string& kind, const std::string& id, const std::string& what, std::vector<db::Call> calls, std::vector<Group> groups);

  void changed(const std::string& account);

  Engine& engine_;
  std::function<void(const std::string&)> listener_;
  SessionCache<Session> sessions_;
  UnknownLogins unknown_;
};

}  // namespace halfsky::engine
