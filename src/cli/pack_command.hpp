// halfsky pack …: what authors of programmes need. One file a command: pack_check, pack_new, pack_format, pack_diff.
#pragma once

#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "db/connection.hpp"
#include "lang/pack/model.hpp"

namespace halfsky::cli {

// Handed in, since they need all of the engine.
struct PackServices {
  // Runs the worked examples of sound packs: how many, and what was wrong. Without it they are read only.
  std::function<std::pair<size_t, lang::Diagnostics>(const std::vector<lang::PackSource>&)> run_examples;
  // The database of a data folder as it is, brought to no packs. Null with the reason in `why`.
  std::function<std::unique_ptr<db::Database>(const std::string& folder, std::string& why)> open_database;
};

// `arguments` are those after `pack`. Gives the exit code: 0 all is well, 1 something was found, 2 a wrong call.
int pack_command(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err, const PackServices& services = {});

}  // namespace halfsky::cli
