// Orgs and accounts from the shell.
#include "cli/org_command.hpp"

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>

#include "base/text.hpp"
#include "cli/division.hpp"

namespace halfsky::cli {
namespace {

void say(const base::Problems& problems, std::ostream& err) {
  for (const auto& problem : problems) {
    err << "halfsky: " << problem.path << ": " << problem.code;
    for (const auto& [name, value] : problem.args) err << " " << name << "=" << value;
    err << "\n";
  }
}

base::OrgId org_of(const engine::Engine& engine, const std::string& text) {
  const auto tree = engine.site().orgs();
  if (const auto* org = tree->find_by_code(text)) return org->id;
  if (!text.empty() && text.size() <= 15 && text.find_first_not_of("0123456789") == std::string::npos)
    if (const auto* org = tree->find(std::stoll(text))) return org->id;
  return -1;
}

base::Day day_or(const std::string& text, base::Day otherwise) { return base::parse_day(text).value_or(otherwise); }

template <class T>
int done(const base::Result<T>& result, std::ostream& err) {
  if (result) return 0;
  say(result.problems(), err);
  return 1;
}

int done(const base::Problems& problems, std::ostream& err) {
  say(problems, err);
  return problems.empty() ? 0 : 1;
}

// Opens the accounts of a CSV and grants their roles; what is wrong is said by line, and the other lines are done.
int load_users(engine::Engine& engine, engine::Accounts& accounts, const UserOptions& options, std::ostream& err) {
  std::ifstream file(options.file);
  if (!file) {
    err << "halfsky: cannot read " << options.file << "\n";
    return 2;
  }
  const base::Day from = day_or(options.from, base::kDayMin), until = day_or(options.until, base::kDayMax);
  size_t n = 0, wrong = 0;
  for (std::string line; std::getline(file, line);) {
    ++n;
    if (n == 1 || base::trim(line).empty()) continue;
    auto parts = base::split(base::trim(line), ',');
    for (std::string& part : parts) part = base::trim(part);
    base::Problems problems;
    if (parts.size() != 5) problems.push_back({"bad_line", "line", {{"wanted", "login,name,password,org,role"}}});
    else if (!parts[2].empty())
      if (const auto opened = accounts.open("", parts[0], parts[1], parts[2], false); !opened) problems = opened.problems();
    if (problems.empty() && !parts[4].empty())
      if (const auto granted = accounts.grant("", parts[0], org_of(engine, parts[3]), parts[4], from, until); !granted) problems = granted.problems();
    if (problems.empty()) continue;
    ++wrong;
    err << "line " << n << ": ";
    say(problems, err);
  }
  return wrong == 0 ? 0 : 1;
}

}  // namespace

void OrgOptions::add(CLI::App& command) {
  command.add_option("act", act, "load | open | rename | recode | close | merge | move | list")->required();
  command.add_option("orgs", codes, "orgs by code or id; merge, move: the last is where to");
  command.add_option("--file", file, "load: CSV code,name,level,kind,parent");
  command.add_option("--division", division, "load: the folder dist/ of npm's china-division, in place of --file");
  command.add_option("--under", under, "load: only what lies below this beginning of a code, as 41 or 419001");
  command.add_option("--name", name);
  command.add_option("--code", code);
  command.add_option("--level", level);
  command.add_option("--kind", kind);
  command.add_option("--from", from, "day from which it holds");
}

void UserOptions::add(CLI::App& command) {
  command.add_option("act", act, "load | open | grant | person | password | disable | enable")->required();
  command.add_option("login", login, "every act but load");
  command.add_option("--file", file, "load: CSV login,name,password,org,role; a further role of the same account leaves name and password empty");
  command.add_option("--name", name);
  command.add_option("--password", password);
  command.add_option("--org", org, "code or id");
  command.add_option("--role", role);
  command.add_option("--person", person, "id of the register's entry that the account belongs to");
  command.add_option("--from", from);
  command.add_option("--until", until);
}

std::vector<engine::NewOrg> read_org_csv(std::istream& in, std::ostream& err) {
  std::vector<engine::NewOrg> result;
  size_t n = 0;
  for (std::string line; std::getline(in, line);) {
    ++n;
    const auto parts = base::split(base::trim(line), ',');
    if (n == 1 || parts.size() < 3) continue;
    const auto level = lang::level_of(base::trim(parts[2]));
    if (!level) {
      err << "halfsky: line " << n << ": unknown level " << parts[2] << "\n";
      continue;
    }
    result.push_back({base::trim(parts[0]), parts.size() > 4 ? base::trim(parts[4]) : "", base::trim(parts[1]), *level, parts.size() > 3 ? base::trim(parts[3]) : ""});
  }
  return result;
}

int run_org_command(engine::Engine& engine, const OrgOptions& options, std::ostream& err) {
  engine::OrgCommands commands(engine);
  const base::Day from = day_or(options.from, engine.site().clock->today());
  std::vector<base::OrgId> orgs;
  for (const auto& code : options.codes) orgs.push_back(org_of(engine, code));
  const auto first = orgs.empty() ? -1 : orgs.front();
  if (options.act == "load" && !options.division.empty()) {
    const auto orgs = read_division(options.division, options.under);
    if (!orgs) return done(orgs, err);
    const auto loaded = commands.load("", *orgs, day_or(options.from, base::kDayMin));
    if (loaded) err << *loaded << " orgs\n";
    return done(loaded, err);
  }
  if (options.act == "load") {
    std::ifstream file(options.file);
    if (!file) {
      err << "halfsky: cannot read " << options.file << "\n";
      return 2;
    }
    const auto loaded = commands.load("", read_org_csv(file, err), day_or(options.from, base::kDayMin));
    if (loaded) err << *loaded << " orgs\n";
    return done(loaded, err);
  }
  if (options.act == "list") {
    const auto tree = engine.site().orgs();
    for (const auto& org : tree->all()) std::cout << org.id << "," << org.code << "," << org.name << "," << lang::to_text(org.level) << "," << org.kind << "\n";
    return 0;
  }
  if (options.act == "open") return done(commands.open("", first, {options.code, "", options.name, lang::level_of(options.level).value_or(lang::Level::village), options.kind}, from), err);
  if (options.act == "rename") return done(commands.rename("", first, options.name, from), err);
  if (options.act == "recode") return done(commands.recode("", first, options.code, from), err);
  if (options.act == "close") return done(commands.close("", first, from), err);
  if (options.act == "merge" && orgs.size() >= 2) return done(commands.merge("", {orgs.begin(), orgs.end() - 1}, orgs.back(), from), err);
  if (options.act == "move" && orgs.size() == 2) return done(commands.move("", orgs[0], orgs[1], from), err);
  err << "halfsky: unknown act " << options.act << "\n";
  return 2;
}

int run_user_command(engine::Engine& engine, engine::Accounts& accounts, const UserOptions& options, std::ostream& err) {
  if (options.act == "load") return load_users(engine, accounts, options, err);
  if (options.login.empty()) {
    err << "halfsky: user " << options.act << ": whose? a login is missing\n";
    return 2;
  }
  if (options.act == "open") return done(accounts.open("", options.login, options.name, options.password, false), err);
  if (options.act == "grant")
    return done(accounts.grant("", options.login, org_of(engine, options.org), options.role, day_or(options.from, base::kDayMin), day_or(options.until, base::kDayMax)), err);
  if (options.act == "person") return done(accounts.set_person("", options.login, options.person), err);
  if (options.act == "password") return done(accounts.set_password("", options.login, options.password, false), err);
  if (options.act == "disable" || options.act == "enable") return done(accounts.disable("", options.login, options.act == "disable"), err);
  err << "halfsky: unknown act " << options.act << "\n";
  return 2;
}

}  // namespace halfsky::cli
