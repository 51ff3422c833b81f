// PDF of a Word document, by LibreOffice where the machine has it: the layout is written once.
#pragma once

#include <optional>
#include <string>

namespace halfsky::report {

bool can_make_pdf();   // whether `soffice` is on the PATH

// The bytes of the PDF; nothing where LibreOffice is missing, fails, or takes more than a minute. One at a time; others wait.
std::optional<std::string> pdf_of(const std::string& docx);

}  // namespace halfsky::report
