// The demo as it is made: its figures are the report's, its books are even, nothing in it was changed past the journal.
#include "app/demo/demo.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "cli/figures_command.hpp"
#include "cli/recount_command.hpp"
#include "cli/verify_command.hpp"
#include "one_less.hpp"
#include "support/postgres.hpp"

namespace halfsky::app {
namespace {

namespace fs = std::filesystem;

const std::string kPacks = std::string(HALFSKY_SOURCE_DIR) + "/programmes";

std::vector<std::vector<std::string>> csv(std::istream& in) {
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(in, line);)
    if (!line.empty()) rows.push_back(base::split(line, ','));
  return rows;
}

int64_t number(const std::string& text) { return base::parse_scaled(text, base::kDecimalScale).value_or(-1); }

// Holds what was printed against the figures of these reports (figures.csv); how many there are.
size_t hold_against_reports(std::istream& printed, const std::vector<std::string>& reports) {
  std::map<std::string, std::vector<std::string>> figures;
  for (const auto& row : csv(printed)) figures[row.at(0)] = row;
  std::ifstream expected(std::string(HALFSKY_SOURCE_DIR) + "/tests/demo/figures.csv");
  size_t held = 0;
  for (const auto& row : csv(expected)) {
    if (std::none_of(reports.begin(), reports.end(), [&](const std::string& report) { return row.at(0).starts_with(report); })) continue;
    ++held;
    const auto found = figures.find(row.at(0));
    if (found == figures.end()) {
      ADD_FAILURE() << row.at(0) << " is not printed";
      continue;
    }
    const std::string kind = row.back(), &value = row.at(row.size() - 3);
    EXPECT_EQ(number(found->second.at(kind == "exact" && value.find('.') == std::string::npos ? 1 : 2)), number(value)) << row.at(0) << " " << row.at(3) << ": " << found->second.at(1) << ", shown " << found->second.at(2);
    if (kind == "at_least") EXPECT_GT(number(found->second.at(1)), number(value)) << row.at(0);
  }
  return held;
}

// One demo for all tests of a back end: it takes half a minute. HALFSKY_DEMO names one on SQLite that `halfsky demo` has made for all
// tests of a run, with what it said in accounts.txt.
class Made {
 public:
  explicit Made(const std::string& database) {
    std::string folder = (fs::temp_directory_path() / "halfsky-demo-XXXXXX").string();
    EXPECT_NE(mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    if (const char* ready = std::getenv("HALFSKY_DEMO"); ready && database.empty()) {
      fs::copy(ready, folder_ + "/data", fs::copy_options::recursive);
      said << std::ifstream(folder_ + "/data/accounts.txt").rdbuf();
      app = Application::open({folder_ + "/data", "", {kPacks}, false, nullptr});
      code = app ? 0 : 2;
      return;
    }
    app = Application::open({folder_ + "/data", database, {kPacks}, true, nullptr});
    std::ostringstream err;
    code = app ? run_demo(*app, {}, said, err) : 2;
    complaint = err.str();
  }
  ~Made() {
    app.reset();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  std::unique_ptr<Application> app;
  int code = 2;
  std::ostringstream said;
  std::string complaint;

 private:
  std::string folder_;
};

class Demo : public ::testing::TestWithParam<std::string> {
 protected:
  static std::map<std::string, std::unique_ptr<Made>>& all() {
    static std::map<std::string, std::unique_ptr<Made>> made;
    return made;
  }
  static void TearDownTestSuite() { all().clear(); }
  void SetUp() override {
    const bool postgres = GetParam() == "postgresql";
    if (postgres && !testing::Postgres::is_available()) GTEST_SKIP() << "no PostgreSQL here";
    auto& made = all()[GetParam()];
    if (!made) made = std::make_unique<Made>(postgres ? testing::Postgres::shared().fresh_database() : "");
    ASSERT_EQ(made->code, 0) << made->complaint;
  }
  Made& made() { return *all().at(GetParam()); }
  int64_t one(const std::string& sql, std::vector<db::Value> args = {}) {
    return made().app->engine().reading([&](db::Connection& connection) { return connection.read({sql, std::move(args)}).integer(0, 0); });
  }
};

TEST_P(Demo, HasEachFigureOfReportsTwoThreeAndSeven) {
  std::stringstream printed;
  ASSERT_EQ(cli::run_figures_command(made().app->indicate(), printed), 0);
  EXPECT_EQ(hold_against_reports(printed, {"2.", "3.", "7."}), 43u);
}

TEST_P(Demo, PaysAllMoneyOfReportTwoOutAgain) {
  const std::vector<db::Value> after{int64_t{base::day_of({2006, 1, 1})}};   // what comes in today is another matter
  EXPECT_GT(one("select count(*) from fund_day where fund like 'spring_bud.%' and day < ?1", after), 0);
  EXPECT_EQ(one("select coalesce(sum(amount), 0) from fund_day where fund like 'spring_bud.%' and day < ?1", after), 0);
  EXPECT_EQ(one("select count(*) from (select 1 from fund_day where fund like 'spring_bud.%' and day < ?1 group by fund, org, balance_of having sum(amount) <> 0) uneven", after), 0);
}

TEST_P(Demo, HasTheHomesOfReportThreeAndWhatMustNotCount) {
  EXPECT_EQ(one("select count(*) from homes_home where stage = 'graded'"), 20);
  EXPECT_EQ(one("select count(*) from homes_home where stage <> 'graded'"), 4);          // inspected, built, refused, closed
  EXPECT_EQ(one("select count(*) from homes_grading where stage = 'awarded'"), 24);      // four homes were of a lower grade before
  EXPECT_EQ(one("select coalesce(sum(amount), 0) from homes_subsidy where stage = 'received'"), 82'500'00);
  EXPECT_EQ(one("select coalesce(sum(amount), 0) from homes_subsidy where stage = 'granted'"), 40'000'00);
  EXPECT_EQ(one("select coalesce(sum(amount), 0) from fund_day where fund = 'homes.homes'"), 82'500'00 - 1'500'00 - 13'400'00);
}

TEST_P(Demo, HasSixtyPromisesThatNobodyKept) {
  const auto& site = made().app->engine().site();
  const std::string table = site.schema->table(*site.packs->record_type("spring_bud.pledge")).name();
  EXPECT_EQ(one("select count(*) from " + table + " where stage in ('defaulted', 'released') and struck_ = 0"), 60);
  EXPECT_EQ(one("select count(*) from " + table + " where struck_ = 1"), 1);
}

TEST_P(Demo, HasTheVillagesOfReportSixAndAFewHouseholdsInEach) {   // all 160,269 of them: halfsky demo --reports
  EXPECT_EQ(one("select count(*) from safe_family_model_village where stage = 'named'"), 125);
  EXPECT_EQ(one("select count(*) from safe_family_model_village where stage = 'failed'"), 31);
  EXPECT_EQ(one("select count(*) from safe_family_sheet where stage = 'settled'"), 156 * 6);
  EXPECT_EQ(one("select count(*) from safe_family_sheet where stage = 'settled' and points is null"), 0);
  EXPECT_GE(one("select count(*) from safe_family_spot where stage = 'given'"), 156 * 3);
}

TEST_P(Demo, HasFourElectionsAndWhatMustNotCount) {
  EXPECT_EQ(one("select count(*) from election_election where stage = 'filed'"), 4);
  EXPECT_EQ(one("select count(*) from election_election where stage = 'void'"), 1);      // thirty had voted
  EXPECT_EQ(one("select count(*) from election_candidate where stage in ('refused', 'withdrawn')"), 6);
  EXPECT_EQ(one("select count(*) from election_voter where stage = 'removed'"), 4);
  EXPECT_EQ(one("select count(*) from election_packet"), 23 + 12 + 10 + 14);
  EXPECT_EQ(one("select count(*) from election_sheet where stage = 'open'"), 0);
  EXPECT_EQ(one("select count(*) from election_sheet s join election_packet p on p.county = s.county and p.id = s.packet where s.papers <> p.papers"), 0);
  EXPECT_EQ(one("select count(*) from (select s.packet from election_sheet s group by s.packet having min(s.teller) = max(s.teller)) same_hand"), 0);
  EXPECT_EQ(one("select count(*) from made where move = 'reread'"), 4);                 // a slip in each village, found in its packet
}

TEST_P(Demo, ShowsStrangersWhomTheyMayChooseFrom) {
  const auto& site = made().app->engine().site();
  const std::string table = site.schema->table(*site.packs->record_type("spring_bud.girl")).name();
  EXPECT_GE(one("select max(n) from (select count(*) as n from " + table + " where stage = 'approved' and struck_ = 0 group by band, area) alike"), 8);
}

TEST_P(Demo, LeavesSomethingToDoForEachOffice) {
  for (const char* role : {"officer", "chair", "cashier"}) EXPECT_GT(one("select count(*) from task where closed_at is null and role = ?1", {std::string(role)}), 0) << role;
}

TEST_P(Demo, IsAsTheJournalSays) {
  std::ostringstream out;
  EXPECT_EQ(cli::run_verify_command(made().app->engine(), out), 0) << out.str();
}

TEST_P(Demo, HasTheFiguresThatARecountGives) {
  std::ostringstream out;
  EXPECT_EQ(cli::run_recount_command(made().app->indicate(), indicate::Indicate::Then::only_say, out), 0) << out.str();
}

TEST_P(Demo, PrintsTheAccounts) {
  for (const char* login : {"village ", "township ", "officer ", "chair ", "cashier ", "auditor ", "sysadmin ", "secadmin "})
    EXPECT_NE(made().said.str().find(std::string("\n") + login), std::string::npos) << login;
}

TEST_P(Demo, WantsANewFolder) {
  std::ostringstream out, err;
  EXPECT_EQ(run_demo(*made().app, {}, out, err), 1);
  EXPECT_NE(err.str().find("not new"), std::string::npos);
}

// The stories of the other reports, each as its programme's folder tells it; without report 4's screening and training, which take minutes
// (`halfsky demo --reports` tells those too).
// The stories of six reports, told once. HALFSKY_REPORTS names a folder that `halfsky demo --reports` made, for all nine.
class ReportsOfStories : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = (fs::temp_directory_path() / "halfsky-stories-XXXXXX").string();
    ASSERT_NE(mkdtemp(folder_.data()), nullptr);
    if (const char* ready = std::getenv("HALFSKY_REPORTS")) {
      fs::copy(ready, folder_ + "/data", fs::copy_options::recursive);
      app_ = Application::open({folder_ + "/data", "", {kPacks}, false, nullptr});
      ASSERT_TRUE(app_);
      return;
    }
    app_ = Application::open({folder_ + "/data", "", {kPacks}, true, nullptr});
    ASSERT_TRUE(app_);
    std::ostringstream said, err;
    DemoOptions options;
    options.stories = {"1-", "3-", "5-", "6-", "8-", "9-"};
    ASSERT_EQ(run_demo(*app_, options, said, err), 0) << err.str();
  }
  static void TearDownTestSuite() {
    app_.reset();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  static void expect_sound() {
    std::ostringstream differs, verified;
    EXPECT_EQ(cli::run_recount_command(app_->indicate(), indicate::Indicate::Then::only_say, differs), 0) << differs.str();
    EXPECT_EQ(cli::run_verify_command(app_->engine(), verified), 0) << verified.str();
  }

  static std::unique_ptr<Application> app_;
  static std::string folder_;
};

std::unique_ptr<Application> ReportsOfStories::app_;
std::string ReportsOfStories::folder_;

TEST_F(ReportsOfStories, HaveEachOfTheirFigures) {
  ASSERT_TRUE(app_);
  std::stringstream printed;
  ASSERT_EQ(cli::run_figures_command(app_->indicate(), printed), 0);
  EXPECT_EQ(hold_against_reports(printed, {"1.", "3.", "5.", "6.07", "6.08", "6.09", "6.1", "8.", "9."}), 5u + 5u + 10u + 13u + 9u + 3u);
  expect_sound();
}

// After the other, since it takes records away.
TEST_F(ReportsOfStories, LoseWhatIsStruckAndNothingElse) {
  ASSERT_TRUE(app_);
  const OneLess held = strike_one_of_each(*app_);
  std::string left;
  for (const auto& id : held.none_struck) left += " " + id;
  RecordProperty("none struck", left);
  EXPECT_GE(held.lost_one.size() * 2, held.figures) << "none of the records may be struck of" << left;
  expect_sound();
}

INSTANTIATE_TEST_SUITE_P(BackEnds, Demo, ::testing::Values("sqlite", "postgresql"), [](const auto& info) { return info.param; });

}  // namespace
}  // namespace halfsky::app
