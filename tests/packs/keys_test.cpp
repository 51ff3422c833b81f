// The table of keys says of each key what the checker itself takes: its example is held against the checker, so that reference and schema,
// which are made from the table, can't promise what is refused.
#include <gtest/gtest.h>

#include <set>

#include "lang/pack/context.hpp"
#include "lang/pack/keys.hpp"
#include "lang/pack/reference.hpp"
#include "pack_folders.hpp"

namespace halfsky::test {
namespace {

using namespace lang;

TEST(Keys, EachExampleIsTheKeyAndIsTaken) {
  size_t keys = 0;
  for (const Construct construct : constructs())
    for (const Key& key : keys_of(construct)) {
      ++keys;
      const std::string where = std::string(name_of(construct)) + ", " + std::string(key.name);
      EXPECT_FALSE(key.meaning.empty()) << where;
      Diagnostics problems;
      const source::Node tree = source::read_yaml("example", key.example, problems);
      Context context(problems);
      check_keys(context, tree, construct);
      EXPECT_EQ(all_texts(problems), "") << where;
      ASSERT_EQ(tree.entries.size(), 1u) << where;
      EXPECT_EQ(tree.entries[0].key.text, key.name);
      if (const auto closed = key.closed(); !closed.empty() && tree.entries[0].value.is_scalar())
        EXPECT_NE(std::find(closed.begin(), closed.end(), tree.entries[0].value.text), closed.end()) << where;
    }
  EXPECT_GT(keys, 180u);
}

TEST(Keys, NoConstructHasAKeyTwice) {
  for (const Construct construct : constructs()) {
    std::set<std::string_view> seen;
    for (const Key& key : keys_of(construct)) EXPECT_TRUE(seen.insert(key.name).second) << name_of(construct) << ", " << key.name;
  }
}

// A map after a key is of a construct, or of words, wherever the form allows one.
TEST(Keys, WhatMayBeAMapSaysOfWhat) {
  for (const Construct construct : constructs())
    for (const Key& key : keys_of(construct)) EXPECT_EQ(key.allows('m'), key.within.how != Within::How::nothing) << name_of(construct) << ", " << key.name;
}

TEST(Keys, TheReferenceHasALineForEach) {
  const std::string reference = pack_reference();
  for (const Construct construct : constructs())
    for (const Key& key : keys_of(construct)) EXPECT_NE(reference.find("| `" + std::string(key.name) + "` | "), std::string::npos) << key.name;
}

}  // namespace
}  // namespace halfsky::test
