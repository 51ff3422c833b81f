// Five files, a level each, parents before children.
#include "cli/division.hpp"

#include <filesystem>
#include <fstream>

#include "base/text.hpp"

namespace halfsky::cli {
namespace {

constexpr std::pair<const char*, lang::Level> kFiles[] = {{"provinces.csv", lang::Level::province}, {"cities.csv", lang::Level::city}, {"areas.csv", lang::Level::county},
                                                          {"streets.csv", lang::Level::township}, {"villages.csv", lang::Level::village}};
constexpr size_t kCodeDigits = 12;

std::string unquoted(const std::string& cell) {
  const std::string text = base::trim(cell);
  return text.size() >= 2 && text.front() == '"' && text.back() == '"' ? text.substr(1, text.size() - 2) : text;
}

std::string kind_of(lang::Level level, const std::string& name) {
  if (level == lang::Level::township) return name.ends_with("街道") || name.ends_with("街道办事处") ? "subdistrict" : name.ends_with("乡") ? "township" : "town";
  if (level == lang::Level::village) return name.ends_with("居委会") || name.ends_with("社区") || name.ends_with("居民委员会") ? "community" : "village";
  return "";
}

std::string padded(std::string code) { return code + std::string(kCodeDigits - std::min(kCodeDigits, code.size()), '0'); }

}  // namespace

base::Result<std::vector<engine::NewOrg>> read_division(const std::string& folder, const std::string& under) {
  std::vector<engine::NewOrg> result;
  bool found = under.empty();
  for (const auto& [name, level] : kFiles) {
    std::ifstream file(std::filesystem::path(folder) / name);
    if (!file) return base::Problem{"cannot_read", "division", {{"file", std::string(name)}}};
    std::string line;
    std::getline(file, line);   // the heading
    while (std::getline(file, line)) {
      const auto cells = base::split(line, ',');
      if (cells.size() < 2) continue;
      const std::string code = unquoted(cells[0]);
      if (!code.starts_with(under) && !under.starts_with(code)) continue;
      found = found || code.starts_with(under);
      const std::string own = unquoted(cells[1]);
      const std::string above = level == lang::Level::province ? "" : padded(unquoted(cells[2]));
      result.push_back({padded(code), above, own, level, kind_of(level, own)});
    }
  }
  if (!found) return base::Problem{"no_such_org", "under", {{"got", under}}};
  return result;
}

}  // namespace halfsky::cli
