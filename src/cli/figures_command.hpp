// `halfsky figures --data DIR`: "id,raw,shown" for every named figure of every report, sorted by id: raw in the figure's
// own unit (612000), shown as its format sets it, without words (61.2 where it is in 万). A report is compiled for the org, the
// period's end and the parameters that table report_default names; one that it does not name is left out.
#pragma once

#include <iosfwd>

#include "capabilities/indicate/indicate.hpp"

namespace halfsky::cli {

// Where a report that has been frozen says better than report_default for what it is compiled.
struct CompiledFor {
  base::OrgId org = 0;
  base::Day until = 0;
  std::map<std::string, std::string> params;   // a parameter's id: its record
};
using NewestFrozen = std::function<std::optional<CompiledFor>(db::Connection&, const lang::Report&)>;

int run_figures_command(const indicate::Indicate& indicate, std::ostream& out, const NewestFrozen& newest_frozen = {});

// Says for what a report is compiled where nobody says otherwise.
void keep_report_default(engine::Engine& engine, const std::string& report, const CompiledFor& compiled_for);

}  // namespace halfsky::cli
