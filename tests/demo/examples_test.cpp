// Worked examples: those of the programmes hold, and a wrong one is told with its place.
#include "app/examples/run_examples.hpp"

#include <gtest/gtest.h>

namespace halfsky::app {
namespace {

const std::string kProgrammes = std::string(HALFSKY_SOURCE_DIR) + "/programmes/";

std::vector<lang::PackSource> programmes() {
  lang::Diagnostics unread;
  auto sources = lang::read_packs_with_uses({kProgrammes + "core", kProgrammes + "training", kProgrammes + "lectures", kProgrammes + "election", kProgrammes + "spring-bud"}, kProgrammes + "core", unread);
  EXPECT_TRUE(unread.empty());
  return sources;
}

std::vector<lang::PackSource> with_one_example(const std::string& text) {
  auto sources = programmes();
  for (auto& source : sources) source.examples.clear();
  sources.back().examples.push_back({"story.yaml", text});
  return sources;
}

std::string told(const std::string& text) {
  std::string all;
  for (const auto& problem : run_examples(with_one_example(text)).problems) all += lang::to_text(problem) + "\n";
  return all;
}

const std::string kApproved =
    "example: a\n"
    "given:\n"
    "  - { enter: girl, id: g1, child: 小雨, school: 春蕾小学, grade: 5, area: mountain, hardship: poverty }\n"
    "  - { move: [review, approve], of: g1 }\n"
    "when: []\n"
    "then:\n";

TEST(Examples, OfTheProgrammesHold) {
  const auto run = run_examples(programmes());
  EXPECT_GE(run.count, 18u);
  for (const auto& problem : run.problems) ADD_FAILURE() << lang::to_text(problem);
}

TEST(Examples, SayWhatWasExpectedAndWhatCame) {
  EXPECT_EQ(told(kApproved + "  - { of: g1, stage: reviewed }\n"), "story.yaml:7:5: example: stage: expected reviewed, came approved\n");
  EXPECT_EQ(told(kApproved + "  - { of: g1, band: junior }\n"), "story.yaml:7:21: example: band: expected junior, came primary\n");
  EXPECT_EQ(told(kApproved + "  - { figure: waiting, is: 2 }\n"), "story.yaml:7:5: example: waiting: expected 2, came 1\n");
  EXPECT_EQ(told(kApproved + "  - { count: girl, is: 3 }\n"), "story.yaml:7:5: example: count of girl: expected 3, came 1\n");
  EXPECT_EQ(told(kApproved + "  - { balance: fund.spring_bud, is: 5 }\n"), "story.yaml:7:5: example: balance: expected 5, came 0\n");
  EXPECT_EQ(told(kApproved + "  - { visible: g1, to: township.officer, is: false }\n"), "story.yaml:7:5: example: visible to township.officer: expected false, came true\n");
  EXPECT_EQ(told(kApproved + "  - { refused: recheck, of: g1, grade: 6, school: 春蕾小学, by: township.officer }\n"), "story.yaml:7:5: example: the move 'recheck' should be refused, but it is accepted\n");
  EXPECT_EQ(told(kApproved + "  - { of: g1, stage: approved, task: sponsor, holder: county.officer }\n"), "");
}

TEST(Examples, EndWithTheStepThatGoesWrong) {
  EXPECT_EQ(told("example: a\ngiven:\n  - { enter: girl, id: g1, child: 小雨, school: 春蕾小学, grade: 5, area: mountain, hardship: poverty }\n"
                 "when:\n  - { move: approve, of: g1 }\nthen:\n  - { of: g1, stage: approved }\n"),
            "story.yaml:5:5: example: the move 'approve' should be accepted, but it was refused: wrong_stage at record stage=已摸底 move=批准\n");
}

}  // namespace
}  // namespace halfsky::app
