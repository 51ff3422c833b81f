// Reads .xlsx row by row: one pass of expat over a sheet's part.
#include "capabilities/exchange/sheet_reader.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "capabilities/exchange/problem.hpp"
#include "capabilities/exchange/workbook_parts.hpp"

namespace halfsky::exchange {

namespace {

constexpr double kExactMax = 1e15;
constexpr size_t kCellBytesMax = 1 << 20;    // the format has 32,767 characters
constexpr size_t kCsvCellsMax = 50'000'000;  // a cell in the last corner must not make gigabytes of commas

// A cell while its row is being read; its text becomes a view when the row is done.
struct OwnedCell {
  Cell cell;
  std::string text;
};

class SheetHandler final : public XmlHandler {
 public:
  SheetHandler(const Workbook& workbook, const RowTaker& take) : workbook_(workbook), take_(take) {}
  void stop_through(XmlEvents& events) { events_ = &events; }

  SheetSize size;
  bool is_past_the_last = false;

  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "c") return start_cell(attributes);
    if (name == "row") return start_row(attributes.get("r"));
    if (name == "v") in_value_ = true;
    if (name == "mergeCell") note_merge(attributes.get("ref"));
    if (in_cell_) rich_.start(name);
  }

  void end(std::string_view name) override {
    if (name == "v") in_value_ = false;
    if (in_cell_) rich_.end(name);
    if (name == "c") end_cell();
    if (name == "row") end_row();
  }

  void text(std::string_view piece) override {
    if (in_value_) value_ += piece;
    else if (in_cell_) rich_.text(piece);
    if ((text_bytes_ += piece.size()) > kCellBytesMax && in_cell_) refuse();
  }

 private:
  void start_row(const char* number) {
    row_ += 1;
    if (number != nullptr) {
      const std::string_view text(number);
      std::from_chars(text.data(), text.data() + text.size(), row_);
    }
    used_ = 0;
    next_column_ = 0;
    if (row_ < 1 || row_ > kRowsMax || row_ <= size.rows) refuse();
  }

  void start_cell(const XmlAttributes& attributes) {
    in_cell_ = true;
    text_bytes_ = 0;
    value_.clear();
    rich_.take();
    const char* type = attributes.get("t");
    const char* style = attributes.get("s");
    type_ = type == nullptr ? "n" : type;
    style_ = 0;
    if (style != nullptr) {
      const std::string_view text(style);
      std::from_chars(text.data(), text.data() + text.size(), style_);
    }
    const char* reference = attributes.get("r");
    column_ = reference == nullptr ? next_column_ : column_of(reference);
    next_column_ = column_ + 1;
    if (column_ < 0 || column_ >= kColumnsMax || used_ >= size_t(kColumnsMax)) refuse();   // one named twice is a cell too
  }

  // "B2:B7"
  void note_merge(const char* reference) {
    if (reference == nullptr || size.merges.size() >= kMergesMax) return;
    const std::string_view text(reference);
    const size_t colon = text.find(':');
    if (colon == std::string_view::npos) return;
    const auto row_of = [](std::string_view at) {
      size_t row = 0;
      const size_t digits = at.find_first_of("0123456789");
      if (digits != std::string_view::npos) std::from_chars(at.data() + digits, at.data() + at.size(), row);
      return row;
    };
    const Merge merge{row_of(text.substr(0, colon)), row_of(text.substr(colon + 1)), column_of(text)};
    if (merge.first_row > 0 && merge.last_row > merge.first_row && merge.column >= 0) size.merges.push_back(merge);
  }

  static int column_of(std::string_view reference) {
    int column = 0;
    for (const char c : reference) {
      if (c < 'A' || c > 'Z') break;
      column = column * 26 + (c - 'A' + 1);
      if (column > kColumnsMax) break;
    }
    return column - 1;
  }

  void end_cell() {
    in_cell_ = false;
    if (used_ == cells_.size()) cells_.emplace_back();
    OwnedCell& owned = cells_[used_];
    owned.cell = Cell{};
    owned.cell.column = column_;
    if (fill(owned)) ++used_;
  }

  // False for a cell without a value.
  bool fill(OwnedCell& owned) {
    Cell& cell = owned.cell;
    if (type_ == "inlineStr") {
      owned.text = rich_.take();
      return !owned.text.empty();
    }
    if (value_.empty()) return false;
    if (type_ == "n") return fill_number(owned);
    if (type_ == "s") {
      size_t index = SIZE_MAX;
      std::from_chars(value_.data(), value_.data() + value_.size(), index);
      const auto shared = workbook_.strings.at(index);
      owned.text = shared.value_or("");
      return shared && !shared->empty();
    }
    if (type_ == "b") {
      cell.kind = Cell::Kind::boolean;
      cell.number = value_ == "1" || value_ == "true" ? 1 : 0;
      owned.text = cell.number == 1 ? "TRUE" : "FALSE";
      return true;
    }
    if (type_ == "d") return fill_iso_date(owned);
    if (type_ == "e") cell.kind = Cell::Kind::error;
    owned.text = decode_escapes(value_);  // str, e, and what nobody knows yet
    return true;
  }

  bool fill_number(OwnedCell& owned) {
    Cell& cell = owned.cell;
    const auto [end, error] = std::from_chars(value_.data(), value_.data() + value_.size(), cell.number);
    if (error != std::errc() || end != value_.data() + value_.size() || !std::isfinite(cell.number)) {
      owned.text = value_;  // not a number after all; the importer will say so with the cell
      return true;
    }
    const NumberKind kind = style_ < workbook_.styles.size() ? workbook_.styles[style_].kind : NumberKind::number;
    if (kind == NumberKind::number || !is_date_serial(cell.number)) {
      cell.kind = Cell::Kind::number;
      cell.precision_lost = std::fabs(cell.number) >= kExactMax;
      owned.text = format_number(cell.number);
      return true;
    }
    if (kind == NumberKind::time || kind == NumberKind::elapsed) {
      cell.kind = Cell::Kind::time;
      owned.text = format_clock(kind == NumberKind::time ? cell.number - std::floor(cell.number) : cell.number);
      return true;
    }
    fill_date(owned, minute_of_serial(cell.number, workbook_.dates), kind == NumberKind::date);
    return true;
  }

  bool fill_iso_date(OwnedCell& owned) {
    const std::string day_text = value_.substr(0, 10), minute_text = value_.substr(0, 16);
    const auto day = base::parse_day(day_text);
    if (!day) {
      owned.text = value_;
      return true;
    }
    const auto minute = base::parse_minute(minute_text);
    const base::Minute midnight = base::Minute{*day} * 1440;
    fill_date(owned, minute.value_or(midnight), minute.value_or(midnight) == midnight);
    return true;
  }

  static void fill_date(OwnedCell& owned, base::Minute minute, bool is_day) {
    const base::Minute in_day = (minute % 1440 + 1440) % 1440;
    owned.cell.minute = is_day ? minute - in_day : minute;
    owned.cell.kind = is_day ? Cell::Kind::date : Cell::Kind::date_time;
    owned.text = is_day ? base::format_day(static_cast<base::Day>((minute - in_day) / 1440)) : base::format_minute(minute);
  }

  void end_row() {
    if (used_ == 0 || is_past_the_last) return;
    const auto by_column = [](const OwnedCell& a, const OwnedCell& b) { return a.cell.column < b.cell.column; };
    const auto used_end = cells_.begin() + static_cast<std::ptrdiff_t>(used_);
    if (!std::is_sorted(cells_.begin(), used_end, by_column)) std::stable_sort(cells_.begin(), used_end, by_column);
    row_cells_.clear();
    for (size_t i = 0; i < used_; ++i) {
      cells_[i].cell.text = cells_[i].text;
      row_cells_.push_back(cells_[i].cell);
    }
    size.rows = row_;
    size.columns = std::max(size.columns, row_cells_.back().column + 1);
    if (!take_(row_, row_cells_)) events_->stop();
  }

  void refuse() {
    is_past_the_last = true;
    events_->stop();
  }

  const Workbook& workbook_;
  const RowTaker& take_;
  XmlEvents* events_ = nullptr;
  size_t row_ = 0;
  int column_ = 0, next_column_ = 0;
  std::string type_, value_;
  size_t style_ = 0;
  RichText rich_;
  bool in_cell_ = false, in_value_ = false;
  size_t text_bytes_ = 0;   // of this cell
  std::vector<OwnedCell> cells_;  // the first used_ are of this row; the rest keep their memory
  size_t used_ = 0;
  std::vector<Cell> row_cells_;
};

void write_field(std::ostream& out, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out << text;
    return;
  }
  out << '"';
  for (const char c : text) {
    if (c == '"') out << '"';
    out << c;
  }
  out << '"';
}

void write_record(std::ostream& out, std::span<const Cell> cells, int columns) {
  size_t next = 0;
  for (int column = 0; column < columns; ++column) {
    if (column > 0) out << ',';
    if (next < cells.size() && cells[next].column == column) write_field(out, cells[next++].text);
  }
  out << "\r\n";
}

}  // namespace

std::string cell_name(size_t row, int column) {
  std::string letters;
  for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26) letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  return letters + std::to_string(row);
}

struct SheetFile::State {
  std::unique_ptr<ZipParts> parts;
  Workbook workbook;
  std::vector<SheetName> names;
  size_t first_visible = 0;
};

SheetFile::SheetFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
SheetFile::~SheetFile() = default;
SheetFile::SheetFile(SheetFile&&) noexcept = default;
SheetFile& SheetFile::operator=(SheetFile&&) noexcept = default;

base::Result<SheetFile> SheetFile::open(const std::string& path) {
  auto state = std::make_unique<State>();
  base::Problem why;
  state->parts = ZipParts::open_file(path, why);
  if (!state->parts) return why;
  return of(std::move(state));
}

base::Result<SheetFile> SheetFile::open_bytes(std::string bytes) {
  auto state = std::make_unique<State>();
  base::Problem why;
  state->parts = ZipParts::open_bytes(std::move(bytes), why);
  if (!state->parts) return why;
  return of(std::move(state));
}

base::Result<SheetFile> SheetFile::of(std::unique_ptr<State> state) {
  if (auto failed = read_workbook(*state->parts, state->workbook)) return *std::move(failed);
  const auto& sheets = state->workbook.sheets;
  for (const Worksheet& sheet : sheets) state->names.push_back({sheet.name, sheet.is_visible});
  const auto visible = std::find_if(sheets.begin(), sheets.end(), [](const Worksheet& sheet) { return sheet.is_visible; });
  if (visible == sheets.end()) return problem("sheet_none");
  state->first_visible = static_cast<size_t>(visible - sheets.begin());
  return SheetFile(std::move(state));
}

const std::vector<SheetName>& SheetFile::sheets() const { return state_->names; }
size_t SheetFile::first_visible() const { return state_->first_visible; }

base::Result<SheetSize> SheetFile::read(size_t sheet, const RowTaker& take) {
  HALFSKY_ASSERT(sheet < state_->names.size());
  SheetHandler handler(state_->workbook, take);
  XmlEvents events(handler);
  handler.stop_through(events);
  if (auto failed = read_part(*state_->parts, state_->workbook.sheets[sheet].part, events)) return *std::move(failed);
  if (handler.is_past_the_last) return problem("sheet_large");
  return handler.size;
}

base::Result<SheetSize> write_csv(const std::string& path, std::ostream& out) {
  auto file = SheetFile::open(path);
  if (!file) return file.problems();
  return write_csv(*file, file->first_visible(), out);
}

base::Result<SheetSize> write_csv(SheetFile& file, size_t sheet, std::ostream& out) {
  // The widest row is known only at the end; so once to measure, once to write.
  const auto size = file.read(sheet, [](size_t, std::span<const Cell>) { return true; });
  if (!size) return size.problems();
  if (size->rows * static_cast<size_t>(size->columns) > kCsvCellsMax) return problem("sheet_large");
  size_t written = 0;
  return file.read(sheet, [&](size_t row, std::span<const Cell> cells) {
    for (++written; written < row; ++written) write_record(out, {}, size->columns);
    write_record(out, cells, size->columns);
    return true;
  });
}

}  // namespace halfsky::exchange
