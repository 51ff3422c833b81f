// The command line face of the checker.
#include "cli/pack_command.hpp"

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "lang/pack/model.hpp"

namespace halfsky::cli {
namespace {

constexpr const char* kUsage =
    "usage: halfsky pack check [-v] [--core DIR] DIR...\n"
    "  Checks packs and runs their examples; packs that they use are looked up beside them. core is DIR of --core, or programmes/core.\n"
    "  -v   says how each indicator is kept, and why\n";

constexpr const char* kCoreFolder = "programmes/core";

struct Call {
  std::vector<std::string> folders;
  std::string core;
  bool notes = false;
};

// Nothing where the call is wrong.
bool read_call(const std::vector<std::string>& arguments, Call& call, std::ostream& err) {
  if (arguments.empty() || arguments[0] != "check") return false;
  for (size_t i = 1; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument == "-v") {
      call.notes = true;
    } else if (argument == "--core") {
      if (++i == arguments.size()) return false;
      call.core = arguments[i];
    } else if (argument.size() > 1 && argument[0] == '-') {
      err << "halfsky pack check: unknown option " << argument << "\n";
      return false;
    } else {
      call.folders.push_back(argument);
    }
  }
  return !call.folders.empty();
}

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

int pack_command(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err, const RunExamples& run_examples) {
  Call call;
  if (!read_call(arguments, call, err)) {
    err << kUsage;
    return 2;
  }
  lang::Diagnostics unread;
  auto packs = lang::read_packs_with_uses(call.folders, call.core, unread);
  std::error_code error;
  if (!has_core(packs) && std::filesystem::exists(kCoreFolder, error)) packs.insert(packs.begin(), lang::read_pack_folder(kCoreFolder, unread));
  lang::CheckedPacks checked;
  if (unread.empty()) checked = lang::check_packs(packs);
  else checked.problems = std::move(unread);
  for (const auto& problem : checked.problems) out << lang::to_text(problem) << "\n";
  if (call.notes)
    for (const auto& note : checked.notes) out << "note: " << note << "\n";
  if (!checked.problems.empty()) return 1;
  std::string examples;
  if (run_examples) {
    const auto [count, wrong] = run_examples(packs);
    for (const auto& problem : wrong) out << lang::to_text(problem) << "\n";
    if (!wrong.empty()) return 1;
    examples = ", " + counted(count, "example", "examples");
  }
  out << summary(*checked.packs) << examples << "\n";
  return 0;
}

}  // namespace halfsky::cli
