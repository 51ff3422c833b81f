// A version that was used is frozen; titles may be mended, and a new year may follow.
#include <fstream>
#include <sstream>

#include "rubric/world.hpp"

namespace halfsky::testing {
namespace {

namespace fs = std::filesystem;

class Frozen : public ::testing::Test {
 protected:
  void SetUp() override {
    packs = (fs::temp_directory_path() / ("halfsky-frozen-" + std::to_string(getpid()))).string();
    fs::remove_all(packs);
    fs::create_directories(packs + "/trial");
    std::stringstream in;
    in << std::ifstream(std::string(HALFSKY_SOURCE_DIR) + "/tests/rubric/packs/trial/programme.yaml").rdbuf();
    text = in.str();
    write();
    world = std::make_unique<Sheets>("", packs);
  }
  void TearDown() override { fs::remove_all(packs); }
  void write() { std::ofstream(packs + "/trial/programme.yaml") << text; }
  void change(const std::string& from, const std::string& to) {
    const size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    write();
  }

  std::string packs, text;
  std::unique_ptr<Sheets> world;
};

TEST_F(Frozen, AVersionThatNobodyUsedMayChange) {
  world->enter("sheet", {{"year", "2026-03-01"}});   // made, not begun
  change("points: 30, levels: { 30: 好, 15: 一般", "points: 30, levels: { 30: 好, 10: 一般");
  EXPECT_TRUE(world->reopen(packs));
}

TEST_F(Frozen, AVersionThatWasUsedMayNot) {
  const auto id = world->enter("sheet", {{"year", "2026-03-01"}});
  EXPECT_EQ(world->edit("sheet", id, {{"tidy", 7}}), kAccepted);
  change("points: 30, levels: { 30: 好, 15: 一般", "points: 30, levels: { 30: 好, 10: 一般");
  EXPECT_FALSE(world->reopen(packs));
  change("10: 一般", "15: 一般");
  EXPECT_TRUE(world->reopen(packs));   // and nothing was lost by trying
}

TEST_F(Frozen, ItsTitlesMay) {
  const auto id = world->enter("sheet", {{"year", "2026-03-01"}});
  EXPECT_EQ(world->edit("sheet", id, {{"tidy", 7}}), kAccepted);
  change("title: 学法守法", "title: 学法、守法");
  EXPECT_TRUE(world->reopen(packs));
}

TEST_F(Frozen, ANewYearMayFollowButNotComeBetween) {
  const auto id = world->enter("sheet", {{"year", "2026-03-01"}});
  EXPECT_EQ(world->edit("sheet", id, {{"tidy", 7}}), kAccepted);
  const std::string before = text, version = "      YEAR:\n        criteria:\n          tidy: { title: 整洁, points: 100 }\n        grades: { model: 85, fail: 0 }\nindicators:";
  text = before;
  std::string later = version;
  change("indicators:", later.replace(6, 4, "2027"));
  EXPECT_TRUE(world->reopen(packs));
  text = before;
  std::string between = version;
  change("indicators:", between.replace(6, 4, "2026"));
  EXPECT_FALSE(world->reopen(packs));
}

}  // namespace
}  // namespace halfsky::testing
