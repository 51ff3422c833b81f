// Goes over the packs in sound/, broken/ and drafts/. A broken pack's expected.txt has a line a problem, FILE:LINE:COLUMN: CODE,
// all of them, in any order; a pack without expected problems is sound.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "pack_folders.hpp"

namespace halfsky::test {
namespace {

std::multiset<std::string> lines_of(const std::string& text) {
  std::multiset<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);)
    if (!line.empty()) lines.insert(line);
  return lines;
}

std::multiset<std::string> shown(const lang::Diagnostics& problems, const std::string& folder) {
  std::multiset<std::string> lines;
  for (const auto& p : problems) {
    const std::string file = p.at.file.text().starts_with(folder + "/") ? p.at.file.text().substr(folder.size() + 1) : p.at.file.text();
    lines.insert(file + ":" + std::to_string(p.at.line) + ":" + std::to_string(p.at.column) + ": " + p.code);
  }
  return lines;
}

std::string joined(const std::multiset<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  return text;
}

TEST(Packs, SoundOnesAreSound) {
  for (const auto& folder : folders_in(kPacks + "sound")) {
    const auto checked = check_folders({folder}, kCore);
    EXPECT_EQ(all_texts(checked.problems), "") << folder;
    EXPECT_NE(checked.packs, nullptr) << folder;
  }
}

TEST(Packs, CoreIsSound) { EXPECT_EQ(all_texts(check_folders({kCore}, "").problems), ""); }

TEST(Packs, BrokenOnesAreRefusedWithEachPlace) {
  const auto folders = folders_in(kPacks + "broken");
  EXPECT_GE(folders.size(), 80u);
  for (const auto& folder : folders) {
    const auto checked = check_folders({folder}, kCore);
    EXPECT_EQ(joined(shown(checked.problems, folder)), joined(lines_of(file_text(folder + "/expected.txt")))) << folder << "\n" << all_texts(checked.problems);
    EXPECT_EQ(checked.packs == nullptr, !checked.problems.empty()) << folder;
  }
}

TEST(Packs, EachRefusalIsTried) {
  // Codes that the checker can say, read from its own text, so that a new one is missed here.
  std::set<std::string> tried;
  for (const auto& folder : folders_in(kPacks + "broken"))
    for (const auto& line : lines_of(file_text(folder + "/expected.txt"))) tried.insert(line.substr(line.rfind(": ") + 2));
  std::string missing;
  for (const std::string layer : {"pack", "source"})
    for (const auto& entry : std::filesystem::directory_iterator(std::string(HALFSKY_SOURCE_DIR) + "/src/lang/" + layer)) {
      const std::string text = file_text(entry.path().string());
      for (size_t at = text.find("refuse("); at != std::string::npos; at = text.find("refuse(", at + 1)) {
        const size_t quote = text.find('"', at), comma = text.find(", \"", at);
        if (quote == std::string::npos || comma == std::string::npos || comma + 2 != quote || text.find('\n', at) < quote) continue;
        const std::string code = text.substr(quote + 1, text.find('"', quote + 1) - quote - 1);
        const bool is_code = !code.empty() && code.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789") == std::string::npos;
        if (is_code && !tried.count(code)) missing += code + " ";
      }
    }
  // too_large, unreadable and too_many_ways want more than a text case; no_folder and no_programme are tried by the command's test.
  for (const std::string word : {"too_large ", "unreadable ", "too_many_ways ", "no_core "})
    if (const size_t at = missing.find(word); at != std::string::npos) missing.erase(at, word.size());
  EXPECT_EQ(missing, "");
}

TEST(Packs, ThePaperTrialParses) {
  // The nineteen programmes that proved the language on paper; what is wrong in them is known.
  const auto checked = check_folders(folders_in(kPacks + "drafts"), "");
  const std::multiset<std::string> others = shown(checked.problems, kPacks + "drafts");
  EXPECT_EQ(joined(others), joined(lines_of(file_text(kPacks + "drafts/expected.txt"))));
}

TEST(Packs, ProblemsAreSortedAndSaidOnce) {
  const auto checked = check_folders(folders_in(kPacks + "drafts"), "");
  const auto place = [](const lang::Diagnostic& d) { return std::make_tuple(d.at.file, d.at.line, d.at.column, d.code); };
  for (size_t i = 1; i < checked.problems.size(); ++i) EXPECT_LT(place(checked.problems[i - 1]), place(checked.problems[i]));
}

}  // namespace
}  // namespace halfsky::test
