// From pieces to a document: pieces run together as Markdown, Markdown taken line by line into blocks, blocks into Word.
#pragma once

#include <boost/json/array.hpp>
#include <map>
#include <string>
#include <vector>

#include "capabilities/report/docx_writer.hpp"

namespace halfsky::report {

// Text runs on over pieces; a table stands for itself, on a line that begins with U+001E. `paragraphs`: what stands in those that people
// write, by key.
std::string markdown_of(const boost::json::array& pieces, const std::map<std::string, std::string>& paragraphs);

// The same with its tables in Markdown, for a reader who has nothing but the text.
std::string with_tables(const std::string& markdown);

struct Block {
  enum class Kind { title, heading, paragraph, table } kind = Kind::paragraph;
  int level = 0;                               // of a heading: 1, 2
  std::vector<Run> runs;                       // of all but a table
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;

  std::string text() const;                    // of the runs
};

// Lines of Markdown: "# " title, "## " and "### " headings, "- " a paragraph of its own, "**" strong; a blank line ends a paragraph.
std::vector<Block> blocks_of(const std::string& markdown);

void lay_out(const std::vector<Block>& blocks, DocxDocument& document);

}  // namespace halfsky::report
