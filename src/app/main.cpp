// `halfsky`: one binary. Exit 0 when all is well, 1 when something is found, 2 when the call is wrong; results on stdout, messages on stderr.
#include <CLI/CLI.hpp>
#include <iostream>

#include "app/application.hpp"
#include "app/commands.hpp"
#include "app/examples/run_examples.hpp"
#include "cli/expr_command.hpp"
#include "cli/pack_command.hpp"

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + std::min(argc, 2), argv + argc);
  const std::string first = argc > 1 ? argv[1] : "";
  if (first == "pack") {
    const auto run = [](const auto& sources) {
      auto examples = halfsky::app::run_examples(sources);
      return std::pair(examples.count, std::move(examples.problems));
    };
    return halfsky::cli::pack_command(arguments, std::cout, std::cerr, {run, halfsky::app::open_database});
  }
  if (first == "expr") return halfsky::cli::expr_command(arguments, std::cin, std::cout, std::cerr);
  CLI::App cli{"Halfsky (半边天): the work platform of a women's federation"};
  cli.require_subcommand(1);
  int result = 0;
  halfsky::app::add_commands(cli, result);
  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return cli.exit(error) == 0 ? 0 : 2;
  } catch (const std::exception& error) {
    std::cerr << "halfsky: " << error.what() << "\n";
    return 2;
  }
  return result;
}
