// Each kind of figure, read after plain work, in one or two lines each.
#include <sstream>

#include "base/decimal.hpp"
#include "capabilities/indicate/shown.hpp"
#include "capabilities/indicate/targets.hpp"
#include "cli/figures_command.hpp"
#include "cli/recount_command.hpp"
#include "indicate/world.hpp"
#include "support/postgres.hpp"

namespace halfsky::testing {
namespace {

using indicate::Figure;
using indicate::Scope;
using indicate::Targets;

class Figures : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    const bool postgres = std::string(GetParam()) == "postgresql";
    if (postgres && !Postgres::is_available()) GTEST_SKIP() << "no PostgreSQL here";
    world = std::make_unique<World>(postgres ? Postgres::shared().fresh_database() : "");
  }
  void TearDown() override {
    if (!world) return;
    for (const auto& line : world->differences()) ADD_FAILURE() << line;
    // Whatever was read from cells is what the records say.
    for (const auto& [id, scope] : asked) {
      const Figure kept = world->figure(id, scope), counted = world->counted(id, scope);
      EXPECT_EQ(kept.value, counted.value) << id;
      EXPECT_EQ(kept.sureness, counted.sureness) << id;
      EXPECT_EQ(kept.n, counted.n) << id;
    }
  }

  Scope in(base::OrgId org, const char* from, const char* to, std::vector<std::string> dims = {}) { return {org, day(from), day(to), std::move(dims), {}, {}}; }
  Scope as_of(base::OrgId org, const char* to, std::vector<std::string> dims = {}) { return {org, base::kDayMin, day(to), std::move(dims), {}, {}}; }
  std::optional<int64_t> value(const std::string& id, const Scope& scope) {
    asked.emplace_back(id, scope);
    return world->figure(id, scope).value;
  }

  std::string person(base::OrgId org, const char* birth = "1990-01-01") {
    return world->enter("core.person", org, {{"name", "某"}, {"sex", "female"}, {"birth", birth}}, world->clock.today());
  }
  std::string club(base::OrgId org, const char* kind, const char* on) {
    return world->enter("figures.club", org, {{"kind", kind}, {"opened", on}}, day(on));
  }

  std::unique_ptr<World> world;
  std::vector<std::pair<std::string, Scope>> asked;
};

INSTANTIATE_TEST_SUITE_P(Both, Figures, ::testing::Values("sqlite", "postgresql"), [](const auto& info) { return std::string(info.param); });

TEST_P(Figures, CountsFlowByMonthOrgAndDimension) {
  auto& w = *world;
  const auto red = club(w.villages[0], "red", "2026-01-02"), green = club(w.villages[1], "green", "2026-01-02");
  w.clock.set(day("2026-03-20"));
  ASSERT_TRUE(w.move("figures.club", red, "open", day("2026-01-03"), "officer", {{"tone", "high"}}));
  std::vector<std::string> visits;
  for (const char* on : {"2026-01-31", "2026-02-01", "2026-02-15", "2026-03-10"}) {
    visits.push_back(w.enter("figures.visit", w.villages[0], {{"club", red}, {"day", on}}, day("2026-03-20")));
    ASSERT_TRUE(w.move("figures.visit", visits.back(), "finish", day("2026-03-20"), "officer", {{"people", 2}}));
  }
  const auto other = w.enter("figures.visit", w.villages[1], {{"club", green}, {"day", "2026-02-10"}}, day("2026-03-20"));
  ASSERT_TRUE(w.move("figures.visit", other, "finish", day("2026-03-20"), "officer", {{"people", 3}}));

  EXPECT_EQ(value("visits", in(w.county(0), "2026-01-01", "2026-12-31")), 5);
  EXPECT_EQ(value("visits", in(w.villages[0], "2026-02-01", "2026-02-28")), 2);
  EXPECT_EQ(value("visits", in(w.townships[0], "2026-01-01", "2026-12-31", {"red"})), 4);
  EXPECT_EQ(value("visits", in(w.townships[0], "2026-01-01", "2026-12-31", {"red", "high"})), 4);
  EXPECT_EQ(value("visits", in(w.townships[0], "2026-01-01", "2026-12-31", {"green", "high"})), 0);
  EXPECT_EQ(value("visits", in(w.province, "2026-01-31", "2026-02-10")), 3);   // odd days at both edges
  EXPECT_EQ(value("visits", in(w.province, "2026-01-15", "2026-03-10")), 5);   // and whole months between
  EXPECT_EQ(value("visits", in(w.county(1), "2026-01-01", "2026-12-31")), 0);
  EXPECT_EQ(value("people", in(w.county(0), "2026-01-01", "2026-12-31")), 11);
  EXPECT_EQ(value("entered", in(w.county(0), "2026-03-01", "2026-03-31")), 5);
  EXPECT_EQ(value("finished", in(w.county(0), "2026-01-01", "2026-12-31")), 0);

  // The club is what it was found to be later: its visits go over.
  ASSERT_TRUE(w.move("figures.club", red, "mark", day("2026-03-20"), "officer", {{"tone", "low"}}));
  EXPECT_EQ(value("visits", in(w.townships[0], "2026-01-01", "2026-12-31", {"red", "high"})), 0);
  EXPECT_EQ(value("visits", in(w.townships[0], "2026-01-01", "2026-12-31", {"red", "low"})), 4);
  ASSERT_TRUE(w.move("figures.visit", visits[0], "undo", day("2026-03-20")));
  ASSERT_TRUE(w.edit("figures.visit", visits[0], {{"club", green}, {"day", "2026-02-02"}}));
  ASSERT_TRUE(w.move("figures.visit", visits[0], "finish", day("2026-03-20"), "officer", {{"people", 1}}));
  EXPECT_EQ(value("visits", in(w.villages[0], "2026-02-01", "2026-02-28")), 3);
  EXPECT_EQ(value("visits", in(w.villages[0], "2026-02-01", "2026-02-28", {"green"})), 1);
  ASSERT_TRUE(w.strike("figures.visit", visits[1]));
  EXPECT_EQ(value("visits", in(w.villages[0], "2026-02-01", "2026-02-28")), 2);
}

TEST_P(Figures, HoldsAsOfADay) {
  auto& w = *world;
  w.clock.set(day("2026-12-20"));
  const auto red = club(w.villages[0], "red", "2026-01-02");
  ASSERT_TRUE(w.move("figures.club", red, "open", day("2026-02-10"), "officer", {{"tone", "high"}}));
  ASSERT_TRUE(w.move("figures.club", red, "mark", day("2026-04-10"), "officer", {{"tone", "low"}}));
  ASSERT_TRUE(w.move("figures.club", red, "close", day("2026-06-10")));
  ASSERT_TRUE(w.move("figures.club", red, "again", day("2026-08-10")));
  EXPECT_EQ(value("running", as_of(w.county(0), "2026-01-31")), 0);
  EXPECT_EQ(value("running", as_of(w.county(0), "2026-02-09")), 0);
  EXPECT_EQ(value("running", as_of(w.county(0), "2026-02-10")), 1);
  EXPECT_EQ(value("running", as_of(w.villages[0], "2026-05-31", {"red", "high"})), 0);
  EXPECT_EQ(value("running", as_of(w.villages[0], "2026-04-09", {"red", "high"})), 1);
  EXPECT_EQ(value("running", as_of(w.villages[0], "2026-04-10", {"red", "low"})), 1);
  EXPECT_EQ(value("running", as_of(w.province, "2026-07-31")), 0);
  EXPECT_EQ(value("running", as_of(w.province, "2026-08-31")), 1);

  // What hangs on another record holds as long as both say so.
  const auto someone = person(w.villages[0]);
  const auto post = w.enter("figures.post", w.villages[0], {{"club", red}, {"person", someone}}, day("2026-03-01"));
  EXPECT_EQ(value("staffed", as_of(w.county(0), "2026-08-31")), 1);
  EXPECT_EQ(value("manned", as_of(w.county(0), "2026-03-15")), 1);

  // Which clubs run and have nobody.
  const auto alone = club(w.villages[1], "blue", "2026-01-02");
  ASSERT_TRUE(w.move("figures.club", alone, "open", day("2026-02-10"), "officer", {{"tone", "high"}}));
  const auto among = [&](const std::string& id) {
    std::set<std::string> who;
    for (const auto& [key, org] : w.reached(id, as_of(w.county(0), "2026-03-31"), false)) who.insert(key);
    return who;
  };
  EXPECT_EQ(among("manned"), std::set<std::string>{red});
  EXPECT_EQ(among(w.indicator("manned").among->name.substr(8)), (std::set<std::string>{red, alone}));
  ASSERT_TRUE(w.strike("figures.club", alone));
  ASSERT_TRUE(w.move("figures.club", red, "close", day("2026-09-05")));
  EXPECT_EQ(value("staffed", as_of(w.county(0), "2026-09-04")), 1);
  EXPECT_EQ(value("staffed", as_of(w.county(0), "2026-09-30")), 0);
  ASSERT_TRUE(w.strike("figures.post", post));
  EXPECT_EQ(value("staffed", as_of(w.county(0), "2026-09-04")), 0);
  EXPECT_EQ(value("manned", as_of(w.county(0), "2026-12-31")), 0);
  ASSERT_TRUE(w.strike("figures.club", red));
  EXPECT_EQ(value("running", as_of(w.province, "2026-08-31")), 0);
}

TEST_P(Figures, CountsDifferentOnes) {
  auto& w = *world;
  w.clock.set(day("2027-03-20"));
  const auto red = club(w.villages[0], "red", "2026-01-02");
  const auto one = person(w.villages[0]), two = person(w.villages[3]);
  const auto visit = [&](const std::string& who, const char* on, size_t village) {
    const auto id = w.enter("figures.visit", w.villages[village], {{"club", red}, {"person", who}, {"day", on}, {"school", w.schools[0]}}, day(on));
    EXPECT_TRUE(w.move("figures.visit", id, "finish", day(on), "officer", {{"people", 1}}));
    return id;
  };
  visit(one, "2026-01-10", 0);
  const auto again = visit(one, "2026-01-20", 0);
  visit(one, "2026-03-10", 3);
  visit(two, "2026-03-11", 0);
  visit(two, "2027-03-11", 0);
  EXPECT_EQ(value("seen", in(w.county(0), "2026-01-01", "2026-01-31")), 1);
  EXPECT_EQ(value("seen", in(w.county(0), "2026-01-01", "2026-12-31")), 2);
  EXPECT_EQ(value("seen", in(w.county(0), "2026-01-01", "2027-12-31")), 2);
  EXPECT_EQ(value("seen", as_of(w.county(0), "2026-01-31")), 1);
  EXPECT_EQ(value("seen", as_of(w.county(0), "2027-12-31", {"red"})), 2);
  EXPECT_EQ(value("seen", in(w.county(0), "2026-01-15", "2026-03-10")), 1);
  EXPECT_EQ(value("seen", in(w.villages[0], "2026-01-01", "2026-12-31")), 1);   // at home
  EXPECT_EQ(value("seen", in(w.villages[3], "2026-01-01", "2026-12-31")), 1);
  EXPECT_EQ(value("schools", in(w.townships[0], "2026-01-01", "2026-12-31")), 1);
  EXPECT_EQ(value("towns", in(w.province, "2026-01-01", "2026-12-31")), 2);
  ASSERT_TRUE(w.strike("figures.visit", again));
  EXPECT_EQ(value("seen", in(w.county(0), "2026-01-01", "2026-01-31")), 1);

  const auto sheet = w.enter("figures.sheet", w.villages[0], {{"person", one}, {"day", "2026-01-05"}, {"grade", "high"}, {"score", 5}}, day("2026-01-05"));
  ASSERT_TRUE(w.move("figures.sheet", sheet, "settle", day("2026-01-06")));
  EXPECT_EQ(value("touched", in(w.county(0), "2026-01-01", "2026-12-31")), 2);   // by two programmes, one child
  EXPECT_EQ(value("by_sheet", in(w.county(0), "2026-01-01", "2026-12-31")), 1);
}

TEST_P(Figures, TakesTheLastOfEachGroup) {
  auto& w = *world;
  w.clock.set(day("2026-12-20"));
  const auto one = person(w.villages[0]);
  const auto sheet = [&](const char* on, const char* grade, int score) {
    const auto id = w.enter("figures.sheet", w.villages[0], {{"person", one}, {"day", on}, {"grade", grade}, {"score", score}}, day(on));
    EXPECT_TRUE(w.move("figures.sheet", id, "settle", day("2026-12-20")));
    return id;
  };
  EXPECT_EQ(value("scores", as_of(w.county(0), "2026-12-31")), std::nullopt);   // no data is not zero
  sheet("2026-02-10", "low", 3);
  const auto second = sheet("2026-05-10", "high", 7);
  EXPECT_EQ(value("graded", as_of(w.county(0), "2026-03-31", {"low"})), 1);
  EXPECT_EQ(value("graded", as_of(w.county(0), "2026-05-31", {"low"})), 0);
  EXPECT_EQ(value("graded", as_of(w.county(0), "2026-05-09", {"low"})), 1);
  EXPECT_EQ(value("graded", as_of(w.county(0), "2026-05-10", {"high"})), 1);
  EXPECT_EQ(value("scores", as_of(w.province, "2026-12-31")), 10);
  ASSERT_TRUE(w.move("figures.sheet", second, "revoke", day("2026-12-20")));
  EXPECT_EQ(value("graded", as_of(w.county(0), "2026-12-31", {"low"})), 1);
  EXPECT_EQ(value("graded", as_of(w.county(0), "2026-12-31", {"high"})), 0);
}

// From a village of the town to one of the other township on 5 February: what was done before stays in each figure where it was done, from
// cells and from odd days alike; what stands changes hands on the day; a person's counts go along.
TEST_P(Figures, KeepsWhatWasDoneWhereItWasDone) {
  auto& w = *world;
  const base::OrgId from = w.villages[0], to = w.villages[3];
  w.clock.set(day("2026-03-20"));
  const auto red = club(from, "red", "2026-01-02"), her = person(from);
  ASSERT_TRUE(w.move("figures.club", red, "open", day("2026-01-03"), "officer", {{"tone", "high"}}));
  const auto visit = [&](const char* on) {
    const auto id = w.enter("figures.visit", from, {{"club", red}, {"person", her}, {"day", on}, {"amount", 10}, {"kinds", boost::json::array{"red"}}, {"items", boost::json::array{{{"price", 7}}}}}, day(on));
    EXPECT_TRUE(w.move("figures.visit", id, "finish", day(on), "officer", {{"people", 2}}));
    return id;
  };
  const auto first = visit("2026-01-10");
  visit("2026-01-20");
  w.enter("figures.post", from, {{"club", red}}, day("2026-01-10"));
  const auto sheet = w.enter("figures.sheet", from, {{"person", her}, {"day", "2026-01-10"}, {"grade", "high"}, {"score", 5}}, day("2026-01-10"));
  ASSERT_TRUE(w.move("figures.sheet", sheet, "settle", day("2026-01-11")));
  EXPECT_FALSE(w.hand_over("figures.visit", first, to, day("2026-01-09")));   // before its last move
  for (const auto& [type, id] : {std::pair{"figures.visit", first}, std::pair{"figures.club", red}, std::pair{"figures.sheet", sheet}}) ASSERT_TRUE(w.hand_over(type, id, to, day("2026-02-05"))) << type;
  visit("2026-02-20");   // of the club, which lies there by now, and entered where the village still is

  for (const auto& [begin, end] : {std::pair{"2026-01-01", "2026-01-31"}, std::pair{"2026-01-03", "2026-01-25"}}) {   // a month's cell, and odd days
    for (const char* all : {"visits", "at_club", "in_town"}) {
      EXPECT_EQ(value(all, in(from, begin, end)), 2) << all << begin;
      EXPECT_EQ(value(all, in(to, begin, end)), 0) << all << begin;
    }
    EXPECT_EQ(value("club_town", in(from, begin, end)), 2'000) << begin;
    EXPECT_EQ(value("prices", in(from, begin, end)), 1'400) << begin;
    EXPECT_EQ(value("own_prices", in(from, begin, end)), 1'400) << begin;
    EXPECT_EQ(value("own_prices", in(to, begin, end)), 0) << begin;
  }
  EXPECT_EQ(value("at_club", in(to, "2026-02-01", "2026-02-28")), 1);
  EXPECT_EQ(value("visits", in(from, "2026-02-01", "2026-02-28")), 1);
  EXPECT_EQ(value("club_town", in(from, "2026-02-01", "2026-02-28")), 0);   // its club lies in the other township then
  EXPECT_EQ(value("towns", in(w.county(0), "2026-01-01", "2026-12-31")), 1);
  EXPECT_EQ(value("running", as_of(from, "2026-02-04")), 1);
  EXPECT_EQ(value("running", as_of(from, "2026-02-05")), 0);
  EXPECT_EQ(value("running", as_of(to, "2026-02-04")), 0);
  EXPECT_EQ(value("running", as_of(to, "2026-02-28")), 1);
  EXPECT_EQ(value("club_posts", as_of(from, "2026-02-04")), 1);
  EXPECT_EQ(value("club_posts", as_of(to, "2026-02-05")), 1);
  EXPECT_EQ(value("graded", as_of(from, "2026-03-31")), 1);   // the row's date was before
  EXPECT_EQ(value("seen", in(from, "2026-01-01", "2026-12-31")), 1);

  ASSERT_TRUE(w.hand_over("core.person", her, to, day("2026-03-20")));
  EXPECT_EQ(value("seen", in(from, "2026-01-01", "2026-12-31")), 0);
  EXPECT_EQ(value("seen", in(to, "2026-01-01", "2026-12-31")), 1);
  ASSERT_TRUE(w.hand_over("figures.club", red, from, day("2026-03-01")));   // and back
  EXPECT_EQ(value("running", as_of(to, "2026-02-28")), 1);
  EXPECT_EQ(value("running", as_of(to, "2026-03-01")), 0);
  EXPECT_EQ(value("at_club", in(to, "2026-02-01", "2026-02-28")), 1);
  EXPECT_EQ(value("at_club", in(from, "2026-01-01", "2026-01-31")), 2);
  ASSERT_TRUE(w.strike("figures.visit", first));
  EXPECT_EQ(value("visits", in(from, "2026-01-01", "2026-01-31")), 1);
}

TEST_P(Figures, KeepsTheWeakestSurenessAndMeans) {
  auto& w = *world;
  w.clock.set(day("2026-12-20"));
  const auto red = club(w.villages[0], "red", "2026-01-02");
  const auto visit = [&](boost::json::value people, const char* amount) {
    const auto id = w.enter("figures.visit", w.villages[0], {{"club", red}, {"day", "2026-05-05"}, {"amount", amount}, {"school", w.schools[0]}, {"hours", "1.25"}, {"kinds", {"red", "blue"}}}, day("2026-05-05"));
    EXPECT_TRUE(w.move("figures.visit", id, "finish", day("2026-05-06"), "officer", {{"people", std::move(people)}}));
    return id;
  };
  EXPECT_EQ(value("each", in(w.county(0), "2026-05-01", "2026-05-31")), std::nullopt);
  visit(10, "100");
  const auto about = visit({{"value", 20}, {"sureness", "about"}}, "50.5");
  visit({{"value", 20}, {"sureness", "at_least"}}, "0.01");
  const auto may = in(w.county(0), "2026-05-01", "2026-05-31");
  EXPECT_EQ(value("people", may), 50);
  EXPECT_EQ(w.figure("people", may).sureness, lang::Sureness::about);
  EXPECT_EQ(value("each", may), 501'700);   // 150.51 / 3
  EXPECT_EQ(value("money", in(w.schools[0], "2026-05-01", "2026-05-31")), 15'051);
  EXPECT_EQ(value("hours", may), 37'500);
  EXPECT_EQ(value("middle", may), 505'000);
  EXPECT_EQ(value("by_kinds", in(w.county(0), "2026-05-01", "2026-05-31", {"blue"})), 3);
  EXPECT_EQ(value("by_kinds", may), 3);
  ASSERT_TRUE(w.strike("figures.visit", about));
  EXPECT_EQ(w.figure("people", may).sureness, lang::Sureness::at_least);
}

TEST_P(Figures, FollowsMoney) {
  auto& w = *world;
  w.clock.set(day("2026-12-20"));
  const auto donor = w.enter("core.donor", w.county(0), {{"name", "某"}, {"kind", "person"}}, day("2026-01-05"));
  const auto other = w.enter("core.donor", w.county(0), {{"name", "某"}, {"kind", "person"}}, day("2026-01-05"));
  const auto gift = [&](const std::string& from, const char* amount, const char* on) {
    const auto id = w.enter("figures.gift", w.county(0), {{"donor", from}, {"amount", amount}}, day(on));
    EXPECT_TRUE(w.move("figures.gift", id, "receive", day(on), "cashier"));
    return id;
  };
  const auto first = gift(donor, "100", "2026-03-10");
  const auto second = gift(other, "50.50", "2026-04-20");
  ASSERT_TRUE(w.move("figures.gift", first, "spend", day("2026-05-15"), "chair"));
  const auto shift = w.enter("figures.shift", w.county(0), {{"amount", "20"}}, day("2026-06-01"), "cashier");
  ASSERT_TRUE(w.move("figures.shift", shift, "shift", day("2026-06-02"), "chair"));
  const auto year = in(w.county(0), "2026-01-01", "2026-12-31");
  EXPECT_EQ(value("raised", year), 15'050);
  EXPECT_EQ(value("raised", in(w.province, "2026-03-11", "2026-04-20")), 5'050);
  EXPECT_EQ(value("paid", year), 10'000);
  EXPECT_EQ(value("standing", as_of(w.county(0), "2026-04-30")), 15'050);
  EXPECT_EQ(value("standing", as_of(w.county(0), "2026-06-02")), 3'050);
  EXPECT_EQ(value("both", as_of(w.county(0), "2026-12-31")), 5'050);
  Scope narrowed = year;
  narrowed.about = indicate::About{w.engine->site().packs->record_type("core.donor"), donor, 0};
  EXPECT_EQ(w.figure("raised", narrowed).value, 10'000);
  ASSERT_TRUE(w.strike("figures.shift", shift));
  EXPECT_EQ(value("standing", as_of(w.county(0), "2026-12-31")), 5'050);
  EXPECT_EQ(w.figure("raised", year).money, true);
}

TEST_P(Figures, DerivesFromSumsPlansAndTheYearBefore) {
  auto& w = *world;
  w.clock.set(day("2026-12-20"));
  const auto red = club(w.villages[0], "red", "2026-01-02"), blue = club(w.villages[0], "blue", "2026-01-02");
  const auto visit = [&](const std::string& at, const char* on) {
    const auto id = w.enter("figures.visit", w.villages[0], {{"club", at}, {"day", on}}, day("2026-12-20"));
    EXPECT_TRUE(w.move("figures.visit", id, "finish", day("2026-12-20"), "officer", {{"people", 1}}));
  };
  for (int n = 0; n < 2; ++n) visit(red, "2026-05-05");
  visit(blue, "2026-05-05");
  visit(blue, "2025-05-05");
  const auto year = in(w.county(0), "2026-01-01", "2026-12-31");
  const Figure share = w.figure("share", year);
  EXPECT_EQ(share.value, 666'667);
  EXPECT_EQ(share.how, Figure::How::derived);
  EXPECT_EQ(w.figure("share", in(w.county(1), "2026-01-01", "2026-12-31")).value, std::nullopt);
  EXPECT_EQ(w.figure("growth", year).value, 20'000);
  EXPECT_EQ(w.figure("plan", year).value, std::nullopt);
  EXPECT_TRUE(Targets(*w.engine).set("me", w.indicator("visits"), w.county(0), 2026, {"red"}, 15'000).empty());
  EXPECT_EQ(w.figure("plan", year).value, 333'300);   // 2 / 1.5 is 1.3333
  EXPECT_FALSE(Targets(*w.engine).set("me", w.indicator("people"), w.county(0), 2026, {}, 15'000).empty());
  EXPECT_EQ(value("villages", as_of(w.province, "2026-12-31")), 12);
  EXPECT_EQ(value("villages", as_of(w.townships[1], "2026-12-31")), 3);
  person(w.villages[0], "1990-01-01");
  person(w.villages[0], "2010-06-01");
  EXPECT_EQ(value("adults", as_of(w.county(0), "2026-12-31")), 1);

  // Exactly what it counted.
  std::vector<std::string> parts;
  w.engine->read([&](db::Connection& c) { w.indicate->records(c, w.indicator("share"), year, [&](const indicate::Counted& row) { parts.push_back(row.part); }); });
  EXPECT_EQ(std::count(parts.begin(), parts.end(), "figures.visits['red']"), 2);
  EXPECT_EQ(std::count(parts.begin(), parts.end(), "figures.visits"), 3);
}

TEST_P(Figures, SaysWhatStoodAtAPlace) {
  auto& w = *world;
  w.clock.set(day("2026-12-20"));
  const auto red = club(w.villages[0], "red", "2026-01-02");
  const auto visit = w.enter("figures.visit", w.villages[0], {{"club", red}, {"day", "2026-05-05"}}, day("2026-12-20"));
  ASSERT_TRUE(w.move("figures.visit", visit, "finish", day("2026-12-20"), "officer", {{"people", 7}}));
  Scope then = in(w.county(0), "2026-01-01", "2026-12-31");
  then.as_of = w.engine->reading([&](db::Connection& c) { return w.indicate->places(c, w.county(0)); });
  ASSERT_TRUE(w.strike("figures.visit", visit));
  EXPECT_EQ(w.figure("people", then).value, 7);
  EXPECT_EQ(value("people", in(w.county(0), "2026-01-01", "2026-12-31")), 0);
  then.as_of->begin()->second -= 1;
  EXPECT_EQ(w.figure("people", then).value, 0);
}

// A definition that is another one: the cells follow when the packs are read again.
TEST_P(Figures, CountsAgainWhereTheDefinitionChanged) {
  auto& w = *world;
  w.clock.set(day("2026-12-20"));
  ASSERT_TRUE(w.move("figures.club", club(w.villages[0], "red", "2026-01-02"), "open", day("2026-02-02"), "officer", {{"tone", "low"}}));
  w.engine->writer().between([](db::Connection& c) {
    c.write({"delete from indicator_definition", {}});
    c.write({"delete from cell", {}});
    c.write({"update county_cell set n = n + 1, value = value + 1", {}});
  });
  EXPECT_FALSE(w.differences().empty());
  w.reopen();
  EXPECT_TRUE(w.differences().empty());
}

// A guard that asks for a figure sees what the commands before it in the same batch did.
TEST_P(Figures, AnswersExpressions) {
  auto& w = *world;
  w.clock.set(day("2026-12-20"));
  std::vector<std::future<engine::Outcome>> outcomes;
  w.burst = &outcomes;
  for (int n = 0; n < 6; ++n) w.try_enter("figures.permit", w.villages[size_t(n) % 3], {}, day("2026-12-20"), "officer");
  w.burst = nullptr;
  int accepted = 0;
  for (auto& outcome : outcomes) accepted += outcome.get().accepted;
  EXPECT_EQ(accepted, 2);
  EXPECT_EQ(value("permits", as_of(w.county(0), "2026-12-31")), 2);
}

TEST_P(Figures, CompilesAReport) {
  auto& w = *world;
  w.clock.set(day("2026-12-20"));
  const auto red = club(w.villages[0], "red", "2026-01-02"), blue = club(w.villages[1], "blue", "2026-01-02");
  const auto visit = [&](const std::string& at, base::OrgId org, const char* on) {
    const auto id = w.enter("figures.visit", org, {{"club", at}, {"day", on}}, day("2026-12-20"));
    EXPECT_TRUE(w.move("figures.visit", id, "finish", day("2026-12-20"), "officer", {{"people", 1}}));
  };
  for (int n = 0; n < 13; ++n) visit(red, w.villages[0], "2026-05-05");
  for (int n = 0; n < 7; ++n) visit(blue, w.villages[1], "2026-06-05");
  visit(blue, w.villages[1], "2025-06-05");
  const auto donor = w.enter("core.donor", w.county(0), {{"name", "某"}, {"kind", "person"}}, day("2026-01-05"));
  const auto gift = w.enter("figures.gift", w.county(0), {{"donor", donor}, {"amount", 612'000}}, day("2026-02-02"));
  ASSERT_TRUE(w.move("figures.gift", gift, "receive", day("2026-02-02"), "cashier"));

  std::ostringstream none, lines;
  cli::run_figures_command(*w.indicate, none);
  EXPECT_EQ(none.str(), "id,raw,shown\n");
  cli::keep_report_default(*w.engine, "figures.yearly", {w.county(0), day("2026-12-31"), {{"giver", donor}}});
  cli::run_figures_command(*w.indicate, lines);
  EXPECT_EQ(lines.str(), "id,raw,shown\n1.01,65,65\n1.02,13,10\n1.03,65,65\n1.04,612000,612000\n1.05,21,21\n1.06,7,7\n1.10,20,20\n");

  const auto& figure = w.engine->site().packs->report("figures.yearly")->text.pieces;
  const lang::Figure* share = nullptr;
  for (const auto& piece : figure)
    if (piece.figure.id == "1.03") share = &piece.figure;
  ASSERT_TRUE(share);
  const auto receipt = w.engine->reading([&](db::Connection& c) { return w.indicate->receipt(c, *share->formula, in(w.county(0), "2026-01-01", "2026-12-31")); });
  EXPECT_EQ(receipt.figure.value, 650'000);
  EXPECT_EQ(receipt.formula, "share");
  EXPECT_EQ(receipt.places.size(), 1u);
  EXPECT_EQ(receipt.definition.size(), 64u);
  // The same figure again from its receipt, after more has come in.
  visit(blue, w.villages[1], "2026-06-05");
  Scope then = receipt.scope;
  then.as_of = receipt.places;
  EXPECT_EQ(w.figure("share", then).value, 650'000);
  EXPECT_NE(w.figure("share", receipt.scope).value, 650'000);
}

// What is changed behind the program's back is found, and put right.
TEST_P(Figures, RecountsAndPutsRight) {
  auto& w = *world;
  w.clock.set(day("2026-12-20"));
  const auto red = club(w.villages[0], "red", "2026-01-02");
  ASSERT_TRUE(w.move("figures.club", red, "open", day("2026-02-02"), "officer", {{"tone", "low"}}));
  w.engine->writer().between([](db::Connection& c) { c.write({"update cell set value = value + 5 where dim = ''", {}}); });
  std::ostringstream said, put_right, after;
  EXPECT_EQ(cli::run_recount_command(*w.indicate, indicate::Indicate::Then::only_say, said), 1);
  EXPECT_NE(said.str().find("indicator=figures.running"), std::string::npos) << said.str();
  EXPECT_EQ(cli::run_recount_command(*w.indicate, indicate::Indicate::Then::write, put_right), 1);
  EXPECT_EQ(cli::run_recount_command(*w.indicate, indicate::Indicate::Then::write, after), 0);
}

TEST(Shown, SetsNumbersAsReportsDo) {
  using lang::Format;
  const auto figure = [](int64_t value, int64_t scale) {
    Figure f;
    f.value = value;
    f.scale = scale;
    return f;
  };
  using W = Format::What;
  EXPECT_EQ(indicate::shown(figure(61'200'000, 100), {{W::wan, 1}}, {}).text, "61.2万");
  EXPECT_EQ(indicate::shown(figure(61'200'000, 100), {{W::wan, 1}}, {}).number, "612000");
  EXPECT_EQ(indicate::shown(figure(61'200'000, 100), {{W::wan, 1}}, {}).digits, "61.2");
  EXPECT_EQ(indicate::raw(figure(61'200'000, 100)), "612000");
  EXPECT_EQ(indicate::shown(figure(63, 1), {{W::atleast, 10}}, {}).text, "60余");
  EXPECT_EQ(indicate::shown(figure(60, 1), {{W::atleast, 10}}, {}).text, "60");
  EXPECT_EQ(indicate::shown(figure(10'432'600, 100), {{W::wan, 1}, {W::atleast, 1000}}, {}).text, "10.4万余");
  EXPECT_EQ(indicate::shown(figure(545'000, 10'000), {{W::about, 0}}, 1).text, "约55");
  EXPECT_EQ(indicate::shown(figure(593'052, 10'000), {}, 1).text, "59.3");
  EXPECT_EQ(indicate::shown(figure(30'889, 1), {}, {}).text, "30,889");
  EXPECT_EQ(indicate::shown(figure(-1'234'567, 1), {}, {}).text, "-1,234,567");
  EXPECT_EQ(indicate::shown(Figure{}, {}, {}).text, "—");
}

}  // namespace
}  // namespace halfsky::testing
