// The life of orgs: loaded, opened, renamed, recoded, merged, split, moved, closed. An org that gets another parent is closed and
// followed by a successor; what was done stays where it was done. Each change is journaled above the counties.
#pragma once

#include <string>
#include <vector>

#include "engine/access/by.hpp"
#include "engine/engine.hpp"

namespace halfsky::engine {

struct NewOrg {
  std::string code;          // 12 digits, or a partner's own short name; parents come before children
  std::string parent_code;   // empty: follows from the code (higher levels end in zeros)
  std::string name;
  lang::Level level = lang::Level::village;
  std::string kind;
};

// All also answer command_used where the id of `by` was sent with something else.
class OrgCommands {
 public:
  explicit OrgCommands(Engine& engine) : engine_(engine) {}

  // Many at once, as a division list has them; ids are handed out in tree order. Problems by row.
  base::Result<size_t> load(const By& by, const std::vector<NewOrg>& orgs, base::Day from);
  base::Result<base::OrgId> open(const By& by, base::OrgId parent, const NewOrg& org, base::Day from);
  base::Problems rename(const By& by, base::OrgId org, const std::string& name, base::Day from);
  base::Problems recode(const By& by, base::OrgId org, const std::string& code, base::Day from);
  base::Problems close(const By& by, base::OrgId org, base::Day until);
  // `orgs` end the day before; `into` goes on for them.
  base::Problems merge(const By& by, const std::vector<base::OrgId>& orgs, base::OrgId into, base::Day from);
  // `org` ends the day before; the new ones stand beside it, under its parent.
  base::Result<std::vector<base::OrgId>> split(const By& by, base::OrgId org, const std::vector<NewOrg>& into, base::Day from);
  // Under another parent: closed, with all that lies below it, and followed by successors there.
  base::Result<base::OrgId> move(const By& by, base::OrgId org, base::OrgId parent, base::Day from);

 private:
  base::Problems write(const By& by, const std::string& kind, base::OrgId org, const std::string& what, std::vector<db::Call> calls);

  Engine& engine_;
};

// The code of the unit above, as the division code says it: trailing groups zero.
std::string parent_code_of(const std::string& code);

}  // namespace halfsky::engine
