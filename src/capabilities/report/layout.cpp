// Pieces as Markdown, Markdown as blocks, and blocks as an official document.
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
    if (kind == "text" || kind == "name" || kind == "missed") {
      text += std::string(piece.at("text").as_string());
    } else if (kind == "figure") {
      text += std::string(piece.at("shown").as_string());
    } else if (kind == "write") {
      const auto written = paragraphs.find(std::string(piece.at("key").as_string()));
      if (written != paragraphs.end()) text += written->second;
    } else if (kind == "table") {
      text += "\n\n\x1e" + json::serialize(piece) + "\n\n";
    }
  }
  return text;
}

std::string Block::text() const {
  std::string all;
  for (const Run& run : runs) all += run.text;
  return all;
}

namespace {

// "**" begins and ends what is strong.
std::vector<Run> runs_of(const std::string& line) {
  std::vector<Run> runs;
  Weight weight = Weight::regular;
  for (size_t from = 0;;) {
    const size_t to = line.find("**", from);
    if (const std::string part = line.substr(from, to == std::string::npos ? to : to - from); !part.empty()) runs.push_back({part, weight});
    if (to == std::string::npos) return runs;
    weight = weight == Weight::regular ? Weight::bold : Weight::regular;
    from = to + 2;
  }
}

// "一、", "十二、"
bool is_numbered(const std::string& heading) {
  static constexpr std::string_view kDigits = "一二三四五六七八九十";
  const size_t end = heading.find("、");
  if (end == 0 || end == std::string::npos) return false;
  for (size_t at = 0; at < end; at += 3)
    if (end - at < 3 || kDigits.find(heading.substr(at, 3)) == std::string_view::npos) return false;
  return true;
}

Block table_of(const std::string& written) {
  const json::value table = json::parse(written);
  Block block;
  block.kind = Block::Kind::table;
  for (const auto& cell : table.at("header").as_array()) block.header.emplace_back(cell.as_string());
  for (const auto& row : table.at("rows").as_array()) {
    block.rows.emplace_back();
    for (const auto& cell : row.as_array()) block.rows.back().emplace_back(cell.at("text").as_string());
  }
  return block;
}

std::string table_line(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& cell : cells) {
    line += ' ';
    for (const char c : cell) line += c == '|' ? std::string("\\|") : c == '\n' ? std::string(" ") : std::string(1, c);
    line += " |";
  }
  return line + "\n";
}

}  // namespace

std::string with_tables(const std::string& markdown) {
  std::string text;
  const auto lines = base::split(markdown, '\n');
  for (size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) text += '\n';
    if (!lines[i].starts_with("\x1e")) {
      text += lines[i];
      continue;
    }
    const Block table = table_of(lines[i].substr(1));
    if (table.header.empty()) continue;
    text += table_line(table.header) + table_line(std::vector<std::string>(table.header.size(), "---"));
    for (const auto& row : table.rows) text += table_line(row);
  }
  return text;
}

std::vector<Block> blocks_of(const std::string& markdown) {
  std::vector<Block> blocks;
  int chapters = 0;
  std::string paragraph;
  const auto add = [&](Block::Kind kind, int level, const std::string& text) { blocks.push_back({kind, level, runs_of(text), {}, {}}); };
  const auto end_paragraph = [&] {
    if (const std::string text = base::trim(paragraph); !text.empty()) add(Block::Kind::paragraph, 0, text);
    paragraph.clear();
  };
  for (const std::string& line : base::split(markdown, '\n')) {
    const bool own = line.starts_with("\x1e") || line.starts_with("# ") || line.starts_with("## ") || line.starts_with("### ") || line.starts_with("- ");
    if (own || base::trim(line).empty()) end_paragraph();
    if (line.starts_with("\x1e")) {
      if (Block table = table_of(line.substr(1)); !table.header.empty()) blocks.push_back(std::move(table));
    } else if (line.starts_with("# ")) {
      add(Block::Kind::title, 0, line.substr(2));
    } else if (line.starts_with("## ")) {
      const std::string text = line.substr(3);   // a pack may number its chapters itself
      add(Block::Kind::heading, 1, is_numbered(text) ? text : heading_number(1, ++chapters) + text);
    } else if (line.starts_with("### ")) {
      add(Block::Kind::heading, 2, line.substr(4));
    } else {
      paragraph += base::trim(line.starts_with("- ") ? line.substr(2) : line);
    }
  }
  end_paragraph();
  return blocks;
}

void lay_out(const std::vector<Block>& blocks, DocxDocument& document) {
  for (const Block& block : blocks) {
    switch (block.kind) {
      case Block::Kind::title: document.title(block.text()); break;
      case Block::Kind::heading: document.heading(block.level, block.text()); break;
      case Block::Kind::paragraph: document.paragraph(block.runs); break;
      case Block::Kind::table: document.table(block.header, block.rows); break;
    }
  }
}

}  // namespace halfsky::report
