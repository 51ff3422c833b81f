// halfsky pack check: reads and checks packs, runs their examples, and says every problem with its place.
#include <algorithm>
#include <filesystem>
#include <ostream>

#include "cli/pack_commands.hpp"

namespace halfsky::cli {
namespace {

constexpr const char* kCoreFolder = "programmes/core";

std::string counted(size_t count, const char* one, const char* many) { return std::to_string(count) + " " + (count == 1 ? one : many); }

std::string summary(const lang::Packs& packs) {
  size_t records = 0, moves = 0, indicators = 0, reports = 0;
  for (const auto& pack : packs.packs) {
    records += pack->records.size();
    indicators += pack->indicators.size();
    reports += pack->reports.size();
    for (const auto& record : pack->records) moves += record->moves.size();
  }
  return "sound: " + counted(packs.packs.size(), "pack", "packs") + ", " + counted(records, "record type", "record types") + ", " +
         counted(moves, "move", "moves") + ", " + counted(indicators, "indicator", "indicators") + ", " + counted(reports, "report", "reports");
}

bool has_core(const std::vector<lang::PackSource>& packs) {
  return std::any_of(packs.begin(), packs.end(), [](const auto& pack) { return std::filesystem::path(pack.folder).filename() == "core"; });
}

}  // namespace

const PackUse& check_use() {
  static const PackUse kUse{"check",
                            "halfsky pack check [-v] [--core DIR] DIR...\n"
                            "  Checks packs and runs their examples; packs that they use are looked up beside them. core is DIR of --core, or programmes/core.\n"
                            "  -v   says how each indicator is kept, and why\n",
                            {"--core"}, {"-v"}};
  return kUse;
}

std::vector<lang::PackSource> read_with_core(const std::vector<std::string>& folders, const std::string& core, lang::Diagnostics& unread) {
  auto packs = lang::read_packs_with_uses(folders, core, unread);
  std::error_code error;
  if (!has_core(packs) && std::filesystem::exists(kCoreFolder, error)) packs.insert(packs.begin(), lang::read_pack_folder(kCoreFolder, unread));
  return packs;
}

int pack_check(const PackCall& call, std::ostream& out, const PackServices& services) {
  lang::Diagnostics unread;
  const auto packs = read_with_core(call.words, call.value("--core"), unread);
  lang::CheckedPacks checked;
  if (unread.empty()) checked = lang::check_packs(packs);
  else checked.problems = std::move(unread);
  for (const auto& problem : checked.problems) out << lang::to_text(problem) << "\n";
  if (call.has("-v"))
    for (const auto& note : checked.notes) out << "note: " << note << "\n";
  if (!checked.problems.empty()) return 1;
  std::string examples;
  if (services.run_examples) {
    const auto [count, wrong] = services.run_examples(packs);
    for (const auto& problem : wrong) out << lang::to_text(problem) << "\n";
    if (!wrong.empty()) return 1;
    examples = ", " + counted(count, "example", "examples");
  }
  out << summary(*checked.packs) << examples << "\n";
  return 0;
}

}  // namespace halfsky::cli
