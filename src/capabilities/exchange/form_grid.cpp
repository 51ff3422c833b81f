// One pass of expat over the part, with the place of each tag.
#include "capabilities/exchange/form_grid.hpp"

#include <expat.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <new>

#include "base/text.hpp"
#include "capabilities/exchange/problem.hpp"
#include "capabilities/exchange/sheet_reader.hpp"

namespace halfsky::exchange {
namespace {

std::optional<size_t> number_of(const char* text) {
  if (text == nullptr) return std::nullopt;
  size_t number = 0;
  const std::string_view view(text);
  const auto [end, error] = std::from_chars(view.data(), view.data() + view.size(), number);
  return error == std::errc() && end == view.data() + view.size() ? std::optional(number) : std::nullopt;
}

constexpr size_t kColumnsSaidMax = 4 * size_t(kColumnsMax);   // of all <col> together: they overlap in no sound sheet
constexpr size_t kChoicesBytesMax = 32'768;                   // Excel takes 255 letters
constexpr size_t kTextBytesMax = 64 << 20;                    // of all cells: a long shared text may stand in each

// Hidden by a size of next to nothing.
bool is_nothing(const char* size) { return size != nullptr && !(std::atof(size) >= 1); }

bool is_on(const char* flag) { return flag != nullptr && (std::string_view(flag) == "1" || std::string_view(flag) == "true"); }

bool is_utf8_part(std::string_view xml) {
  if (xml.starts_with("\xfe\xff") || xml.starts_with("\xff\xfe")) return false;
  if (xml.starts_with("\xef\xbb\xbf")) xml.remove_prefix(3);
  if (!xml.starts_with("<?xml")) return true;
  const std::string declared = base::lower(xml.substr(0, xml.find("?>")));
  return declared.find("encoding") == std::string::npos || declared.find("utf-8") != std::string::npos;
}

}  // namespace

// Events with their bytes: the wrapper of xml_events.hpp does not tell these.
class GridHandler {
 public:
  GridHandler(FormGrid& grid, const Workbook& workbook) : grid_(grid), workbook_(workbook), parser_(XML_ParserCreate("UTF-8")) {
    if (parser_ == nullptr) throw std::bad_alloc();
    XML_SetUserData(parser_, this);
    XML_SetElementHandler(
        parser_, [](void* self, const XML_Char* name, const XML_Char** attributes) { static_cast<GridHandler*>(self)->start(name, XmlAttributes(attributes)); },
        [](void* self, const XML_Char* name) { static_cast<GridHandler*>(self)->end(name); });
    XML_SetCharacterDataHandler(parser_, [](void* self, const XML_Char* text, int size) { static_cast<GridHandler*>(self)->text({text, static_cast<size_t>(size)}); });
    XML_SetStartDoctypeDeclHandler(parser_, [](void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) { static_cast<GridHandler*>(self)->refuse("sheet_doctype"); });
  }
  ~GridHandler() { XML_ParserFree(parser_); }

  std::optional<base::Problem> run() {
    const bool good = XML_Parse(parser_, grid_.xml.data(), static_cast<int>(grid_.xml.size()), 1) == XML_STATUS_OK;
    if (why_) return problem(why_);
    const bool merges_stand = grid_.merged_at_.settle();   // Excel opens no sheet of which they overlap
    grid_.array_at_.settle();
    grid_.choice_at_.settle();
    return good && merges_stand && has_data_ ? std::nullopt : std::optional(problem("sheet_broken"));
  }

 private:
  size_t place() const { return static_cast<size_t>(XML_GetCurrentByteIndex(parser_)); }
  size_t after() const { return place() + static_cast<size_t>(XML_GetCurrentByteCount(parser_)); }
  bool is_empty_tag() const { return after() >= 2 && grid_.xml[after() - 2] == '/'; }

  void refuse(const char* why) {
    if (!why_) why_ = why;
    XML_StopParser(parser_, XML_FALSE);
  }

  void start(std::string_view whole, const XmlAttributes& attributes) {
    const size_t colon = whole.rfind(':');
    const std::string_view name = colon == std::string_view::npos ? whole : whole.substr(colon + 1);
    if (in_cell_) return start_within(name, attributes);
    if (name == "sheetData") start_data(colon == std::string_view::npos ? "" : std::string(whole.substr(0, colon + 1)));
    if (name == "row" && in_data_) start_row(attributes);
    if (name == "c" && in_row_) start_cell(attributes);
    if (name == "col") note_columns(attributes);
    if (name == "sheetFormatPr") {
      grid_.hides_rows_ = is_on(attributes.get("zeroHeight")) || is_nothing(attributes.get("defaultRowHeight"));
      grid_.hides_columns_ = is_nothing(attributes.get("defaultColWidth"));
    }
    if (name == "mergeCell") note_merge(attributes.get("ref"));
    if (name == "sheetProtection" && is_on(attributes.get("sheet"))) grid_.is_protected = true;
    if (name == "sheetCalcPr") grid_.has_calculation = true;
    if (name == "dimension") {
      grid_.dimension = {place(), after()};
      if (const char* reference = attributes.get("ref")) grid_.extent = area_of(reference).value_or(Area{});
    }
    if (name == "dataValidation") start_validation(attributes);
    in_choices_ = name == "formula1" && validating_;
  }

  void start_data(std::string prefix) {
    if (has_data_) return refuse("sheet_broken");
    has_data_ = in_data_ = true;
    grid_.prefix = std::move(prefix);
    grid_.data_begin = place();
    grid_.data_inner = after();
    grid_.data_is_empty_tag = is_empty_tag();
  }

  void start_row(const XmlAttributes& attributes) {
    if (in_row_) return refuse("sheet_broken");
    GridRow row;
    row.row = number_of(attributes.get("r")).value_or(grid_.last_row() + 1);
    if (row.row <= grid_.last_row() || row.row > kRowsMax || grid_.rows.size() >= kFormRowsMax) return refuse("sheet_large");
    row.is_hidden = is_on(attributes.get("hidden")) || is_nothing(attributes.get("ht"));
    if (is_on(attributes.get("customFormat"))) row.style = number_of(attributes.get("s"));
    row.begin = place();
    row.inner = after();
    row.is_empty_tag = is_empty_tag();
    grid_.rows.push_back(std::move(row));
    in_row_ = true;
    next_column_ = 0;
  }

  void start_cell(const XmlAttributes& attributes) {
    GridCell cell;
    cell.column = next_column_;
    if (const char* reference = attributes.get("r")) {
      const auto area = area_of(reference);
      if (!area || area->first_row != grid_.rows.back().row) return refuse("sheet_broken");
      cell.column = area->first_column;
    }
    if (cell.column < next_column_ || cell.column >= kColumnsMax) return refuse("sheet_broken");   // out of order, or twice
    if (++cells_ > kFormCellsMax) return refuse("sheet_large");
    next_column_ = cell.column + 1;
    cell.style = number_of(attributes.get("s"));
    cell.begin = place();
    const char* type = attributes.get("t");
    type_ = type == nullptr ? "n" : type;
    value_.clear();
    rich_.take();
    grid_.rows.back().cells.push_back(std::move(cell));
    in_cell_ = true;
  }

  void start_within(std::string_view name, const XmlAttributes& attributes) {
    GridCell& cell = grid_.rows.back().cells.back();
    if (name == "v") in_value_ = true;
    else if (name == "f") {
      cell.has_formula = grid_.has_formulas = true;
      const char* type = attributes.get("t");
      const char* reference = attributes.get("ref");
      if (type != nullptr && reference != nullptr && std::strcmp(type, "shared") != 0)
        if (const auto area = area_of(reference); area && !grid_.array_at_.add(*area, 0)) refuse("sheet_large");
    } else if (name != "is" && name != "t" && name != "r" && name != "rPh" && name != "rPr" && rich_depth_ == 0) cell.has_more = true;
    if (name == "is") ++rich_depth_;
    rich_.start(name);
  }

  void end(std::string_view whole) {
    const size_t colon = whole.rfind(':');
    const std::string_view name = colon == std::string_view::npos ? whole : whole.substr(colon + 1);
    if (in_cell_ && name != "c") {
      rich_.end(name);
      if (name == "is") --rich_depth_;
      if (name == "v") in_value_ = false;
      return;
    }
    if (name == "c" && in_cell_) end_cell();
    if (name == "row" && in_row_) {
      GridRow& row = grid_.rows.back();
      row.close = row.is_empty_tag ? row.inner : place();
      row.end = row.is_empty_tag ? row.inner : after();
      in_row_ = false;
    }
    if (name == "sheetData") {
      grid_.data_close = grid_.data_is_empty_tag ? grid_.data_inner : place();
      grid_.data_end = grid_.data_is_empty_tag ? grid_.data_inner : after();
      in_data_ = false;
    }
    if (name == "formula1") in_choices_ = false;
    if (name == "dataValidation") end_validation();
  }

  void end_cell() {
    in_cell_ = false;
    GridCell& cell = grid_.rows.back().cells.back();
    cell.end = after();   // of an empty tag the end event stands behind it and has no bytes
    if (type_ == "inlineStr") cell.text = rich_.take();
    else if (type_ == "s") {
      const auto index = number_of(value_.c_str());
      cell.text = std::string(index ? workbook_.strings.at(*index).value_or("") : "");
    } else if (type_ == "n" && !value_.empty()) {
      double number = 0;
      const auto [end, error] = std::from_chars(value_.data(), value_.data() + value_.size(), number);
      cell.is_number = error == std::errc() && end == value_.data() + value_.size() && std::isfinite(number);
      cell.text = cell.is_number ? format_number(number) : value_;
    } else cell.text = decode_escapes(value_);
    cell.text = base::trim(cell.text);
    text_bytes_ += cell.text.size();
    if (text_bytes_ > kTextBytesMax) return refuse("sheet_large");
    if (!cell.is_blank()) grid_.last_column_ = std::max(grid_.last_column_, cell.column);
  }

  void text(std::string_view piece) {
    if (in_value_) value_ += piece;
    else if (in_cell_) rich_.text(piece);
    else if (in_choices_) choices_ += piece;
  }

  void note_columns(const XmlAttributes& attributes) {
    const auto first = number_of(attributes.get("min")), last = number_of(attributes.get("max"));
    if (!first || !last || *first < 1 || *last < *first || *last > size_t(kColumnsMax)) return;
    columns_said_ += *last - *first + 1;
    if (columns_said_ > kColumnsSaidMax) return refuse("sheet_large");
    if (grid_.columns_.size() < *last) grid_.columns_.resize(*last);
    const char* width = attributes.get("width");
    const bool is_hidden = is_on(attributes.get("hidden")) || is_nothing(width);
    for (size_t column = *first - 1; column < *last; ++column) {
      auto& one = grid_.columns_[column];
      if (!one.is_said) one = {true, is_hidden, number_of(attributes.get("style")), width ? std::atof(width) : kWidthUsual};
      else one.is_hidden = one.is_hidden || is_hidden;
    }
  }

  void note_merge(const char* reference) {
    const auto area = reference ? area_of(reference) : std::nullopt;
    if (!area) return;
    grid_.merges_.push_back(*area);
    if (grid_.merges_.size() > kFormMergesMax || !grid_.merged_at_.add(*area, grid_.merges_.size() - 1)) refuse("sheet_large");
  }

  void start_validation(const XmlAttributes& attributes) {
    const char* type = attributes.get("type");
    const char* where = attributes.get("sqref");
    choices_.clear();
    validation_ = {};
    validating_ = type != nullptr && where != nullptr && std::strcmp(type, "list") == 0;
    if (!validating_) return;
    for (const auto& part : base::split(where, ' '))
      if (const auto area = area_of(part)) validation_.areas.push_back(*area);
  }

  void end_validation() {
    const std::string_view formula = choices_;
    const bool names_them = validating_ && formula.size() > 2 && formula.front() == '"' && formula.back() == '"';
    validating_ = false;
    if (!names_them || grid_.choices_.size() >= kFormRowsMax) return;
    for (const auto& choice : base::split(formula.substr(1, formula.size() - 2), ',')) validation_.choices.push_back(base::trim(choice));
    if (formula.size() > kChoicesBytesMax) return refuse("sheet_large");
    for (const Area& area : validation_.areas)
      if (!grid_.choice_at_.add(area, grid_.choices_.size())) return refuse("sheet_large");
    grid_.choices_.push_back(std::move(validation_));
  }

  FormGrid& grid_;
  const Workbook& workbook_;
  XML_Parser parser_;
  const char* why_ = nullptr;
  bool has_data_ = false, in_data_ = false, in_row_ = false, in_cell_ = false, in_value_ = false, validating_ = false, in_choices_ = false;
  int next_column_ = 0, rich_depth_ = 0;
  size_t cells_ = 0, columns_said_ = 0, text_bytes_ = 0;
  std::string type_, value_, choices_;
  RichText rich_;
  ListChoice validation_;
};

base::Result<FormGrid> FormGrid::read(std::string xml, const Workbook& workbook) {
  if (!is_utf8_part(xml)) return problem("form_encoding");
  FormGrid grid;
  grid.xml = std::move(xml);
  if (auto failed = GridHandler(grid, workbook).run()) return *std::move(failed);
  return grid;
}

const GridRow* FormGrid::row(size_t wanted) const {
  const auto found = std::lower_bound(rows.begin(), rows.end(), wanted, [](const GridRow& row, size_t number) { return row.row < number; });
  return found != rows.end() && found->row == wanted ? &*found : nullptr;
}

const GridCell* FormGrid::at(size_t wanted, int column) const {
  const GridRow* in = row(wanted);
  if (in == nullptr) return nullptr;
  const auto found = std::lower_bound(in->cells.begin(), in->cells.end(), column, [](const GridCell& cell, int number) { return cell.column < number; });
  return found != in->cells.end() && found->column == column ? &*found : nullptr;
}

std::optional<Area> FormGrid::merge_at(size_t row, int column) const {
  const auto found = merged_at_.at(row, column);
  return found ? std::optional(merges_[*found]) : std::nullopt;
}

bool FormGrid::is_first_of_merge(size_t row, int column) const {
  const auto merge = merge_at(row, column);
  return !merge || (merge->first_row == row && merge->first_column == column);
}

std::string FormGrid::text(size_t row, int column) const {
  const auto merge = merge_at(row, column);
  const GridCell* cell = merge ? at(merge->first_row, merge->first_column) : at(row, column);
  return cell ? cell->text : "";
}

bool FormGrid::is_number(size_t row, int column) const {
  const auto merge = merge_at(row, column);
  const GridCell* cell = merge ? at(merge->first_row, merge->first_column) : at(row, column);
  return cell && cell->is_number;
}

bool FormGrid::is_blank(size_t row, int column) const {
  const auto merge = merge_at(row, column);
  const GridCell* cell = merge ? at(merge->first_row, merge->first_column) : at(row, column);
  return cell == nullptr || cell->is_blank();
}

bool FormGrid::is_row_hidden(size_t number) const {
  const GridRow* in = row(number);
  return in ? in->is_hidden : hides_rows_;
}

const FormGrid::Column* FormGrid::column(int number) const { return size_t(number) < columns_.size() && columns_[size_t(number)].is_said ? &columns_[size_t(number)] : nullptr; }

bool FormGrid::is_column_hidden(int number) const {
  const Column* said = column(number);
  return said ? said->is_hidden : hides_columns_;
}

double FormGrid::width(int number) const {
  const Column* said = column(number);
  return said && std::isfinite(said->width) ? std::clamp(said->width, 0.0, kWidthMax) : kWidthUsual;
}

std::optional<size_t> FormGrid::style_at(size_t number, int column_number) const {
  if (const GridCell* cell = at(number, column_number)) return cell->style;
  const GridRow* in = row(number);
  if (in && in->style) return in->style;
  const Column* said = column(column_number);
  return said ? said->style : std::nullopt;
}

bool FormGrid::in_array(size_t row, int column) const { return array_at_.at(row, column).has_value(); }

const ListChoice* FormGrid::choices_at(size_t row, int column) const {
  const auto found = choice_at_.at(row, column);
  return found ? &choices_[*found] : nullptr;
}

}  // namespace halfsky::exchange
