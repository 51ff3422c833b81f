// halfsky pack check, as it is called.
#include <gtest/gtest.h>

#include <sstream>

#include "cli/pack_command.hpp"
#include "pack_folders.hpp"

namespace halfsky::test {
namespace {

struct Answer {
  int code;
  std::string out, err;
};

Answer call(const std::vector<std::string>& arguments) {
  std::ostringstream out, err;
  const int code = cli::pack_command(arguments, out, err);
  return {code, out.str(), err.str()};
}

TEST(PackCommand, SaysOneLineWhenSound) {
  const auto answer = call({"check", "--core", kCore, kPacks + "sound/spring_bud"});
  EXPECT_EQ(answer.code, 0);
  EXPECT_TRUE(answer.out.starts_with("sound: 4 packs, ")) << answer.out;
  EXPECT_EQ(std::count(answer.out.begin(), answer.out.end(), '\n'), 1);
}

TEST(PackCommand, SaysEachProblemWithItsPlace) {
  const std::string folder = kPacks + "broken/many_errors";
  const auto answer = call({"check", "--core", kCore, folder + "/"});
  EXPECT_EQ(answer.code, 1);
  EXPECT_TRUE(answer.out.starts_with(folder + "/programme.yaml:4:7: no_such_pack: ")) << answer.out;
  EXPECT_EQ(answer.err, "");
}

TEST(PackCommand, SaysHowIndicatorsAreKept) {
  const auto answer = call({"check", "-v", "--core", kCore, kPacks + "sound/every_key"});
  EXPECT_NE(answer.out.find("note: every_key.middle: counted on reading: a median\n"), std::string::npos) << answer.out;
}

TEST(PackCommand, RefusesAWrongCall) {
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{{}, {"chekc", "x"}, {"check"}, {"check", "--core"}, {"check", "-x", "y"}}) {
    const auto answer = call(arguments);
    EXPECT_EQ(answer.code, 2);
    EXPECT_NE(answer.err.find("usage:"), std::string::npos);
    EXPECT_EQ(answer.out, "");
  }
}

TEST(PackCommand, SaysWhatIsNoPack) {
  const auto missing = call({"check", "--core", kCore, kPacks + "nothing"});
  EXPECT_EQ(missing.code, 1);
  EXPECT_NE(missing.out.find("no_folder"), std::string::npos) << missing.out;
  const auto no_pack = call({"check", "--core", kCore, kPacks + "sound"});
  EXPECT_NE(no_pack.out.find("no_programme"), std::string::npos) << no_pack.out;
}

}  // namespace
}  // namespace halfsky::test
