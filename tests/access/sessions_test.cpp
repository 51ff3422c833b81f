// Sessions end by themselves: two hours after the last request, and half a day after their beginning. Over HTTP, with a clock that the
// test moves, on both back ends.
#include <boost/json.hpp>
#include <filesystem>

#include "access/world.hpp"
#include "app/application.hpp"
#include "app/embedded.hpp"
#include "crypto/password.hpp"
#include "engine/journal/journal.hpp"
#include "http/admission.hpp"
#include "http/client.hpp"
#include "support/postgres.hpp"

namespace halfsky::testing {
namespace {

namespace fs = std::filesystem;
constexpr base::Instant kMinute = 60'000'000LL;
constexpr const char* kPassword = "Liu-yan-zhen-2026";

class Sessions : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    const bool postgres = std::string(GetParam()) == "postgresql";
    if (postgres && !Postgres::is_available()) GTEST_SKIP() << "no PostgreSQL here";
    std::string folder = (fs::temp_directory_path() / "halfsky-sessions-XXXXXX").string();
    ASSERT_NE(mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    app_ = app::Application::open({folder_ + "/data", postgres ? Postgres::shared().fresh_database() : "", {std::string(HALFSKY_SOURCE_DIR) + "/programmes/core"}, true, &clock_});
    ASSERT_TRUE(app_);
    ASSERT_TRUE(engine::OrgCommands(app_->engine()).load("", {{"990000000000", "", "示例省", lang::Level::province, ""}}, base::kDayMin));
    ASSERT_TRUE(app_->accounts().open("", "zhou", "周玉兰", kPassword, false));
    ASSERT_TRUE(app_->accounts().grant("", "zhou", app_->engine().site().orgs()->find_by_code("990000000000")->id, "officer", base::kDayMin, base::kDayMax));
    service_.reset(new http::Service{app_->engine(), app_->accounts(), app_->ledger(), app_->reports(), app_->figures(), app_->jobs(), events_, texts_, app_->forms()});
    http::ServerOptions options;
    options.admit = [this](const http::Route& route, http::Request& request) { return http::admit(*service_, route, request); };
    server_ = std::make_unique<http::RunningServer>(std::move(options), http::routes(*service_));
  }
  void TearDown() override {
    server_.reset();
    service_.reset();
    app_.reset();
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
  }

  std::string sign_in() {
    const auto token = app_->accounts().sign_in("zhou", kPassword, "");
    EXPECT_TRUE(token);
    return *token;
  }
  void pass(int minutes) { clock_.instant += minutes * kMinute; }
  int status(const std::string& token, const std::string& path = "/api/v1/today") {
    const std::string answer = http::Client(server_->port).get(path, "Authorization: Bearer " + token + "\r\n");
    return std::atoi(answer.substr(9, 3).c_str());
  }

  SetClock clock_;
  std::string folder_;
  std::unique_ptr<app::Application> app_;
  http::EventHub events_{1};
  http::Texts texts_{app::embedded_problems_zh(), app::embedded_problems_en()};
  std::unique_ptr<http::Service> service_;
  std::unique_ptr<http::RunningServer> server_;
};

INSTANTIATE_TEST_SUITE_P(Both, Sessions, ::testing::Values("sqlite", "postgresql"), [](const auto& info) { return std::string(info.param); });

TEST_P(Sessions, EndTwoHoursAfterTheLastRequest) {
  const std::string idle = sign_in(), just = sign_in(), used = sign_in();
  EXPECT_EQ(status(idle), 200);
  pass(60);
  EXPECT_EQ(status(used), 200);
  pass(59);
  EXPECT_EQ(status(just), 200);   // within the two hours
  pass(2);
  EXPECT_EQ(status(idle), 401);
  EXPECT_EQ(status(idle, "/api/v1/session"), 401);
  EXPECT_EQ(status(used), 200);
  pass(100);
  EXPECT_EQ(status(used), 200);
  EXPECT_EQ(status(just), 200);
  EXPECT_EQ(status(idle), 401);   // it does not come to life again
}

TEST_P(Sessions, EndHalfADayAfterTheirBeginning) {
  const std::string used = sign_in();
  for (int hour = 1; hour < 12; ++hour) {
    pass(60);
    EXPECT_EQ(status(used), 200) << hour << " h";
  }
  pass(61);
  EXPECT_EQ(status(used), 401);
}

// Parameters rise over the years; the hash of "password" is by the reference implementation (crypto/login_test.cpp).
TEST_P(Sessions, ThatBeginWithAnOldHashBringANewOne) {
  const std::string old = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
  auto& engine = app_->engine();
  const auto stored = [&] { return engine.reading([](db::Connection& c) { return c.read({"select password from account where login = 'zhou'", {}}).text(0, 0); }); };
  engine.writer().between([&](db::Connection& c) { c.write({"update account set password = ?1 where login = 'zhou'", {old}}); });
  EXPECT_FALSE(app_->accounts().sign_in("zhou", "passwort", ""));
  EXPECT_EQ(stored(), old);
  EXPECT_TRUE(app_->accounts().sign_in("zhou", "password", ""));
  const std::string fresh = stored();
  EXPECT_FALSE(crypto::is_outdated(fresh));
  EXPECT_TRUE(app_->accounts().sign_in("zhou", "password", ""));
  EXPECT_EQ(stored(), fresh);
  EXPECT_TRUE(engine.reading([&](db::Connection& c) { return engine::verify(engine.site(), c); }).empty());   // it is bound to the chain again
}

TEST_P(Sessions, OfOthersLiveOnWhenOneIsSignedOut) {
  const std::string first = sign_in(), second = sign_in();
  app_->accounts().sign_out(first);
  EXPECT_EQ(status(first), 401);
  EXPECT_EQ(status(second), 200);
}

}  // namespace
}  // namespace halfsky::testing
