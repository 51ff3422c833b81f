// `halfsky org …` and `halfsky user …`: the administrators' commands for scripts.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "engine/access/accounts.hpp"
#include "engine/org/org_commands.hpp"

namespace CLI { class App; }

namespace halfsky::cli {

struct OrgOptions {
  std::string act;                 // load, open, rename, recode, close, merge, move, list
  std::string file;                // load: CSV code,name,level,kind,parent
  std::string division, under;     // load: a folder of china-division, the beginning of a code
  std::vector<std::string> codes;  // the orgs meant, by code or id
  std::string name, code, level = "village", kind, from;
  void add(CLI::App& command);
};

struct UserOptions {
  std::string act;                 // load, open, grant, person, password, disable, enable
  std::string login, file, name, password, org, role, person, from, until;
  void add(CLI::App& command);
};

int run_org_command(engine::Engine& engine, const OrgOptions& options, std::ostream& err);
int run_user_command(engine::Engine& engine, engine::Accounts& accounts, const UserOptions& options, std::ostream& err);

// CSV lines "code,name,level,kind,parent" (the last two may be missing), the first a heading.
std::vector<engine::NewOrg> read_org_csv(std::istream& in, std::ostream& err);

}  // namespace halfsky::cli
