// Fills blank cells of a sheet in its own XML: every byte that is not one of these cells stays. Private to exchange.
#pragma once

#include <string>
#include <vector>

#include "capabilities/exchange/form_grid.hpp"

namespace halfsky::exchange {

struct CellEdit {
  size_t row = 0;
  int column = 0;
  bool is_number = false;          // else text, which stays text: "=1+1" too
  std::string content;             // of a number its digits
  std::optional<size_t> style;     // where the part has no such cell yet
};

// REQUIRES: each is blank, and no covered part of a merge. Throws where two are of the same cell.
// Where the sheet has formulas it is told to work them out when it is opened (sheetCalcPr): what they show was worked out without these.
std::string edit_sheet(const FormGrid& grid, std::vector<CellEdit> edits);

}  // namespace halfsky::exchange
