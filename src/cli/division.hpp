// The real tree of China's provinces, cities, counties, towns and villages, as npm's `china-division` keeps it in CSV files.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/org/org_commands.hpp"

namespace halfsky::cli {

// `folder` holds provinces.csv, cities.csv, areas.csv, streets.csv, villages.csv. `under` is the beginning of a code ("41", "419001"): only
// what lies below it is taken, with all that stands above. Problems: cannot_read, no_such_org (nothing lies there).
base::Result<std::vector<engine::NewOrg>> read_division(const std::string& folder, const std::string& under);

}  // namespace halfsky::cli
