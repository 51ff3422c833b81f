// The rows and columns of a form that are shown.
#include "capabilities/exchange/form_sheet.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace halfsky::exchange {
namespace {

constexpr size_t kTextShown = 400;   // bytes of one cell
constexpr int kColumnsBeyond = 2;    // blank columns that are shown after the last with something in it

}  // namespace

FormSheet sheet_of(const FormFile& file) {
  const FormGrid& grid = file.grid;
  FormSheet sheet;
  sheet.name = file.sheet_name;
  sheet.names = file.sheet_names;
  int last = grid.last_column();
  for (const GridRow& row : grid.rows)
    for (const GridCell& cell : row.cells)
      if (cell.style && cell.column <= grid.last_column() + kColumnsBeyond) last = std::max(last, cell.column);   // a cell with a border, to be filled
  const int columns = std::min(last + 1, kSheetColumnsShown);
  sheet.columns_left_out = last + 1 - columns;
  for (int column = 0; column < columns; ++column) sheet.widths.push_back(grid.is_column_hidden(column) ? 0 : grid.width(column));
  for (const GridRow& row : grid.rows) {
    if (row.is_hidden) continue;
    if (sheet.rows.size() >= kSheetRowsShown) {
      ++sheet.rows_left_out;
      continue;
    }
    SheetRow shown{row.row, {}};
    for (const GridCell& cell : row.cells) {
      if (cell.column >= columns || !grid.is_first_of_merge(row.row, cell.column)) continue;
      SheetCell one{cell.column, base::beginning(cell.text, kTextShown), 1, 1, cell.is_number, cell.has_formula};
      if (const auto merge = grid.merge_at(row.row, cell.column)) {
        one.rows = merge->last_row - merge->first_row + 1;
        one.columns = std::min(merge->last_column, columns - 1) - merge->first_column + 1;
      }
      shown.cells.push_back(std::move(one));
    }
    sheet.rows.push_back(std::move(shown));
  }
  return sheet;
}

std::vector<std::pair<size_t, int>> heading_cells(const FormFile& file, const FormShape& shape) {
  std::vector<std::pair<size_t, int>> cells;
  const auto add = [&](size_t row, int column) {
    const auto merge = file.grid.merge_at(row, column);
    cells.emplace_back(merge ? merge->first_row : row, merge ? merge->first_column : column);
  };
  if (shape.is_table)
    for (const FormColumn& column : shape.columns) {
      size_t row = shape.head_last;   // the lowest row of the head in which something stands
      while (row > shape.head_first && file.grid.text(row, column.column).empty()) --row;
      add(row, column.column);
    }
  else
    for (const LabelledCell& cell : shape.cells) add(cell.label_row, cell.label_column);
  return cells;
}

}  // namespace halfsky::exchange
