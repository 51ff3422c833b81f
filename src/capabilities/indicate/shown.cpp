// Exact decimals to text.
#include "capabilities/indicate/shown.hpp"

#include "base/decimal.hpp"

namespace halfsky::indicate {

using base::kDecimalScale;
using What = lang::Format::What;

namespace {

constexpr int64_t kWan = 10'000;

// Half up: towards the larger number, also below zero.
int64_t rounded_half_up(int64_t decimal) {
  const int64_t doubled = 2 * decimal + kDecimalScale, unit = 2 * kDecimalScale;
  return (doubled / unit - (doubled % unit < 0 ? 1 : 0)) * kDecimalScale;
}

int64_t floored(int64_t decimal, int64_t unit) {
  const int64_t step = unit * kDecimalScale;
  return (decimal / step - (decimal % step < 0 ? 1 : 0)) * step;
}

std::string with_commas(std::string digits) {
  const size_t point = std::min(digits.find('.'), digits.size()), first = digits.starts_with('-') ? 1 : 0;
  for (size_t at = point; at > first + 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

// Places that are not needed are left out, unless the format asks for so many.
std::string digits_of(int64_t decimal, std::optional<int> places) {
  if (!places) return base::format_scaled(decimal, kDecimalScale);
  return base::format_scaled(base::round_scaled(decimal, kDecimalScale, *places), kDecimalScale, *places);
}

}  // namespace

std::string raw(const Figure& figure) { return figure.value ? base::format_scaled(*figure.value, figure.scale) : ""; }

Shown shown(const Figure& figure, const std::vector<lang::Format>& formats, std::optional<int> round) {
  const auto value = figure.decimal();
  if (!value) return {"—", "", ""};
  int64_t number = *value;
  bool wan = false, more = figure.sureness == lang::Sureness::at_least, about = figure.sureness == lang::Sureness::about;
  std::optional<int> places = round, wan_places;
  for (const lang::Format& format : formats) {
    switch (format.what) {
      case What::atleast:
        more = more || floored(number, format.number) != number;
        number = floored(number, format.number);
        break;
      case What::about:
        number = rounded_half_up(number);
        about = true;
        places = std::nullopt;
        break;
      case What::round: places = format.number; break;
      case What::wan:
        wan = true;
        if (format.number >= 0) wan_places = format.number;
        break;
    }
  }
  if (places) number = base::round_scaled(number, kDecimalScale, *places);
  if (!places && !wan && figure.scale == kDecimalScale) number = base::round_scaled(number, kDecimalScale, 2);
  Shown result;
  result.number = base::format_scaled(number, kDecimalScale);
  result.digits = wan ? digits_of(*base::multiply_divide(number, 1, kWan), wan_places) : digits_of(number, places && *places > 0 ? places : std::nullopt);
  result.text = with_commas(result.digits) + (wan ? "万" : "");
  if (more) result.text += "余";
  if (about) result.text = "约" + result.text;
  return result;
}

}  // namespace halfsky::indicate
