// Spans of rows by column, sorted and cut so that none overlap.
#include "capabilities/exchange/form_areas.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include "capabilities/exchange/sheet_reader.hpp"

namespace halfsky::exchange {

std::optional<Area> area_of(std::string_view reference) {
  Area area;
  const auto cell = [](std::string_view text, size_t& row, int& column) {
    std::string plain;
    for (const char c : text)
      if (c != '$') plain += c;
    size_t letters = 0;
    column = 0;
    for (; letters < plain.size() && plain[letters] >= 'A' && plain[letters] <= 'Z' && letters < 3; ++letters) column = column * 26 + (plain[letters] - 'A' + 1);
    const auto [end, error] = std::from_chars(plain.data() + letters, plain.data() + plain.size(), row);
    column -= 1;
    return letters > 0 && error == std::errc() && end == plain.data() + plain.size() && row > 0 && row <= kRowsMax && column < kColumnsMax;
  };
  const size_t colon = reference.find(':');
  if (!cell(reference.substr(0, colon), area.first_row, area.first_column)) return std::nullopt;
  area.last_row = area.first_row;
  area.last_column = area.first_column;
  if (colon != std::string_view::npos && !cell(reference.substr(colon + 1), area.last_row, area.last_column)) return std::nullopt;
  if (area.last_row < area.first_row || area.last_column < area.first_column) return std::nullopt;
  return area;
}

bool AreaIndex::add(const Area& area, size_t what) {
  covered_ += size_t(area.last_column - area.first_column + 1);
  if (covered_ > kColumnsMax) return false;
  for (int column = area.first_column; column <= area.last_column; ++column) columns_[column].push_back({area.first_row, area.last_row, what});
  return true;
}

bool AreaIndex::settle() {
  bool none_overlap = true;
  for (auto& [column, spans] : columns_) {
    std::stable_sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.first < b.first; });
    size_t taken = 0;   // rows up to here
    for (Span& span : spans) {
      none_overlap = none_overlap && span.first > taken;
      span.first = std::max(span.first, taken + 1);
      taken = std::max(taken, span.last);
    }
    std::erase_if(spans, [](const Span& span) { return span.first > span.last; });
  }
  return none_overlap;
}

std::optional<size_t> AreaIndex::at(size_t row, int column) const {
  const auto in = columns_.find(column);
  if (in == columns_.end()) return std::nullopt;
  const auto next = std::upper_bound(in->second.begin(), in->second.end(), row, [](size_t number, const Span& span) { return number < span.first; });
  if (next == in->second.begin() || std::prev(next)->last < row) return std::nullopt;
  return std::prev(next)->what;
}

}  // namespace halfsky::exchange
