// Findings as lines: county, what, row.
#include "cli/verify_command.hpp"

#include <ostream>

#include "engine/journal/journal.hpp"

namespace halfsky::cli {

int run_verify_command(engine::Engine& engine, std::ostream& out) {
  const auto findings = engine.reading([&](db::Connection& connection) {
    connection.limit_time_ms(0);
    return engine::verify(engine.site(), connection);
  });
  for (const auto& finding : findings) {
    out << finding.county << ": " << finding.what << ": " << finding.kind;
    if (!finding.id.empty()) out << " " << finding.id;
    if (finding.version) out << " version " << finding.version;
    out << "\n";
  }
  if (!findings.empty()) return 1;
  const auto entries = engine.reading([&](db::Connection& connection) { return connection.read({"select count(*), coalesce(max(county), 0) from journal", {}}).integer(0, 0); });
  out << "verified: " << entries << " journal entries, nothing changed\n";
  return 0;
}

}  // namespace halfsky::cli
