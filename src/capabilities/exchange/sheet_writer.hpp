// Writes .xlsx, over libxlsxwriter: lists with typed columns, blank forms with choices, and the copy of an imported sheet in which
// the bad cells are marked. Memory stays bounded; rows go to disk as they come.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "capabilities/exchange/sheet_reader.hpp"

namespace halfsky::exchange {

// What the whole number in a cell means. Text stays text: an id of 18 digits, a phone number, "=1+1".
enum class ColumnType {
  text,
  integer,
  decimal,    // value * 10'000
  money,      // fen
  date,       // base::Day
  date_time,  // base::Minute
};

struct Column {
  std::string heading;
  ColumnType type = ColumnType::text;
  std::vector<std::string> choices;   // a list to choose from
  std::string note;                   // shown when the cell is entered: what to write
  int width = 0;                      // in characters; 0: by heading and type
};

using SheetValue = std::variant<std::monostate, int64_t, std::string>;  // a string in any column is written as text

class SheetWriter {
 public:
  // The file is there after close(). Exceptions: std::runtime_error where it can't be written.
  explicit SheetWriter(const std::string& path);
  ~SheetWriter();  // without close(): no file
  SheetWriter(const SheetWriter&) = delete;
  SheetWriter& operator=(const SheetWriter&) = delete;

  // A sheet with its headings, frozen. Rows go to the last sheet begun. The name is made to fit Excel's rules.
  void begin_sheet(const std::string& name, const std::vector<Column>& columns);
  void add_row(std::span<const SheetValue> values);   // one for each column, or fewer
  void close();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The bytes of a workbook of one sheet.
std::string write_sheet(const std::string& name, const std::vector<Column>& columns, std::span<const std::vector<SheetValue>> rows);

struct Mark {
  size_t row = 0;        // as read, from 1
  int column = -1;       // as read, from 0; -1: the whole row
  std::string reason;
};

enum class CopiedRows { all, marked };  // marked: the rows up to the heading, and those with a mark

// The sheet again, each marked cell in red with its reason as a comment, and all reasons of a row in a last column 问题.
// `heading_row` is where that column's heading goes. Returns the workbook's bytes.
base::Result<std::string> copy_with_marks(SheetFile& file, size_t sheet, size_t heading_row, std::vector<Mark> marks, CopiedRows rows);

}  // namespace halfsky::exchange
