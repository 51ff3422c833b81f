// Fixed-point arithmetic in 128 bits.
#include "base/decimal.hpp"

#include <limits>

namespace halfsky::base {
namespace {

using Wide = __int128;

std::optional<int64_t> narrow(Wide value) {
  if (value > std::numeric_limits<int64_t>::max() || value < std::numeric_limits<int64_t>::min()) return std::nullopt;
  return int64_t(value);
}

}  // namespace

std::optional<int64_t> add(int64_t a, int64_t b) { return narrow(Wide{a} + b); }
std::optional<int64_t> subtract(int64_t a, int64_t b) { return narrow(Wide{a} - b); }
std::optional<int64_t> multiply(int64_t a, int64_t b) { return narrow(Wide{a} * b); }

std::optional<int64_t> multiply_divide(int64_t a, int64_t b, int64_t c) {
  if (c == 0) return std::nullopt;
  const Wide product = Wide{a} * b, divisor = c;
  const bool negative = (product < 0) != (divisor < 0);
  const Wide top = product < 0 ? -product : product, bottom = divisor < 0 ? -divisor : divisor;
  const Wide magnitude = top / bottom + (top % bottom * 2 >= bottom ? 1 : 0);
  return narrow(negative ? -magnitude : magnitude);
}

std::optional<int64_t> parse_scaled(std::string_view text, int64_t scale) {
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  Wide value = 0;
  bool any = false, point = false;
  int64_t left = scale;
  for (char c : text) {
    if (c == '.') {
      if (point || !any) return std::nullopt;
      point = true;
      any = false;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    any = true;
    if (point) {
      if (left == 1) {
        if (c != '0') return std::nullopt;
        continue;
      }
      left /= 10;
    }
    value = value * 10 + (c - '0');
    if (value > Wide{std::numeric_limits<int64_t>::max()}) return std::nullopt;
  }
  if (!any) return std::nullopt;
  value *= left;
  return narrow(negative ? -value : value);
}

std::string format_scaled(int64_t value, int64_t scale) {
  int places = 0;
  for (int64_t s = scale; s > 1; s /= 10) ++places;
  std::string text = format_scaled(value, scale, places);
  if (places > 0) {
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  return text;
}

std::string format_scaled(int64_t value, int64_t scale, int places) {
  const Wide rounded = round_scaled(value, scale, places);
  const Wide magnitude = rounded < 0 ? -rounded : rounded;
  std::string whole = std::to_string(uint64_t(magnitude / scale));
  std::string fraction;
  Wide rest = magnitude % scale;
  int64_t unit = scale;
  for (int i = 0; i < places; ++i) {
    unit /= 10;
    if (unit == 0) { fraction += '0'; continue; }
    fraction += char('0' + int(rest / unit));
    rest %= unit;
  }
  return std::string(rounded < 0 ? "-" : "") + whole + (places > 0 ? "." + fraction : "");
}

int64_t round_scaled(int64_t value, int64_t scale, int places) {
  int64_t unit = scale;
  for (int i = 0; i < places && unit > 1; ++i) unit /= 10;
  if (unit <= 1) return value;
  const auto units = multiply_divide(value, 1, unit);
  return *multiply(*units, unit) ;
}

}  // namespace halfsky::base
