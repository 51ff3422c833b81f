// From pieces to a Word document: pieces run together as Markdown, Markdown taken line by line.
#pragma once

#include <boost/json/array.hpp>
#include <map>
#include <string>

#include "capabilities/report/docx_writer.hpp"

namespace halfsky::report {

// Text runs on over pieces; a table stands for itself, on a line that begins with U+001E. `paragraphs`: what people wrote, by key.
std::string markdown_of(const boost::json::array& pieces, const std::map<std::string, std::string>& paragraphs);

// Lines of Markdown: "# " title, "## " and "### " headings, a blank line ends a paragraph.
void lay_out(const std::string& markdown, DocxDocument& document);

}  // namespace halfsky::report
