// halfsky pack diff: cases in editions/NAME/{old,new}/<programme>, with what is printed in expected.txt. Rows of a data folder are tried by
// tests/scenarios/pack_diff.mjs.
#include <gtest/gtest.h>

#include "cli/pack_command.hpp"
#include "lang/pack/difference.hpp"
#include "pack_folders.hpp"

namespace halfsky::test {
namespace {

std::string only_folder(const std::string& folder) {
  const auto folders = folders_in(folder);
  EXPECT_EQ(folders.size(), 1u) << folder;
  return folders.empty() ? folder : folders[0];
}

TEST(Editions, EachDifferenceIsSaid) {
  const auto cases = folders_in(kPacks + "editions");
  EXPECT_GE(cases.size(), 6u);
  for (const auto& folder : cases) {
    const auto answer = call_pack({"diff", "--core", kCore, only_folder(folder + "/old"), only_folder(folder + "/new")});
    EXPECT_EQ(answer.err, "");
    EXPECT_EQ(answer.out, file_text(folder + "/expected.txt")) << folder;
    EXPECT_EQ(answer.code, answer.out.empty() ? 0 : 1) << folder;
  }
}

TEST(Editions, APackIsNoOtherThanItself) {
  for (const auto& folder : folders_in(std::string(HALFSKY_SOURCE_DIR) + "/programmes")) {
    const auto answer = call_pack({"diff", "--core", kCore, folder, folder + "/"});
    EXPECT_EQ(answer.out + answer.err, "") << folder;
    EXPECT_EQ(answer.code, 0) << folder;
  }
}

// Whatever is taken out of a pack is missed, and what is missed was there.
TEST(Editions, EachThingThatIsTakenAwayIsMissed) {
  lang::Diagnostics unread;
  const auto sources = lang::read_packs_with_uses({kPacks + "tutorial/toy_library"}, kCore, unread);
  const auto whole = lang::check_packs(sources);
  ASSERT_TRUE(whole.packs);
  size_t tried = 0;
  const std::string text = sources[1].yaml[0].text;
  for (size_t at = text.find("\n"); at != std::string::npos; at = text.find("\n", at + 1)) {
    const size_t end = text.find("\n", at + 1);
    if (end == std::string::npos) break;
    auto without = sources;
    without[1].texts.clear();
    without[1].examples.clear();
    without[1].reports.clear();
    auto same = without;
    without[1].yaml[0].text.erase(at, end - at);
    const auto before = lang::check_packs(same), after = lang::check_packs(without);
    const std::string line = text.substr(at + 1, end - at - 1);
    const bool says_something = line.find_first_not_of(' ') != std::string::npos && line[line.find_first_not_of(' ')] != '#';
    if (!after.packs || !says_something) continue;   // the rest needs it
    ++tried;
    EXPECT_FALSE(lang::difference(*before.packs, *after.packs, "toy_library").changes.empty()) << line;
    EXPECT_FALSE(lang::difference(*after.packs, *before.packs, "toy_library").changes.empty()) << line;
  }
  EXPECT_GE(tried, 15u);
}

TEST(Editions, OnlyTwoSoundEditionsOfOneProgrammeAreCompared) {
  const std::string toys = kPacks + "tutorial/toy_library";
  const auto other = call_pack({"diff", "--core", kCore, toys, kPacks + "sound/training"});
  EXPECT_EQ(other.code, 2);
  EXPECT_NE(other.err.find("two programmes"), std::string::npos) << other.err;
  const auto broken = call_pack({"diff", "--core", kCore, toys, kPacks + "broken/many_errors"});
  EXPECT_EQ(broken.code, 2);
  EXPECT_NE(broken.err.find("no_such_pack"), std::string::npos) << broken.err;
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{{"diff"}, {"diff", toys}, {"diff", toys, toys, toys}, {"diff", "--data", toys}, {"diff", "--x", toys, toys}}) {
    const auto answer = call_pack(arguments);
    EXPECT_EQ(answer.code, 2);
    EXPECT_NE(answer.err.find("usage:"), std::string::npos);
  }
  EXPECT_EQ(call_pack({"diff", "--core", kCore, "--data", "/nothing", toys, toys}).code, 2);
}

}  // namespace
}  // namespace halfsky::test
