// An office's year: reports compile themselves on their day, once for each office and period, also after the program stood still; what the
// offices below wrote flows up; a correction is a new version beside the old one; the year before and the plan stand beside the figure.
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <filesystem>
#include <sstream>

#include "app/application.hpp"
#include "capabilities/exchange/sheet_reader.hpp"
#include "capabilities/indicate/targets.hpp"
#include "capabilities/report/gather.hpp"
#include "cli/verify_command.hpp"
#include "support/postgres.hpp"

namespace halfsky::report {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

base::Day on(const char* text) { return *base::parse_day(text); }

class YearClock : public engine::Clock {
 public:
  base::Instant now() override { return instant_; }
  void set(const char* day) { instant_ = base::start_of(on(day)) + 9 * 3'600'000'000LL; }

 private:
  base::Instant instant_ = base::start_of(on("2026-01-20"));
};

class Year : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (std::string(GetParam()) == "postgresql") {
      if (!testing::Postgres::is_available()) GTEST_SKIP() << "no PostgreSQL";
      database_ = testing::Postgres::shared().fresh_database();
    }
    folder_ = (fs::temp_directory_path() / ("halfsky-year-" + std::to_string(getpid()))).string();
    fs::remove_all(folder_);
    open(true);
    ASSERT_TRUE(engine::OrgCommands(engine()).load("", {{"990000000000", "", "示例省", lang::Level::province, ""}, {"990100000000", "", "示例市", lang::Level::city, ""}, {"990101000000", "", "示例县", lang::Level::county, ""},
                                                        {"990101100000", "", "东镇", lang::Level::township, "town"}, {"990101100200", "", "甲村", lang::Level::village, "village"}, {"990101100201", "", "乙村", lang::Level::village, "village"},
                                                        {"990101101000", "", "西镇", lang::Level::township, "town"}, {"990101101200", "", "丙村", lang::Level::village, "village"}}, on("1990-01-01")));
    county_ = org("示例县");
    engine().run_clock();   // February's pages are laid out
    clock_.set("2026-02-10");
    engine().writer().between([&](db::Connection& c) { c.write({"update setting set value = ?1 where name like '%report office.%'", {std::to_string(on("2026-02-10"))}}); });
  }
  void TearDown() override {
    if (!app_) return;
    std::ostringstream found;
    EXPECT_EQ(cli::run_verify_command(engine(), found), 0) << found.str();
    app_.reset();
    fs::remove_all(folder_);
  }

  void open(bool create) {
    app_.reset();
    app_ = app::Application::open({folder_, database_, {std::string(HALFSKY_SOURCE_DIR) + "/tests/report/packs", std::string(HALFSKY_SOURCE_DIR) + "/programmes/core"}, create, &clock_});
    ASSERT_TRUE(app_);
  }

  engine::Engine& engine() { return app_->engine(); }
  Reports& reports() { return app_->reports(); }
  base::OrgId org(const std::string& name) {
    for (const auto& each : engine().site().orgs()->all())
      if (each.name == name) return each.id;
    ADD_FAILURE() << "no org " << name;
    return 0;
  }
  engine::Acting officer(const std::string& office = "") {   // of the county where no other is named
    engine::Acting who;
    who.account = who.login = who.name = "officer";
    who.grants.push_back({"officer", "officer", office.empty() ? county_ : org(office), "officer"});
    return who;
  }
  void run(json::object step) {
    json::object body{{"id", engine().new_id()}, {"county", base::county_of(county_)}, {"steps", json::array{std::move(step)}}};
    auto command = engine::parse_command(engine().site(), officer(), body);
    ASSERT_TRUE(command) << (command ? "" : command.problems().front().code);
    const auto outcome = engine().writer().run(std::move(*command));
    ASSERT_TRUE(outcome.accepted) << (outcome.problems.empty() ? "" : outcome.problems.front().path + " " + outcome.problems.front().code);
  }
  void talk(const std::string& where, const char* day, int heard) {
    const std::string id = engine().new_id();
    run({{"type", "office.talk"}, {"move", "enter"}, {"record", id}, {"org", org(where)}, {"values", json::object{{"day", day}, {"heard", heard}}}});
    run({{"type", "office.talk"}, {"move", "hold"}, {"record", id}, {"values", json::object{}}});
  }
  // The village's page of the month: words, or none.
  void page(const std::string& where, const char* starts, const std::string& words) {
    const std::string id = engine().reading([&](db::Connection& c) {
      const db::Rows rows = c.read({"select id from office_page where county = ?1 and org = ?2 and starts = ?3", {base::county_of(county_), org(where), int64_t{on(starts)}}});
      return rows.empty() ? std::string() : rows.text(0, 0);
    });
    ASSERT_FALSE(id.empty());
    run({{"type", "office.page"}, {"move", words.empty() ? "none" : "send"}, {"record", id}, {"values", words.empty() ? json::object{} : json::object{{"words", words}}}});
  }
  Compiled find(const std::string& id, base::County county) {
    return engine().reading([&](db::Connection& c) {
      auto found = reports().find(c, county, id);
      if (!found) throw std::runtime_error("no report " + id);
      reports().gather(c, *found);
      return *found;
    });
  }
  // The newest of an office about the period that ends on this day.
  Compiled newest(const std::string& report, const std::string& of, const char* until) {
    const auto all = engine().reading([&](db::Connection& c) { return reports().list(c, org(of), Reports::Whose::own); });
    for (const auto& each : all)
      if (each.report == "office." + report && each.until == on(until) && each.replaced_by.empty()) return find(each.id, each.county);
    throw std::runtime_error(of + " has no " + report + " until " + until);
  }
  // "town 东镇 2026-02-01..2026-02-28", a line for each report there is, in order.
  std::vector<std::string> all() {
    std::vector<std::string> lines;
    for (const auto& each : engine().site().orgs()->all())
      for (const auto& report : engine().reading([&](db::Connection& c) { return reports().list(c, each.id, Reports::Whose::own); }))
        lines.push_back(report.report.substr(7) + " " + each.name + " " + base::format_day(report.from) + ".." + base::format_day(report.until) + (report.version > 1 ? " v" + std::to_string(report.version) : ""));
    std::sort(lines.begin(), lines.end());
    return lines;
  }
  static std::string shown(const Compiled& report, const std::string& id) {
    for (const auto& figure : report.figures)
      if (figure.id == id) return figure.reading.shown;
    return "no figure " + id;
  }

  YearClock clock_;
  std::string folder_, database_;
  std::unique_ptr<app::Application> app_;
  base::OrgId county_ = 0;
};

const std::vector<std::string> kFebruary = {"region 示例县 2026-02-01..2026-02-28", "region 示例市 2026-02-01..2026-02-28", "town 东镇 2026-02-01..2026-02-28", "town 西镇 2026-02-01..2026-02-28"};

TEST_P(Year, ReportsCompileThemselvesOnTheirDayOnceForEachOffice) {
  talk("甲村", "2026-02-10", 34);
  clock_.set("2026-03-04");
  engine().run_clock();
  EXPECT_EQ(all(), std::vector<std::string>{});
  clock_.set("2026-03-05");
  engine().run_clock();
  EXPECT_EQ(all(), kFebruary);
  EXPECT_EQ(shown(newest("town", "东镇", "2026-02-28"), "t.1"), "1");
  EXPECT_EQ(shown(newest("town", "西镇", "2026-02-28"), "t.1"), "0");
  EXPECT_EQ(shown(newest("region", "示例县", "2026-02-28"), "r.2"), "30余");
  EXPECT_EQ(shown(newest("region", "示例市", "2026-02-28"), "r.1"), "1");
  EXPECT_TRUE(newest("region", "示例市", "2026-02-28").itself);
  engine().run_clock();
  clock_.set("2026-03-06");
  engine().run_clock();
  open(false);
  engine().run_clock();
  EXPECT_EQ(all(), kFebruary);
  const auto coming = reports().coming(county_);
  ASSERT_EQ(coming.size(), 3u);
  EXPECT_EQ(base::format_day(coming[0].day) + " " + coming[0].report->id, "2026-04-05 region");
  EXPECT_EQ(base::format_day(coming[1].day) + " " + base::format_day(coming[1].from) + ".." + base::format_day(coming[1].until), "2026-07-05 2026-01-01..2026-06-30");
  EXPECT_EQ(base::format_day(coming[2].day) + " " + base::format_day(coming[2].from) + ".." + base::format_day(coming[2].until), "2027-01-10 2026-01-01..2026-12-31");
}

TEST_P(Year, WhatPassedWhileNothingRanIsCaughtUpWith) {
  talk("甲村", "2026-05-10", 12);
  clock_.set("2027-01-20");
  engine().run_clock();
  const auto lines = all();
  const auto count = [&](const std::string& begin) { return std::count_if(lines.begin(), lines.end(), [&](const std::string& line) { return line.starts_with(begin); }); };
  EXPECT_EQ(count("town 东镇"), 11);   // February to December
  EXPECT_EQ(count("region 示例市"), 11);
  EXPECT_EQ(count("half"), 1);
  EXPECT_EQ(count("year"), 1);
  EXPECT_EQ(lines.size(), 46u);
  EXPECT_EQ(shown(newest("region", "示例县", "2026-05-31"), "r.1"), "1");
  EXPECT_EQ(shown(newest("region", "示例县", "2026-04-30"), "r.1"), "0");
  EXPECT_EQ(base::format_day(newest("half", "示例县", "2026-06-30").from), "2026-01-01");
  EXPECT_EQ(base::format_day(newest("year", "示例县", "2026-12-31").from), "2026-01-01");
}

// A crash between two offices: what is there is kept, the rest follows.
TEST_P(Year, ADayThatWasBrokenOffIsFinishedWithoutMakingAnyTwice) {
  clock_.set("2026-03-05");
  engine().run_clock();
  engine().writer().between([&](db::Connection& c) { c.write({"update setting set value = ?1 where name like '%report office.%'", {std::to_string(on("2026-03-04"))}}); });
  open(false);
  engine().run_clock();
  EXPECT_EQ(all(), kFebruary);
}

TEST_P(Year, OneThatSomebodyMadeAndClosedIsNotMadeAgain) {
  const auto id = reports().compile(officer(), "office.region", county_, on("2026-02-28"), {});
  ASSERT_TRUE(id);
  EXPECT_TRUE(reports().finalise(officer(), base::county_of(county_), *id).empty());
  clock_.set("2026-03-05");
  engine().run_clock();
  EXPECT_EQ(all(), kFebruary);
  EXPECT_EQ(newest("region", "示例县", "2026-02-28").id, *id);
}

TEST_P(Year, WhatVillagesWroteFlowsUpAndWhoWasSilentIsNamed) {
  page("甲村", "2026-02-01", "缺一间活动室。");
  page("丙村", "2026-02-01", "");
  clock_.set("2026-03-05");
  engine().run_clock();
  const auto orgs = engine().site().orgs();
  const auto text = [&](const Compiled& report) { return standing_texts(*orgs, report)["problems"]; };
  EXPECT_EQ(text(newest("town", "东镇", "2026-02-28")), "甲村：缺一间活动室。\n\n（还没有写：乙村。）");
  EXPECT_EQ(text(newest("town", "西镇", "2026-02-28")), "（没有要写的：丙村。）");
  EXPECT_EQ(text(newest("region", "示例县", "2026-02-28")), "东镇：甲村：缺一间活动室。\n\n（还没有写：西镇。）");
  EXPECT_EQ(text(newest("region", "示例市", "2026-02-28")), "（还没有写：示例县。）");
  const auto county = base::county_of(county_);
  // The township's own words take the place of what it gathered; a final one without any has nothing to say.
  EXPECT_TRUE(reports().write_paragraph(officer("东镇"), county, newest("town", "东镇", "2026-02-28").id, "problems", "全镇缺活动室。").empty());
  EXPECT_TRUE(reports().finalise(officer("西镇"), county, newest("town", "西镇", "2026-02-28").id).empty());
  EXPECT_EQ(text(newest("region", "示例县", "2026-02-28")), "东镇：全镇缺活动室。\n\n（没有要写的：西镇。）");
  // A final one keeps what it had gathered; what it gathered is its word to the office above.
  EXPECT_TRUE(reports().finalise(officer(), county, newest("region", "示例县", "2026-02-28").id).empty());
  EXPECT_TRUE(reports().write_paragraph(officer("东镇"), county, newest("town", "东镇", "2026-02-28").id, "problems", "后来改的。").empty());
  EXPECT_EQ(text(newest("region", "示例县", "2026-02-28")), "东镇：全镇缺活动室。\n\n（没有要写的：西镇。）");
  EXPECT_EQ(text(newest("region", "示例市", "2026-02-28")), "示例县：东镇：全镇缺活动室。");
}

TEST_P(Year, ACorrectionIsANewVersionBesideTheOld) {
  talk("甲村", "2026-02-10", 34);
  clock_.set("2026-03-05");
  engine().run_clock();
  const auto county = base::county_of(county_);
  const Compiled old = newest("region", "示例县", "2026-02-28");
  EXPECT_TRUE(reports().write_paragraph(officer(), county, old.id, "problems", "缺活动室。").empty());
  EXPECT_TRUE(reports().finalise(officer(), county, old.id).empty());
  EXPECT_EQ(reports().write_paragraph(officer(), county, old.id, "problems", "改").front().code, "report_final");
  talk("乙村", "2026-02-12", 6);   // came in late
  const auto drift = engine().reading([&](db::Connection& c) { return reports().drift(app_->figures(), c, find(old.id, county)); });
  ASSERT_EQ(drift.size(), 4u);   // both figures of the text, and 东镇's two of the table
  EXPECT_EQ(drift[0].now + " " + drift[0].away, "2 1");
  EXPECT_EQ(drift[1].now + " " + drift[1].away, "40 6");
  EXPECT_EQ(reports().again(officer(), county, old.id, " ").problems().front().path, "reason");
  const auto id = reports().again(officer(), county, old.id, "补录一场讲座");
  ASSERT_TRUE(id);
  const Compiled corrected = newest("region", "示例县", "2026-02-28"), before = find(old.id, county);
  EXPECT_EQ(corrected.id, *id);
  EXPECT_EQ(corrected.version, 2);
  EXPECT_EQ(corrected.replaces, old.id);
  EXPECT_EQ(corrected.state, "draft");
  EXPECT_EQ(corrected.paragraphs.at("problems"), "缺活动室。");
  EXPECT_EQ(shown(corrected, "r.1") + " " + shown(corrected, "r.2"), "2 40");
  EXPECT_NE(reports().markdown(corrected).find("本报告为第2版，更正说明：补录一场讲座。"), std::string::npos);
  EXPECT_EQ(before.replaced_by, *id);
  EXPECT_EQ(before.state, "final");
  EXPECT_EQ(shown(before, "r.1") + " " + shown(before, "r.2"), "1 30余");
  EXPECT_EQ(reports().again(officer(), county, old.id, "再改").problems().front().code, "newer_version");
  EXPECT_EQ(engine().reading([&](db::Connection& c) { return reports().versions(c, corrected).size(); }), 2u);
  EXPECT_TRUE(engine().reading([&](db::Connection& c) { return reports().drift(app_->figures(), c, corrected); }).empty());
  clock_.set("2026-03-06");
  engine().run_clock();
  EXPECT_EQ(newest("region", "示例县", "2026-02-28").id, *id);
}

// The cells of a sheet as their kinds are read: numbers as they stand, texts in angle brackets.
std::vector<std::vector<std::string>> cells_of(const std::string& bytes, size_t sheet) {
  auto file = exchange::SheetFile::open_bytes(bytes);
  EXPECT_TRUE(file);
  std::vector<std::vector<std::string>> rows;
  EXPECT_TRUE(file->read(sheet, [&](size_t, std::span<const exchange::Cell> cells) {
    rows.emplace_back();
    for (const auto& cell : cells) {
      rows.back().resize(size_t(cell.column) + 1);
      rows.back().back() = cell.kind == exchange::Cell::Kind::number ? fmt::format("{}", cell.number) : "<" + std::string(cell.text) + ">";
    }
    return true;
  }));
  return rows;
}

TEST_P(Year, TheYearBeforeAndThePlanStandBesideTheFigure) {
  clock_.set("2026-03-01");
  talk("甲村", "2025-03-10", 20);
  talk("甲村", "2026-02-10", 34);
  talk("丙村", "2026-02-11", 16);
  talk("丙村", "2026-02-28", 10);
  indicate::Targets targets(engine());
  EXPECT_TRUE(targets.set("", *engine().site().packs->indicator("office.talks"), county_, 2026, {}, 4 * 10'000).empty());
  clock_.set("2027-01-10");
  engine().run_clock();
  const Compiled year = newest("year", "示例县", "2026-12-31");
  const auto& pieces = year.pieces;
  const auto table = std::find_if(pieces.begin(), pieces.end(), [](const json::value& piece) { return piece.at("kind").as_string() == "table"; });
  ASSERT_NE(table, pieces.end());
  EXPECT_EQ(json::serialize(table->at("header")), R"(["指标","本期","上年同期","增减","全年计划","完成%"])");
  std::vector<std::vector<std::string>> lines;
  for (const auto& row : table->at("rows").as_array()) {
    lines.emplace_back();
    for (const auto& cell : row.as_array()) lines.back().emplace_back(cell.at("text").as_string());
  }
  EXPECT_EQ(lines, (std::vector<std::vector<std::string>>{{"讲座（场）", "3", "1", "2", "4", "75.0"}, {"听讲（人次）", "60", "20", "40", "—", "—"}}));
  // The same in the sheet, numbers as numbers.
  const auto text = cells_of(reports().excel(year), 0), figures = cells_of(reports().excel(year), 1);
  const auto holds = [&](const std::vector<std::string>& row) { return std::any_of(text.begin(), text.end(), [&](auto found) { while (!found.empty() && found.back().empty()) found.pop_back(); return found == row; }); };
  EXPECT_TRUE(holds({"<讲座（场）>", "3", "1", "2", "4", "75"}));
  EXPECT_TRUE(holds({"<听讲（人次）>", "60", "20", "40", "<—>", "<—>"}));
  EXPECT_TRUE(holds({"<2026年2月>", "3"}));
  EXPECT_TRUE(holds({"<逐月>"}));
  ASSERT_EQ(figures.size(), year.figures.size() + 1);
  EXPECT_EQ(figures[1][0] + figures[1][1] + figures[1][5] + figures[1][6], "<y.1><讲座（场）><3>3");
}

INSTANTIATE_TEST_SUITE_P(Backends, Year, ::testing::Values("sqlite", "postgresql"), [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace halfsky::report
