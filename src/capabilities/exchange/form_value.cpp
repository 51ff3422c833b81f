// Units, formats, masks.
#include "capabilities/exchange/form_value.hpp"

#include <algorithm>

#include "base/decimal.hpp"
#include "capabilities/exchange/problem.hpp"

namespace halfsky::exchange {
namespace {

constexpr int64_t kSerialOf1970 = 25'569, kSerialOf1970From1904 = 24'107;
constexpr base::Day kFirstSoundSerial = -25'508;   // 1900-03-01: before it Excel counts a day that never was
constexpr size_t kMaskedMin = 8;
constexpr size_t kTail = 4;

std::optional<int64_t> serial_of(const FormFile& form, base::Day day) {
  if (day < kFirstSoundSerial) return std::nullopt;
  return day + (form.dates == DateSystem::from_1904 ? kSerialOf1970From1904 : kSerialOf1970);
}

bool shows_days(const CellStyle& style) { return style.kind == NumberKind::date || style.kind == NumberKind::date_time; }

}  // namespace

std::string digits_of(int64_t scaled, int exponent) {
  const bool negative = scaled < 0;
  std::string digits = std::to_string(negative ? -scaled : scaled);
  int places = 4 + exponent;
  for (; places < 0; ++places) digits += '0';
  if (digits.size() <= size_t(places)) digits.insert(0, size_t(places) + 1 - digits.size(), '0');
  std::string text = digits.substr(0, digits.size() - size_t(places));
  std::string fraction = digits.substr(digits.size() - size_t(places));
  fraction.erase(fraction.find_last_not_of('0') + 1);
  if (!fraction.empty()) text += "." + fraction;
  return (negative && text != "0" ? "-" : "") + text;
}

std::string masked(const std::string& text, Mask mask) {
  if (mask == Mask::full) return text;
  // Whole characters: an address has three bytes for each.
  std::vector<std::string> letters;
  for (const char c : text)
    if ((static_cast<unsigned char>(c) & 0xc0) == 0x80 && !letters.empty()) letters.back() += c;
    else letters.emplace_back(1, c);
  if (letters.size() < kMaskedMin) return "***";
  const size_t head = mask == Mask::last4 ? 0 : letters.size() / 3;
  std::string out;
  for (size_t i = 0; i < letters.size(); ++i) {
    if (i < head || i + kTail >= letters.size()) out += letters[i];
    else if (mask == Mask::middle) out += '*';
  }
  return out;
}

std::optional<base::Problem> not_writable(const FormFile& form, size_t row, int column) {
  const FormGrid& grid = form.grid;
  if (!grid.is_first_of_merge(row, column)) return problem("form_merged");
  const GridCell* cell = grid.at(row, column);
  if ((cell && (cell->has_formula || cell->has_more)) || grid.in_array(row, column)) return problem("form_formula");
  if (cell && !cell->text.empty()) return problem("form_given");
  if (grid.is_hidden(row, column)) return problem("form_hidden");
  if (grid.is_protected && !form.style(grid.style_at(row, column)).is_unlocked) return problem("form_locked");
  return std::nullopt;
}

base::Result<CellEdit> edit_for(const FormFile& form, size_t row, int column, std::optional<size_t> style, const FormValue& value, const HeadingPlan& meaning) {
  const CellStyle format = form.style(style);
  CellEdit edit{row, column, false, value.text, style};
  const bool counts_percent = meaning.unit && meaning.unit->base == "%";
  switch (value.kind) {
    case FormValue::Kind::nothing: return value.why.value_or(problem("form_no_data"));
    case FormValue::Kind::text: break;
    case FormValue::Kind::number: {
      int exponent = meaning.unit ? meaning.unit->exponent : 0;
      if (format.is_percent && !counts_percent) return problem("form_cell_is_percent");
      if (format.is_percent) exponent = 2;   // the cell shows hundredths
      if (format.kind != NumberKind::number) return problem("form_cell_is_date");
      edit.content = digits_of(value.number, exponent);
      edit.is_number = !format.is_text;
      break;
    }
    case FormValue::Kind::day:
    case FormValue::Kind::minute: {
      const bool is_day = value.kind == FormValue::Kind::day;
      const auto day = is_day ? base::Day(value.number) : base::Day((value.number - (value.number % 1440 + 1440) % 1440) / 1440);
      const auto serial = shows_days(format) ? serial_of(form, day) : std::nullopt;
      if (serial) {
        edit.is_number = true;
        edit.content = std::to_string(*serial);
        if (!is_day && format.kind == NumberKind::date_time) edit.content = format_number(double(*serial) + double((value.number % 1440 + 1440) % 1440) / 1440);
        break;
      }
      if (format.kind != NumberKind::number && !shows_days(format)) return problem("form_cell_is_date");
      edit.content = is_day ? base::format_day(day) : base::format_minute(value.number);
      if (is_day && meaning.cuts_month) edit.content.resize(7);
      break;
    }
  }
  const ListChoice* choices = form.grid.choices_at(row, column);
  if (choices && std::find(choices->choices.begin(), choices->choices.end(), edit.content) == choices->choices.end()) {
    std::string all;
    for (const auto& one : choices->choices) all += (all.empty() ? "" : "、") + one;
    return problem("form_not_a_choice", {{"choices", all}});
  }
  return edit;
}

}  // namespace halfsky::exchange
