// Stories: what is wrong with one is said at its place; items lie where and when they should; records come by the ordinary path.
#include "app/demo/story/stories.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/demo/province.hpp"
#include "app/demo/story/teller.hpp"

namespace halfsky::app::demo {
namespace {

namespace fs = std::filesystem;

class Stories : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = (fs::temp_directory_path() / "halfsky-story-XXXXXX").string();
    ASSERT_NE(mkdtemp(folder_.data()), nullptr);
    app_ = Application::open({folder_ + "/data", "", {std::string(HALFSKY_SOURCE_DIR) + "/programmes"}, true, nullptr});
    ASSERT_NE(app_, nullptr);
    load_province(*app_);
  }
  void TearDown() override {
    app_.reset();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  Story read(const std::string& programme, const std::string& text, lang::Diagnostics& problems) {
    const std::string file = folder_ + "/story.yaml";
    std::ofstream(file) << text;
    KnownRecords known;
    const auto& packs = *app_->engine().site().packs;
    return read_story(packs, *packs.pack(programme), file, known, problems);
  }
  int64_t one(const std::string& sql) {
    return app_->engine().reading([&](db::Connection& connection) { return connection.read({sql, {}}).integer(0, 0); });
  }

  std::string folder_;
  std::unique_ptr<Application> app_;
};

TEST_F(Stories, SayAllThatIsWrongAtItsPlace) {
  lang::Diagnostics problems;
  (void)read("training",
             "story: 错\n"
             "place: \"990102000000\"\n"
             "pages: 3\n"
             "work:\n"
             "  - block: course\n"
             "    on: 2007-01-01 to 2007-13-01\n"
             "    steps:\n"
             "      - { enter: course, id: c, by: county.officer, set: { nme: 甲, kind: \"{nn}\" } }\n"
             "      - { move: stat, of: c, by: county.officer }\n"
             "      - { move: start, of: d, by: county.officer }\n",
             problems);
  std::string all;
  for (const auto& problem : problems) all += std::to_string(problem.at.line) + ":" + problem.code + " ";
  for (const char* expected : {"3:unknown_key", "6:bad_value", "8:no_such_field", "8:no_such_name", "9:no_such_move", "10:no_such_record"}) EXPECT_NE(all.find(expected), std::string::npos) << expected << " in " << all;
}

TEST_F(Stories, SpreadItemsOverUnitsAndWorkingDays) {
  lang::Diagnostics problems;
  const Story story = read("training",
                           "story: 课\n"
                           "place: \"990102000000\"\n"
                           "work:\n"
                           "  - block: course\n"
                           "    times: 20\n"
                           "    over: villages\n"
                           "    on: 2007-01-01 to 2007-01-14\n"
                           "    let: { seats: 10 + n }\n"
                           "    steps:\n"
                           "      - { enter: course, id: c, by: county.officer, set: { name: \"第{n + 1}期\", kind: \"{n % 2 == 0 ? 'syb' : 'law'}\", starts: \"{day}\", ends: \"{day + days(2)}\", seats: \"{seats}\" } }\n"
                           "      - { move: start, of: c, by: county.officer, after: \"{n % 3}\", only: n < 5 }\n"
                           "      - { refused: wrong_stage, move: start, of: \"course[{n}].c\", by: county.officer, only: n < 5 }\n",
                           problems);
  ASSERT_TRUE(problems.empty()) << lang::to_text(problems.front());
  Hands hands(*app_);
  std::ostringstream out;
  Teller(*app_, hands).tell(story, out);
  EXPECT_EQ(one("select count(*) from training_course"), 20);
  EXPECT_EQ(one("select count(*) from training_course where stage = 'running'"), 5);
  EXPECT_EQ(one("select count(*) from training_course where kind = 'syb'"), 10);
  EXPECT_EQ(one("select max(seats) from training_course"), 29);
  // Six villages: two get four, four get three. Ten working days: two a day.
  EXPECT_EQ(one("select max(n) from (select count(*) as n from training_course group by org) x"), 4);
  EXPECT_EQ(one("select count(*) from (select count(*) as n from training_course group by org) x where n = 3"), 4);
  EXPECT_EQ(one("select count(distinct starts) from training_course"), 10);
}

TEST_F(Stories, RefuseANameThatIsTaken) {
  lang::Diagnostics problems;
  (void)read("training",
             "story: 课\n"
             "place: \"990102000000\"\n"
             "work:\n"
             "  - block: course\n"
             "    on: 2007-01-08\n"
             "    steps:\n"
             "      - { enter: course, id: c, by: county.officer, set: { name: 甲 } }\n"
             "  - block: course\n"
             "    on: 2007-01-09\n"
             "    steps:\n"
             "      - { enter: course, id: c, by: county.officer, set: { name: 乙 } }\n",
             problems);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems.front().code, "duplicate");
  EXPECT_EQ(problems.front().at.line, 11);
}

TEST_F(Stories, EnterWhatLiesAboveTheCounties) {
  lang::Diagnostics problems;
  const Story story = read("official_course",
                           "story: 班\n"
                           "place: \"990000000000\"\n"
                           "work:\n"
                           "  - block: course\n"
                           "    on: 2011-05-23\n"
                           "    steps:\n"
                           "      - { enter: course, id: c, by: province.officer, set: { name: 班, hosts: 省妇联, starts: 2011-06-20, ends: 2011-06-23, place_at: 省城, seats: \"70\", announce: 各县推荐 } }\n"
                           "      - { enter: quota, id: q, by: province.officer, set: { course: c, unit: \"990102000000\", seats: \"9\" } }\n"
                           "      - { move: open, of: c, by: province.officer }\n",
                           problems);
  ASSERT_TRUE(problems.empty()) << lang::to_text(problems.front());
  Hands hands(*app_);
  std::ostringstream out;
  Teller(*app_, hands).tell(story, out);
  EXPECT_EQ(one("select count(*) from official_course_course where county = 0 and stage = 'open'"), 1);
}

TEST_F(Stories, SayWhoAnAccountIsInTheRegister) {
  lang::Diagnostics problems;
  const Story story = read("core",
                           "story: 评委\n"
                           "place: \"990102100000\"\n"
                           "accounts:\n"
                           "  - { login: judge, name: 沈老师, role: rater, at: [\"990102100000\"], person: \"judges[1].p\" }\n"
                           "work:\n"
                           "  - block: judges\n"
                           "    times: 2\n"
                           "    on: 2015-09-01\n"
                           "    steps:\n"
                           "      - { enter: person, id: p, by: township.officer, set: { name: \"{woman}\", sex: female, birth: \"{day - days(9000 + n)}\" } }\n",
                           problems);
  ASSERT_TRUE(problems.empty()) << lang::to_text(problems.front());
  Hands hands(*app_);
  std::ostringstream out;
  Teller(*app_, hands).tell(story, out);
  EXPECT_EQ(one("select count(*) from account where person is not null and person <> ''"), 1);
  EXPECT_EQ(one("select count(*) from account a join core_person p on p.id = a.person where a.login = 'judge' and p.birth = (select min(birth) from core_person)"), 1);
}

TEST_F(Stories, WantTheAccountsPersonToBeEntered) {
  lang::Diagnostics problems;
  const Story story = read("core",
                           "story: 评委\n"
                           "place: \"990102100000\"\n"
                           "accounts:\n"
                           "  - { login: judge, name: 沈老师, role: rater, at: [\"990102100000\"], person: \"judges[2].p\" }\n"
                           "work:\n"
                           "  - block: judges\n"
                           "    times: 2\n"
                           "    on: 2015-09-01\n"
                           "    steps:\n"
                           "      - { enter: person, id: p, by: township.officer, set: { name: \"{woman}\", sex: female, birth: 1968-06-01 } }\n",
                           problems);
  ASSERT_TRUE(problems.empty()) << lang::to_text(problems.front());
  Hands hands(*app_);
  std::ostringstream out;
  try {
    Teller(*app_, hands).tell(story, out);
    ADD_FAILURE() << "nobody is entered as judges[2].p";
  } catch (const Surprise& surprise) {
    EXPECT_NE(std::string(surprise.what()).find(":4: nobody is entered as 'judges[2].p'"), std::string::npos) << surprise.what();
  }
}

}  // namespace
}  // namespace halfsky::app::demo
