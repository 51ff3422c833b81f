// Options to calls.
#include "app/commands.hpp"

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>

#include "app/application.hpp"
#include "cli/command_command.hpp"
#include "cli/org_command.hpp"
#include "cli/verify_command.hpp"

namespace halfsky::app {
namespace {

struct DataOption {
  std::string folder, database;
  std::vector<std::string> packs;

  void add(CLI::App& command) {
    command.add_option("--data", folder, "data folder")->required();
    command.add_option("--packs", packs, "packs, or folders of packs");
    command.add_option("--db", database, "postgresql://… for a new folder");
  }
  std::unique_ptr<Application> open(bool create = false) const { return Application::open({folder, database, packs, create, nullptr}); }
};

// Adds a subcommand that runs on a data folder.
template <class Run>
CLI::App* data_command(CLI::App& cli, int& result, const char* name, const char* help, Run run, bool create = false) {
  auto option = std::make_shared<DataOption>();
  CLI::App* command = cli.add_subcommand(name, help);
  option->add(*command);
  command->callback([option, run, create, &result] {
    const auto app = option->open(create);
    result = app ? run(*app) : 2;
  });
  return command;
}

}  // namespace

void add_commands(CLI::App& cli, int& result) {
  cli.add_subcommand("pack", "checks packs: halfsky pack check DIR...");
  cli.add_subcommand("expr", "evaluates expressions, a JSON line each");

  data_command(cli, result, "init", "makes a data folder", [](Application&) { return 0; }, true);

  auto login = std::make_shared<std::string>();
  data_command(cli, result, "command", "puts commands from standard input through the ordinary path", [login](Application& app) {
    return cli::run_command_command(app.engine(), app.accounts(), *login, std::cin, std::cout);
  })->add_option("--as", *login, "account")->required();

  data_command(cli, result, "verify", "recomputes the journal's chain and all that hangs on it", [](Application& app) { return cli::run_verify_command(app.engine(), std::cout); });

  auto orgs = std::make_shared<cli::OrgOptions>();
  CLI::App* org = data_command(cli, result, "org", "loads and changes orgs", [orgs](Application& app) { return cli::run_org_command(app.engine(), *orgs, std::cerr); });
  orgs->add(*org);
  auto users = std::make_shared<cli::UserOptions>();
  CLI::App* user = data_command(cli, result, "user", "opens accounts and grants roles", [users](Application& app) { return cli::run_user_command(app.engine(), app.accounts(), *users, std::cerr); });
  users->add(*user);
}

}  // namespace halfsky::app
