// What of a strange form's sheet is shown beside what its headings stand for: its first rows and columns as they lie, with their merges.
// Private to exchange.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "capabilities/exchange/form_package.hpp"
#include "capabilities/exchange/form_shape.hpp"

namespace halfsky::exchange {

constexpr size_t kSheetRowsShown = 300;
constexpr int kSheetColumnsShown = 60;

struct SheetCell {
  int column = 0;
  std::string text;
  size_t rows = 1;          // of a merge
  int columns = 1;
  bool is_number = false, has_formula = false;
};

struct SheetRow { size_t row = 0; std::vector<SheetCell> cells; };   // a row that is missing is blank

struct FormSheet {
  std::string name;
  std::vector<std::string> names;                  // of all sheets that are to be seen
  std::vector<double> widths;                      // of its columns, in characters; 0: hidden
  std::vector<SheetRow> rows;                      // those that are not hidden
  size_t rows_left_out = 0;
  int columns_left_out = 0;
};

FormSheet sheet_of(const FormFile& file);

// Where each heading stands, in the order of the plan's: the first cell of its merge.
std::vector<std::pair<size_t, int>> heading_cells(const FormFile& file, const FormShape& shape);

}  // namespace halfsky::exchange
