// Writes a Word document: paragraphs as XML, parts into a zip.
#include "capabilities/report/docx_writer.hpp"

#include <zip.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "base/result.hpp"
#include "capabilities/report/docx_parts.hpp"

namespace halfsky::report {

namespace {

constexpr size_t kTextWidthTwips = 8844;  // 156 mm

// XML 1.0 knows neither the control characters nor U+FFFE and U+FFFF.
std::string escaped(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const bool is_no_character = c == 0xef && i + 2 < text.size() && static_cast<unsigned char>(text[i + 1]) == 0xbf &&
                                 static_cast<unsigned char>(text[i + 2]) >= 0xbe;
    if (is_no_character) {
      i += 2;
      continue;
    }
    if (c < 0x20 || c == 0x7f) continue;
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += text[i];
    }
  }
  return out;
}

std::string run_text(std::string_view text, Weight weight) {
  std::string out = weight == Weight::bold ? "<w:r><w:rPr><w:b/></w:rPr>" : "<w:r>";
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find_first_of("\n\t", begin), text.size());
    if (end > begin) out += "<w:t xml:space=\"preserve\">" + escaped(text.substr(begin, end - begin)) + "</w:t>";
    if (end < text.size()) out += text[end] == '\n' ? "<w:br/>" : "<w:tab/>";
    begin = end + 1;
  }
  return out + "</w:r>";
}

std::string paragraph_text(std::string_view style, std::string_view runs) {
  std::string out = "<w:p>";
  if (!style.empty()) {
    out += "<w:pPr><w:pStyle w:val=\"";
    out += style;
    out += "\"/></w:pPr>";
  }
  out += runs;
  return out + "</w:p>";
}

// "1,204", "-3.5", "12.5%", "—" (nothing counted)
bool is_number(std::string_view text) {
  if (text == "—") return true;
  const bool has_digit = text.find_first_of("0123456789") != std::string_view::npos;
  return has_digit && text.find_first_not_of("0123456789.,+-% ") == std::string_view::npos;
}

std::string cell_text(std::string_view style, std::string_view text) {
  return "<w:tc><w:tcPr><w:vAlign w:val=\"center\"/></w:tcPr>" + paragraph_text(style, run_text(text, Weight::regular)) + "</w:tc>";
}

std::string chinese(int number) {
  static constexpr std::array<const char*, 10> kDigits = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  std::string out;
  if (number >= 20) out += kDigits[static_cast<size_t>(number / 10)];
  if (number >= 10) out += "十";
  return out + kDigits[static_cast<size_t>(number % 10)];
}

// An archive in memory.
class Zip {
 public:
  Zip() {
    zip_error_init(&error_);
    source_ = zip_source_buffer_create(nullptr, 0, 0, &error_);
    if (source_ == nullptr) fail();
    zip_source_keep(source_);
    archive_ = zip_open_from_source(source_, ZIP_TRUNCATE, &error_);
    if (archive_ == nullptr) fail();
  }
  ~Zip() {
    if (archive_ != nullptr) zip_discard(archive_);
    zip_source_free(source_);
    zip_error_fini(&error_);
  }
  Zip(const Zip&) = delete;
  Zip& operator=(const Zip&) = delete;

  // The content is not copied: it lives until bytes() returns. All parts have one date, so that the bytes depend on them alone.
  void add(const std::string& name, const std::string& content) {
    constexpr zip_uint16_t kTime = 0, kDate = (2026 - 1980) << 9 | 1 << 5 | 1;
    zip_source_t* part = zip_source_buffer(archive_, content.data(), content.size(), 0);
    const zip_int64_t index = part == nullptr ? -1 : zip_file_add(archive_, name.c_str(), part, ZIP_FL_ENC_UTF_8);
    if (index < 0) throw std::runtime_error(zip_strerror(archive_));
    zip_file_set_dostime(archive_, static_cast<zip_uint64_t>(index), kTime, kDate, 0);
  }

  std::string bytes() {
    if (zip_close(archive_) != 0) throw std::runtime_error(zip_strerror(archive_));
    archive_ = nullptr;
    zip_source_open(source_);
    zip_source_seek(source_, 0, SEEK_END);
    std::string bytes(static_cast<size_t>(zip_source_tell(source_)), '\0');
    zip_source_seek(source_, 0, SEEK_SET);
    const zip_int64_t got = zip_source_read(source_, bytes.data(), bytes.size());
    zip_source_close(source_);
    HALFSKY_ASSERT(got == static_cast<zip_int64_t>(bytes.size()));
    return bytes;
  }

 private:
  [[noreturn]] void fail() { throw std::runtime_error(zip_error_strerror(&error_)); }

  zip_error_t error_;
  zip_source_t* source_ = nullptr;
  zip_t* archive_ = nullptr;
};

}  // namespace

std::string heading_number(int level, int number) {
  HALFSKY_ASSERT(level >= 1 && level <= 4 && number >= 1 && number <= 99);
  switch (level) {
    case 1: return chinese(number) + "、";
    case 2: return "（" + chinese(number) + "）";
    case 3: return std::to_string(number) + ". ";
    default: return "（" + std::to_string(number) + "）";
  }
}

void DocxDocument::styled(std::string_view style, std::string_view text) {
  body_ += paragraph_text(style, run_text(text, Weight::regular));
}

// The standard leaves a line free below the title.
void DocxDocument::title(std::string_view text) {
  styled("Title", text);
  body_ += "<w:p/>";
}

void DocxDocument::heading(int level, std::string_view text) {
  HALFSKY_ASSERT(level >= 1 && level <= 4);
  styled("Heading" + std::to_string(level), text);
}

void DocxDocument::paragraph(const std::vector<Run>& runs) {
  std::string text;
  for (const Run& run : runs) text += run_text(run.text, run.weight);
  body_ += paragraph_text("", text);
}

void DocxDocument::paragraph(std::string_view text) { styled("", text); }

void DocxDocument::signature(std::string_view issuer, std::string_view date) {
  body_ += "<w:p/><w:p/>";
  styled("Signature", issuer);
  styled("Signature", date);
}

void DocxDocument::table(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows) {
  HALFSKY_ASSERT(!header.empty());
  std::string out = "<w:tbl><w:tblPr><w:tblStyle w:val=\"Grid\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/></w:tblPr><w:tblGrid>";
  for (size_t i = 0; i < header.size(); ++i) out += "<w:gridCol w:w=\"" + std::to_string(kTextWidthTwips / header.size()) + "\"/>";
  out += "</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>";
  for (const std::string& heading : header) out += cell_text("TableHeading", heading);
  out += "</w:tr>";
  for (const auto& row : rows) {
    HALFSKY_ASSERT(row.size() <= header.size());
    out += "<w:tr><w:trPr><w:cantSplit/></w:trPr>";
    for (size_t i = 0; i < header.size(); ++i) {
      const std::string_view text = i < row.size() ? std::string_view(row[i]) : std::string_view();
      out += cell_text(is_number(text) ? "TableNumber" : "TableText", text);
    }
    out += "</w:tr>";
  }
  // Word joins tables that follow each other without a paragraph between them.
  body_ += out + "</w:tbl><w:p/>";
}

std::string DocxDocument::bytes() const {
  const auto parts = fixed_docx_parts();
  const std::string document = docx_document(body_);
  Zip zip;
  for (const auto& [name, content] : parts) zip.add(name, content);
  zip.add("word/document.xml", document);
  return zip.bytes();
}

}  // namespace halfsky::report
