// The characters of a file before YAML sees them: UTF-8, NFC, no tabs, no control characters.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lang/diagnostic.hpp"

namespace halfsky::lang::source {

// The text as code points in NFC, with plain line ends and no byte order mark. What is refused is appended to `out` and
// replaced (invalid bytes by U+FFFD, tabs and control characters by a space), so that reading can go on.
std::u32string clean_characters(const std::string& file, std::string_view text, int first_line, Diagnostics& out);

std::string to_utf8(std::u32string_view text);

}  // namespace halfsky::lang::source
