// Over libxlsxwriter, by a file of its own that is gone afterwards.
#include "capabilities/report/workbook.hpp"

#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace halfsky::report {
namespace {

namespace fs = std::filesystem;

constexpr int kColumns = 8;                    // of the text, at least
constexpr double kColumnWidth = 13;            // in characters of the default face
constexpr double kLineHeight = 18;             // points
constexpr int kLinesInRow = 20;                // Excel's highest row has 409 points
constexpr size_t kCellBytesMax = 32'000;       // Excel takes 32,767 characters
constexpr size_t kDigitsMax = 15;              // a double keeps so many

class Folder {
 public:
  Folder() : path_((fs::temp_directory_path() / "halfsky-report-XXXXXX").string()) {
    if (mkdtemp(path_.data()) == nullptr) throw std::runtime_error("cannot make " + path_);
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string file() const { return path_ + "/report.xlsx"; }

 private:
  std::string path_;
};

// Characters as wide as a Latin one; a Chinese one is two.
double width_of(const std::string& text) {
  double width = 0;
  for (const unsigned char c : text) width += c < 0x80 ? 1 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;
  return width;
}

// What is set as a plain number, "1,234.50", to be reckoned with; its places say how it is shown.
struct Number { double value = 0; size_t places = 0; };

bool read_number(const std::string& shown, Number& number) {
  std::string digits;
  size_t point = std::string::npos;
  for (const char c : shown) {
    if (c == ',') continue;
    if (c == '.' && point == std::string::npos) point = digits.size();
    else if (c == '.' || ((c < '0' || c > '9') && !(c == '-' && digits.empty()))) return false;
    digits += c;
  }
  if (digits.empty() || digits == "-" || digits.size() > kDigitsMax) return false;
  number.value = std::strtod(digits.c_str(), nullptr);
  number.places = point == std::string::npos ? 0 : digits.size() - point - 1;
  return true;
}

size_t after_character(const std::string& text, size_t at) {
  do ++at;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80);
  return at;
}

std::string cut(const std::string& text) {
  if (text.size() <= kCellBytesMax) return text;
  size_t end = kCellBytesMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

class Book {
 public:
  explicit Book(const std::string& path) : book_(workbook_new(path.c_str())) {
    if (book_ == nullptr) throw std::runtime_error("cannot write " + path);
    title_ = format([](lxw_format* f) { format_set_bold(f); format_set_font_size(f, 16); format_set_align(f, LXW_ALIGN_CENTER); format_set_align(f, LXW_ALIGN_VERTICAL_CENTER); format_set_text_wrap(f); });
    heading_ = format([](lxw_format* f) { format_set_bold(f); format_set_font_size(f, 12); });
    text_ = format([](lxw_format* f) { format_set_text_wrap(f); format_set_align(f, LXW_ALIGN_VERTICAL_TOP); });
    head_ = format([](lxw_format* f) { format_set_bold(f); format_set_text_wrap(f); format_set_border(f, LXW_BORDER_THIN); format_set_bg_color(f, 0xF2F2F2); format_set_align(f, LXW_ALIGN_CENTER); format_set_align(f, LXW_ALIGN_VERTICAL_CENTER); });
    cell_ = format([](lxw_format* f) { format_set_border(f, LXW_BORDER_THIN); format_set_num_format(f, "@"); });
    right_ = format([](lxw_format* f) { format_set_border(f, LXW_BORDER_THIN); format_set_align(f, LXW_ALIGN_RIGHT); });
    foot_ = format([](lxw_format* f) { format_set_align(f, LXW_ALIGN_RIGHT); });
  }
  ~Book() {
    if (book_ != nullptr) lxw_workbook_free(book_);
  }
  Book(const Book&) = delete;
  Book& operator=(const Book&) = delete;

  void write_text(const std::vector<Block>& blocks, const std::vector<std::string>& foot);
  void write_figures(const std::vector<FigureLine>& figures);
  void close() {
    const lxw_error error = workbook_close(std::exchange(book_, nullptr));
    if (error != LXW_NO_ERROR) throw std::runtime_error(std::string("cannot write the sheet: ") + lxw_strerror(error));
  }

 private:
  template <class Set>
  lxw_format* format(Set set) {
    lxw_format* made = workbook_add_format(book_);
    set(made);
    return made;
  }

  // As many decimals as the text shows.
  lxw_format* number_format(size_t places) {
    auto& made = numbers_[places];
    if (made == nullptr) made = format([&](lxw_format* f) { format_set_border(f, LXW_BORDER_THIN); format_set_num_format(f, ("#,##0" + (places ? "." + std::string(places, '0') : "")).c_str()); });
    return made;
  }

  // Over all columns; what is longer than a row can be high goes on in the next.
  void write_line(const std::string& text, lxw_format* with, double characters_wide) {
    const double line = columns_ * kColumnWidth / characters_wide;
    for (size_t from = 0; from < text.size();) {
      size_t to = from;
      double width = 0;
      while (to < text.size() && width < line * kLinesInRow) {
        const size_t next = after_character(text, to);
        width += width_of(text.substr(to, next - to));
        to = next;
      }
      worksheet_merge_range(sheet_, row_, 0, row_, lxw_col_t(columns_ - 1), text.substr(from, to - from).c_str(), with);
      worksheet_set_row(sheet_, row_, std::max(1.0, std::ceil(width / line)) * kLineHeight * characters_wide, nullptr);
      ++row_;
      from = to;
    }
  }

  void write_cell(lxw_row_t row, int column, const std::string& shown) {
    Number number;
    if (read_number(shown, number)) worksheet_write_number(sheet_, row, lxw_col_t(column), number.value, number_format(number.places));
    else worksheet_write_string(sheet_, row, lxw_col_t(column), cut(shown).c_str(), column == 0 ? cell_ : right_);
  }

  lxw_workbook* book_ = nullptr;
  lxw_worksheet* sheet_ = nullptr;
  lxw_format *title_ = nullptr, *heading_ = nullptr, *text_ = nullptr, *head_ = nullptr, *cell_ = nullptr, *right_ = nullptr, *foot_ = nullptr;
  std::map<size_t, lxw_format*> numbers_;
  int columns_ = kColumns;
  lxw_row_t row_ = 0;
};

void Book::write_text(const std::vector<Block>& blocks, const std::vector<std::string>& foot) {
  sheet_ = workbook_add_worksheet(book_, "正文");
  row_ = 0;
  for (const Block& block : blocks) columns_ = std::max(columns_, int(block.header.size()));
  worksheet_set_column(sheet_, 0, lxw_col_t(columns_ - 1), kColumnWidth, nullptr);
  worksheet_set_paper(sheet_, 9);   // A4
  worksheet_fit_to_pages(sheet_, 1, 0);
  if (columns_ > kColumns) worksheet_set_landscape(sheet_);
  for (const Block& block : blocks) {
    switch (block.kind) {
      case Block::Kind::title: write_line(block.text(), title_, 1.5); break;
      case Block::Kind::heading: write_line(block.text(), heading_, 1.1); break;
      case Block::Kind::paragraph: write_line(block.text(), text_, 1); break;
      case Block::Kind::table:
        for (size_t c = 0; c < block.header.size(); ++c) worksheet_write_string(sheet_, row_, lxw_col_t(c), cut(block.header[c]).c_str(), head_);
        ++row_;
        for (const auto& cells : block.rows) {
          for (size_t c = 0; c < cells.size(); ++c) write_cell(row_, int(c), cells[c]);
          ++row_;
        }
        ++row_;
        break;
    }
  }
  for (const std::string& line : foot) write_line(line, foot_, 1);
}

void Book::write_figures(const std::vector<FigureLine>& figures) {
  static constexpr struct { const char* heading; double width; } kHead[] = {{"编号", 8}, {"指标", 34}, {"范围", 18}, {"起", 12}, {"止", 12}, {"文中", 14}, {"数值", 16}, {"单位", 8}, {"可靠", 10}, {"算式", 48}};
  sheet_ = workbook_add_worksheet(book_, "数字");
  lxw_col_t column = 0;
  for (const auto& [heading, width] : kHead) {
    worksheet_set_column(sheet_, column, column, width, nullptr);
    worksheet_write_string(sheet_, 0, column++, heading, head_);
  }
  worksheet_freeze_panes(sheet_, 1, 0);
  row_ = 1;
  for (const FigureLine& line : figures) {
    const std::string* const texts[] = {&line.id, &line.title, &line.org, &line.from, &line.until, &line.shown};
    for (size_t c = 0; c < std::size(texts); ++c) worksheet_write_string(sheet_, row_, lxw_col_t(c), cut(*texts[c]).c_str(), cell_);
    write_cell(row_, int(std::size(texts)), line.raw);
    const std::string* const rest[] = {&line.unit, &line.sureness, &line.formula};
    for (size_t c = 0; c < std::size(rest); ++c) worksheet_write_string(sheet_, row_, lxw_col_t(std::size(texts) + 1 + c), cut(*rest[c]).c_str(), cell_);
    ++row_;
  }
  worksheet_autofilter(sheet_, 0, 0, std::max<lxw_row_t>(row_ - 1, 1), lxw_col_t(std::size(kHead) - 1));
}

}  // namespace

std::string workbook(const std::vector<Block>& blocks, const std::vector<std::string>& foot, const std::vector<FigureLine>& figures) {
  const Folder folder;
  Book book(folder.file());
  book.write_text(blocks, foot);
  book.write_figures(figures);
  book.close();
  std::ostringstream bytes;
  bytes << std::ifstream(folder.file(), std::ios::binary).rdbuf();
  return bytes.str();
}

}  // namespace halfsky::report
