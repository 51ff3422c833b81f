// The lexer: names, numbers, quoted text with CEL's escapes, signs. Everything a person could mean by a wrong character is said.
#include "lang/expr/lexer.hpp"

#include <array>
#include <optional>
#include <utility>

#include "base/decimal.hpp"
#include "base/text.hpp"

namespace halfsky::lang {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

constexpr std::array<std::string_view, 6> kLongSigns = {"<=", ">=", "==", "!=", "&&", "||"};
constexpr std::string_view kShortSigns = "+-*/%<>!?:.,()[]";

// What Chinese input methods and other languages put where a sign is meant.
constexpr std::array<std::pair<std::string_view, std::string_view>, 24> kMistaken = {{
    {"（", "("}, {"）", ")"}, {"［", "["}, {"］", "]"}, {"【", "["}, {"】", "]"}, {"，", ","}, {"。", "."}, {"：", ":"}, {"？", "?"},
    {"！", "!"}, {"＋", "+"}, {"－", "-"}, {"×", "*"}, {"÷", "/"}, {"％", "%"}, {"＜", "<"}, {"＞", ">"}, {"＝", "=="}, {"≤", "<="},
    {"≥", ">="}, {"≠", "!="}, {"‘", "'"}, {"“", "'"}}};

std::string utf8(uint32_t point) {
  std::string text;
  if (point < 0x80) {
    text += char(point);
  } else if (point < 0x800) {
    text += char(0xc0 | point >> 6);
    text += char(0x80 | (point & 0x3f));
  } else if (point < 0x10000) {
    text += char(0xe0 | point >> 12);
    text += char(0x80 | (point >> 6 & 0x3f));
    text += char(0x80 | (point & 0x3f));
  } else {
    text += char(0xf0 | point >> 18);
    text += char(0x80 | (point >> 12 & 0x3f));
    text += char(0x80 | (point >> 6 & 0x3f));
    text += char(0x80 | (point & 0x3f));
  }
  return text;
}

class Lexer {
 public:
  Lexer(std::string_view source, Diagnostics& out) : source_(source), out_(out) {}

  std::vector<Token> run() {
    std::vector<Token> tokens;
    while (!failed_) {
      while (place_ < source_.size() && is_space(source_[place_])) advance(1);
      tokens.push_back(next());
      if (tokens.back().what == Token::What::end) break;
    }
    if (failed_) tokens.clear();
    return tokens;
  }

 private:
  char at(size_t offset) const { return place_ + offset < source_.size() ? source_[place_ + offset] : '\0'; }

  void advance(size_t bytes) {
    for (size_t i = 0; i < bytes; ++i)
      if ((static_cast<unsigned char>(source_[place_ + i]) & 0xc0) != 0x80) ++column_;
    place_ += bytes;
  }

  void fail(int column, std::string code, std::string message) {
    if (!failed_) out_.push_back({{"", 1, column}, std::move(code), std::move(message)});
    failed_ = true;
  }

  Token next() {
    Token token;
    token.column = column_;
    if (place_ >= source_.size()) return token;
    const char c = source_[place_];
    if (is_letter(c)) return word(std::move(token));
    if (is_digit(c) || (c == '.' && is_digit(at(1)))) return number(std::move(token));
    if (c == '\'' || c == '"') return quoted(std::move(token));
    token.what = Token::What::sign;
    for (std::string_view sign : kLongSigns)
      if (source_.substr(place_, 2) == sign) return take(std::move(token), sign);
    if (kShortSigns.find(c) != std::string_view::npos) return take(std::move(token), source_.substr(place_, 1));
    bad_character();
    return token;
  }

  Token take(Token token, std::string_view text) {
    token.text = text;
    advance(text.size());
    return token;
  }

  void bad_character() {
    const std::string_view rest = source_.substr(place_);
    for (const auto& [wrong, meant] : kMistaken)
      if (rest.substr(0, wrong.size()) == wrong)
        return fail(column_, "bad_character", "'" + std::string(wrong) + "' stands outside of quotes; did you mean '" + std::string(meant) + "'?");
    const char c = rest[0];
    if (c == '=') return fail(column_, "bad_character", "a single '='; did you mean '=='?");
    if (c == '&') return fail(column_, "bad_character", "a single '&'; did you mean '&&'?");
    if (c == '|') return fail(column_, "bad_character", "a single '|'; did you mean '||'?");
    size_t size = 1;
    while (size < rest.size() && (static_cast<unsigned char>(rest[size]) & 0xc0) == 0x80) ++size;
    fail(column_, "bad_character", "'" + std::string(rest.substr(0, size)) + "' can't stand in an expression outside of quotes");
  }

  Token word(Token token) {
    size_t size = 1;
    while (is_letter(at(size)) || is_digit(at(size))) ++size;
    token.what = Token::What::name;
    token = take(std::move(token), source_.substr(place_, size));
    if (token.text == "true" || token.text == "false") {
      token.what = Token::What::literal;
      token.value = Value::flag(token.text == "true");
    } else if (token.text == "null") {
      token.what = Token::What::literal;
    }
    return token;
  }

  Token number(Token token) {
    size_t size = 0;
    while (is_digit(at(size))) ++size;
    const bool point = at(size) == '.' && is_digit(at(size + 1));
    if (point) {
      ++size;
      while (is_digit(at(size))) ++size;
    }
    std::string text(source_.substr(place_, size));
    token.what = Token::What::literal;
    if (is_letter(at(size)) || static_cast<unsigned char>(at(size)) >= 0x80) {
      fail(column_, "bad_number", "after " + text + " comes what belongs to no number; numbers are written as 12 or 3.5");
      return token;
    }
    if (text[0] == '.') text = "0" + text;
    const auto scaled = base::parse_scaled(text, point ? base::kDecimalScale : 1);
    if (scaled) {
      token.value = point ? Value::decimal(*scaled) : Value::integer(*scaled);
    } else if (is_lowest(text, point)) {
      token.value = point ? Value::decimal(INT64_MIN) : Value::integer(INT64_MIN);
      token.too_low = true;
    } else if (point && text.find_last_not_of('0') > text.find('.') + 4) {
      fail(column_, "bad_number", "a decimal has at most four places");
    } else {
      fail(column_, "bad_number", text + " is outside of what 64 bits hold");
    }
    advance(size);
    return token;
  }

  // base::parse_scaled stops at the highest number, so the lowest one is known by its digits.
  static bool is_lowest(std::string_view text, bool point) {
    while (text.size() > 1 && text[0] == '0') text.remove_prefix(1);
    return text == (point ? "922337203685477.5808" : "9223372036854775808");
  }

  Token quoted(Token token) {
    const char quote = source_[place_];
    const int start = column_;
    advance(1);
    std::string text;
    while (!failed_) {
      if (place_ >= source_.size() || source_[place_] == '\n' || source_[place_] == '\r') {
        fail(start, "unclosed_text", std::string("the text that begins here has no closing ") + quote);
        return token;
      }
      if (source_[place_] == quote) break;
      if (source_[place_] == '\\') {
        text += escape();
        continue;
      }
      text += source_[place_];
      advance(1);
    }
    if (failed_) return token;
    advance(1);
    token.what = Token::What::literal;
    token.value = Value::string(std::move(text));
    return token;
  }

  std::string escape() {
    const int start = column_;
    const char c = at(1);
    static constexpr std::string_view kFrom = "abfnrtv\\?\"'`", kTo = "\a\b\f\n\r\t\v\\?\"'`";
    if (c != '\0' && kFrom.find(c) != std::string_view::npos) {
      advance(2);
      return std::string(1, kTo[kFrom.find(c)]);
    }
    std::optional<uint32_t> point;
    size_t size = 0;
    if (c == 'x' || c == 'X') { size = 4; point = digits(2, 2, 16); }
    if (c == 'u') { size = 6; point = digits(2, 4, 16); }
    if (c == 'U') { size = 10; point = digits(2, 8, 16); }
    if (c >= '0' && c <= '3') { size = 4; point = digits(1, 3, 8); }
    if (!point || *point == 0 || *point > 0x10ffff || (*point >= 0xd800 && *point <= 0xdfff)) {
      fail(start, "bad_escape", "no such escape in a text; known are \\n \\t \\' \\\" \\\\ and, by code point, \\x41 \\u4e2d \\U0001f33f \\101 (not zero)");
      return {};
    }
    advance(size);
    return utf8(*point);
  }

  std::optional<uint32_t> digits(size_t offset, size_t count, uint32_t base) const {
    uint32_t value = 0;
    for (size_t i = 0; i < count; ++i) {
      const char c = at(offset + i);
      const uint32_t digit = is_digit(c) ? uint32_t(c - '0') : c >= 'a' && c <= 'f' ? uint32_t(c - 'a' + 10) : c >= 'A' && c <= 'F' ? uint32_t(c - 'A' + 10) : 99;
      if (digit >= base) return std::nullopt;
      value = value * base + digit;
    }
    return value;
  }

  std::string_view source_;
  Diagnostics& out_;
  size_t place_ = 0;
  int column_ = 1;
  bool failed_ = false;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view source, Diagnostics& out) {
  if (!base::is_utf8(source) || source.find('\0') != std::string_view::npos) {
    out.push_back({{"", 1, 1}, "bad_character", "the expression is no UTF-8 text"});
    return {};
  }
  return Lexer(source, out).run();
}

}  // namespace halfsky::lang
