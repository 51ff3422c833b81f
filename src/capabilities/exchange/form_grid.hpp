// A strange form's sheet as it lies: its cells with their bytes in the part's XML, so that some can be filled and the rest stay as they are.
// Private to exchange.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "capabilities/exchange/form_areas.hpp"
#include "capabilities/exchange/workbook_parts.hpp"

namespace halfsky::exchange {

constexpr size_t kFormRowsMax = 20'000;      // rows that a form has, filled or not
constexpr size_t kFormCellsMax = 400'000;
constexpr double kWidthUsual = 9, kWidthMax = 60;
constexpr size_t kFormMergesMax = 50'000;

struct GridCell {
  int column = 0;
  std::string text;             // as a person reads it, trimmed; of a number its plain digits
  bool is_number = false;
  bool has_formula = false;
  bool has_more = false;        // something else within than a value: left alone
  std::optional<size_t> style;
  size_t begin = 0, end = 0;    // bytes
  bool is_blank() const { return text.empty() && !has_formula && !has_more; }
};

struct GridRow {
  size_t row = 0;
  bool is_hidden = false;
  std::optional<size_t> style;
  size_t begin = 0, inner = 0, close = 0, end = 0;   // bytes: its tag, what follows the tag, its end tag, what follows that
  bool is_empty_tag = false;                         // <row …/>: inner is its end
  std::vector<GridCell> cells;                       // ascending
};

struct ListChoice { std::vector<Area> areas; std::vector<std::string> choices; };   // a validation that names its choices

class FormGrid {
 public:
  // Problems: sheet_broken, sheet_doctype, sheet_large, form_encoding (not UTF-8).
  static base::Result<FormGrid> read(std::string xml, const Workbook& workbook);

  const GridCell* at(size_t row, int column) const;      // the very cell; null where the part has none
  const GridRow* row(size_t row) const;
  std::optional<Area> merge_at(size_t row, int column) const;
  bool is_first_of_merge(size_t row, int column) const;  // true of a cell that is not merged
  // What is read there: of a merged cell what stands in its first one.
  std::string text(size_t row, int column) const;
  bool is_number(size_t row, int column) const;
  bool is_blank(size_t row, int column) const;           // nothing, no formula
  bool is_row_hidden(size_t row) const;  // one that the part does not have: as it says of these
  bool is_column_hidden(int column) const;
  bool is_hidden(size_t row, int column) const { return is_row_hidden(row) || is_column_hidden(column); }
  double width(int column) const;        // in characters; the usual one where none is said
  std::optional<size_t> style_at(size_t row, int column) const;   // of its cell, else of its row, else of its column
  bool in_array(size_t row, int column) const;           // covered by an array formula or a data table
  const ListChoice* choices_at(size_t row, int column) const;
  size_t last_row() const { return rows.empty() ? 0 : rows.back().row; }
  int last_column() const { return last_column_; }

  std::string xml;
  std::string prefix;                    // "x:" where the part's names have one
  std::vector<GridRow> rows;             // ascending
  size_t data_begin = 0, data_inner = 0, data_close = 0, data_end = 0;   // <sheetData>
  bool data_is_empty_tag = false;
  std::optional<std::pair<size_t, size_t>> dimension;   // the bytes of <dimension …>
  Area extent;                                          // what it says
  bool is_protected = false, has_formulas = false, has_calculation = false;

 private:
  friend class GridHandler;
  struct Column { bool is_said = false, is_hidden = false; std::optional<size_t> style; double width = kWidthUsual; };
  const Column* column(int number) const;   // null where nothing is said of it
  std::vector<Column> columns_;
  std::vector<Area> merges_;
  std::vector<ListChoice> choices_;
  AreaIndex merged_at_, array_at_, choice_at_;
  int last_column_ = -1;
  bool hides_rows_ = false, hides_columns_ = false;   // those of which nothing is said
};

}  // namespace halfsky::exchange
