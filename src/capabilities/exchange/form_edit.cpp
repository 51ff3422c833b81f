// Patches of the part's text, in its order.
#include "capabilities/exchange/form_edit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <stdexcept>

#include "capabilities/exchange/sheet_reader.hpp"

namespace halfsky::exchange {
namespace {

struct Patch { size_t begin, end; std::string text; };

// What XML 1.0 can't hold is left out; _x000D_ that stands there as it is would be read as an escape.
std::string escaped(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '_' && text.substr(i).starts_with("_x") && i + 6 < text.size() && text[i + 6] == '_') out += "_x005F_";
    else if (byte >= 0x20 || c == '\n' || c == '\t') out += c;
  }
  return out;
}

// The tag that begins there; an attribute may hold a ">".
std::string_view tag_at(std::string_view xml, size_t begin) {
  char quote = 0;
  for (size_t at = begin; at < xml.size(); ++at) {
    if (quote != 0) quote = xml[at] == quote ? 0 : quote;
    else if (xml[at] == '"' || xml[at] == '\'') quote = xml[at];
    else if (xml[at] == '>') return xml.substr(begin, at + 1 - begin);
  }
  return xml.substr(begin);
}

// The start tag as it is, without one attribute and without its end.
std::string tag_without(std::string_view tag, std::string_view attribute) {
  std::string out;
  size_t at = 0;
  const auto space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (at < tag.size() && !space(tag[at]) && tag[at] != '>' && tag[at] != '/') out += tag[at++];
  while (at < tag.size()) {
    const size_t begin = at;
    while (at < tag.size() && space(tag[at])) ++at;
    if (at >= tag.size() || tag[at] == '>' || tag[at] == '/') break;
    const size_t name = at;
    while (at < tag.size() && tag[at] != '=' && !space(tag[at])) ++at;
    const std::string_view named = tag.substr(name, at - name);
    at = tag.find_first_of("\"'", at);
    if (at == std::string_view::npos) break;
    at = tag.find(tag[at], at + 1) + 1;
    if (named != attribute) out += tag.substr(begin, at - begin);
  }
  return out;
}

std::string inner(const std::string& p, const CellEdit& edit) {
  if (edit.is_number) return fmt::format("><{0}v>{1}</{0}v></{0}c>", p, edit.content);
  return fmt::format(" t=\"inlineStr\"><{0}is><{0}t xml:space=\"preserve\">{1}</{0}t></{0}is></{0}c>", p, escaped(edit.content));
}

std::string new_cell(const std::string& p, const CellEdit& edit) {
  const std::string style = edit.style ? fmt::format(" s=\"{}\"", *edit.style) : "";
  return fmt::format("<{}c r=\"{}\"{}", p, cell_name(edit.row, edit.column), style) + inner(p, edit);
}

class Editor {
 public:
  explicit Editor(const FormGrid& grid) : grid_(grid) {}

  void fill_row(const GridRow& row, std::span<const CellEdit> edits) {
    const std::string_view xml = grid_.xml;
    std::vector<Patch> cells;
    bool is_wider = false;
    for (const CellEdit& edit : edits) {
      const auto next = std::lower_bound(row.cells.begin(), row.cells.end(), edit.column, [](const GridCell& cell, int column) { return cell.column < column; });
      if (next != row.cells.end() && next->column == edit.column) {
        const std::string_view tag = tag_at(xml, next->begin);
        cells.push_back({next->begin, next->end, tag_without(tag, "t") + inner(grid_.prefix, edit)});
        continue;
      }
      is_wider = true;
      const size_t at = next == row.cells.end() ? row.close : next->begin;
      cells.push_back({at, at, new_cell(grid_.prefix, edit)});
    }
    if (row.is_empty_tag) {
      std::string text = tag_without(xml.substr(row.begin, row.inner - row.begin), "spans") + ">";
      for (const Patch& cell : cells) text += cell.text;
      patches_.push_back({row.begin, row.end, text + "</" + grid_.prefix + "row>"});
      return;
    }
    // `spans` says from where to where the row has cells: a hint that would be wrong now.
    if (is_wider) patches_.push_back({row.begin, row.inner, tag_without(xml.substr(row.begin, row.inner - row.begin), "spans") + ">"});
    std::move(cells.begin(), cells.end(), std::back_inserter(patches_));
  }

  void add_row(size_t row, std::span<const CellEdit> edits) {
    std::string text = fmt::format("<{}row r=\"{}\">", grid_.prefix, row);
    for (const CellEdit& edit : edits) text += new_cell(grid_.prefix, edit);
    text += "</" + grid_.prefix + "row>";
    const auto next = std::upper_bound(grid_.rows.begin(), grid_.rows.end(), row, [](size_t number, const GridRow& one) { return number < one.row; });
    if (next != grid_.rows.end()) patches_.push_back({next->begin, next->begin, std::move(text)});
    else last_rows_ += text;
  }

  void widen(const std::vector<CellEdit>& edits) {
    if (!grid_.dimension || grid_.extent.first_row == 0) return;
    Area area = grid_.extent;
    for (const CellEdit& edit : edits) {
      area.first_row = std::min(area.first_row, edit.row);
      area.last_row = std::max(area.last_row, edit.row);
      area.first_column = std::min(area.first_column, edit.column);
      area.last_column = std::max(area.last_column, edit.column);
    }
    const auto same = [](const Area& a, const Area& b) { return a.first_row == b.first_row && a.last_row == b.last_row && a.first_column == b.first_column && a.last_column == b.last_column; };
    if (same(area, grid_.extent)) return;
    const std::string_view tag = std::string_view(grid_.xml).substr(grid_.dimension->first, grid_.dimension->second - grid_.dimension->first);
    const bool closes = tag.ends_with("/>");
    patches_.push_back({grid_.dimension->first, grid_.dimension->second, tag_without(tag, "ref") + fmt::format(" ref=\"{}:{}\"{}", cell_name(area.first_row, area.first_column), cell_name(area.last_row, area.last_column), closes ? "/>" : ">")});
  }

  std::string run() {
    const std::string& p = grid_.prefix;
    if (grid_.data_is_empty_tag) {
      const std::string_view tag = std::string_view(grid_.xml).substr(grid_.data_begin, grid_.data_inner - grid_.data_begin);
      patches_.push_back({grid_.data_begin, grid_.data_end, tag_without(tag, "") + ">" + last_rows_ + "</" + p + "sheetData>"});
    } else if (!last_rows_.empty()) {
      patches_.push_back({grid_.data_close, grid_.data_close, last_rows_});
    }
    if (grid_.has_formulas && !grid_.has_calculation) patches_.push_back({grid_.data_end, grid_.data_end, "<" + p + "sheetCalcPr fullCalcOnLoad=\"1\"/>"});
    std::stable_sort(patches_.begin(), patches_.end(), [](const Patch& a, const Patch& b) { return a.begin < b.begin; });
    std::string out;
    size_t at = 0;
    for (const Patch& patch : patches_) {
      if (patch.begin < at) throw std::runtime_error("a cell of a form would be filled twice");
      out.append(grid_.xml, at, patch.begin - at);
      out += patch.text;
      at = patch.end;
    }
    return out.append(grid_.xml, at);
  }

 private:
  const FormGrid& grid_;
  std::vector<Patch> patches_;
  std::string last_rows_;
};

}  // namespace

std::string edit_sheet(const FormGrid& grid, std::vector<CellEdit> edits) {
  if (edits.empty()) return grid.xml;
  std::sort(edits.begin(), edits.end(), [](const CellEdit& a, const CellEdit& b) { return std::pair(a.row, a.column) < std::pair(b.row, b.column); });
  Editor editor(grid);
  editor.widen(edits);
  for (size_t begin = 0, end = 0; begin < edits.size(); begin = end) {
    while (end < edits.size() && edits[end].row == edits[begin].row) ++end;
    const std::span<const CellEdit> of_row(edits.data() + begin, end - begin);
    if (const GridRow* row = grid.row(edits[begin].row)) editor.fill_row(*row, of_row);
    else editor.add_row(edits[begin].row, of_row);
  }
  return editor.run();
}

}  // namespace halfsky::exchange
