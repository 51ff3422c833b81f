// Whoever still has a second sheet to hand in learns nothing of the first: not by its page, lists, filters, orders, agreement, figures, or from
// what is computed of it.
#include <regex>

#include "capabilities/rubric/agreement.hpp"
#include "engine/access/gate.hpp"
#include "rubric/world.hpp"

namespace halfsky::testing {
namespace {

namespace json = boost::json;

class BlindTest : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (GetParam() == "postgresql" && !Postgres::is_available()) GTEST_SKIP() << "no PostgreSQL here";
    world = std::make_unique<Sheets>(GetParam() == "postgresql" ? Postgres::shared().fresh_database() : "");
    first = scored(60, 23);
    other = scored(20, 11);
    spot = world->enter("spot", {{"sheet", first}});
  }
  std::string scored(int law, int tidy) {
    const auto id = world->enter("sheet", {{"year", "2008-03-01"}});
    EXPECT_EQ(world->move("sheet", id, "score", {{"law", law}, {"tidy", tidy}, {"bad", false}}), kAccepted);
    return id;
  }
  // Ids of a list's rows, or what is wrong with asking.
  std::string listed(const std::string& role, engine::ListQuery query) {
    return world->app->engine().reading([&](db::Connection& connection) {
      const auto list = engine::list_records(world->app->engine().site(), connection, world->acting(role), query);
      if (!list) return list.problems().front().code;
      std::string ids;
      for (const auto& row : list->at("rows").as_array()) ids += (ids.empty() ? "" : " ") + std::string(row.at("record").as_string());
      return ids;
    });
  }
  engine::ListQuery of(const char* type, const std::string& where = "", const std::string& sort = "") {
    engine::ListQuery query;
    query.type = &world->type(type);
    query.where = where;
    query.sort = sort;
    return query;
  }
  int64_t pairs(const std::string& role) {
    return world->app->engine().reading([&](db::Connection& connection) {
      const auto totals = rubric::agreement_totals(world->app->engine().site(), connection, world->acting(role), {&world->type("spot"), world->county, base::kDayMin, base::kDayMax, 50'000});
      return totals ? totals->n : -1;
    });
  }
  bool blinded(const std::string& role, const std::string& indicator) {
    return world->app->engine().reading([&](db::Connection& connection) {
      return engine::Gate(world->app->engine().site()).blinded_figure(world->acting(role), *world->app->engine().site().packs->indicator(indicator), connection);
    });
  }

  std::unique_ptr<Sheets> world;
  std::string first, other, spot;
};

TEST_P(BlindTest, ClosesThePageUntilTheSecondSheetIsIn) {
  EXPECT_TRUE(world->opens("sheet", first, "officer"));
  EXPECT_FALSE(world->opens("sheet", first, "rater"));
  EXPECT_TRUE(world->opens("sheet", other, "rater"));   // nobody asked her to look at that one
  EXPECT_TRUE(world->opens("spot", spot, "rater"));
  EXPECT_EQ(world->move("spot", spot, "give", {{"law", 60}, {"tidy", 20}, {"bad", false}}, "rater"), kAccepted);
  EXPECT_TRUE(world->opens("sheet", first, "rater"));
  EXPECT_EQ(world->shown("spot", spot, "gap", "rater"), json::value("-3"));
}

TEST_P(BlindTest, LeavesItOutOfLists) {
  EXPECT_EQ(listed("rater", of("sheet")), other);
  EXPECT_NE(listed("officer", of("sheet")).find(first), std::string::npos);
  EXPECT_EQ(listed("rater", of("sheet", "points > 80")), "");
  EXPECT_EQ(listed("officer", of("sheet", "points > 80")), first);
}

TEST_P(BlindTest, AnswersNoFilterOrOrderThatWouldTell) {
  EXPECT_EQ(listed("rater", of("spot", "sheet.points > 80")), "bad_filter");
  EXPECT_EQ(listed("rater", of("spot", "gap < 0")), "bad_filter");
  EXPECT_EQ(listed("rater", of("spot", "", "gap")), "bad_sort");
  EXPECT_EQ(listed("rater", of("spot", "bonus == 1")), "bad_filter");
  EXPECT_EQ(listed("officer", of("spot", "sheet.points > 80")), spot);
}

TEST_P(BlindTest, HidesWhatIsComputedFromIt) {
  EXPECT_EQ(world->edit("sheet", other, {{"bonus", 5}}).size(), 1u);   // handed in
  EXPECT_EQ(world->edit("spot", spot, {{"law", 60}}, "rater"), kAccepted);
  EXPECT_NE(world->shown("spot", spot, "gap", "officer"), json::value(nullptr));
  EXPECT_EQ(world->shown("spot", spot, "gap", "rater"), (json::object{{"hidden", true}}));
  EXPECT_EQ(world->shown("spot", spot, "points", "rater"), json::value("60"));   // her own so far
}

TEST_P(BlindTest, CountsNoPairAndShowsNoFigure) {
  EXPECT_EQ(world->move("spot", spot, "give", {{"law", 60}, {"tidy", 20}, {"bad", false}}, "rater"), kAccepted);
  const auto again = world->enter("spot", {{"sheet", other}});
  EXPECT_EQ(pairs("officer"), 1);
  EXPECT_EQ(pairs("rater"), 1);
  EXPECT_TRUE(blinded("rater", "trial.average"));
  EXPECT_FALSE(blinded("officer", "trial.average"));
  EXPECT_FALSE(blinded("rater", "trial.mean"));
  EXPECT_EQ(world->move("spot", again, "give", {{"law", 20}, {"tidy", 20}, {"bad", false}}, "rater"), kAccepted);
  EXPECT_FALSE(blinded("rater", "trial.average"));
  EXPECT_EQ(pairs("rater"), 2);
}

TEST_P(BlindTest, SaysNothingToACommandThatProbes) {
  EXPECT_EQ(world->move("sheet", first, "score", {}, "rater"), (std::vector<std::string>{"record no_such_record"}));
  EXPECT_EQ(world->edit("sheet", first, {{"tidy", 1}}, "rater"), (std::vector<std::string>{"record no_such_record"}));
  const auto probe = world->run("rater", {{"type", "trial.sheet"}, {"move", "score"}, {"record", first}, {"values", json::object{}}, {"dry_run", true}});
  ASSERT_EQ(probe.problems.size(), 1u);
  EXPECT_EQ(probe.problems[0].code, "no_such_record");
  // Ids are random and may hold any digits, so only the rest of the answer is looked through.
  const std::string said = std::regex_replace(probe.answer, std::regex("[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}"), "");
  EXPECT_EQ(said.find("83"), std::string::npos) << said;
}

TEST_P(BlindTest, KeepsOldVersionsClosedToo) {
  world->app->engine().read([&](db::Connection& connection) {
    const auto& site = world->app->engine().site();
    for (int64_t version = 1; version <= 2; ++version)
      EXPECT_FALSE(engine::record_page(site, connection, world->acting("rater"), world->type("sheet"), first, version, {}, base::county_of(world->county)));
  });
}

INSTANTIATE_TEST_SUITE_P(BackEnds, BlindTest, ::testing::Values("sqlite", "postgresql"), [](const auto& info) { return info.param; });

}  // namespace
}  // namespace halfsky::testing
