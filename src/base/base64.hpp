// Bytes in JSON (RFC 4648, section 4).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace halfsky::base {

std::string to_base64(std::string_view bytes);

// Whole groups of four, padded; nothing where a character is none of the alphabet's.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace halfsky::base
