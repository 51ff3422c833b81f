// The shape of a strange form: a table with its headings and lines, or single cells beside their labels. Pure: it knows words and
// what the packs call things, and looks at no record. Private to exchange.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "capabilities/exchange/form_grid.hpp"
#include "capabilities/exchange/pack_titles.hpp"

namespace halfsky::exchange {

struct FormColumn {
  int column = 0;
  std::vector<std::string> texts;   // from the group down, as they stand
  Heading heading;
  std::string name() const;         // 监护人/姓名: how a mapping calls it
};

struct FormLine {
  enum class Kind { blank, given, total, subtotal } kind = Kind::blank;
  size_t row = 0;
};

// A cell to be filled beside its label; `over`: what stands over its column, where the labels have a heading.
struct LabelledCell {
  size_t row = 0;
  int column = 0;
  std::vector<std::string> texts;
  Heading heading;
  std::string over;
  size_t label_row = 0;
  int label_column = 0;
  bool is_taken = false;            // a label before it has the cell
  std::string name() const;
};

struct FormShape {
  bool is_table = false;
  size_t head_first = 0, head_last = 0;
  std::vector<FormColumn> columns;
  std::vector<FormLine> lines;
  bool is_open = false;                 // nothing stands below: lines can be added
  std::vector<LabelledCell> cells;
  std::string title;                    // what stands above, run together
  std::vector<Unit> units;              // said for the whole form
};

// `also_known`: headings that somebody has said the meaning of (lasting_text). Problems: form_no_headings.
base::Result<FormShape> recognise(const FormGrid& grid, const FormWords& words, const PackTitles& titles, const std::set<std::string>& also_known);

// What tells this form from others: its headings and where they stand, whatever is filled in; years and months are left out.
std::string fingerprint_text(const FormShape& shape);

}  // namespace halfsky::exchange
