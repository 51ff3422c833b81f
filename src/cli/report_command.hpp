// `halfsky report NAME --org ORG --until DAY [--param id=record …] -o FILE.docx`: compiles, freezes, writes the Word file.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "capabilities/report/reports.hpp"
#include "engine/access/accounts.hpp"

namespace CLI { class App; }

namespace halfsky::cli {

struct ReportOptions {
  std::string report, org, period, login, output;
  std::vector<std::string> params;
  void add(CLI::App& command);
};

// `period` is its last day, or "from..until" of which the last day counts. Without an account it acts for the org itself.
int run_report_command(engine::Engine& engine, engine::Accounts& accounts, report::Reports& reports, const ReportOptions& options, std::ostream& out, std::ostream& err);

}  // namespace halfsky::cli
