// The parts of a .docx that are the same in every document: its styles, page numbers and lists of parts. Private to report.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace halfsky::report {

// Name and content of every part but word/document.xml.
std::vector<std::pair<std::string, std::string>> fixed_docx_parts();

// What stands around the body in word/document.xml.
std::string docx_document(std::string_view body);

}  // namespace halfsky::report
