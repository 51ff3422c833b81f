// An effect with `each` over more elements than one command holds: the move is made at once, a job makes the elements.
#include "engine/job/elements.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json/array.hpp>
#include <algorithm>
#include <filesystem>

#include "app/application.hpp"
#include "base/uuid.hpp"
#include "engine/journal/journal.hpp"

namespace halfsky::engine {
namespace {

namespace json = boost::json;

constexpr int kHouses = 2'300, kSealedPlace = 1'700;   // in the second piece one is sealed, and its guard lets nobody close it

class Round : public testing::Test {
 protected:
  Round() : folder_(std::filesystem::temp_directory_path() / ("halfsky-round-" + std::to_string(getpid()))) {
    std::filesystem::remove_all(folder_);
    app_ = app::Application::open({folder_.string(), "", {std::string(HALFSKY_SOURCE_DIR) + "/tests/jobs/packs", std::string(HALFSKY_SOURCE_DIR) + "/programmes/core"}, true, nullptr});
    EXPECT_TRUE(OrgCommands(app_->engine()).load("", {{"990000000000", "", "示例省", lang::Level::province, ""}, {"990100000000", "", "示例市", lang::Level::city, ""}, {"990101000000", "", "示例县", lang::Level::county, ""}}, base::kDayMin));
    const base::OrgId county = app_->engine().site().orgs()->find_by_code("990101000000")->id;
    EXPECT_TRUE(app_->accounts().open("", "officer", "officer", "Qingshan-lvshui-71", false));
    EXPECT_TRUE(app_->accounts().grant("", "officer", county, "officer", base::kDayMin, base::kDayMax));
    who_ = *app_->accounts().acting_as("officer");
    day_ = base::format_day(app_->engine().site().clock->today());
    json::array houses;
    const int is_sealed = sealed();
    for (int n = 0; n < kHouses; ++n) houses.push_back(json::object{{"record", house(n)}, {"values", json::object{{"name", std::to_string(n)}, {"day", day_}, {"sealed", n == is_sealed}}}});
    EXPECT_TRUE(send({{"type", "rounds.house"}, {"move", "enter"}, {"records", std::move(houses)}}).accepted);
    EXPECT_TRUE(send({{"type", "rounds.round"}, {"move", "enter"}, {"record", kRound}, {"values", json::object{{"day", day_}}}}).accepted);
  }
  ~Round() override {
    app_.reset();
    std::filesystem::remove_all(folder_);
  }

  static std::string house(int n) { return base::derived_uuid("house", std::to_string(n)); }
  // Lists of rows are in the order of ids.
  static int sealed() {
    std::vector<std::pair<std::string, int>> order;
    for (int n = 0; n < kHouses; ++n) order.emplace_back(house(n), n);
    std::sort(order.begin(), order.end());
    return order[kSealedPlace].second;
  }
  Outcome send(json::object body) {
    body["id"] = app_->engine().new_id();
    auto command = parse_command(app_->engine().site(), who_, body);
    EXPECT_TRUE(command.ok()) << (command.ok() ? "" : command.problems().front().code);
    return app_->engine().writer().run(std::move(*command));
  }
  void find_nothing() {
    for (const auto& finding : app_->engine().reading([&](db::Connection& c) { return verify(app_->engine().site(), c); })) ADD_FAILURE() << finding.what << " " << finding.kind << " " << finding.id;
  }
  int64_t count(const std::string& table) {
    return app_->engine().reading([&](db::Connection& c) { return c.read({"select count(*) from " + table, {}}).integer(0, 0); });
  }
  Job job() { return app_->jobs().of(who_, kElementsJob, 1).at(0); }

  static constexpr const char* kRound = "019f0000-0000-7000-8000-000000000001";
  std::filesystem::path folder_;
  std::unique_ptr<app::Application> app_;
  Acting who_;
  std::string day_;
};

TEST_F(Round, IsMadePieceByPiece) {
  EXPECT_TRUE(send({{"type", "rounds.round"}, {"move", "begin"}, {"record", kRound}}).accepted);
  EXPECT_EQ(count("rounds_visit"), 0) << "the move is made, its elements are a job";
  EXPECT_EQ(job().total, kHouses);
  EXPECT_EQ(app_->jobs().work_off(), 1u);
  EXPECT_EQ(job().state, Job::State::done);
  EXPECT_EQ(job().good, kHouses);
  EXPECT_EQ(count("rounds_visit"), kHouses);
  EXPECT_EQ(count("task"), kHouses) << "each has its task";
  EXPECT_EQ(count("made where type = 'rounds.visit' and by_effect = 1"), kHouses);
  find_nothing();
}

TEST_F(Round, MovesEachPieceByPiece) {
  EXPECT_TRUE(send({{"type", "rounds.house"}, {"move", "tear"}, {"record", house(5)}}).accepted);
  EXPECT_TRUE(send({{"type", "rounds.round"}, {"move", "shut"}, {"record", kRound}}).accepted);
  EXPECT_EQ(count("rounds_house where stage = 'closed'"), 0) << "the move is made, its elements are a job";
  std::vector<int64_t> shown;
  app_->jobs().on_change([&](const Job& job) { shown.push_back(job.done); });
  EXPECT_EQ(app_->jobs().work_off(), 1u);
  app_->jobs().on_change({});
  EXPECT_EQ(shown, (std::vector<int64_t>{1'000, 1'000, 2'000, kHouses})) << "the piece with the sealed one is told of once more: it is made one by one";
  EXPECT_EQ(job().state, Job::State::done);
  EXPECT_EQ(job().bad, 1) << "the sealed one: its guard fails";
  EXPECT_EQ(job().good, kHouses - 1) << "the one torn down is skipped, as it is no longer in `from`";
  EXPECT_EQ(count("rounds_house where stage = 'closed'"), kHouses - 2);
  EXPECT_EQ(count("rounds_house where stage = 'listed'"), 1);
  EXPECT_EQ(count("made where move = 'close' and by_effect = 1"), kHouses - 2);
  find_nothing();
}

// A move that leaves the stage as it is could be made twice without anybody noticing.
TEST_F(Round, MovesNothingTwiceAfterACrash) {
  EXPECT_TRUE(send({{"type", "rounds.round"}, {"move", "tally"}, {"record", kRound}}).accepted);
  app_->jobs().work_off();
  app_->engine().writer().between([](db::Connection& c) { c.write({"update job set state = 'running', done = 1000, good = 1000", {}}); });
  app_->jobs().work_off();
  EXPECT_EQ(job().good, kHouses);
  EXPECT_EQ(count("rounds_house where counted = 1"), kHouses);
  EXPECT_EQ(count("made where move = 'count'"), kHouses);
}

// The process died while the piece with the sealed one was made one by one; then the seal was broken, so that all could be made at once now.
TEST_F(Round, WhatWasBegunOneByOneGoesOnOneByOne) {
  EXPECT_TRUE(send({{"type", "rounds.round"}, {"move", "mark"}, {"record", kRound}}).accepted);
  app_->jobs().work_off();
  EXPECT_EQ(job().bad, 1);
  EXPECT_EQ(count("rounds_mark"), kHouses - 1);
  EXPECT_TRUE(send({{"type", "rounds.house"}, {"move", "open"}, {"record", house(sealed())}}).accepted);
  app_->engine().writer().between([](db::Connection& c) { c.write({"update job set state = 'running', done = 1000, good = 1000, bad = 0", {}}); });
  app_->jobs().work_off();
  EXPECT_EQ(job().state, Job::State::done);
  EXPECT_EQ(job().good, kHouses) << "the one that was refused then is made now";
  EXPECT_EQ(job().bad, 0);
  EXPECT_EQ(count("rounds_mark"), kHouses) << "none is made a second time under another id";
}

TEST_F(Round, GoesOnAfterACrashAndMakesNothingTwice) {
  EXPECT_TRUE(send({{"type", "rounds.round"}, {"move", "begin"}, {"record", kRound}}).accepted);
  app_->jobs().work_off();
  // The process died after the second piece was made and before it was written down.
  app_->engine().writer().between([](db::Connection& c) { c.write({"update job set state = 'running', done = 1000, good = 1000", {}}); });
  app_->jobs().work_off();
  EXPECT_EQ(job().good, kHouses);
  EXPECT_EQ(count("rounds_visit"), kHouses);
}

TEST_F(Round, OneThatIsRefusedKeepsNoOtherBack) {
  EXPECT_TRUE(send({{"type", "rounds.visit"}, {"move", "enter"}, {"values", json::object{{"house", house(sealed())}}}}).accepted);
  EXPECT_TRUE(send({{"type", "rounds.round"}, {"move", "begin"}, {"record", kRound}}).accepted);
  app_->jobs().work_off();
  EXPECT_EQ(job().state, Job::State::done);
  EXPECT_EQ(job().good, kHouses - 1);
  EXPECT_EQ(job().bad, 1);
  EXPECT_EQ(count("rounds_visit"), kHouses);
}

TEST_F(Round, WhatWasTriedDryBeginsNoJob) {
  EXPECT_TRUE(send({{"type", "rounds.round"}, {"move", "begin"}, {"record", kRound}, {"dry_run", true}}).accepted);
  EXPECT_EQ(count("job"), 0);
}

}  // namespace
}  // namespace halfsky::engine
