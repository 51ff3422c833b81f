// Sheets taken in: whole, with faults, twice, interrupted, and as offices make them by hand. On SQLite; the scenario does it on PostgreSQL.
#include "capabilities/exchange/import_job.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "app/application.hpp"
#include "base/ordered_uuid.hpp"
#include "base/uuid.hpp"
#include "engine/journal/journal.hpp"
#include "zip_maker.hpp"

namespace halfsky::exchange {
namespace {

using engine::Job;

constexpr const char* kPassword = "Qingshan-lvshui-71";

class Importing : public testing::Test {
 protected:
  Importing() : folder_(std::filesystem::temp_directory_path() / ("halfsky-import-" + std::to_string(getpid()))) {
    std::filesystem::remove_all(folder_);
    app_ = app::Application::open({folder_.string(), "", {std::string(HALFSKY_SOURCE_DIR) + "/bench/packs", std::string(HALFSKY_SOURCE_DIR) + "/programmes/core"}, true, nullptr});
    std::vector<engine::NewOrg> orgs = {{"990000000000", "", "示例省", lang::Level::province, ""}, {"990100000000", "", "示例市", lang::Level::city, ""}, {"990101000000", "", "示例县", lang::Level::county, ""},
                                        {"990101100000", "", "青山镇", lang::Level::township, "town"}, {"990101100200", "", "柳溪村", lang::Level::village, "village"}, {"990101100201", "", "梅岭村", lang::Level::village, "village"}};
    EXPECT_TRUE(engine::OrgCommands(app_->engine()).load("", orgs, base::kDayMin));
    const base::OrgId county = app_->engine().site().orgs()->find_by_code("990101000000")->id;
    EXPECT_TRUE(app_->accounts().open("", "officer", "officer", kPassword, false));
    EXPECT_TRUE(app_->accounts().grant("", "officer", county, "officer", base::kDayMin, base::kDayMax));
    EXPECT_TRUE(app_->accounts().open("", "other", "other", kPassword, false));
    EXPECT_TRUE(app_->accounts().grant("", "other", county, "officer", base::kDayMin, base::kDayMax));
    who_ = *app_->accounts().acting_as("officer");
  }
  ~Importing() override {
    app_.reset();
    std::filesystem::remove_all(folder_);
  }

  const lang::RecordType& homes() { return *app_->engine().site().packs->record_type("bench_work.home"); }
  engine::Jobs& jobs() { return app_->jobs(); }

  static std::string id_of(int n) {   // made up, in province 99, born in 1988
    static constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    std::string id = "99010119880308" + std::to_string(100 + n);
    int sum = 0;
    for (size_t i = 0; i < 17; ++i) sum += (id[i] - '0') * kWeights[i];
    return id + "10X98765432"[sum % 11];
  }

  static std::string cell(const std::string& text) { return "<c t=\"inlineStr\"><is><t>" + text + "</t></is></c>"; }
  static std::string row(const std::vector<std::string>& texts) {
    std::string cells;
    for (const auto& text : texts) cells += text.empty() ? "<c/>" : cell(text);
    return "<row>" + cells + "</row>";
  }
  static std::string headings() { return row({"村", "户主姓名", "性别", "身份证号", "村民小组", "人口", "妇女", "类型", "登记日期"}); }
  static std::vector<std::string> home(int n, const std::string& name = "李小雨") { return {"柳溪村", name, "女", id_of(n), "1", "3", "1", "普通", "2026-03-08"}; }
  static std::string sheet_of(int rows) {
    std::string all = headings();
    for (int n = 0; n < rows; ++n) all += row(home(n, "李" + std::string(n % 2 ? "小雨" : "桂兰") + std::to_string(n)));
    return all;
  }

  Job import(const std::string& rows, bool at_once = true) {
    const auto job = begin_import(jobs(), app_->engine(), who_, homes(), zipped(workbook(rows)), at_once);
    EXPECT_TRUE(job.ok());
    jobs().work_off();
    return *jobs().find(who_, job->id);
  }
  int64_t count(const std::string& table) {
    return app_->engine().reading([&](db::Connection& c) { return c.read({"select count(*) from " + table, {}}).integer(0, 0); });
  }
  std::vector<std::string> refusals(const Job& job) {
    std::vector<std::string> result;
    for (const BadCell& bad : bad_cells(jobs(), job)) result.push_back((bad.column < 0 ? "row " + std::to_string(bad.row) : cell_name(bad.row, bad.column)) + " " + bad.problem.code);
    return result;
  }
  void expect_sound() {
    for (const auto& finding : app_->engine().reading([&](db::Connection& c) { return engine::verify(app_->engine().site(), c); })) ADD_FAILURE() << finding.what << " " << finding.kind << " " << finding.id;
    EXPECT_TRUE(app_->indicate().recount(indicate::Indicate::Then::only_say).empty());
  }

  std::filesystem::path folder_;
  std::unique_ptr<app::Application> app_;
  engine::Acting who_;
};

TEST(OrderedIds, FollowTheirNumberAndAreIds) {
  std::string last;
  for (const uint32_t n : {0u, 1u, 2u, 4'095u, 4'096u, 1'048'575u, 1'048'576u, 400'000'000u}) {
    const std::string id = base::ordered_uuid(0x19f0a1b2c3d4, n, "a");
    EXPECT_TRUE(base::is_uuid(id)) << id;
    EXPECT_LT(last, id);
    EXPECT_EQ(id, base::ordered_uuid(0x19f0a1b2c3d4, n, "a"));
    EXPECT_NE(id, base::ordered_uuid(0x19f0a1b2c3d4, n, "b"));
    last = id;
  }
}

TEST_F(Importing, TakesRowsInWithTheirHeads) {
  const Job job = import(sheet_of(40));
  EXPECT_EQ(job.state, Job::State::done);
  EXPECT_EQ(job.total, 40);
  EXPECT_EQ(job.good, 40);
  EXPECT_EQ(count("bench_work_home"), 40);
  EXPECT_EQ(count("core_person"), 40);
  EXPECT_EQ(count("journal where kind = 'bench_work.home.enter'"), 1) << "one command holds them all";
  expect_sound();
}

TEST_F(Importing, TriesFirstAndWaits) {
  const Job tried = import(sheet_of(5), false);
  EXPECT_EQ(tried.state, Job::State::ready);
  EXPECT_EQ(tried.good, 5);
  EXPECT_EQ(count("bench_work_home"), 0);
  ASSERT_TRUE(jobs().go_on(who_, tried.id, "run").ok());
  jobs().work_off();
  EXPECT_EQ(jobs().find(who_, tried.id)->good, 5);
  EXPECT_EQ(count("bench_work_home"), 5);
}

TEST_F(Importing, BadRowsComeBackAndGoodOnesAreIn) {
  std::string rows = headings();
  auto bad = [&](int n, size_t column, const std::string& text) {
    auto one = home(n, "王春花" + std::to_string(n));
    one[column] = text;
    rows += row(one);
  };
  rows += row(home(0));
  bad(1, 0, "没有的村");
  bad(2, 3, "99010119880308102");
  bad(3, 7, "别的");
  bad(4, 6, "9");
  bad(5, 8, "2026-02-30");
  bad(6, 1, "");
  rows += "<row>" + cell("柳溪村") + cell("王小明") + cell("男") + "<c><v>9.9010119880308E+17</v></c>" + cell("1") + cell("2") + cell("1") + cell("普通") + cell("2026-03-08") + "</row>";
  rows += row(home(8, "周海燕"));
  const Job job = import(rows);
  EXPECT_EQ(job.state, Job::State::done);
  EXPECT_EQ(job.good, 2);
  EXPECT_EQ(job.bad, 7);
  EXPECT_EQ(refusals(job), (std::vector<std::string>{"A3 no_such_org", "D4 id_number_length", "H5 unknown_code", "G6 check", "I7 no_such_date", "B8 required", "D9 number_spoilt"}));
  const auto sheet = bad_rows_sheet(jobs(), job, [](const base::Problem& p) { return p.code; });
  ASSERT_TRUE(sheet.ok());
  auto back = SheetFile::open_bytes(*sheet);
  size_t lines = 0;
  std::string first_reason;
  EXPECT_TRUE(back->read_first([&](size_t, std::span<const Cell> cells) {
    if (++lines == 2) first_reason = std::string(cells.back().text);
    return true;
  }).ok());
  EXPECT_EQ(lines, 8u);
  EXPECT_EQ(first_reason, "no_such_org");
  expect_sound();
}

TEST_F(Importing, TheSameSheetAgainFindsItsPeople) {
  import(sheet_of(6));
  const Job again = import(sheet_of(6));
  EXPECT_EQ(count("core_person"), 6) << "known by their number";
  EXPECT_EQ(again.good, 6);
}

TEST_F(Importing, OnePersonInTwoRowsIsEnteredOnce) {
  const Job job = import(headings() + row(home(1)) + row(home(1)) + row(home(2, "王小明")));
  EXPECT_EQ(job.good, 3);
  EXPECT_EQ(job.doubles, 1);
  EXPECT_EQ(count("core_person"), 2);
  const auto pairs = doubles_of(jobs(), job);
  EXPECT_EQ(pairs[0].why, Doubles::Why::same_key);
  EXPECT_EQ(pairs[0].a.row, 2u);
  EXPECT_EQ(pairs[0].b.row, 3u);
}

TEST_F(Importing, PeopleOfTheRegisterAreLookedAtToo) {
  import(headings() + row(home(1, "李小雨")));
  const Job job = import(headings() + row(home(501, "李晓雨")));
  ASSERT_EQ(job.doubles, 1);
  const auto pair = doubles_of(jobs(), job)[0];
  EXPECT_EQ(pair.why, Doubles::Why::near_key);
  EXPECT_NE(pair.a.record + pair.b.record, "");
}

TEST_F(Importing, IsItsOwnersAlone) {
  const Job job = import(sheet_of(2), false);
  const engine::Acting other = *app_->accounts().acting_as("other");
  EXPECT_FALSE(jobs().find(other, job.id));
  EXPECT_TRUE(jobs().of(other, "import", 10).empty());
  EXPECT_EQ(jobs().cancel(other, job.id).problems()[0].code, "no_such_job");
  EXPECT_EQ(jobs().go_on(other, job.id, "run").problems()[0].code, "no_such_job");
  engine::Acting elsewhere = who_;   // she herself, in another role
  elsewhere.grants.front().role = "chair";
  EXPECT_FALSE(jobs().find(elsewhere, job.id));
}

TEST_F(Importing, GoesOnFromWhereItWas) {
  const auto begun = begin_import(jobs(), app_->engine(), who_, homes(), zipped(workbook(sheet_of(30))), false);
  jobs().work_off();
  // As it stands where the process died after the command and before the job's line was written.
  ASSERT_TRUE(jobs().go_on(who_, begun->id, "run").ok());
  jobs().work_off();
  app_->engine().writer().between([&](db::Connection& c) { c.write({"update job set state = 'running', phase = 'run', done = 0, good = 0, about = '{\"until\": 0}' where id = ?1", {begun->id}}); });
  jobs().work_off();
  const Job job = *jobs().find(who_, begun->id);
  EXPECT_EQ(job.state, Job::State::done);
  EXPECT_EQ(job.good, 30);
  EXPECT_EQ(job.bad, 0);
  EXPECT_EQ(count("bench_work_home"), 30);
  expect_sound();
}

TEST_F(Importing, ARoleThatWasTakenAwayEndsIt) {
  const auto begun = begin_import(jobs(), app_->engine(), who_, homes(), zipped(workbook(sheet_of(3))), true);
  ASSERT_TRUE(app_->accounts().revoke("", who_.grants.front().id).empty());
  jobs().work_off();
  const Job job = *jobs().find(who_, begun->id);
  EXPECT_EQ(job.state, Job::State::failed);
  EXPECT_EQ(job.problem, "not_yours");
  EXPECT_EQ(count("bench_work_home"), 0);
}

TEST_F(Importing, WhatIsStoppedStaysStopped) {
  const Job tried = import(sheet_of(4), false);
  ASSERT_TRUE(jobs().cancel(who_, tried.id).ok());
  EXPECT_EQ(jobs().work_off(), 0u);
  EXPECT_EQ(jobs().go_on(who_, tried.id, "run").problems()[0].code, "job_over");
  EXPECT_EQ(count("bench_work_home"), 0);
}

TEST_F(Importing, ItsPartsAreSealed) {
  const Job job = import(headings() + row(home(1, "李小雨")) + row(home(1, "李小雨")), false);
  app_->engine().read([&](db::Connection& c) {
    c.each_row({"select content from job_part where job = ?1", {job.id}}, [&](const db::Value* at) {
      const std::string& content = std::get<db::Bytes>(at[0]).data;
      EXPECT_EQ(content.find("李小雨"), std::string::npos);
      EXPECT_FALSE(content.starts_with("PK"));
    });
    const db::Rows rows = c.read({"select about, problem from job where id = ?1", {job.id}});
    EXPECT_EQ(rows.text(0, 0).find("李"), std::string::npos);
  });
}

TEST_F(Importing, HeadingsInTwoRowsAndMergedCells) {
  const std::string rows = row({"青山镇住户登记表"}) + row({"村", "户主", "", "", "村民小组", "人口", "", "类型", "登记日期"}) + row({"", "姓名", "性别", "身份证", "", "人口", "妇女", "", ""}) +
                           row({"柳溪村", "李小雨", "女", id_of(1), "1", "3", "1", "普通", "2026-03-08"}) + row({"", "王桂兰", "女", id_of(2), "2", "2", "1", "困难", "2026-03-08"}) +
                           row({"梅岭村", "周海燕", "女", id_of(3), "1", "4", "2", "普通", "2026-03-08"});
  Parts parts = workbook(rows);
  for (auto& [name, content] : parts)
    if (name == "xl/worksheets/sheet1.xml") content = "<worksheet><sheetData>" + rows + "</sheetData><mergeCells count=\"4\"><mergeCell ref=\"A1:I1\"/><mergeCell ref=\"A2:A3\"/><mergeCell ref=\"B2:D2\"/><mergeCell ref=\"A4:A5\"/></mergeCells></worksheet>";
  const auto begun = begin_import(jobs(), app_->engine(), who_, homes(), zipped(parts), true);
  ASSERT_TRUE(begun.ok());
  jobs().work_off();
  const Job job = *jobs().find(who_, begun->id);
  EXPECT_EQ(refusals(job), std::vector<std::string>{});
  EXPECT_EQ(job.good, 3);
  const base::OrgId village = app_->engine().site().orgs()->find_by_code("990101100200")->id;
  EXPECT_EQ(count("bench_work_home where org = " + std::to_string(village)), 2) << "the village of the second row is merged with the first one's";
}

TEST_F(Importing, NoHeadingsSaysWhichAreWanted) {
  const auto job = begin_import(jobs(), app_->engine(), who_, homes(), zipped(workbook(row({"甲", "乙"}) + row({"1", "2"}))), true);
  ASSERT_FALSE(job.ok());
  EXPECT_EQ(job.problems()[0].code, "no_headings");
  EXPECT_NE(job.problems()[0].arg("wanted")->find("身份证号"), std::string::npos);
}

TEST(DoublesTest, SurestFirstAndNoPairsOfTheRegister) {
  Doubles doubles;
  doubles.add(0, "r1", 1, "990101198803081234", "李小雨");
  doubles.add(0, "r2", 1, "990101198803081234", "李小雨");
  doubles.add(2, "", 1, "990101198803081234", "李小雨");
  doubles.add(3, "", 1, "", "李晓雨");
  doubles.add(4, "", 2, "990101198803061238", "黎小宇");
  doubles.add(5, "", 2, "990101198803061111", "王春花");
  std::vector<std::string> found;
  for (const auto& pair : doubles.find(100)) found.push_back(std::string(text_of(pair.why)) + " " + (pair.a.row ? std::to_string(pair.a.row) : pair.a.record) + " " + std::to_string(pair.b.row));
  EXPECT_EQ(found, (std::vector<std::string>{"near_key r1 4", "near_key r2 4", "near_key 2 4", "no_key r1 3", "no_key r2 3", "no_key 2 3"}));
}

}  // namespace
}  // namespace halfsky::exchange
