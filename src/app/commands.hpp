// The subcommands of the binary: their options, and which face of which layer answers.
#pragma once

namespace CLI { class App; }

namespace halfsky::app {

// Each subcommand's callback sets `result` to the exit code.
void add_commands(CLI::App& cli, int& result);

}  // namespace halfsky::app
