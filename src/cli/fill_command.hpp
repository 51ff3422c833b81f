// `halfsky fill FORM.xlsx --org ORG --period PERIOD -o OUT.xlsx`: an .xlsx form of another office, filled from what is recorded.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>

#include "capabilities/exchange/forms.hpp"
#include "engine/access/accounts.hpp"

namespace CLI { class App; }

namespace halfsky::cli {

struct FillOptions {
  std::string form, sheet, org, period, login, record, map, reason, output, language = "en";
  bool dry_run = false;
  void add(CLI::App& command);
};

// Prints what each heading stands for, and `C5 ← core.households, 东桥镇, 2026-01-01..2026-12-31` for each cell or run of cells; what stays empty
// goes to `err` with its reason. OUT.xlsx.sources.csv says the same of every cell. Ends with 1 where something stays empty that the form asks
// for, or where the form is refused (then nothing is written).
int run_fill_command(engine::Engine& engine, engine::Accounts& accounts, exchange::Forms& forms, const FillOptions& options, const std::function<std::string(const base::Problem&)>& sentence, std::ostream& out, std::ostream& err);

}  // namespace halfsky::cli
