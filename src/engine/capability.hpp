// What a capability (ledger, indicate, report, …) is to the engine: tables of its own, and one place where it joins the
// transaction of a command, in the order that src/app wires. Capabilities know nothing of each other.
#pragma once

#include <string>
#include <vector>

#include "base/problem.hpp"
#include "engine/store/schema.hpp"

namespace halfsky::engine {

class Unit;
struct RecordId;
struct Written;

class Capability {
 public:
  virtual ~Capability() = default;
  virtual std::vector<TableSpec> tables() const { return {}; }
  // After all moves, effects and computed fields of a command are decided: may read the unit's changes, moves and money, count
  // and write; or refuse the command.
  virtual base::Problems join(Unit&) { return {}; }
  // What keeps records from going to another county now: problems without a path. What is done with them here must be at an end.
  virtual base::Problems keeps_here(Unit&, const std::vector<RecordId>&) { return {}; }
  // Rows of the capability's own that stand in the chain, with their hashes as they are now: `verify` holds them against the journal.
  virtual std::vector<Written> chained(db::Connection&, base::County) { return {}; }
  // What `verify` asks of derived tables: one line for each row that does not equal what the records say.
  virtual std::vector<std::string> check(db::Connection&, base::County) { return {}; }
  // Work that has fallen due by the clock: does what takes about a second and says whether there is more. Between two calls timers run.
  struct Due { size_t acts = 0; bool more = false; };
  virtual Due run_due() { return {}; }
};

}  // namespace halfsky::engine
