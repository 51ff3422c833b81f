// Who acts, and as what. Roles are granted per org, with dates; a session acts with the one it chose.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/day.hpp"
#include "base/org_id.hpp"

namespace halfsky::engine {

class Looks;
struct Site;

struct Grant {
  std::string id;
  std::string account;
  base::OrgId org = 0;
  std::string role;                  // as lang::Actor::role; the engine's own: sysadmin, secadmin, auditadmin
  base::Day from = base::kDayMin;
  base::Day until = base::kDayMax;
};

struct Acting {
  enum class Kind { staff, public_, clock } kind = Kind::staff;
  std::string account;               // id; empty for the public and the clock
  std::string login;
  std::string name;
  std::string person;                // the account holder's own record, where she has one
  std::vector<Grant> grants;         // those in force; in a session just one
  std::shared_ptr<Looks> looks = {}; // where what is shown of secrets is noted (looks.hpp); a face sets it for each request

  static Acting clock() { return {Kind::clock, {}, "clock", {}, {}, {}}; }
  static Acting stranger() { return {Kind::public_, {}, "public", {}, {}, {}}; }
};

// Lists and pages read one county at a time: that of the org asked for, else of her role, else the first below it. 0: there is none.
base::County county_of_viewer(const Site& site, const Acting& who, base::OrgId org = 0);

}  // namespace halfsky::engine
