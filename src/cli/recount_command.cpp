// Differences as lines.
#include "cli/recount_command.hpp"

#include <ostream>

namespace halfsky::cli {

int run_recount_command(indicate::Indicate& indicate, indicate::Indicate::Then then, std::ostream& out) {
  const auto lines = indicate.recount(then);
  for (const std::string& line : lines) out << line << "\n";
  if (lines.empty()) out << "recounted: all figures equal\n";
  return lines.empty() ? 0 : 1;
}

}  // namespace halfsky::cli
