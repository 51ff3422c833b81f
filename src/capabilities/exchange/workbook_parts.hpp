// The small parts of a workbook that its sheets lean on: which sheets there are, which styles mean dates, the shared strings.
// Private to exchange.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.hpp"
#include "capabilities/exchange/number_format.hpp"
#include "capabilities/exchange/xml_events.hpp"
#include "capabilities/exchange/zip_parts.hpp"

namespace halfsky::exchange {

// Reads one part through a handler. `events` is given where the handler wants to stop it.
std::optional<base::Problem> read_part(ZipParts& parts, const std::string& name, XmlEvents& events);
std::optional<base::Problem> read_part(ZipParts& parts, const std::string& name, XmlHandler& handler);

// Text of <si> and <is>: its <t>, plain or in runs, without the readings (<rPh>); _x000D_ is decoded.
class RichText {
 public:
  void start(std::string_view name);
  void end(std::string_view name);
  void text(std::string_view piece) { if (in_text_ && in_reading_ == 0) content_ += piece; }
  std::string take();

 private:
  std::string content_;
  bool in_text_ = false;
  int in_reading_ = 0;
};

// All strings in one piece of memory.
class SharedStrings {
 public:
  static constexpr size_t kStringsMax = 8'000'000, kStringsBytesMax = 128 << 20;
  bool add(std::string_view text);   // false: there is no more room
  std::optional<std::string_view> at(size_t index) const;

 private:
  std::string arena_;
  std::vector<size_t> ends_;
};

struct CellStyle {
  NumberKind kind = NumberKind::number;
  bool is_text = false;       // "@"
  bool is_percent = false;
  bool is_unlocked = false;   // may be filled where the sheet is protected
};

// Reads styles.xml: the formats of cells, in the order in which cells name them.
class StylesHandler final : public XmlHandler {
 public:
  explicit StylesHandler(std::vector<CellStyle>& styles) : styles_(styles) {}
  void start(std::string_view name, const XmlAttributes& attributes) override;
  void end(std::string_view name) override;
  void text(std::string_view) override {}

 private:
  std::vector<CellStyle>& styles_;
  std::map<int, std::string> own_;
  bool in_cell_formats_ = false;
};

struct Worksheet {
  std::string name;
  std::string part;      // "xl/worksheets/sheet1.xml"
  bool is_visible = true;
};

struct Workbook {
  std::vector<Worksheet> sheets;
  std::vector<CellStyle> styles;    // by a cell's s=
  std::string styles_part;          // empty where it has none
  SharedStrings strings;
  DateSystem dates = DateSystem::from_1900;
};

std::optional<base::Problem> read_workbook(ZipParts& parts, Workbook& workbook);

std::string decode_escapes(std::string text);  // _x4E2D_ as some programs write it

}  // namespace halfsky::exchange
