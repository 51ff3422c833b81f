// Packs with random slips are refused or sound, and never more than that: no crash, no endless search, a place for each problem.
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <set>

#include "pack_folders.hpp"

namespace halfsky::test {
namespace {

// HALFSKY_MUTATIONS=5000 tries longer, from another start.
int rounds() {
  const char* wanted = std::getenv("HALFSKY_MUTATIONS");
  return wanted ? std::atoi(wanted) : 300;
}

std::string random_word(const std::string& text, std::mt19937& random) {
  const size_t at = random() % text.size();
  const size_t begin = text.find_last_of(" \n", at) == std::string::npos ? 0 : text.find_last_of(" \n", at) + 1;
  return text.substr(begin, std::min<size_t>(text.find_first_of(" \n", begin), text.size()) - begin);
}

void mutate(std::string& text, std::mt19937& random) {
  if (text.size() < 10) return;
  static const std::string kSpecial = "{}[]:,#&*!|>'\"%@`-?.\n\t ()=<\xE5\x00\xFF";
  const size_t at = random() % text.size();
  switch (random() % 7) {
    case 0: text.erase(at, 1); break;
    case 1: text.erase(at, random() % 40); break;
    case 2: text.insert(at, 1, kSpecial[random() % kSpecial.size()]); break;
    case 3: text[at] = char(random() % 256); break;
    case 4: text.insert(at, random_word(text, random)); break;
    case 5: {   // a line twice, or somewhere else
      const size_t begin = text.rfind('\n', at) == std::string::npos ? 0 : text.rfind('\n', at);
      const std::string line = text.substr(begin, text.find('\n', begin + 1) - begin);
      text.insert(text.find('\n', random() % text.size()) == std::string::npos ? 0 : text.find('\n', random() % text.size()) % text.size(), line);
      break;
    }
    default: {  // one word for another
      const std::string word = random_word(text, random), other = random_word(text, random);
      if (const size_t found = word.empty() ? std::string::npos : text.find(word, at); found != std::string::npos) text.replace(found, word.size(), other);
    }
  }
}

TEST(Mutations, NeverCrash) {
  std::mt19937 random(20261124u + unsigned(rounds()));
  std::vector<std::vector<lang::PackSource>> sets;
  lang::Diagnostics unread;
  for (const auto& folder : folders_in(kPacks + "drafts"))
    if (!folder.ends_with("federation")) sets.push_back(lang::read_packs_with_uses({folder}, kPacks + "drafts/core", unread));
  sets.push_back(lang::read_packs_with_uses({kPacks + "sound/every_key"}, kCore, unread));
  for (int round = 0; round < rounds(); ++round) {
    auto sources = sets[size_t(round) % sets.size()];
    for (int slips = 1 + int(random() % 4); slips > 0; --slips) {
      auto& source = sources[random() % sources.size()];
      std::vector<lang::PackFile*> files;
      for (auto* list : {&source.yaml, &source.reports, &source.prints, &source.examples, &source.texts})
        for (auto& file : *list) files.push_back(&file);
      mutate(files[random() % files.size()]->text, random);
    }
    const auto checked = lang::check_packs(sources);
    for (const auto& problem : checked.problems) {
      EXPECT_FALSE(problem.code.empty() || problem.message.empty());
      EXPECT_GE(problem.at.line, 0);
    }
    EXPECT_EQ(checked.packs == nullptr, !checked.problems.empty());
  }
}

// A chain of copies, a wide set of moves: what grows must not grow too far.
TEST(Mutations, LargePacksAreCheckedInTime) {
  lang::Diagnostics unread;
  auto sources = lang::read_packs_with_uses({kPacks + "sound/training"}, kCore, unread);
  std::string text = "programme: training\ntitle: 大\nedition: 1\nfunds: { f: { title: 款, level: county } }\nrecords:\n";
  for (int i = 0; i < 200; ++i) text += "  t" + std::to_string(i) + ": { title: 型, like: " + (i < 199 ? "t" + std::to_string(i + 1) : "occasion") + " }\n";
  text += "  wide:\n    title: 宽\n    stages: { a: 甲, b: 乙 }\n    moves:\n";
  for (int i = 0; i < 60; ++i)
    text += "      m" + std::to_string(i) + ": { title: 动, from: a, by: county.officer" + (i ? ", unlike: m" + std::to_string(i - 1) : "") + " }\n";
  text += "      pay: { title: 付, from: a, to: b, by: county.officer, post: { from: fund.f, to: org, amount: yuan(1) } }\n";
  sources[1].yaml[0].text = text;
  sources[1].prints.clear();
  const auto checked = lang::check_packs(sources);
  std::set<std::string> codes;
  for (const auto& problem : checked.problems) codes.insert(problem.code);
  EXPECT_EQ(codes, (std::set<std::string>{"too_deep", "chair_and_second"})) << all_texts(checked.problems).substr(0, 2000);
}

}  // namespace
}  // namespace halfsky::test
