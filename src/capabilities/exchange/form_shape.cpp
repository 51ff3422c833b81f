// Finding the headings, the lines below them, and labels with a blank cell to their right.
#include "capabilities/exchange/form_shape.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "base/text.hpp"
#include "capabilities/exchange/sheet_reader.hpp"

namespace halfsky::exchange {
namespace {

constexpr size_t kHeadingWithin = 60;      // rows in which headings are looked for
constexpr int kFormColumnsMax = 300;
constexpr size_t kHeadRowsMax = 3;
constexpr size_t kHeadingBytesMax = 600;   // what is longer is none
constexpr size_t kLabelledMax = 5'000;

class Recogniser {
 public:
  Recogniser(const FormGrid& grid, const FormWords& words, const PackTitles& titles, const std::set<std::string>& also)
      : grid_(grid), words_(words), titles_(titles), also_(also), last_column_(std::min(grid.last_column(), kFormColumnsMax - 1)) {}

  base::Result<FormShape> run() {
    find_units();
    find_cells();
    const size_t best = best_row();
    if (best > 0) find_table(best);
    const bool cells_win = shape_.cells.size() > usable_ || (best > 0 && stands_apart(best));
    if (usable_ >= 2 && !cells_win) {
      shape_.is_table = true;
      shape_.cells.clear();
      find_title(shape_.head_first);
      return std::move(shape_);
    }
    if (shape_.cells.empty()) return base::Problem{"form_no_headings", "", {}};
    shape_.columns.clear();
    shape_.lines.clear();
    shape_.is_open = false;
    find_title(shape_.cells.front().label_row);
    return std::move(shape_);
  }

 private:
  std::string text(size_t row, int column) const { return grid_.text(row, column); }

  // Of the cell itself: a merged one has its text once.
  bool is_word(size_t row, int column) const {
    const GridCell* cell = grid_.at(row, column);
    return cell && !cell->text.empty() && !cell->is_number && !cell->has_formula && grid_.is_first_of_merge(row, column);
  }

  bool is_known(size_t row, int column) const {
    const auto [known, is_fresh] = known_.try_emplace(place(row, column), false);
    if (is_fresh) known->second = asks_known(row, column);
    return known->second;
  }

  bool asks_known(size_t row, int column) const {
    if (!is_word(row, column)) return false;
    const std::string said = text(row, column);
    if (said.size() > kHeadingBytesMax) return false;
    if (plain_text(said).find(':') != std::string::npos && !plain_text(said).ends_with(":")) return false;
    return titles_.is_known(words_.heading({said})) || also_.contains(lasting_text(plain_text(said)));
  }

  void find_units() {
    for (const GridRow& row : grid_.rows)
      for (const GridCell& cell : row.cells)
        if (shape_.units.empty() && !cell.text.empty() && !cell.is_number) shape_.units = words_.units_said(cell.text);
  }

  void find_title(size_t until) {
    std::set<std::string> known;
    for (const GridRow& row : grid_.rows) {
      if (row.row >= until) break;
      for (const GridCell& cell : row.cells)
        if (!cell.text.empty() && !cell.is_number && known.insert(cell.text).second) shape_.title += cell.text;
    }
    shape_.title = plain_text(shape_.title);
  }

  size_t known_in(size_t row) const {
    size_t count = 0;
    for (int column = 0; column <= last_column_; ++column) count += is_known(row, column) && !text(row, column).ends_with("：") && !text(row, column).ends_with(":");
    return count;
  }

  size_t best_row() const {
    size_t best = 0, most = 0, seen = 0;
    for (const GridRow& row : grid_.rows) {
      if (++seen > kHeadingWithin) break;
      if (const size_t count = known_in(row.row); count > most) {
        most = count;
        best = row.row;
      }
    }
    return best;
  }

  // Labels with their blanks beside them on one line: the neighbours of headings are headings.
  bool stands_apart(size_t row) const {
    size_t known = 0, beside_blank = 0;
    for (int column = 0; column <= last_column_; ++column) {
      if (!is_known(row, column)) continue;
      ++known;
      const int next = after(row, column);
      const GridCell* cell = grid_.at(row, next);
      beside_blank += cell && grid_.is_blank(row, next);   // where the form has no cell at all it ends
    }
    return known > 0 && 2 * beside_blank > known;
  }

  int after(size_t row, int column) const {
    const auto merge = grid_.merge_at(row, column);
    return (merge ? merge->last_column : column) + 1;
  }

  // ---- a table ----

  size_t words_under(size_t row, const Area& merge) const {
    std::set<std::string> under;
    for (int column = merge.first_column; column <= merge.last_column; ++column)
      if (is_word(row, column)) under.insert(text(row, column));
    return under.size();
  }

  void find_head(size_t best) {
    size_t top = best, bottom = best;
    for (int column = 0; column <= last_column_; ++column) {
      const auto merge = grid_.merge_at(best, column);
      if (!merge || text(best, column).empty() || merge->last_row - merge->first_row >= kHeadRowsMax) continue;
      top = std::min(top, merge->first_row);
      bottom = std::max(bottom, merge->last_row);
    }
    for (int column = 0; bottom == best && column <= last_column_; ++column) {
      const auto merge = grid_.merge_at(best, column);
      if (merge && merge->last_column > merge->first_column && words_under(best + 1, *merge) >= 2) bottom = best + 1;
    }
    int groups = 0, widest = 0, others = 0;
    for (int column = 0; top == best && best > 1 && column <= last_column_; ++column) {
      if (!is_word(best - 1, column)) continue;
      const auto merge = grid_.merge_at(best - 1, column);
      if (plain_text(text(best - 1, column)).find(':') != std::string::npos) return set_head(top, bottom);
      ++others;
      if (!merge || merge->last_column == merge->first_column || words_under(best, *merge) < 2) continue;
      ++groups;
      widest = std::max(widest, merge->last_column - merge->first_column + 1);
    }
    const bool is_title = others == 1 && widest > last_column_;
    if (groups > 0 && !is_title && (others > 1 || widest <= last_column_)) top = best - 1;
    set_head(top, bottom);
  }

  void set_head(size_t top, size_t bottom) {
    shape_.head_first = top;
    shape_.head_last = bottom;
  }

  void find_table(size_t best) {
    find_head(best);
    for (int column = 0; column <= last_column_; ++column) {
      FormColumn one{column, {}, {}};
      for (size_t row = shape_.head_first; row <= shape_.head_last; ++row) {
        const auto merge = grid_.merge_at(row, column);
        const std::string said = text(row, column);
        if (said.empty() || (!one.texts.empty() && one.texts.back() == said && merge && row > merge->first_row)) continue;
        one.texts.push_back(said);
      }
      // A heading over several columns is the first one's; the others have no name of their own.
      const auto lowest = grid_.merge_at(shape_.head_last, column);
      if (one.texts.empty() || (lowest && column > lowest->first_column)) continue;
      one.heading = words_.heading(one.texts);
      shape_.columns.push_back(std::move(one));
    }
    find_lines();
    for (const FormColumn& column : shape_.columns) {
      const bool has_lines = shape_.is_open || !shape_.lines.empty();
      usable_ += has_lines && (titles_.is_known(column.heading) || also_.contains(lasting_text(column.name())));
    }
    shape_.is_open = shape_.is_open && !grid_.is_row_hidden(grid_.last_row() + 1);   // where nobody would see them none are added
  }

  void find_lines() {
    shape_.is_open = true;
    for (size_t row = shape_.head_last + 1; row <= grid_.last_row() && shape_.lines.size() < kFormRowsMax; ++row) {
      const GridRow* in = grid_.row(row);
      FormLine line{FormLine::Kind::blank, row};
      std::vector<std::string> said;
      size_t known = 0;
      for (const auto& column : shape_.columns) {
        const std::string there = text(row, column.column);
        if (there.empty()) continue;
        const auto merge = grid_.merge_at(row, column.column);
        const bool goes_on = merge && merge->first_row < row;   // a cell merged downwards
        if (!goes_on) said.push_back(there);
        known += !goes_on && is_known(row, column.column) && !words_.is("total", plain_text(there)) && !words_.is("number", plain_text(there));
      }
      const bool has_formula = in && std::any_of(in->cells.begin(), in->cells.end(), [](const GridCell& cell) { return cell.has_formula; });
      const std::string first = said.empty() ? first_text(row) : said.front();
      const size_t colon = plain_text(first).find(':');
      const auto begins = [&](const char* kind) { return std::any_of(said.begin(), said.begin() + std::ptrdiff_t(std::min<size_t>(2, said.size())), [&](const std::string& one) { return words_.is(kind, plain_text(one)); }); };
      if (begins("total")) {
        shape_.lines.push_back({FormLine::Kind::total, row});
        shape_.is_open = false;
        continue;
      }
      if (words_.ends_here(first) || (colon != std::string::npos && said.size() <= 1) || known >= 2) {
        shape_.is_open = false;
        return;
      }
      if (begins("subtotal")) line.kind = FormLine::Kind::subtotal;
      else if (is_given(row)) line.kind = FormLine::Kind::given;
      else if (said.empty() && has_formula) line.kind = FormLine::Kind::subtotal;   // sums without a word for it
      if (!grid_.is_row_hidden(row)) shape_.lines.push_back(line);
    }
  }

  std::string first_text(size_t row) const {
    const GridRow* in = grid_.row(row);
    if (in == nullptr) return "";
    for (const GridCell& cell : in->cells)
      if (!cell.text.empty()) return cell.text;
    return "";
  }

  // Something stands there that is no number of the line.
  bool is_given(size_t row) const {
    return std::any_of(shape_.columns.begin(), shape_.columns.end(), [&](const FormColumn& column) {
      const bool numbers = !column.heading.names.empty() && words_.is("number", column.heading.names.front());
      return !numbers && !text(row, column.column).empty();
    });
  }

  // ---- single cells ----

  void find_cells() {
    for (const GridRow& row : grid_.rows) {
      if (row.is_hidden) continue;
      for (const GridCell& cell : row.cells) {
        if (cell.column > last_column_ || shape_.cells.size() >= kLabelledMax) break;
        if (is_known(row.row, cell.column)) find_beside(row.row, cell.column);
      }
    }
  }

  void find_beside(size_t row, int column) {
    const std::string label = text(row, column);
    Heading heading = words_.heading({label});
    if (heading.names.empty()) return;
    for (const char* kind : {"number", "total", "subtotal"})
      if (words_.is(kind, heading.names.front())) return;
    int at = after(row, column);
    std::vector<LabelledCell> found;
    for (; at <= last_column_ + 1 && at < kColumnsMax; at = after(row, at)) {
      if (!grid_.is_first_of_merge(row, at)) return;             // its value's place belongs to a line above
      const std::string said = text(row, at);
      const std::string over = over_column(row, column, at);
      if (grid_.is_blank(row, at)) {
        if (!grid_.at(row, at) && at > last_column_) break;       // beyond the form
        if (!found.empty() && over.empty()) break;
        found.push_back({row, at, {label}, heading, over, row, column, !claimed_.emplace(row, at).second});
        continue;
      }
      if (said.empty() || grid_.is_number(row, at)) {
        if (over.empty()) break;                                  // it has its value
        continue;
      }
      const auto unit = words_.unit(plain_text(said));
      if (!unit || !found.empty()) break;
      heading.unit = unit;
    }
    std::move(found.begin(), found.end(), std::back_inserter(shape_.cells));
  }

  // What stands over the column of values, where the labels have a heading: 2025年 | 2026年, 数量, a place's name. Asked from the top down, so
  // that what was found for the last row above is not looked for again.
  std::string over_column(size_t row, int label, int value) const {
    auto& [last, over] = over_[place(size_t(label), value)];
    over = find_over(row, label, value, last, over);
    last = row;
    return over;
  }

  std::string find_over(size_t row, int label, int value, size_t last, const std::string& over) const {
    for (size_t above = row; above-- > 1;) {
      if (above < last && last <= row) return over;
      if (is_label(above, label) && (grid_.is_number(above, value) || grid_.is_blank(above, value))) continue;   // its own value
      const bool in_pairs = value > 0 && is_label(above, value) && grid_.is_blank(above, value - 1);
      if (in_pairs) continue;                                      // 姓名 [ ] 性别 [ ]: the next label, and no heading
      const std::string said = text(above, value);
      if (said.empty()) continue;
      const auto merge = grid_.merge_at(above, value);
      if (merge && merge->holds(above, label)) return "";        // a title over both
      if (!grid_.is_first_of_merge(above, value) && merge && merge->first_column <= label) return "";
      return said;
    }
    return "";
  }

  // A word that has a value beside it; a word for places may head them: 单位 | 2025 | 2026.
  bool is_label(size_t row, int column) const { return is_known(row, column) && !titles_.org(words_.heading({text(row, column)})); }

  static uint64_t place(size_t row, int column) { return uint64_t(row) << 16 | uint64_t(column); }

  mutable std::unordered_map<uint64_t, bool> known_;
  mutable std::unordered_map<uint64_t, std::pair<size_t, std::string>> over_;   // by label's and value's column: of the last row
  const FormGrid& grid_;
  const FormWords& words_;
  const PackTitles& titles_;
  const std::set<std::string>& also_;
  const int last_column_;
  FormShape shape_;
  std::set<std::pair<size_t, int>> claimed_;   // blanks that have their label: 自编甲 | 人 | [ ], where 人 is a unit and somebody's heading
  size_t usable_ = 0;
};

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const auto& text : texts) out += (out.empty() ? "" : "/") + plain_text(text);
  return out;
}

}  // namespace

std::string FormColumn::name() const { return joined(texts); }
std::string LabelledCell::name() const { return joined(texts); }

base::Result<FormShape> recognise(const FormGrid& grid, const FormWords& words, const PackTitles& titles, const std::set<std::string>& also_known) { return Recogniser(grid, words, titles, also_known).run(); }

std::string fingerprint_text(const FormShape& shape) {
  std::string text = shape.is_table ? "table\n" : "cells\n";
  for (const auto& column : shape.columns) text += std::to_string(column.column) + " " + lasting_text(column.name()) + "\n";
  for (const auto& cell : shape.cells) text += cell_name(cell.row, cell.column) + " " + lasting_text(cell.name()) + "\n";
  return text;
}

}  // namespace halfsky::exchange
