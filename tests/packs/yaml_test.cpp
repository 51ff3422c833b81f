// The carrier: places in Chinese text, within quoted, folded and plain values, and what a file may not hold.
#include <gtest/gtest.h>

#include "lang/source/tree.hpp"

namespace halfsky::lang::source {
namespace {

Node sound(std::string_view text) {
  Diagnostics problems;
  Node node = read_yaml("a.yaml", text, problems);
  for (const auto& problem : problems) ADD_FAILURE() << to_text(problem);
  return node;
}

std::string place(const Span& span) { return std::to_string(span.line) + ":" + std::to_string(span.column); }

TEST(Yaml, ColumnsCountCodePoints) {
  const Node root = sound("平安家庭: { 标题: 𠮷家庭, is: x }\n");
  const Node& map = *root.find("平安家庭");
  EXPECT_EQ(place(map.at), "1:7");
  EXPECT_EQ(place(map.entry("标题")->key.at), "1:9");
  EXPECT_EQ(place(map.find("标题")->at), "1:13");
  EXPECT_EQ(place(map.entry("is")->key.at), "1:18");
}

TEST(Yaml, EveryScalarIsText) {
  const Node root = sound("a: 2009\nb: no\nc: 09:00\nd: ~\ne: 0x10\nf: true\n");
  EXPECT_EQ(root.find("a")->text, "2009");
  EXPECT_EQ(root.find("b")->text, "no");
  EXPECT_EQ(root.find("c")->text, "09:00");
  EXPECT_EQ(root.find("d")->text, "~");
  EXPECT_EQ(root.find("e")->text, "0x10");
}

TEST(Yaml, PlacesWithinPlainText) {
  const Node root = sound("when: girl.stage\n");
  EXPECT_EQ(place(root.find("when")->place_of(1)), "1:7");
  EXPECT_EQ(place(root.find("when")->place_of(6)), "1:12");
}

TEST(Yaml, PlacesWithinQuotes) {
  const Node root = sound("when: \"stage == '已摸底' && x\"\nb: 'it''s x'\n");
  const Node& when = *root.find("when");
  EXPECT_EQ(place(when.place_of(1)), "1:8");
  EXPECT_EQ(place(when.place_of(19)), "1:26");   // x
  EXPECT_EQ(place(root.find("b")->place_of(6)), "2:11");
}

TEST(Yaml, PlacesAfterEscapes) {
  const Node root = sound("a: \"x\\\"y\\u4E2Dz\"\n");
  EXPECT_EQ(root.find("a")->text, "x\"y中z");
  EXPECT_EQ(place(root.find("a")->place_of(3)), "1:8");    // y
  EXPECT_EQ(place(root.find("a")->place_of(5)), "1:15");   // z
}

TEST(Yaml, PlacesInValuesOfSeveralLines) {
  const Node root = sound("a: \"stage ==\n    '已' && who\"\nb: one\n  two\nc: >\n  first line\n  second\n");
  const Node& a = *root.find("a");
  EXPECT_EQ(a.text, "stage == '已' && who");
  EXPECT_EQ(place(a.place_of(10)), "2:5");   // the quote before 已
  EXPECT_EQ(place(a.place_of(17)), "2:12");  // who
  EXPECT_EQ(place(root.find("b")->place_of(5)), "4:3");
  const Node& c = *root.find("c");
  EXPECT_EQ(c.text, "first line second\n");
  EXPECT_EQ(place(c.place_of(1)), "6:3");
  EXPECT_EQ(place(c.place_of(12)), "7:3");
}

TEST(Yaml, FrontMatterBeginsBelowTheFirstLine) {
  Diagnostics problems;
  const Node root = read_yaml("a.md", "report: x\n", problems, 2);
  EXPECT_EQ(place(root.find("report")->at), "2:9");
}

TEST(Yaml, LineEndsOfWindowsAndByteOrderMark) {
  const Node root = sound("\xEF\xBB\xBF" "a: 一\r\nb: 二\r\n");
  EXPECT_EQ(root.find("a")->text, "一");
  EXPECT_EQ(place(root.find("b")->at), "2:4");
}

TEST(Yaml, TextIsNfc) { EXPECT_EQ(sound("a: e\xCC\x81\n").find("a")->text, "\xC3\xA9"); }

TEST(Yaml, GoesOnAfterWhatItRefuses) {
  Diagnostics problems;
  const Node root = read_yaml("a.yaml", "a: &x 1\nb: !t 2\na: 3\nc: |\n  text\nd: 4\n", problems);
  std::string codes;
  for (const auto& problem : problems) codes += problem.code + " ";
  EXPECT_EQ(codes, "anchor tag duplicate_key literal_text ");
  EXPECT_EQ(root.find("d")->text, "4");
}

TEST(Yaml, Limits) {
  Diagnostics problems;
  read_yaml("a.yaml", std::string(kBytesMax + 1, 'a'), problems);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].code, "too_large");
  problems.clear();
  read_yaml("a.yaml", std::string(100'000, '['), problems);
  ASSERT_FALSE(problems.empty());
  EXPECT_EQ(problems[0].code, "too_deep");
}

TEST(Yaml, ManyEscapesAreReadInTime) {
  std::string text = "a: \"";
  while (text.size() < 900'000) text += "\\n";
  const Node root = sound(text + "\"\n");
  EXPECT_EQ(root.find("a")->text.size(), 449'998u);
}

TEST(Yaml, EmptyFilesAreEmptyMaps) {
  EXPECT_TRUE(sound("").is_map());
  EXPECT_TRUE(sound("# nothing\n").entries.empty());
}

}  // namespace
}  // namespace halfsky::lang::source
