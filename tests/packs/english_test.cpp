// Everything that people see of the programmes by a title, a help, a choice or a sentence has its English (texts/en.yaml), in Latin letters.
#include <gtest/gtest.h>

#include <set>

#include "lang/pack/english.hpp"
#include "pack_folders.hpp"

namespace halfsky::test {
namespace {

using namespace lang;

std::string lines(const std::vector<std::string>& keys) {
  std::string text;
  for (const auto& key : keys) text += key + "\n";
  return text;
}

bool has_han(const std::string& text) {
  // U+3400 to U+9FFF and full-width forms begin with these bytes.
  for (size_t i = 0; i < text.size(); ++i)
    if (const auto byte = static_cast<unsigned char>(text[i]); (byte >= 0xE3 && byte <= 0xE9) || byte == 0xEF) return true;
  return false;
}

const CheckedPacks& programmes() {
  static const CheckedPacks kChecked = check_folders(folders_in(std::string(HALFSKY_SOURCE_DIR) + "/programmes"), kCore);
  return kChecked;
}

TEST(English, EveryProgrammeSaysAllThatItShows) {
  ASSERT_TRUE(programmes().packs) << all_texts(programmes().problems);
  EXPECT_GE(programmes().packs->packs.size(), 8u);
  for (const auto& pack : programmes().packs->packs) EXPECT_EQ(lines(without_english(*programmes().packs, *pack)), "") << pack->programme << "/texts/en.yaml lacks these";
}

TEST(English, NoneOfItIsChinese) {
  ASSERT_TRUE(programmes().packs);
  for (const auto& pack : programmes().packs->packs)
    for (const auto& [key, text] : pack->english) EXPECT_FALSE(has_han(text)) << pack->programme << ": " << key << ": " << text;
}

// Each text of a pack that is taken away is missed, and is missed by its key: so the first test can fail, for each kind of text.
TEST(English, WhatIsTakenAwayIsMissed) {
  ASSERT_TRUE(programmes().packs);
  std::set<std::string> kinds;
  for (const auto& pack : programmes().packs->packs) {
    const auto whole = pack->english;
    for (const auto& [key, text] : whole) {
      pack->english.erase(key);
      if (const auto gaps = without_english(*programmes().packs, *pack); !gaps.empty()) {
        EXPECT_NE(std::find(gaps.begin(), gaps.end(), key), gaps.end()) << pack->programme << ": " << key;
        const size_t dot = key.find('.');
        const std::string after = dot == std::string::npos ? "" : key.substr(dot + 1);
        for (const std::string kind : {"stage.", "move.", "help.", "view.", "group.", "else.", "message.", "tell."})
          if (after.starts_with(kind)) kinds.insert(kind);
        for (const std::string kind : {"code.", "fund.", "indicator.", "report.", "print.", "match.", "rubric.", "role."})
          if (key.starts_with(kind)) kinds.insert(kind);
      }
      pack->english.emplace(key, text);
    }
  }
  EXPECT_EQ(kinds.size(), 16u);
}

TEST(English, AChoiceIsSaidByThePackThatDeclaredItsList) {
  ASSERT_TRUE(programmes().packs);
  size_t elsewhere = 0, in_place = 0;
  for (const auto& pack : programmes().packs->packs)
    for (const auto& type : pack->records)
      for (const auto& field : type->fields) {
        if (!field->type.codes || field->gone) continue;
        const std::string& name = field->type.codes->name;
        if (!name.starts_with(pack->programme + ".")) ++elsewhere;
        else if (name == type->name + "." + field->id) ++in_place;
        for (const auto& code : field->type.codes->codes)
          EXPECT_TRUE(code.gone || !english_of_code(*programmes().packs, *field->type.codes, code.id).empty()) << name << " " << code.id;
      }
  EXPECT_GT(elsewhere, 3u);
  EXPECT_GT(in_place, 20u);
}

// The sentences are found where they are shown: a guard's and a check's by where they stand, what was told by its own words.
TEST(English, ASentenceIsSaidWhereItIsShown) {
  ASSERT_TRUE(programmes().packs);
  const Packs& packs = *programmes().packs;
  size_t guards = 0, checks = 0, told = 0;
  for (const auto& pack : packs.packs)
    for (const auto& type : pack->records) {
      for (const auto& field : type->fields)
        if (!field->gone && !field->message.empty()) {
          ++checks;
          EXPECT_FALSE(english_of_message(packs, *field).empty()) << type->name << " " << field->id;
        }
      for (const auto& move : type->moves) {
        if (move->gone) continue;
        if (!move->else_.empty()) {
          ++guards;
          EXPECT_FALSE(english_of_else(packs, *move).empty()) << type->name << " " << move->id;
        }
        for (const auto* effects : {&move->then, &move->late})
          for (const Effect& effect : *effects)
            if (effect.what == Effect::What::tell) {
              ++told;
              EXPECT_FALSE(english_of_told(packs, *type, effect.text).empty()) << type->name << " " << move->id;
            }
      }
      EXPECT_EQ(english_of_told(packs, *type, "从前这样说过"), "");
    }
  EXPECT_GE(guards, 40u);
  EXPECT_GE(checks, 20u);
  EXPECT_GE(told, 20u);
}

// A copy that says a sentence of its own does not say it in the English of its template's.
TEST(English, ASentenceOfItsOwnIsNotSaidInTheTemplatesWords) {
  const auto checked = check_folders({std::string(HALFSKY_SOURCE_DIR) + "/tests/packs/english/favours"}, kCore);
  ASSERT_TRUE(checked.packs) << all_texts(checked.problems);
  const Pack* pack = checked.packs->pack("favours");
  ASSERT_NE(pack, nullptr);
  EXPECT_EQ(pack->english.at("same.else.close"), "Without a result it can't be closed");
  EXPECT_EQ(pack->english.count("other.else.close"), 0u);
  EXPECT_EQ(pack->english.at("other.tell.answer"), pack->english.at("same.tell.answer"));
  const auto gaps = without_english(*checked.packs, *pack);
  EXPECT_NE(std::find(gaps.begin(), gaps.end(), "other.else.close"), gaps.end());
  EXPECT_EQ(std::find(gaps.begin(), gaps.end(), "same.else.close"), gaps.end());
}

}  // namespace
}  // namespace halfsky::test
