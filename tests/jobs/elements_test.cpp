// An effect with `each` over more elements than one command holds: the move is made at once, a job makes the elements.
#include "engine/job/elements.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json/array.hpp>
#include <filesystem>

#include "app/application.hpp"
#include "base/uuid.hpp"
#include "engine/journal/journal.hpp"

namespace halfsky::engine {
namespace {

namespace json = boost::json;

constexpr int kHouses = 2'300;

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
    for (int n = 0; n < kHouses; ++n) houses.push_back(json::object{{"record", house(n)}, {"values", json::object{{"name", std::to_string(n)}, {"day", day_}}}});
    EXPECT_TRUE(send({{"type", "rounds.house"}, {"move", "enter"}, {"records", std::move(houses)}}).accepted);
    EXPECT_TRUE(send({{"type", "rounds.round"}, {"move", "enter"}, {"record", kRound}, {"values", json::object{{"day", day_}}}}).accepted);
  }
  ~Round() override {
    app_.reset();
    std::filesystem::remove_all(folder_);
  }

  static std::string house(int n) { return base::derived_uuid("house", std::to_string(n)); }
  Outcome send(json::object body) {
    body["id"] = app_->engine().new_id();
    auto command = parse_command(app_->engine().site(), who_, body);
    EXPECT_TRUE(command.ok()) << (command.ok() ? "" : command.problems().front().code);
    return app_->engine().writer().run(std::move(*command));
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
  for (const auto& finding : app_->engine().reading([&](db::Connection& c) { return verify(app_->engine().site(), c); })) ADD_FAILURE() << finding.what << " " << finding.kind << " " << finding.id;
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
  EXPECT_TRUE(send({{"type", "rounds.visit"}, {"move", "enter"}, {"values", json::object{{"house", house(1'700)}}}}).accepted);
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
