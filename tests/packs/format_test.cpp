// The house form: cases in format/NAME.before.yaml and NAME.after.yaml (of packs) and, over every pack that there is, that formatting changes
// neither the meaning nor a comment, and that what is formatted stays as it is.
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "lang/pack/facts.hpp"
#include "lang/pack/format.hpp"
#include "lang/source/tree.hpp"
#include "pack_folders.hpp"

namespace halfsky::test {
namespace {

using namespace lang;

const std::string kFormat = kPacks + "format/";
const std::string kProgrammes = std::string(HALFSKY_SOURCE_DIR) + "/programmes";

FileForm form_of(const PackFile& file) { return file.path.find("/texts/") == std::string::npos && file.path.find("/examples/") == std::string::npos ? FileForm::pack : FileForm::plain; }

std::vector<std::string> all_packs() {
  std::vector<std::string> folders = folders_in(kProgrammes);
  for (const std::string set : {"sound", "drafts", "english", "tutorial"})
    for (const auto& folder : folders_in(kPacks + set)) folders.push_back(folder);
  return folders;
}

std::vector<PackFile*> files_of(PackSource& pack) {
  std::vector<PackFile*> files;
  for (auto* list : {&pack.yaml, &pack.texts, &pack.examples})
    for (auto& file : *list) files.push_back(&file);
  return files;
}

// What stands behind '#', line by line, spaces at its ends aside. A '#' in quotes is none of a comment's.
std::multiset<std::string> comments_of(const std::string& text) {
  std::multiset<std::string> comments;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    char quote = 0;
    for (size_t i = 0; i < line.size(); ++i) {
      if (quote) quote = line[i] == quote ? 0 : quote;
      else if (line[i] == '"' || line[i] == '\'') quote = line[i];
      else if (line[i] == '#' && (i == 0 || line[i - 1] == ' ')) {
        comments.insert(line.substr(i, line.find_last_not_of(' ') + 1 - i));
        break;
      }
    }
  }
  return comments;
}

TEST(Format, CasesComeOutAsTheyShould) {
  size_t cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kFormat)) {
    const std::string path = entry.path().string(), end = ".before.yaml";
    if (!path.ends_with(end)) continue;
    ++cases;
    const auto formatted = format_yaml(path, file_text(path), FileForm::pack);
    EXPECT_EQ(all_texts(formatted.problems), "");
    EXPECT_EQ(formatted.text, file_text(path.substr(0, path.size() - end.size()) + ".after.yaml")) << path;
    EXPECT_EQ(format_yaml(path, formatted.text, FileForm::pack).text, formatted.text) << path << ", a second time";
  }
  EXPECT_GE(cases, 6u);
}

TEST(Format, EachPackStaysTheSameAndTheSecondTimeChangesNothing) {
  size_t files = 0;
  for (const auto& folder : all_packs()) {
    Diagnostics unread;
    PackSource pack = read_pack_folder(folder, unread);
    for (const PackFile* file : files_of(pack)) {
      ++files;
      const auto formatted = format_yaml(file->path, file->text, form_of(*file));
      EXPECT_EQ(all_texts(formatted.problems), "") << file->path;
      EXPECT_EQ(comments_of(formatted.text), comments_of(file->text)) << file->path;
      EXPECT_EQ(format_yaml(file->path, formatted.text, form_of(*file)).text, formatted.text) << file->path << ", a second time";
    }
  }
  EXPECT_GE(files, 150u);
}

TEST(Format, TheCompiledModelIsEqual) {
  Diagnostics unread;
  auto sources = read_packs_with_uses(folders_in(kProgrammes), kCore, unread);
  const auto before = check_packs(sources);
  ASSERT_TRUE(before.packs) << all_texts(before.problems);
  bool changed = false;
  for (auto& pack : sources)
    for (PackFile* file : files_of(pack)) {
      const auto formatted = format_yaml(file->path, file->text, form_of(*file));
      changed = changed || formatted.text != file->text;
      file->text = formatted.text;
    }
  const auto after = check_packs(sources);
  ASSERT_TRUE(after.packs) << all_texts(after.problems);
  ASSERT_EQ(before.packs->packs.size(), after.packs->packs.size());
  for (size_t i = 0; i < before.packs->packs.size(); ++i) EXPECT_EQ(facts_text(*before.packs->packs[i]), facts_text(*after.packs->packs[i]));
}

// Packs whose lines were shifted, whose keys were shuffled, whose spaces were doubled: they come out equal in meaning, and stay so.
TEST(Format, DisorderedPacksAreSetRight) {
  std::mt19937 random(20261127u);
  for (const auto& folder : folders_in(kProgrammes)) {
    Diagnostics unread;
    const PackSource pack = read_pack_folder(folder, unread);
    const PackFile& file = pack.yaml.front();
    for (int round = 0; round < 8; ++round) {
      std::string text;
      std::istringstream lines(file.text);
      for (std::string line; std::getline(lines, line);) {
        const size_t indent = std::min(line.find_first_not_of(' '), line.size());
        text += std::string(indent * (1 + size_t(round) % 3), ' ') + line.substr(indent);     // wider levels
        if (random() % 4 == 0) text += std::string(random() % 3, ' ');                        // spaces at the end
        text += random() % 9 == 0 && !line.ends_with(",") && line.find('#') == std::string::npos ? "\n\n" : "\n";
      }
      Diagnostics broken;
      source::read_yaml(file.path, text, broken);
      if (!broken.empty()) continue;   // an empty line within a text in quotes
      const auto formatted = format_yaml(file.path, text, FileForm::pack);
      EXPECT_EQ(all_texts(formatted.problems), "") << file.path;
      EXPECT_EQ(format_yaml(file.path, formatted.text, FileForm::pack).text, formatted.text) << file.path;
    }
  }
}

// Slips at random: what can still be read comes out equal (format_yaml holds it against what it was) and stays as it is from then on.
TEST(Format, SlipsDoNoHarm) {
  std::mt19937 random(20261128u);
  std::vector<PackFile> files;
  for (const auto& folder : all_packs()) {
    Diagnostics unread;
    PackSource pack = read_pack_folder(folder, unread);
    for (const PackFile* file : files_of(pack)) files.push_back(*file);
  }
  static const std::string kSlips = " \n  #:-,{}[]'\"ab\xE4";
  size_t read = 0;
  for (int round = 0; round < 3'000; ++round) {
    const PackFile& file = files[random() % files.size()];
    std::string text = file.text.substr(0, 4'000);
    for (int slips = 1 + int(random() % 3); slips > 0; --slips) {
      const size_t at = random() % text.size();
      if (random() % 2 == 0) text.erase(at, 1 + random() % 4);
      else text.insert(at, 1 + random() % 3, kSlips[random() % kSlips.size()]);
    }
    const auto formatted = format_yaml("a.yaml", text, form_of(file));
    if (!formatted.problems.empty()) {
      EXPECT_EQ(formatted.text, text);
      continue;
    }
    ++read;
    EXPECT_EQ(format_yaml("a.yaml", formatted.text, form_of(file)).text, formatted.text) << text;
  }
  EXPECT_GT(read, 500u);
}

TEST(Format, WhatCantBeReadIsLeftAsItIs) {
  const std::string text = "programme: a\n\tb: [\n";
  const auto formatted = format_yaml("a.yaml", text, FileForm::pack);
  EXPECT_EQ(formatted.text, text);
  EXPECT_FALSE(formatted.problems.empty());
}

TEST(Format, WhatLiesStrangelyIsLeftAsItIs) {
  for (const std::string text : {"? programme\n: a\n", "a:\n  - - b\n    - c\n", "a: [b, c, ]\n"}) {
    const auto formatted = format_yaml("a.yaml", text, FileForm::plain);
    EXPECT_EQ(formatted.text, text);
    ASSERT_EQ(formatted.problems.size(), 1u) << text;
    EXPECT_EQ(formatted.problems[0].code, "layout");
  }
}

}  // namespace
}  // namespace halfsky::test
