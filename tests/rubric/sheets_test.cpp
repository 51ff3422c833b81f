// Points, grades, vetoes, what has no data, versions by year, and what a rater may answer.
#include "rubric/world.hpp"

namespace halfsky::testing {
namespace {

namespace json = boost::json;
using Lines = std::vector<std::string>;

const char* const kPhoto = "0199c3c0-0000-7000-8000-000000000001";

json::object all(int law, int tidy, bool bad) { return {{"law", law}, {"law_evidence", json::array{kPhoto}}, {"tidy", tidy}, {"bad", bad}}; }

class SheetTest : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (GetParam() == "postgresql" && !Postgres::is_available()) GTEST_SKIP() << "no PostgreSQL here";
    world = std::make_unique<Sheets>(GetParam() == "postgresql" ? Postgres::shared().fresh_database() : "");
  }
  std::unique_ptr<Sheets> world;
};

TEST_P(SheetTest, AddsUpAndGrades) {
  world->enter("talk", {{"day", "2026-03-01"}, {"marks", 12}});
  const auto id = world->enter("sheet", {{"year", "2026-03-01"}, {"bonus", 8}});
  EXPECT_EQ(world->kept("sheet", id, "points"), "none");
  EXPECT_EQ(world->move("sheet", id, "score", all(30, 35, false)), kAccepted);
  EXPECT_EQ(world->kept("sheet", id, "talks"), "12");
  EXPECT_EQ(world->kept("sheet", id, "points"), "85");
  EXPECT_EQ(world->kept("sheet", id, "grade"), "model");
  EXPECT_EQ(world->kept("sheet", id, "vetoed"), "false");
  EXPECT_EQ(world->kept("sheet", id, "twice"), "170");
}

TEST_P(SheetTest, ScalesTheOthersUpWhereThereIsNoData) {
  const auto id = world->enter("sheet", {{"year", "2026-03-01"}, {"bonus", 10}});
  EXPECT_EQ(world->move("sheet", id, "score", all(15, 40, false)), kAccepted);   // 65 of 80
  EXPECT_EQ(world->kept("sheet", id, "talks"), "none");
  EXPECT_EQ(world->kept("sheet", id, "points"), "81.25");
  EXPECT_EQ(world->kept("sheet", id, "grade"), "pass");
  const auto bare = world->enter("sheet", {{"year", "2026-03-01"}});
  EXPECT_EQ(world->move("sheet", bare, "score", all(15, 10, false)), kAccepted);   // 25 of 70
  EXPECT_EQ(world->kept("sheet", bare, "points"), "35.7143");
}

TEST_P(SheetTest, NeverGivesMoreForAComputedLineThanItHas) {
  const auto id = world->enter("sheet", {{"year", "2026-03-01"}, {"bonus", 90}});
  EXPECT_EQ(world->move("sheet", id, "score", all(30, 40, false)), kAccepted);
  EXPECT_EQ(world->kept("sheet", id, "extra"), "10");
}

TEST_P(SheetTest, GivesTheLastGradeForAVeto) {
  const auto id = world->enter("sheet", {{"year", "2026-03-01"}, {"bonus", 10}});
  EXPECT_EQ(world->move("sheet", id, "score", all(30, 40, true)), kAccepted);
  EXPECT_EQ(world->kept("sheet", id, "points"), "100");
  EXPECT_EQ(world->kept("sheet", id, "grade"), "fail");
  EXPECT_EQ(world->move("sheet", id, "settle"), (Lines{"move guard"}));
}

TEST_P(SheetTest, UsesTheVersionOfItsYearOrTheLastBefore) {
  const auto old = world->enter("sheet", {{"year", "2008-03-01"}});
  EXPECT_EQ(world->move("sheet", old, "score", {{"law", 60}, {"tidy", 20}, {"bad", false}}), kAccepted);
  EXPECT_EQ(world->kept("sheet", old, "points"), "80");
  const auto fresh = world->enter("sheet", {{"year", "2009-01-01"}});
  EXPECT_EQ(world->move("sheet", fresh, "score", {{"law", 60}, {"tidy", 20}, {"bad", false}}), (Lines{"values.law not_a_level"}));
  EXPECT_EQ(world->edit("sheet", fresh, {{"law", 15}}), kAccepted);
  EXPECT_EQ(world->edit("sheet", fresh, {{"year", "2008-01-01"}}), (Lines{"values.law not_a_level"}));   // another year is another standard
  const auto outcome = world->run("officer", {{"type", "trial.sheet"}, {"move", "enter"}, {"record", world->app->engine().new_id()}, {"org", world->village}, {"values", json::object{{"year", "2006-12-31"}}}});
  ASSERT_EQ(outcome.problems.size(), 1u);
  EXPECT_EQ(outcome.problems[0].code, "no_rubric_version");
}

TEST_P(SheetTest, SaysAllThatIsMissingAtOnce) {
  const auto id = world->enter("sheet", {{"year", "2026-03-01"}});
  EXPECT_EQ(world->move("sheet", id, "score"), (Lines{"values.bad required", "values.law required", "values.tidy required"}));
  EXPECT_EQ(world->move("sheet", id, "score", {{"law", 15}, {"tidy", 0}, {"bad", false}}), (Lines{"values.law_evidence evidence_wanted"}));
  EXPECT_EQ(world->move("sheet", id, "score", {{"law", 0}, {"tidy", 0}, {"bad", false}}), kAccepted);   // nothing to show
  EXPECT_EQ(world->kept("sheet", id, "grade"), "fail");
}

TEST_P(SheetTest, TakesOnlyWhatTheStandardHas) {
  const auto id = world->enter("sheet", {{"year", "2026-03-01"}});
  EXPECT_EQ(world->edit("sheet", id, {{"law", 20}, {"tidy", 41}}), (Lines{"values.law not_a_level", "values.tidy points_out_of_range"}));
  EXPECT_EQ(world->edit("sheet", id, {{"tidy", -1}}), (Lines{"values.tidy points_out_of_range"}));
  EXPECT_EQ(world->edit("sheet", id, {{"tidy", 12.5}}), kAccepted);
  for (const char* field : {"points", "talks", "extra"}) EXPECT_EQ(world->edit("sheet", id, {{field, 5}}), (Lines{std::string("values.") + field + " computed_field"}));
  EXPECT_EQ(world->edit("sheet", id, {{"grade", "model"}}), (Lines{"values.grade computed_field"}));
}

TEST_P(SheetTest, ShowsComputedLinesLiveAndFreezesThem) {
  const auto id = world->enter("sheet", {{"year", "2026-03-01"}, {"bonus", 4}});
  EXPECT_EQ(world->kept("sheet", id, "extra"), "none");   // nobody has begun it
  EXPECT_EQ(world->shown("sheet", id, "extra"), json::value("4"));
  EXPECT_EQ(world->edit("sheet", id, {{"tidy", 20}}), kAccepted);
  EXPECT_EQ(world->kept("sheet", id, "extra"), "4");
  world->enter("talk", {{"day", "2026-03-01"}, {"marks", 20}});
  EXPECT_EQ(world->kept("sheet", id, "talks"), "none");
  EXPECT_EQ(world->shown("sheet", id, "talks"), json::value("20"));
  EXPECT_EQ(world->shown("sheet", id, "points"), json::value("44"));
  EXPECT_EQ(world->move("sheet", id, "score", {{"law", 0}, {"bad", false}}), kAccepted);
  world->enter("talk", {{"day", "2026-03-01"}, {"marks", 0}});
  EXPECT_EQ(world->shown("sheet", id, "talks"), json::value("20"));
  EXPECT_EQ(world->move("sheet", id, "reopen"), kAccepted);
  EXPECT_EQ(world->shown("sheet", id, "talks"), json::value("10"));
}

TEST_P(SheetTest, IsAnsweredByWhoeverHandsItIn) {
  const auto id = world->enter("sheet", {{"year", "2026-03-01"}});
  EXPECT_EQ(world->edit("sheet", id, {{"tidy", 20}}, "rater"), kAccepted);
  EXPECT_EQ(world->edit("sheet", id, {{"bonus", 20}}, "rater"), (Lines{"move not_yours"}));
  EXPECT_EQ(world->edit("sheet", id, {{"tidy", 20}}, "cashier"), (Lines{"move not_yours"}));
  EXPECT_EQ(world->move("sheet", id, "score", all(30, 20, false), "rater"), kAccepted);
  EXPECT_EQ(world->edit("sheet", id, {{"tidy", 30}}, "rater"), (Lines{"record no_longer_edited"}));
}

TEST_P(SheetTest, WithoutStagesIsAnsweredAsItIsEntered) {
  const auto refused = world->run("officer", {{"type", "trial.plain"}, {"move", "enter"}, {"record", world->app->engine().new_id()}, {"org", world->village}, {"values", json::object{{"year", "2008-01-01"}, {"law", 20}}}});
  EXPECT_EQ(refused.problems.size(), 2u);
  const auto id = world->enter("plain", {{"year", "2008-01-01"}, {"law", 20}, {"tidy", 40}, {"bad", false}});
  EXPECT_EQ(world->kept("plain", id, "grade"), "pass");
}

TEST_P(SheetTest, FollowsAnotherSheetsPoints) {
  const auto id = world->enter("sheet", {{"year", "2008-03-01"}});
  const auto spot = world->enter("spot", {{"sheet", id}});
  EXPECT_EQ(world->move("sheet", id, "score", {{"law", 60}, {"tidy", 20}, {"bad", false}}), kAccepted);
  EXPECT_EQ(world->move("spot", spot, "give", {{"law", 60}, {"tidy", 15}, {"bad", false}}, "rater"), kAccepted);
  EXPECT_EQ(world->kept("spot", spot, "gap"), "-5");
  EXPECT_EQ(world->move("sheet", id, "reopen"), kAccepted);
  EXPECT_EQ(world->edit("sheet", id, {{"tidy", 10}}), kAccepted);
  EXPECT_EQ(world->kept("spot", spot, "gap"), "5");
}

TEST_P(SheetTest, DrawsWhatTheJournalDraws) {
  std::vector<std::string> sheets;
  for (int n = 0; n < 40; ++n) sheets.push_back(world->enter("sheet", {{"year", "2026-03-01"}}));
  const auto draw = world->enter("draw", {{"share", 10}});
  const auto head = world->app->engine().reading([&](db::Connection& c) { return c.read({"select head from chain where county = ?1", {base::county_of(world->county)}}).bytes(0, 0); });
  EXPECT_EQ(world->move("draw", draw, "pick"), kAccepted);
  std::vector<std::pair<std::string, std::string>> hashed;
  for (const auto& id : sheets) hashed.emplace_back(world->app->engine().site().keyring->suite().hash(head + "|" + id), id);
  std::sort(hashed.begin(), hashed.end());
  std::set<std::string> wanted, drawn;
  for (int n = 0; n < 4; ++n) wanted.insert(hashed[size_t(n)].second);
  world->app->engine().read([&](db::Connection& c) {
    const db::Rows rows = c.read({"select sheet from trial_spot", {}});
    for (size_t r = 0; r < rows.size(); ++r) drawn.insert(rows.text(r, 0));
  });
  EXPECT_EQ(drawn, wanted);
}

INSTANTIATE_TEST_SUITE_P(BackEnds, SheetTest, ::testing::Values("sqlite", "postgresql"), [](const auto& info) { return info.param; });

}  // namespace
}  // namespace halfsky::testing
