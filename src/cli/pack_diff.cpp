// halfsky pack diff: what would change between two editions of a pack.
#include <algorithm>
#include <filesystem>
#include <ostream>

#include "cli/pack_commands.hpp"
#include "cli/pack_diff_rows.hpp"

namespace halfsky::cli {
namespace {

using lang::Change;
using lang::Thing;

constexpr int kWrong = 2;

namespace fs = std::filesystem;

std::string name_of(const std::string& folder) {
  std::string name = fs::path(folder).filename().string();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

std::string without_slash(std::string folder) {
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  return folder;
}

// The packs of an edition. What it uses stands beside it; what doesn't (core, most often) is taken from beside the other edition.
lang::CheckedPacks read_edition(const std::string& folder, const std::string& other, const std::string& core, std::string& programme) {
  lang::Diagnostics unread, ignored;
  auto sources = read_with_core({folder}, core, unread);
  for (auto& source : lang::read_packs_with_uses({other}, "", ignored)) {
    const bool known = std::any_of(sources.begin(), sources.end(), [&](const auto& own) { return name_of(own.folder) == name_of(source.folder); });
    if (!known && name_of(source.folder) != name_of(other)) sources.push_back(std::move(source));
  }
  lang::CheckedPacks checked;
  if (unread.empty()) checked = lang::check_packs(sources);
  else checked.problems = std::move(unread);
  if (checked.packs)
    for (const auto& pack : checked.packs->packs)
      if (pack->folder == folder) programme = pack->programme;
  return checked;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string line_of(const Change& change) {
  static constexpr const char* kMarks[] = {"+", "-", "=", "~"};
  std::string line = std::string(kMarks[int(change.what)]) + " " + std::string(lang::to_text(change.thing().kind)) + " " + change.thing().name;
  if (change.what == Change::What::renamed) line += " (was " + change.before.name + ")";
  if (!change.keys.empty()) line += ": " + joined(change.keys);
  if (!change.does.empty()) line += " — " + change.does;
  return line;
}

std::string rows_of(int64_t count) { return std::to_string(count) + (count == 1 ? " row" : " rows"); }

void say_difference(const lang::Difference& difference, const DiffRows* rows, std::ostream& out) {
  size_t texts = 0;
  std::vector<std::string> migrating;
  for (const Change& change : difference.changes) {
    if (change.thing().kind == Thing::Kind::english) {
      ++texts;
      continue;
    }
    out << line_of(change);
    if (rows && change.loses) out << "; " << rows_of(rows->lost.at(lost_name(change.before))) << " here";
    if (rows && rows->incomplete.count(change.after.name)) out << "; " << rows_of(rows->incomplete.at(change.after.name)) << " here would be incomplete";
    out << "\n";
    if (change.migrates) migrating.push_back(lost_name(change.thing()));
  }
  if (texts > 0) out << "~ English: " << texts << (texts == 1 ? " text" : " texts") << "\n";
  if (!migrating.empty()) out << "needs a migration: " << joined(migrating) << "\n";
  if (!difference.recounted.empty()) out << "counted again: " << joined(difference.recounted) << "\n";
  if (difference.edition_should_rise) out << "`edition` should rise: something existing is removed or gets another type\n";
}

}  // namespace

const PackUse& diff_use() {
  static const PackUse kUse{"diff",
                            "halfsky pack diff [--core DIR] [--data DIR] OLD NEW\n"
                            "  Says what would change between two editions of a pack: + added, - removed, = renamed, ~ says something else.\n"
                            "  Exit 0 nothing, 1 something. With --data, a data folder that runs OLD, how many rows there are of what is lost.\n",
                            {"--core", "--data"}, {}, 2, 2};
  return kUse;
}

int pack_diff(const PackCall& call, std::ostream& out, std::ostream& err, const PackServices& services) {
  const std::string old_folder = without_slash(call.words[0]), new_folder = without_slash(call.words[1]);
  std::string old_programme, new_programme;
  const auto before = read_edition(old_folder, new_folder, call.value("--core"), old_programme);
  const auto after = read_edition(new_folder, old_folder, call.value("--core"), new_programme);
  for (const auto* checked : {&before, &after})
    for (const auto& problem : checked->problems) err << lang::to_text(problem) << "\n";
  if (!before.packs || !after.packs) {
    err << "halfsky pack diff: only sound packs can be compared\n";
    return kWrong;
  }
  if (old_programme != new_programme) {
    err << "halfsky pack diff: '" << old_programme << "' and '" << new_programme << "' are two programmes; compare two editions of one\n";
    return kWrong;
  }
  const lang::Difference difference = lang::difference(*before.packs, *after.packs, old_programme);
  std::optional<DiffRows> rows;
  if (call.has("--data")) {
    std::string why = "no database can be opened here";
    const auto database = services.open_database ? services.open_database(call.value("--data"), why) : nullptr;
    if (!database) {
      err << "halfsky pack diff: " << why << "\n";
      return kWrong;
    }
    rows = count_rows(*database->connect_reader(), *before.packs, difference);
    if (!rows->has_tables) err << "halfsky pack diff: " << call.value("--data") << " keeps no records of '" << old_programme << "' as OLD has it\n";
  }
  say_difference(difference, rows ? &*rows : nullptr, out);
  return difference.empty() ? 0 : 1;
}

}  // namespace halfsky::cli
