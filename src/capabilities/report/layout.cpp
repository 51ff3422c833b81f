// Pieces as Markdown, and Markdown as an official document.
#include "capabilities/report/layout.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/text.hpp"

namespace halfsky::report {
namespace json = boost::json;

std::string markdown_of(const json::array& pieces, const std::map<std::string, std::string>& paragraphs) {
  std::string text;
  for (const auto& piece : pieces) {
    const auto& kind = piece.at("kind").as_string();
    if (kind == "text" || kind == "name") {
      text += std::string(piece.at("text").as_string());
    } else if (kind == "figure") {
      text += std::string(piece.at("shown").as_string());
    } else if (kind == "write") {
      const auto written = paragraphs.find(std::string(piece.at("key").as_string()));
      if (written != paragraphs.end()) text += written->second;
    } else if (kind == "missed") {
      std::string names;
      for (const auto& name : piece.at("names").as_array()) names += (names.empty() ? "" : "、") + std::string(name.as_string());
      text += names.empty() ? std::to_string(piece.at("count").to_number<int64_t>()) + "名" : names;
    } else if (kind == "table") {
      text += "\n\n\x1e" + json::serialize(piece) + "\n\n";
    }
  }
  return text;
}

namespace {

void add_table(const std::string& written, DocxDocument& document) {
  const json::value table = json::parse(written);
  std::vector<std::string> header;
  for (const auto& cell : table.at("header").as_array()) header.emplace_back(cell.as_string());
  std::vector<std::vector<std::string>> rows;
  for (const auto& row : table.at("rows").as_array()) {
    rows.emplace_back();
    for (const auto& cell : row.as_array()) rows.back().emplace_back(cell.at("text").as_string());
  }
  if (!header.empty()) document.table(header, rows);
}

}  // namespace

void lay_out(const std::string& markdown, DocxDocument& document) {
  int chapters = 0;
  std::string paragraph;
  const auto end_paragraph = [&] {
    if (!base::trim(paragraph).empty()) document.paragraph(base::trim(paragraph));
    paragraph.clear();
  };
  for (const std::string& line : base::split(markdown, '\n')) {
    if (line.starts_with("\x1e")) {
      end_paragraph();
      add_table(line.substr(1), document);
    } else if (line.starts_with("# ")) {
      end_paragraph();
      document.title(line.substr(2));
    } else if (line.starts_with("## ")) {
      end_paragraph();
      document.heading(1, heading_number(1, ++chapters) + line.substr(3));
    } else if (line.starts_with("### ")) {
      end_paragraph();
      document.heading(2, line.substr(4));
    } else if (base::trim(line).empty()) {
      end_paragraph();
    } else {
      paragraph += base::trim(line);
    }
  }
  end_paragraph();
}

}  // namespace halfsky::report
