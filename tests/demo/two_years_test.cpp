// Two years pass over the demo and nobody touches it: what the calendar makes is made, what was promised and not paid defaults, what waits
// grows late, and at each month's end the figures are what a recount gives. On SQLite; the scenarios drive the clock on both.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/demo/demo.hpp"
#include "cli/recount_command.hpp"
#include "cli/verify_command.hpp"

namespace halfsky::app {
namespace {

namespace fs = std::filesystem;

// Stands on the day that the test says, at nine in the morning; on the real one until it says any.
class TestClock : public engine::Clock {
 public:
  base::Instant now() override {
    return now_ != 0 ? now_ : std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  }
  void set(base::Day day) { now_ = base::start_of(day) + 9LL * 3600 * 1'000'000; }

 private:
  base::Instant now_ = 0;
};

class TwoYears : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string folder = (fs::temp_directory_path() / "halfsky-years-XXXXXX").string();
    ASSERT_NE(mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    const std::string packs = std::string(HALFSKY_SOURCE_DIR) + "/programmes";
    if (const char* ready = std::getenv("HALFSKY_DEMO")) {
      fs::copy(ready, folder_ + "/data", fs::copy_options::recursive);
      app = Application::open({folder_ + "/data", "", {packs}, false, &clock});
      ASSERT_TRUE(app);
      return;
    }
    app = Application::open({folder_ + "/data", "", {packs}, true, &clock});
    ASSERT_TRUE(app);
    std::ostringstream said, err;
    ASSERT_EQ(run_demo(*app, {}, said, err), 0) << err.str();
  }
  void TearDown() override {
    app.reset();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  int64_t one(const std::string& sql, std::vector<db::Value> args = {}) {
    return app->engine().reading([&](db::Connection& connection) { return connection.read({sql, std::move(args)}).integer(0, 0); });
  }

  std::string folder_;
  TestClock clock;
  std::unique_ptr<Application> app;
};

TEST_F(TwoYears, PassWithoutAPerson) {
  const base::Day first = base::day_at(clock.now()), last = base::add_months(first, 24);
  const int64_t commands = one("select count(*) from journal"), of_people = one("select count(*) from journal where account <> ''");
  const int64_t defaulted = one("select count(*) from spring_bud_pledge where stage = 'defaulted'"), active = one("select count(*) from spring_bud_pairing where stage = 'active'");
  const int64_t households = one("select count(*) from core_household where struck_ = 0");
  const int64_t duties = one("select count(*) from casework_duty"), returns = one("select count(*) from casework_return"), meetings = one("select count(*) from domestic_violence_meeting");
  const int64_t visits = one("select count(*) from domestic_violence_visit"), missed = one("select count(*) from domestic_violence_visit where stage = 'missed'");
  ASSERT_GT(active, 0);
  ASSERT_GT(households, 0);
  for (base::Day day = first + 1; day <= last; ++day) {
    clock.set(day);
    app->engine().run_clock();
    if (base::date_of(day + 1).day != 1) continue;
    std::ostringstream differs;
    ASSERT_EQ(cli::run_recount_command(app->indicate(), indicate::Indicate::Then::only_say, differs), 0) << base::format_day(day) << ": " << differs.str();
  }
  // Nobody did anything.
  EXPECT_EQ(one("select count(*) from journal where account <> ''"), of_people);
  EXPECT_GT(one("select count(*) from journal"), commands);
  // Each pairing was promised a term, nobody paid, it broke, and its girl waits for another.
  EXPECT_EQ(one("select count(*) from spring_bud_pairing where stage = 'active'"), 0);
  EXPECT_GE(one("select count(*) from spring_bud_pledge where stage = 'defaulted'"), defaulted + active);
  EXPECT_EQ(one("select count(*) from spring_bud_pledge where stage = 'promised'"), 0);
  EXPECT_EQ(one("select count(*) from spring_bud_girl where stage = 'sponsored'"), 0);
  // Every household has a sheet for each 1 March that passed (two in any two years), still to be scored; every village its own.
  const std::vector<db::Value> span{int64_t{first} + 1, int64_t{last}};
  EXPECT_EQ(one("select count(*) from safe_family_sheet where stage = 'open' and year between ?1 and ?2", span), 2 * households);
  const int64_t villages = one("select count(*) from org where level = 'village'");
  EXPECT_EQ(one("select count(*) from safe_family_model_village where year between ?1 and ?2", span), 2 * villages);
  // A lawyer's Friday in each county, but for days off; each township's monthly return; the offices' meeting each quarter.
  const int64_t counties = one("select count(*) from org where level = 'county'"), townships = one("select count(*) from org where level = 'township'");
  constexpr int64_t kFridaysLeast = 90;
  EXPECT_GE(one("select count(*) from casework_duty"), duties + kFridaysLeast * counties);
  EXPECT_GE(one("select count(*) from casework_return"), returns + 23 * townships);
  EXPECT_GE(one("select count(*) from domestic_violence_meeting"), meetings + 7 * counties);
  // She was to be visited, and nobody came: each visit that was missed stands as missed.
  EXPECT_GT(one("select count(*) from domestic_violence_visit"), visits);
  EXPECT_GT(one("select count(*) from domestic_violence_visit where stage = 'missed'"), missed);
  // Whose work it was sees it as late.
  EXPECT_GT(one("select count(*) from task where closed_at is null and due_at < ?1", {clock.now()}), 0);
  std::ostringstream out;
  EXPECT_EQ(cli::run_verify_command(app->engine(), out), 0) << out.str();
}

// A server that is told to stop while much is due: what could not be sent stays due, and the clock comes back.
TEST_F(TwoYears, AClockWithoutAWriterComesBack) {
  clock.set(base::add_months(base::day_at(clock.now()), 12));
  ASSERT_GT(one("select count(*) from timer where at between 0 and ?1", {clock.now()}), 0);
  app->engine().stop();
  EXPECT_EQ(app->engine().run_clock(), 0U);
}

}  // namespace
}  // namespace halfsky::app
