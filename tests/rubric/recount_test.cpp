// After any history of commands each sheet's points and grade are what its criteria come to, counted here in another way.
#include <random>

#include "rubric/world.hpp"

namespace halfsky::testing {
namespace {

namespace json = boost::json;

constexpr int kHistories = 6, kCommands = 120;

std::string seen(const db::Rows& rows, size_t r, size_t column, bool text = false) {
  if (rows.is_null(r, column)) return "none";
  return text ? rows.text(r, column) : std::to_string(rows.integer(r, column));
}

// Points in 1/10'000, or "none", and the grade, of a row of law, talks, extra, tidy, bad.
std::pair<std::string, std::string> counted(const db::Rows& rows, size_t r, bool old) {
  struct Line { size_t column; int most; bool computed; };
  const std::vector<Line> lines = old ? std::vector<Line>{{0, 60, false}, {3, 40, false}} : std::vector<Line>{{0, 30, false}, {1, 20, true}, {2, 10, true}, {3, 40, false}};
  long double got = 0, out_of = 0;
  bool any = false, open = rows.is_null(r, 4);
  for (const auto& line : lines) {
    if (!rows.is_null(r, line.column)) any = true, got += rows.integer(r, line.column), out_of += line.most;
    else if (!line.computed) open = true, out_of += line.most;
  }
  const bool vetoed = !rows.is_null(r, 4) && rows.integer(r, 4) == 1;
  const std::string points = any ? std::to_string(int64_t(got * 100 / out_of + 0.5L)) : "none";
  if (vetoed) return {points, "fail"};
  if (open || !any) return {points, "none"};
  const int64_t value = std::stoll(points);
  return {points, value >= 850'000 ? "model" : value >= 600'000 ? "pass" : "fail"};
}

TEST(Recount, HoldsAfterAnyHistory) {
  for (int history = 0; history < kHistories; ++history) {
    std::mt19937 random(unsigned(history * 7919 + 11));
    const auto below = [&](int n) { return int(random() % unsigned(n)); };
    Sheets world;
    std::vector<std::string> sheets, spots;
    const auto answers = [&] {
      json::object values;
      static constexpr int kLaw[] = {0, 15, 20, 30, 60};
      if (below(3)) values["law"] = kLaw[below(5)];
      if (below(3)) values["tidy"] = below(50);
      if (below(2)) values["bad"] = below(6) == 0;
      if (below(3) == 0) values["law_evidence"] = json::array{"0199c3c0-0000-7000-8000-000000000001"};
      if (below(5) == 0) values[below(2) ? "law" : "tidy"] = nullptr;
      return values;
    };
    for (int n = 0; n < kCommands; ++n) {
      const int what = below(10);
      if (what == 0 || sheets.empty()) sheets.push_back(world.enter("sheet", {{"year", below(2) ? "2008-03-01" : "2026-03-01"}}));
      else if (what == 1) world.enter("talk", {{"day", "2026-03-01"}, {"marks", below(30)}});
      else if (what == 2) {
        json::object values = answers();
        values["bonus"] = below(20);
        (void)world.edit("sheet", sheets[size_t(below(int(sheets.size())))], std::move(values));
      } else if (what == 3 && spots.size() < sheets.size()) {
        const std::string id = world.app->engine().new_id();
        const auto outcome = world.run("officer", {{"type", "trial.spot"}, {"move", "enter"}, {"record", id}, {"org", world.village}, {"values", json::object{{"sheet", sheets[size_t(below(int(sheets.size())))]}}}});
        if (outcome.accepted) spots.push_back(id);
      } else if (what == 4 && !spots.empty()) (void)world.move("spot", spots[size_t(below(int(spots.size())))], "give", answers(), "rater");
      else if (what == 5) (void)world.edit("sheet", sheets[size_t(below(int(sheets.size())))], {{"year", below(2) ? "2008-05-01" : "2026-05-01"}});
      else if (what == 6) (void)world.move("sheet", sheets[size_t(below(int(sheets.size())))], "reopen");
      else if (what == 7) (void)world.move("sheet", sheets[size_t(below(int(sheets.size())))], "settle");
      else (void)world.move("sheet", sheets[size_t(below(int(sheets.size())))], "score", answers(), "rater");
    }
    world.app->engine().read([&](db::Connection& connection) {
      for (const auto& line : world.app->rubrics().check(connection, base::county_of(world.county))) ADD_FAILURE() << line;
      const db::Rows rows = connection.read({"select law, talks, extra, tidy, bad, points, grade, year from trial_sheet", {}});
      for (size_t r = 0; r < rows.size(); ++r) {
        const auto [points, grade] = counted(rows, r, rows.integer(r, 7) < on("2009-01-01"));
        EXPECT_EQ(seen(rows, r, 5), points);
        EXPECT_EQ(seen(rows, r, 6, true), grade);
      }
      const db::Rows spot = connection.read({"select t.law, t.talks, t.extra, t.tidy, t.bad, t.points, t.grade, p.year from trial_spot t join trial_sheet p on p.county = t.county and p.id = t.sheet", {}});
      for (size_t r = 0; r < spot.size(); ++r) EXPECT_EQ(seen(spot, r, 5), counted(spot, r, spot.integer(r, 7) < on("2009-01-01")).first);
    });
    EXPECT_TRUE(world.app->indicate().recount(indicate::Indicate::Then::only_say).empty());
  }
}

}  // namespace
}  // namespace halfsky::testing
