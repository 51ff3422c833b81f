// The request's target: "/api/v1/records/girl?page=2" into decoded segments and parameters.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"

namespace halfsky::http {

struct Target {
  std::string path;                   // decoded
  std::vector<std::string> segments;  // decoded one by one, so that %2F is a character and not a border
  Fields query;
};

// Nothing for a target that is no path, has a broken % sign, or decodes to bytes that are not UTF-8 or hold a NUL.
std::optional<Target> parse_target(std::string_view target);

std::optional<std::string> percent_decode(std::string_view text);
std::string percent_encode(std::string_view text);

}  // namespace halfsky::http
