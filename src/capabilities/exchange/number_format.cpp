// What a cell's number format makes of a number.
#include "capabilities/exchange/number_format.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace halfsky::exchange {

namespace {

constexpr double kUnixDayOf1900 = 25'569, kUnixDayOf1904 = 24'107;
constexpr double kSerialMax = 2'958'466;  // 10000-01-01
constexpr double kLeapDayThatNeverWas = 60;
constexpr double kMinutesPerDay = 1'440;
constexpr double kExactMax = 1e15;
constexpr int kSignificantDigits = 15;
constexpr int kExponentMin = -10, kExponentMax = 20;  // beyond these with an exponent, as Excel shows it

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// The letters of the first section that mean something: without quoted text, escapes, fillers and brackets; "[h]" is kept as E.
std::string meaning_letters(std::string_view code) {
  std::string letters;
  for (size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    const char c = lower(code[i]);
    if (c == '"') {
      while (++i < code.size() && code[i] != '"') {
      }
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '[') {
      const size_t end = code.find(']', i);
      const size_t size = (end == std::string_view::npos ? code.size() : end) - i - 1;
      const char first = i + 1 < code.size() ? lower(code[i + 1]) : ' ';
      const bool is_elapsed = size <= 2 && (first == 'h' || first == 'm' || first == 's');
      if (is_elapsed) letters += 'E';
      i += size + 1;
    } else if (c >= 'a' && c <= 'z') {
      letters += c;
    }
  }
  return letters;
}

}  // namespace

NumberKind kind_of_builtin_format(int id) {
  const auto within = [id](int low, int high) { return id >= low && id <= high; };
  if (id == 22) return NumberKind::date_time;
  if (id == 46) return NumberKind::elapsed;
  if (within(18, 21) || within(32, 35) || id == 45 || id == 47 || id == 55 || id == 56) return NumberKind::time;
  if (within(14, 17) || within(27, 31) || id == 36 || within(50, 54) || id == 57 || id == 58) return NumberKind::date;
  return NumberKind::number;
}

NumberKind kind_of_format_code(std::string_view code) {
  const std::string letters = meaning_letters(code);
  if (letters == "general") return NumberKind::number;
  const auto has = [&](std::string_view some) { return letters.find_first_of(some) != std::string::npos; };
  if (has("E")) return NumberKind::elapsed;
  const bool has_clock = has("hs");
  const bool has_weekday = letters.find("aaa") != std::string::npos;  // 星期日
  const bool has_calendar = has("yd") || has_weekday || (has("m") && !has_clock);  // m is a month, or minutes beside h and s
  if (has_clock) return has_calendar ? NumberKind::date_time : NumberKind::time;
  return has_calendar ? NumberKind::date : NumberKind::number;
}

bool is_date_serial(double serial) { return serial >= 0 && serial < kSerialMax; }

base::Minute minute_of_serial(double serial, DateSystem system) {
  double days = serial - (system == DateSystem::from_1904 ? kUnixDayOf1904 : kUnixDayOf1900);
  if (system == DateSystem::from_1900 && serial < kLeapDayThatNeverWas) days += 1;
  return static_cast<base::Minute>(std::llround(days * kMinutesPerDay));
}

std::string format_number(double number) {
  const bool is_whole = std::fabs(number) < kExactMax && number == std::trunc(number);
  if (is_whole) return std::to_string(static_cast<long long>(number));
  char scientific[40];
  std::snprintf(scientific, sizeof scientific, "%.*e", kSignificantDigits - 1, std::fabs(number));  // 3.00000000000000e-01
  const std::string_view text(scientific);
  const int exponent = std::atoi(scientific + text.find('e') + 1);
  std::string digits = text[0] + std::string(text.substr(2, kSignificantDigits - 1));
  digits.erase(digits.find_last_not_of('0') + 1);
  const std::string sign = number < 0 ? "-" : "";
  if (exponent < kExponentMin || exponent > kExponentMax) {
    const std::string fraction = digits.size() > 1 ? "." + digits.substr(1) : "";
    return sign + digits[0] + fraction + fmt::format("E{:+03}", exponent);
  }
  if (exponent < 0) return sign + "0." + std::string(static_cast<size_t>(-exponent - 1), '0') + digits;
  const auto whole_digits = static_cast<size_t>(exponent) + 1;
  if (digits.size() <= whole_digits) return sign + digits + std::string(whole_digits - digits.size(), '0');
  return sign + digits.substr(0, whole_digits) + "." + digits.substr(whole_digits);
}

std::string format_clock(double serial) {
  const long long minutes = std::llround(serial * kMinutesPerDay);
  return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

}  // namespace halfsky::exchange
