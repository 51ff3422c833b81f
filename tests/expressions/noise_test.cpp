// Whatever is sent as an expression is answered: nonsense made of the language's own words ends in a value or a problem.
#include <gtest/gtest.h>

#include <random>

#include "cli/expr_command.hpp"
#include "expressions/readings.hpp"

namespace halfsky::testing {
namespace {

TEST(Expressions, NonsenseIsAnswered) {
  static const std::vector<std::string> words = {"i", "xs", "t", "day", "c", "nope", "1", "2.5", "'a'", "\"b", "'", "\\", "(", ")", "[", "]", "(", ")", "+", "-", "*", "/", "%", "==", "!=", "<", ">=", "&&", "||", "!", "?", ":", ",", ".", "in",
                                                 "null", "true", ".size()", ".sum(x, ", ".filter(x, ", ".map(x, x)", "x", "days(", "today", "yuan(", "min(", "abs(", "9223372036854775807", " ", "中", "（", "\t", "rows('a', ", "=", "&", "e5", "_", "\x01"};
  std::mt19937_64 random(20'261'124);
  size_t values = 0;
  for (int round = 0; round < 60'000; ++round) {
    std::string text;
    for (size_t count = random() % 14; count > 0; --count) text += words[random() % words.size()];
    const boost::json::object line = {{"expr", text}, {"types", {{"i", "int"}, {"xs", "list(int)"}, {"t", "text"}, {"day", "date"}, {"c", "choice(a|b)"}}}, {"vars", {{"i", 3}, {"xs", {1, 2}}, {"t", "x"}}}};
    const std::string answer = cli::answer_expr_line(boost::json::serialize(line), *readings().front().reading, 0);
    ASSERT_TRUE(answer.starts_with("{\"type\":") || answer.starts_with("{\"error\":{\"code\":")) << text << " -> " << answer;
    ASSERT_EQ(answer.find("bad_reading"), std::string::npos) << text << " -> " << answer;
    values += answer.starts_with("{\"type\":") ? 1 : 0;
  }
  EXPECT_GT(values, 100u);
}

TEST(Expressions, BytesThatAreNoTextAreAnswered) {
  std::mt19937_64 random(7);
  lang::Diagnostics out;
  struct NoNames final : lang::Names {
    std::optional<lang::Binding> name(std::string_view) const override { return std::nullopt; }
    std::optional<lang::Binding> member(const lang::Type&, std::string_view) const override { return std::nullopt; }
    std::vector<std::string> names() const override { return {}; }
    std::vector<std::string> members(const lang::Type&) const override { return {}; }
  };
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (size_t count = random() % 40; count > 0; --count) text += char(random());
    out.clear();
    EXPECT_TRUE(lang::compile(text, NoNames(), {}, out) || !out.empty());
  }
}

}  // namespace
}  // namespace halfsky::testing
