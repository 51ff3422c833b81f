// The commands of the shell: each one's options, and the call that they become.
#include "app/commands.hpp"

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>

#include "app/application.hpp"
#include "app/copy_site.hpp"
#include "app/demo/demo.hpp"
#include "app/embedded.hpp"
#include "app/serve.hpp"
#include "capabilities/exchange/sheet_reader.hpp"
#include "cli/burden_command.hpp"
#include "cli/command_command.hpp"
#include "cli/export_command.hpp"
#include "cli/figures_command.hpp"
#include "cli/fill_command.hpp"
#include "cli/org_command.hpp"
#include "cli/recount_command.hpp"
#include "cli/report_command.hpp"
#include "cli/verify_command.hpp"
#include "http/texts.hpp"

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

// `halfsky sheet FILE.xlsx --csv`: the first sheet as it reads it.
void add_sheet_command(CLI::App& cli, int& result) {
  auto file = std::make_shared<std::string>();
  CLI::App* command = cli.add_subcommand("sheet", "prints the first sheet of a workbook");
  command->add_option("file", *file, "FILE.xlsx")->required();
  auto csv = std::make_shared<bool>(false);
  command->add_flag("--csv", *csv, "as CSV, which is the only way for now");
  command->callback([file, csv, &result] {
    const auto written = exchange::write_csv(*file, std::cout);
    if (!written)
      for (const auto& problem : written.problems()) std::cerr << "halfsky: " << *file << ": " << problem.code << "\n";
    result = written ? 0 : 1;
  });
}

// `halfsky export`: the books as text, or the whole site as a folder.
void add_export_command(CLI::App& cli, int& result) {
  auto option = std::make_shared<DataOption>();
  auto copying = std::make_shared<CopyingSite>();
  auto format = std::make_shared<std::string>();
  CLI::App* command = cli.add_subcommand("export", "the whole site as a folder on SQLite, or the books for hledger or beancount");
  option->add(*command);
  auto* to = command->add_option("--to", copying->to, "a new folder: the site with all that is in it, as of now; it may be served meanwhile");
  command->add_flag("--no-keys", copying->leave_keys_out, "leave the keys out; without them private fields stay closed for ever")->needs(to);
  command->add_option("--ledger", *format, "hledger | beancount")->excludes(to);
  command->callback([option, copying, format, &result] {
    if (!copying->to.empty()) {
      copying->from = option->folder;
      copying->programmes = option->packs;
      result = copy_site(*copying, std::cout, std::cerr);
      return;
    }
    if (format->empty()) throw CLI::RequiredError("--to or --ledger");
    const auto app = option->open();
    result = app ? cli::run_export_command(app->engine(), app->ledger(), *format, std::cout, std::cerr) : 2;
  });
}

// `halfsky import`: a new site out of such a folder, or out of any data folder.
void add_import_command(CLI::App& cli, int& result) {
  auto option = std::make_shared<DataOption>();
  auto copying = std::make_shared<CopyingSite>();
  CLI::App* command = cli.add_subcommand("import", "makes a data folder out of an exported site, on SQLite or PostgreSQL");
  option->add(*command);
  command->add_option("--from", copying->from, "the folder that `export --to` made, or a data folder")->required();
  command->add_option("--keys", copying->keys, "the folder of its keys, where they were left out");
  command->callback([option, copying, &result] {
    copying->to = option->folder;
    copying->database = option->database;
    copying->programmes = option->packs;
    result = copy_site(*copying, std::cout, std::cerr);
  });
}

}  // namespace

void add_commands(CLI::App& cli, int& result) {
  cli.add_subcommand("pack", "for authors of programmes: halfsky pack check | new | fmt | diff | schema | reference");
  cli.add_subcommand("expr", "evaluates expressions, a JSON line each");

  data_command(cli, result, "init", "makes a data folder", [](Application&) { return 0; }, true);

  auto demonstrating = std::make_shared<DemoOptions>();
  CLI::App* demo_command = data_command(cli, result, "demo", "makes a data folder with the demo's province, accounts and work", [demonstrating](Application& app) { return run_demo(app, *demonstrating, std::cout, std::cerr); }, true);
  demo_command->add_option("--scale", demonstrating->scale, "thousands of girls more, for load");
  demo_command->add_option("--story", demonstrating->stories, "only the orgs, and the stories of the packs (PACK/demo/*.yaml) whose file names begin so")->delimiter(',');
  demo_command->add_flag("--reports", demonstrating->reports, "all that the reports count, 160,269 households among it");

  auto serving = std::make_shared<ServeOptions>();
  CLI::App* serve_command = data_command(cli, result, "serve", "serves the API and the web client", [serving](Application& app) { return serve(app, *serving); });
  serve_command->add_option("--address", serving->address);
  serve_command->add_option("--port", serving->port);
  serve_command->add_option("--certificate", serving->certificate, "PEM; with --key: HTTPS");
  serve_command->add_option("--key", serving->key);
  serve_command->add_option("--tell-file", serving->tell_file, "what offices are told, appended to this file as a JSON object a line");
  serve_command->add_flag("--behind-proxy", serving->behind_proxy, "take the client's address from X-Forwarded-For");

  auto login = std::make_shared<std::string>();
  data_command(cli, result, "command", "puts commands from standard input through the ordinary path", [login](Application& app) {
    return cli::run_command_command(app.engine(), app.accounts(), *login, std::cin, std::cout);
  })->add_option("--as", *login, "account")->required();

  auto only_check = std::make_shared<bool>(false);
  data_command(cli, result, "recount", "works all kept figures out from the records, and puts right those that differ", [only_check](Application& app) {
    using Then = indicate::Indicate::Then;
    return cli::run_recount_command(app.indicate(), *only_check ? Then::only_say : Then::write, std::cout);
  })->add_flag("--check", *only_check, "only say which differ");
  data_command(cli, result, "figures", "prints id,raw,shown of every figure that a report names", [](Application& app) { return cli::run_figures_command(app.indicate(), std::cout); });

  data_command(cli, result, "verify", "recomputes the journal's chain and all that hangs on it", [](Application& app) { return cli::run_verify_command(app.engine(), std::cout); });

  add_export_command(cli, result);
  add_import_command(cli, result);
  auto report = std::make_shared<cli::ReportOptions>();
  report->add(*data_command(cli, result, "report", "compiles a report and writes it", [report](Application& app) { return cli::run_report_command(app.engine(), app.accounts(), app.reports(), *report, std::cout, std::cerr); }));
  auto measured = std::make_shared<cli::BurdenOptions>();
  measured->add(*data_command(cli, result, "burden", "says what the packs ask of whom: fields, taps, minutes a month", [measured](Application& app) { return cli::run_burden_command(app.engine(), *measured, std::cout, std::cerr); }));
  add_sheet_command(cli, result);
  auto filling = std::make_shared<cli::FillOptions>();
  filling->add(*data_command(cli, result, "fill", "fills a form of another office", [filling](Application& app) {
    const http::Texts texts(embedded_problems_zh(), embedded_problems_en());
    const auto sentence = [&](const base::Problem& problem) { return texts.sentence(problem, filling->language == "zh" ? http::Language::zh : http::Language::en); };
    return cli::run_fill_command(app.engine(), app.accounts(), app.forms(), *filling, sentence, std::cout, std::cerr);
  }));

  auto orgs = std::make_shared<cli::OrgOptions>();
  CLI::App* org = data_command(cli, result, "org", "loads and changes orgs", [orgs](Application& app) { return cli::run_org_command(app.engine(), *orgs, std::cerr); });
  orgs->add(*org);
  auto users = std::make_shared<cli::UserOptions>();
  CLI::App* user = data_command(cli, result, "user", "opens accounts and grants roles", [users](Application& app) { return cli::run_user_command(app.engine(), app.accounts(), *users, std::cerr); });
  users->add(*user);
}

}  // namespace halfsky::app
