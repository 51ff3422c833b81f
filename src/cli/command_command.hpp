// `halfsky command --data DIR --as ACCOUNT < lines.json`: commands on the ordinary path, an answer a line. What importers and tests use.
#pragma once

#include <iosfwd>
#include <string>

#include "engine/access/accounts.hpp"

namespace halfsky::cli {

// A line without an id gets one. Blank lines are passed over. Returns 0 where all were accepted, 1 where one was refused.
int run_command_command(engine::Engine& engine, engine::Accounts& accounts, const std::string& login, std::istream& in, std::ostream& out);

}  // namespace halfsky::cli
