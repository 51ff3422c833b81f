// Writes .xlsx, over libxlsxwriter.
#include "capabilities/exchange/sheet_writer.hpp"

#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

#include "base/decimal.hpp"
#include "base/text.hpp"

namespace halfsky::exchange {

namespace {

namespace fs = std::filesystem;

constexpr size_t kSheetNameMax = 31;           // Excel's limits
constexpr size_t kCellCharactersMax = 32'767;
constexpr size_t kInlineChoicesBytesMax = 255;
constexpr size_t kNoteCharactersMax = 255;
constexpr lxw_row_t kRowsWithChoices = 20'000;
constexpr int kWidthMin = 8, kWidthMax = 40;
constexpr size_t kMarksWithCommentMax = 5'000;  // each comment is a drawing
constexpr const char* kReasonHeading = "问题";
constexpr double kDay1970 = 25'569;             // Excel's serial

// Long text in pieces Excel takes, cut between characters.
std::string cut(const std::string& text, size_t characters_max) {
  if (text.size() <= characters_max) return text;
  size_t characters = 0, at = 0;
  for (; at < text.size() && characters < characters_max; ++characters) {
    do ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80);
  }
  return text.substr(0, at);
}

int width_of(std::string_view text) {
  int width = 0;
  for (const unsigned char c : text) width += c < 0x80 ? 1 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;  // a Chinese character is two wide
  return width;
}

int width_of(const Column& column) {
  if (column.width > 0) return column.width;
  const int least = column.type == ColumnType::date_time ? 17 : column.type == ColumnType::date ? 12 : kWidthMin;
  return std::clamp(width_of(column.heading) + 3, least, kWidthMax);
}

std::string allowed_sheet_name(const std::string& name, const std::vector<std::string>& taken) {
  std::string plain;
  for (const char c : name) plain += std::string_view("[]:*?/\\'").find(c) == std::string_view::npos ? c : ' ';
  plain = base::trim(plain);
  if (plain.empty()) plain = "Sheet";
  std::string unique = cut(plain, kSheetNameMax);
  for (int i = 2; std::find(taken.begin(), taken.end(), unique) != taken.end(); ++i)
    unique = cut(plain, kSheetNameMax - 4) + " " + std::to_string(i);
  return unique;
}

// A file in a folder of its own, gone afterwards.
class TemporaryFile {
 public:
  TemporaryFile() : folder_((fs::temp_directory_path() / "halfsky-sheet-XXXXXX").string()) {
    if (mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("cannot make " + folder_);
  }
  ~TemporaryFile() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  std::string path() const { return folder_ + "/sheet.xlsx"; }
  std::string bytes() const {
    std::ostringstream out;
    out << std::ifstream(path(), std::ios::binary).rdbuf();
    return out.str();
  }

 private:
  std::string folder_;
};

// The library's workbook; what is not closed is thrown away.
class Book {
 public:
  explicit Book(const std::string& path) {
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    book_ = workbook_new_opt(path.c_str(), &options);
    if (book_ == nullptr) throw std::runtime_error("cannot write " + path);
  }
  ~Book() {
    if (book_ != nullptr) lxw_workbook_free(book_);
  }
  Book(const Book&) = delete;
  Book& operator=(const Book&) = delete;

  lxw_workbook* get() { return book_; }

  lxw_format* format(const char* number_format) {
    lxw_format* format = workbook_add_format(book_);
    if (number_format != nullptr) format_set_num_format(format, number_format);
    return format;
  }

  void close() {
    const lxw_error error = workbook_close(std::exchange(book_, nullptr));
    if (error != LXW_NO_ERROR) throw std::runtime_error(std::string("cannot write the sheet: ") + lxw_strerror(error));
  }

 private:
  lxw_workbook* book_;
};

lxw_format* heading_format(Book& book) {
  lxw_format* format = book.format(nullptr);
  format_set_bold(format);
  format_set_text_wrap(format);
  format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
  format_set_bg_color(format, 0xF2F2F2);
  format_set_bottom(format, LXW_BORDER_THIN);
  return format;
}

}  // namespace

struct SheetWriter::State {
  explicit State(const std::string& path) : book(path), heading(heading_format(book)) {
    formats = {book.format("@"), book.format("0"), book.format("#,##0.####"), book.format("#,##0.00"),
               book.format("yyyy-mm-dd"), book.format("yyyy-mm-dd hh:mm")};
  }

  void add_choices(const Column& column, lxw_col_t at);
  void write_list(const std::string& name, const std::vector<std::string>& choices);

  Book book;
  lxw_format* heading;
  std::array<lxw_format*, 6> formats;   // by ColumnType
  std::vector<std::string> names;
  std::vector<Column> columns;          // of the last sheet
  lxw_worksheet* sheet = nullptr;
  lxw_row_t next_row = 0;
  std::vector<std::pair<std::string, std::vector<std::string>>> lists;  // sheets of choices, written at the end
};

SheetWriter::SheetWriter(const std::string& path) : state_(std::make_unique<State>(path)) {}
SheetWriter::~SheetWriter() = default;

void SheetWriter::begin_sheet(const std::string& name, const std::vector<Column>& columns) {
  State& state = *state_;
  state.names.push_back(allowed_sheet_name(name, state.names));
  state.sheet = workbook_add_worksheet(state.book.get(), state.names.back().c_str());
  state.columns = columns;
  for (size_t i = 0; i < columns.size(); ++i) {
    const auto at = static_cast<lxw_col_t>(i);
    worksheet_set_column(state.sheet, at, at, width_of(columns[i]), state.formats[static_cast<size_t>(columns[i].type)]);
    worksheet_write_string(state.sheet, 0, at, columns[i].heading.c_str(), state.heading);
    state.add_choices(columns[i], at);
  }
  worksheet_freeze_panes(state.sheet, 1, 0);
  state.next_row = 1;
}

void SheetWriter::State::add_choices(const Column& column, lxw_col_t at) {
  if (column.choices.empty() && column.note.empty()) return;
  lxw_data_validation validation{};
  validation.validate = LXW_VALIDATION_TYPE_ANY;
  std::vector<char*> inline_list;  // the library takes it so, and only reads
  std::string reference, title = cut(column.heading, 32), note = cut(column.note, kNoteCharactersMax);
  size_t bytes = 0;
  for (const std::string& choice : column.choices) {
    bytes += choice.size() + 1;
    inline_list.push_back(const_cast<char*>(choice.c_str()));
  }
  const bool has_comma = std::any_of(column.choices.begin(), column.choices.end(),
                                     [](const std::string& choice) { return choice.find(',') != std::string::npos; });
  if (!column.choices.empty() && (bytes > kInlineChoicesBytesMax || has_comma)) {
    lists.emplace_back(allowed_sheet_name("选项", names), column.choices);
    names.push_back(lists.back().first);
    validation.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
    reference = "='" + lists.back().first + "'!$A$1:$A$" + std::to_string(column.choices.size());
    validation.value_formula = reference.data();
  } else if (!column.choices.empty()) {
    inline_list.push_back(nullptr);
    validation.validate = LXW_VALIDATION_TYPE_LIST;
    validation.value_list = inline_list.data();
  }
  if (!note.empty()) {
    validation.input_title = title.data();
    validation.input_message = note.data();
  }
  worksheet_data_validation_range(sheet, 1, at, kRowsWithChoices, at, &validation);
}

void SheetWriter::add_row(std::span<const SheetValue> values) {
  State& state = *state_;
  HALFSKY_ASSERT(state.sheet != nullptr && values.size() <= state.columns.size());
  HALFSKY_ASSERT(state.next_row < kRowsMax);
  const lxw_row_t row = state.next_row++;
  for (size_t i = 0; i < values.size(); ++i) {
    const auto at = static_cast<lxw_col_t>(i);
    const ColumnType type = state.columns[i].type;
    lxw_format* format = state.formats[static_cast<size_t>(type)];
    if (const auto* text = std::get_if<std::string>(&values[i])) {
      worksheet_write_string(state.sheet, row, at, cut(*text, kCellCharactersMax).c_str(), format);
      continue;
    }
    const auto* whole = std::get_if<int64_t>(&values[i]);
    if (whole == nullptr) continue;
    const auto number = static_cast<double>(*whole);
    switch (type) {
      case ColumnType::text: worksheet_write_string(state.sheet, row, at, std::to_string(*whole).c_str(), format); break;
      case ColumnType::integer: worksheet_write_number(state.sheet, row, at, number, format); break;
      case ColumnType::decimal: worksheet_write_number(state.sheet, row, at, number / base::kDecimalScale, format); break;
      case ColumnType::money: worksheet_write_number(state.sheet, row, at, number / base::kFenPerYuan, format); break;
      case ColumnType::date: worksheet_write_number(state.sheet, row, at, number + kDay1970, format); break;
      case ColumnType::date_time: worksheet_write_number(state.sheet, row, at, number / 1440 + kDay1970, format); break;
    }
  }
}

void SheetWriter::State::write_list(const std::string& name, const std::vector<std::string>& choices) {
  lxw_worksheet* list = workbook_add_worksheet(book.get(), name.c_str());
  for (size_t i = 0; i < choices.size(); ++i)
    worksheet_write_string(list, static_cast<lxw_row_t>(i), 0, choices[i].c_str(), nullptr);
  worksheet_hide(list);
}

void SheetWriter::close() {
  HALFSKY_ASSERT(state_->sheet != nullptr);
  for (const auto& [name, choices] : state_->lists) state_->write_list(name, choices);
  state_->book.close();
}

std::string write_sheet(const std::string& name, const std::vector<Column>& columns, std::span<const std::vector<SheetValue>> rows) {
  const TemporaryFile file;
  SheetWriter writer(file.path());
  writer.begin_sheet(name, columns);
  for (const auto& row : rows) writer.add_row(row);
  writer.close();
  return file.bytes();
}

namespace {

// The formats of a marked copy: as it was read, or red.
struct CopyFormats {
  explicit CopyFormats(Book& book) {
    for (const bool is_red : {false, true}) {
      auto& of = is_red ? red : plain;
      const std::array<const char*, 3> codes = {nullptr, "yyyy-mm-dd", "yyyy-mm-dd hh:mm"};
      for (size_t i = 0; i < codes.size(); ++i) {
        of[i] = book.format(codes[i]);
        if (is_red) format_set_bg_color(of[i], 0xFFC7CE);
      }
    }
    heading = heading_format(book);
    reason = book.format(nullptr);
    format_set_font_color(reason, 0x9C0006);
  }
  std::array<lxw_format*, 3> plain, red;  // text and number, date, date and time
  lxw_format* heading;
  lxw_format* reason;
};

void write_copy(lxw_worksheet* sheet, lxw_row_t row, const Cell& cell, const std::array<lxw_format*, 3>& formats) {
  const auto at = static_cast<lxw_col_t>(cell.column);
  switch (cell.kind) {
    case Cell::Kind::number: worksheet_write_number(sheet, row, at, cell.number, formats[0]); return;
    case Cell::Kind::boolean: worksheet_write_boolean(sheet, row, at, static_cast<int>(cell.number), formats[0]); return;
    case Cell::Kind::date: worksheet_write_number(sheet, row, at, static_cast<double>(cell.minute) / 1440 + kDay1970, formats[1]); return;
    case Cell::Kind::date_time: worksheet_write_number(sheet, row, at, static_cast<double>(cell.minute) / 1440 + kDay1970, formats[2]); return;
    case Cell::Kind::text:
    case Cell::Kind::time:
    case Cell::Kind::error: worksheet_write_string(sheet, row, at, cut(std::string(cell.text), kCellCharactersMax).c_str(), formats[0]); return;
  }
}

class MarkedCopy {
 public:
  MarkedCopy(lxw_worksheet* sheet, const CopyFormats& formats, size_t heading_row, lxw_col_t reason_column, CopiedRows rows,
             const std::vector<Mark>& marks)
      : sheet_(sheet), formats_(formats), heading_row_(heading_row), reason_column_(reason_column), rows_(rows) {
    for (const Mark& mark : marks) by_row_[mark.row].push_back(&mark);
  }

  void add(size_t row, std::span<const Cell> cells) {
    const auto marks = by_row_.find(row);
    const bool is_marked = marks != by_row_.end();
    if (rows_ == CopiedRows::marked && !is_marked && row > heading_row_) return;
    // Rows keep their places, or close up behind the heading.
    const size_t place = rows_ == CopiedRows::all || row <= heading_row_ ? row : std::max(last_, heading_row_) + 1;
    last_ = place;
    const auto at = static_cast<lxw_row_t>(place - 1);
    for (const Cell& cell : cells)
      if (cell.column != reason_column_) write_copy(sheet_, at, cell, is_bad(marks, cell.column) ? formats_.red : formats_.plain);
    if (row == heading_row_) worksheet_write_string(sheet_, at, reason_column_, kReasonHeading, formats_.heading);
    if (is_marked) explain(at, cells, marks->second);
  }

 private:
  using Marks = std::map<size_t, std::vector<const Mark*>>;

  bool is_bad(Marks::const_iterator marks, int column) const {
    if (marks == by_row_.end()) return false;
    return std::any_of(marks->second.begin(), marks->second.end(), [&](const Mark* mark) { return mark->column == column; });
  }

  void explain(lxw_row_t at, std::span<const Cell> cells, const std::vector<const Mark*>& marks) {
    std::string all;
    std::map<int, std::string> by_column;
    for (const Mark* mark : marks) {
      if (!all.empty()) all += "；";
      all += mark->reason;
      if (mark->column < 0) continue;
      std::string& reasons = by_column[mark->column];
      reasons += (reasons.empty() ? "" : "\n") + mark->reason;
    }
    for (const auto& [column, reasons] : by_column) {
      const bool is_empty = std::none_of(cells.begin(), cells.end(), [c = column](const Cell& cell) { return cell.column == c; });
      const auto where = static_cast<lxw_col_t>(column);
      if (is_empty) worksheet_write_blank(sheet_, at, where, formats_.red[0]);
      if (++comments_ <= kMarksWithCommentMax) worksheet_write_comment(sheet_, at, where, reasons.c_str());
    }
    worksheet_write_string(sheet_, at, reason_column_, cut(all, kCellCharactersMax).c_str(), formats_.reason);
  }

  lxw_worksheet* sheet_;
  const CopyFormats& formats_;
  size_t heading_row_;
  lxw_col_t reason_column_;
  CopiedRows rows_;
  Marks by_row_;
  size_t last_ = 0, comments_ = 0;
};

}  // namespace

base::Result<std::string> copy_with_marks(SheetFile& file, size_t sheet, size_t heading_row, std::vector<Mark> marks, CopiedRows rows) {
  std::vector<int> widths;
  int earlier_reasons = -1;  // where a copy that comes back has its column already
  const auto size = file.read(sheet, [&](size_t row, std::span<const Cell> cells) {
    for (const Cell& cell : cells) {
      if (row == heading_row && cell.text == kReasonHeading) earlier_reasons = cell.column;
      if (static_cast<size_t>(cell.column) >= widths.size()) widths.resize(static_cast<size_t>(cell.column) + 1, kWidthMin);
      int& width = widths[static_cast<size_t>(cell.column)];
      width = std::clamp(width_of(cell.text) + 2, width, kWidthMax);
    }
    return true;
  });
  if (!size) return size.problems();
  if (size->columns >= kColumnsMax) return base::Problem{"sheet_full", "", {}};   // no column is left for the reasons
  int columns = size->columns;
  for (const Mark& mark : marks) columns = std::max(columns, mark.column + 1);  // a column that should be there and is not

  const TemporaryFile target;
  Book book(target.path());
  const CopyFormats formats(book);
  lxw_worksheet* copy = workbook_add_worksheet(book.get(), allowed_sheet_name(file.sheets()[sheet].name, {}).c_str());
  for (size_t i = 0; i < widths.size(); ++i)
    worksheet_set_column(copy, static_cast<lxw_col_t>(i), static_cast<lxw_col_t>(i), widths[i], nullptr);
  const auto reason_column = static_cast<lxw_col_t>(earlier_reasons >= 0 ? earlier_reasons : std::min(columns, kColumnsMax - 1));
  worksheet_set_column(copy, reason_column, reason_column, kWidthMax, nullptr);
  if (heading_row > 0) worksheet_freeze_panes(copy, static_cast<lxw_row_t>(heading_row), 0);
  MarkedCopy marked(copy, formats, heading_row, reason_column, rows, marks);
  const auto again = file.read(sheet, [&](size_t row, std::span<const Cell> cells) {
    marked.add(row, cells);
    return true;
  });
  if (!again) return again.problems();
  book.close();
  return target.bytes();
}

}  // namespace halfsky::exchange
