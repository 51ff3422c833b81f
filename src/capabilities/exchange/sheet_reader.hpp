// Reads .xlsx row by row in bounded memory: from Excel, WPS, LibreOffice and whatever else writes the format, strict or transitional.
//
//   auto file = SheetFile::open("roll.xlsx");
//   if (!file) …problems…
//   file->read_first([](size_t row, std::span<const Cell> cells) { …; return true; });
//
// Problems (path ""): no_such_file, sheet_not_xlsx, sheet_old_format (.xls), sheet_encrypted, sheet_broken, sheet_large (over 200 MB
// unpacked, packed a hundred to one, or past a sheet's last cell, a cell's or the strings' room), sheet_doctype, sheet_none (no visible sheet).
#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"

namespace halfsky::exchange {

constexpr size_t kRowsMax = 1'048'576;  // of the format
constexpr int kColumnsMax = 16'384;

struct Cell {
  enum class Kind { text, number, date, date_time, time, boolean, error };

  int column = 0;            // 0 is A
  Kind kind = Kind::text;
  std::string_view text;     // as a person would type it: 2026-03-08, 2026-03-08 14:30, 14:30, 0.3, TRUE, #N/A; lives during the call
  double number = 0;         // of number and boolean
  base::Minute minute = 0;   // of date and date_time, since 1970-01-01 00:00

  // A number of 1e15 and more: Excel keeps 15 digits, so an 18-digit id typed as a number is no longer that id.
  bool precision_lost = false;
};

// "B7"
std::string cell_name(size_t row, int column);

struct SheetName {
  std::string name;
  bool is_visible = true;
};

// Cells merged downwards: the first row has the value. (What is merged sideways alone is a heading, and has its value in its first cell.)
struct Merge { size_t first_row, last_row; int column; };
constexpr size_t kMergesMax = 50'000;

struct SheetSize {
  size_t rows = 0;     // the last one that has a cell, from 1
  int columns = 0;     // the widest
  std::vector<Merge> merges = {};   // known at the end only: they stand behind the rows
};

// Rows come in their order, numbered from 1; rows and cells without a value are left out. False stops the reading.
using RowTaker = std::function<bool(size_t row, std::span<const Cell> cells)>;

class SheetFile {
 public:
  static base::Result<SheetFile> open(const std::string& path);
  static base::Result<SheetFile> open_bytes(std::string bytes);
  ~SheetFile();
  SheetFile(SheetFile&&) noexcept;
  SheetFile& operator=(SheetFile&&) noexcept;

  const std::vector<SheetName>& sheets() const;   // worksheets only, in their order
  size_t first_visible() const;                   // there is one

  // May be called again, for another pass.
  base::Result<SheetSize> read(size_t sheet, const RowTaker& take);
  base::Result<SheetSize> read_first(const RowTaker& take) { return read(first_visible(), take); }

 private:
  struct State;
  explicit SheetFile(std::unique_ptr<State> state);
  static base::Result<SheetFile> of(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// The first visible sheet as RFC 4180: comma, CRLF, UTF-8. Each row has as many fields as the widest; empty rows in between are kept.
base::Result<SheetSize> write_csv(const std::string& path, std::ostream& out);
base::Result<SheetSize> write_csv(SheetFile& file, size_t sheet, std::ostream& out);

}  // namespace halfsky::exchange
