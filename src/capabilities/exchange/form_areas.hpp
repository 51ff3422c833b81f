// Areas of a sheet (merges, arrays, choices), found by their column and by halves: a form may have a hundred thousand. Private to exchange.
#pragma once

#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace halfsky::exchange {

struct Area {
  size_t first_row = 0, last_row = 0;
  int first_column = 0, last_column = 0;
  bool holds(size_t row, int column) const { return row >= first_row && row <= last_row && column >= first_column && column <= last_column; }
};
std::optional<Area> area_of(std::string_view reference);   // "B2:C7", "B2"

class AreaIndex {
 public:
  static constexpr size_t kColumnsMax = 200'000;   // columns of all areas together

  bool add(const Area& area, size_t what);         // false: there is no more room
  // Before the first `at`. Where two areas overlap the one that begins higher up has what both hold. Returns whether none do.
  bool settle();
  std::optional<size_t> at(size_t row, int column) const;

 private:
  struct Span { size_t first, last, what; };
  std::unordered_map<int, std::vector<Span>> columns_;
  size_t covered_ = 0;
};

}  // namespace halfsky::exchange
