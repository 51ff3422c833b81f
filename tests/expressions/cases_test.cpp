// The text cases in cases/*.txt, in every reading. A file is read as:
//
//   @types {"i": "int"}         of the variables, until the next such line
//   @vars {"i": 7}
//   @today 2026-11-24
//   i + 1 => int: 8             the expression, its type, its value as JSON
//   i + => error syntax 4       or the first problem's code and column
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>

#include "cli/expr_command.hpp"
#include "expressions/readings.hpp"

namespace halfsky::testing {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

struct Case {
  std::string where;
  std::string line;       // as `halfsky expr` takes it
  std::string expected;   // "int: 8" or "error syntax 4"
};

std::vector<Case> read_cases(const fs::path& file) {
  std::ifstream in(file);
  std::vector<Case> cases;
  json::value types = json::object{}, variables = json::object{};
  std::string today = "2026-11-24";
  int number = 0;
  for (std::string text; std::getline(in, text);) {
    ++number;
    if (text.empty() || text.starts_with("# ")) continue;
    if (text.starts_with("@types ")) { types = json::parse(text.substr(7)); continue; }
    if (text.starts_with("@vars ")) { variables = json::parse(text.substr(6)); continue; }
    if (text.starts_with("@today ")) { today = text.substr(7); continue; }
    const size_t arrow = text.rfind(" => ");
    if (arrow == std::string::npos) throw std::runtime_error(file.string() + ":" + std::to_string(number) + ": no ' => '");
    const json::object line = {{"expr", text.substr(0, arrow)}, {"types", types}, {"vars", variables}, {"today", today}};
    cases.push_back({file.filename().string() + ":" + std::to_string(number) + ": " + text.substr(0, arrow), json::serialize(line), text.substr(arrow + 4)});
  }
  return cases;
}

// The answer in the cases' own form.
std::string shortened(const std::string& answer) {
  const json::value parsed = json::parse(answer);
  if (const json::value* error = parsed.as_object().if_contains("error"))
    return "error " + std::string(error->at("code").as_string()) + " " + std::to_string(error->at("column").as_int64());
  const size_t value = answer.find(",\"value\":");
  return std::string(parsed.at("type").as_string()) + ": " + answer.substr(value + 9, answer.size() - value - 10);
}

TEST(Expressions, EveryCaseHoldsInEveryReading) {
  size_t count = 0;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(HALFSKY_SOURCE_DIR) / "tests/expressions/cases")) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const auto& file : files)
    for (const auto& one : read_cases(file))
      for (const auto& [name, reading] : readings()) {
        EXPECT_EQ(shortened(cli::answer_expr_line(one.line, *reading, 0)), one.expected) << name << ": " << one.where;
        ++count;
      }
  std::printf("%zu cases in %zu readings\n", count / readings().size(), readings().size());
  EXPECT_GT(count, 500u);
}

std::string answer(const std::string& line) { return cli::answer_expr_line(line, *readings().front().reading, 0); }

TEST(Expressions, AWrongLineIsAnsweredAndTheNextOneToo) {
  for (const char* line : {"", "x", "[1]", "{}", R"_({"expr": 1})_", R"_({"expr": "1", "types": []})_", R"_({"expr": "1", "vars": 3})_"})
    EXPECT_TRUE(answer(line).starts_with("{\"error\":")) << line;
  EXPECT_EQ(shortened(answer(R"_({"expr": "x", "types": {"x": "itn"}})_")), "error unknown_type 0");
  EXPECT_EQ(shortened(answer(R"_({"expr": "x", "vars": {"x": 1}})_")), "error no_type 0");
  EXPECT_EQ(shortened(answer(R"_({"expr": "x", "types": {"x": "int"}, "vars": {"x": 1.5}})_")), "error bad_value 0");
  EXPECT_EQ(shortened(answer(R"_({"expr": "x", "types": {"x": "int"}, "vars": {"x": 9223372036854775808}})_")), "error bad_value 0");
  EXPECT_EQ(shortened(answer(R"_({"expr": "x", "types": {"x": "date"}, "vars": {"x": "2026-02-29"}})_")), "error bad_value 0");
  EXPECT_EQ(shortened(answer(R"_({"expr": "x", "types": {"x": "money"}, "vars": {"x": 0.125}})_")), "error bad_value 0");
  EXPECT_EQ(shortened(answer(R"_({"expr": "x", "types": {"x": "choice(a|b)"}, "vars": {"x": "c"}})_")), "error bad_value 0");
  EXPECT_EQ(shortened(answer(R"_({"expr": "x", "types": {"x": "int"}, "vars": {"x": "9223372036854775807"}})_")), "int: \"9223372036854775807\"");
  EXPECT_EQ(shortened(answer(R"_({"expr": "x", "types": {"x": "int"}})_")), "int: null");
}

TEST(Expressions, WhatAPlaceWantsIsHeld) {
  EXPECT_EQ(shortened(answer(R"_({"expr": "1", "want": "condition"})_")), "error not_a_condition 1");
  EXPECT_EQ(shortened(answer(R"_({"expr": "null", "want": "condition"})_")), "flag: null");
  EXPECT_EQ(shortened(answer(R"_({"expr": "1", "want": "decimal"})_")), "decimal: 1");
  EXPECT_EQ(shortened(answer(R"_({"expr": "1", "want": "tally"})_")), "tally: 1");
  EXPECT_EQ(shortened(answer(R"_({"expr": "1.5", "want": "int"})_")), "error wrong_type 1");
  EXPECT_EQ(shortened(answer(R"_({"expr": "100", "want": "money"})_")), "error wrong_type 1");
  EXPECT_EQ(shortened(answer(R"_({"expr": "true ? 'a' : 'b'", "want": "choice(a|b)"})_")), "choice: \"a\"");
  EXPECT_EQ(shortened(answer(R"_({"expr": "true ? 'a' : false ? 'b' : 'd'", "want": "choice(a|b)"})_")), "error no_such_code 28");
  EXPECT_EQ(shortened(answer(R"_({"expr": "['a']", "want": "choices(a|b)"})_")), "choices: [\"a\"]");
  EXPECT_EQ(shortened(answer(R"_({"expr": "null", "want": "date"})_")), "date: null");
  EXPECT_EQ(shortened(answer(R"_({"expr": "days(3)", "want": "date"})_")), "error wrong_type 1");
}

TEST(Expressions, InAnIndicatorAllIsDecimal) {
  for (const auto& [name, reading] : readings()) {
    const auto value = [&](const std::string& line) { return shortened(cli::answer_expr_line(line, *reading, 0)); };
    EXPECT_EQ(value(R"_({"expr": "7 / 2", "all_decimal": true})_"), "decimal: 3.5") << name;
    EXPECT_EQ(value(R"_({"expr": "100 * 2 / 3", "all_decimal": true})_"), "decimal: 66.6667") << name;
    EXPECT_EQ(value(R"_({"expr": "1 / 0", "all_decimal": true})_"), "decimal: null") << name;
    EXPECT_EQ(value(R"_({"expr": "1000000000000000 / 1", "all_decimal": true})_"), "decimal: null") << name;
  }
}

TEST(Expressions, AllProblemsAreSaidAtOnce) {
  const json::value parsed = json::parse(answer(R"_({"expr": "nope + 1 > other && stage == 'x' && foo(1)", "types": {"stage": "choice(a|b)"}})_"));
  std::string codes;
  for (const auto& error : parsed.at("errors").as_array()) codes += std::string(error.at("code").as_string()) + " " + std::to_string(error.at("column").as_int64()) + "; ";
  EXPECT_EQ(codes, "no_such_name 1; no_such_name 12; no_such_code 30; no_such_function 37; ");
}

TEST(Expressions, WhatWasMeantIsSaid) {
  const auto message = [](const std::string& expression) {
    const json::object line = {{"expr", expression}, {"types", {{"stage", "choice(open|checked)"}, {"amount", "money"}, {"day", "date"}}}};
    return std::string(json::parse(answer(json::serialize(line))).at("error").at("message").as_string());
  };
  EXPECT_NE(message("amout > yuan(1)").find("did you mean 'amount'?"), std::string::npos);
  EXPECT_NE(message("stage == 'chekced'").find("did you mean 'checked'?"), std::string::npos);
  EXPECT_NE(message("day + dayz(3)").find("did you mean 'days'?"), std::string::npos);
  EXPECT_NE(message("amount > 100").find("yuan(100)"), std::string::npos);
  EXPECT_NE(message("day - day").find("days_between"), std::string::npos);
  EXPECT_NE(message("stage = 'open'").find("'=='"), std::string::npos);
  EXPECT_NE(message("stage == ‘open’").find("did you mean"), std::string::npos);
}

std::string repeated(const std::string& part, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += part;
  return text;
}

TEST(Expressions, LimitsHaveTheirOwnProblems) {
  const auto answer_in = [](cli::ExprReading& reading, const std::string& expression) {
    return shortened(cli::answer_expr_line(json::serialize(json::object{{"expr", expression}, {"types", {{"i", "int"}}}, {"vars", {{"i", 1}}}}), reading, 0));
  };
  for (const auto& [name, reading] : readings()) {
    const auto value = [&, &one = *reading](const std::string& expression) { return answer_in(one, expression); };
    EXPECT_EQ(value(repeated("(", 64) + "1" + repeated(")", 64)), "int: 1") << name;
    EXPECT_EQ(value(repeated("(", 65) + "1" + repeated(")", 65)), "error too_deep 66") << name;
    EXPECT_EQ(value(repeated("!", 65) + "true"), "error too_deep 66") << name;
    EXPECT_EQ(value(repeated("[", 70)), "error too_deep 66") << name;
    EXPECT_EQ(value(repeated("abs(", 64) + "i" + repeated(")", 64)), "int: 1") << name;
    EXPECT_EQ(value(repeated("(1 + ", 64) + "i" + repeated(")", 64)), "int: 65") << name;
    EXPECT_EQ(value(repeated("true ? 1 : ", 65) + "1"), "error too_deep 712") << name;
    EXPECT_EQ(value("i" + repeated(" + i", 250)), "int: 251") << name;
    EXPECT_EQ(value("i" + repeated(" * 1.5 / 1.5", 60)), "decimal: 1") << name;
    EXPECT_EQ(value("i == 1" + repeated(" && i + 1 == 2", 200)), "flag: true") << name;
    EXPECT_EQ(value("i" + repeated("+i", 300)), "error too_deep 512") << name;
    EXPECT_EQ(value("'" + repeated("x", 4094) + "'.size()").substr(0, 14), "error too_long") << name;
    EXPECT_EQ(value("'" + repeated("x", 4000) + "'.size()"), "int: 4000") << name;
    EXPECT_EQ(value("'" + repeated("中", 1300) + "'.size()"), "int: 1300") << name;
    EXPECT_EQ(value("[" + repeated("1,", 999) + "1].size()"), "int: 1000") << name;
    EXPECT_EQ(value("[" + repeated("i,", 999) + "1].sum(x, x)"), "int: 1000") << name;
    EXPECT_EQ(value("1 in [" + repeated("2,", 999) + "i]"), "flag: true") << name;
    EXPECT_EQ(value("[" + repeated("1,", 1000) + "1]"), "error list_too_long 2002") << name;
  }
}

}  // namespace
}  // namespace halfsky::testing
