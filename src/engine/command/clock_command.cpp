// Nobody sent them: the body that the journal binds is their id.
#include "engine/command/clock_command.hpp"

namespace halfsky::engine {

Command clock_command(const Site& site, std::string id, base::County county, std::string kind, Step step) {
  Command command;
  command.body_hash = site.keyring->suite().hash(id);
  command.id = std::move(id);
  command.who = Acting::clock();
  command.county = county;
  command.kind = std::move(kind);
  command.steps.push_back(std::move(step));
  return command;
}

}  // namespace halfsky::engine
