// A task lies with the office that its actor names now: when the field that names it changes, or the record that it is read through,
// the task moves there and is nowhere else.
#include "access/world.hpp"

#include "engine/query/pages.hpp"
#include "support/postgres.hpp"

namespace halfsky::testing {
namespace {

namespace json = boost::json;
using Held = std::map<std::string, base::OrgId>;

class Holders : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    const bool postgres = std::string(GetParam()) == "postgresql";
    if (postgres && !Postgres::is_available()) GTEST_SKIP() << "no PostgreSQL here";
    offices_ = std::make_unique<Offices>(postgres ? Postgres::shared().fresh_database() : "");
    county_ = Offices::acting("officer", offices_->counties[0]);
    desk_ = offices_->enter(county_, "desk", {{"host", village(0)}});
    errand_ = offices_->enter(county_, "errand", {{"desk", desk_}, {"helper", village(1)}});
  }
  void TearDown() override {
    if (!offices_) return;
    EXPECT_EQ(offices_->verified(), std::vector<std::string>());
  }

  base::OrgId village(int n) const { return offices_->villages[size_t(n)]; }

  // Open tasks of the errand: the move, and the office that holds it.
  Held held() {
    return offices_->engine->reading([&](db::Connection& connection) {
      const db::Rows rows = connection.read({"select move, org from task where record = ?1 and closed_at is null", {errand_}});
      Held result;
      for (size_t r = 0; r < rows.size(); ++r) EXPECT_TRUE(result.emplace(rows.text(r, 0), rows.integer(r, 1)).second) << "held twice: " << rows.text(r, 0);
      return result;
    });
  }

  // The moves that lie on an office's Today.
  std::vector<std::string> today(base::OrgId org) {
    const auto page = offices_->engine->reading([&](db::Connection& connection) { return json::value(engine::today_page(offices_->engine->site(), connection, Offices::acting("officer", org))); });
    std::vector<std::string> moves;
    for (const auto& task : page.at("tasks").as_array()) moves.emplace_back(task.at("move").as_string());
    return moves;
  }

  std::unique_ptr<Offices> offices_;
  engine::Acting county_;
  std::string desk_, errand_;
};

INSTANTIATE_TEST_SUITE_P(Both, Holders, ::testing::Values("sqlite", "postgresql"), [](const auto& info) { return std::string(info.param); });

TEST_P(Holders, AreThoseWhomTheActorsName) {
  EXPECT_EQ(held(), (Held{{"finish", village(1)}, {"check", village(0)}}));
  EXPECT_EQ(today(village(1)), std::vector<std::string>{"finish"});
}

TEST_P(Holders, ChangeWithTheFieldThatNamesThem) {
  offices_->edit(county_, "errand", errand_, {{"helper", village(2)}});
  EXPECT_EQ(held(), (Held{{"finish", village(2)}, {"check", village(0)}}));
  EXPECT_EQ(today(village(1)), std::vector<std::string>());
  EXPECT_EQ(today(village(2)), std::vector<std::string>{"finish"});
}

TEST_P(Holders, ChangeWithTheRecordThatNamesThem) {
  offices_->edit(county_, "desk", desk_, {{"host", village(3)}});
  EXPECT_EQ(held(), (Held{{"finish", village(1)}, {"check", village(3)}}));
  EXPECT_EQ(today(village(0)), std::vector<std::string>());
  EXPECT_EQ(today(village(3)), std::vector<std::string>{"check"});
}

TEST_P(Holders, ChangeWithTheRefThatLeadsToThem) {
  const std::string other = offices_->enter(county_, "desk", {{"host", village(3)}});
  offices_->edit(county_, "errand", errand_, {{"desk", other}});
  EXPECT_EQ(held()["check"], village(3));
  offices_->edit(county_, "desk", desk_, {{"host", village(2)}});   // no longer its desk
  EXPECT_EQ(held()["check"], village(3));
}

TEST_P(Holders, AreNobodyWhereNobodyIsNamed) {
  offices_->edit(county_, "errand", errand_, {{"helper", nullptr}});
  offices_->edit(county_, "desk", desk_, {{"host", nullptr}});
  EXPECT_EQ(held(), Held());
  offices_->edit(county_, "desk", desk_, {{"host", village(2)}});
  EXPECT_EQ(held(), (Held{{"check", village(2)}}));
}

TEST_P(Holders, AreDoneWithWhenItIsDone) {
  const auto outcome = offices_->run(Offices::acting("officer", village(1)), {{"type", "errands.errand"}, {"move", "finish"}, {"record", errand_}});
  ASSERT_TRUE(outcome.accepted) << say(outcome.problems);
  EXPECT_EQ(held(), Held());
  offices_->edit(county_, "desk", desk_, {{"host", village(3)}});
  EXPECT_EQ(held(), Held());
}

}  // namespace
}  // namespace halfsky::testing
