// A report as an Excel workbook: its text with its tables as cells that can be reckoned with, and every figure with how it was worked out.
#pragma once

#include <string>
#include <vector>

#include "capabilities/report/layout.hpp"

namespace halfsky::report {

// A row of the sheet of figures.
struct FigureLine {
  std::string id, title, org, from, until, shown, raw, unit, sureness, formula;
};

// Two sheets, 正文 and 数字. `foot`: lines at the end of the text, as who signs it. Exceptions: std::runtime_error where it can't be written.
std::string workbook(const std::vector<Block>& blocks, const std::vector<std::string>& foot, const std::vector<FigureLine>& figures);

}  // namespace halfsky::report
