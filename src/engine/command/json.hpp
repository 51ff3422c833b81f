// JSON as it comes in: strict, with limits, and no key twice.
#pragma once

#include <boost/json/value.hpp>
#include <string_view>

#include "base/result.hpp"

namespace halfsky::engine {

constexpr size_t kJsonBytesMax = 16 << 20;
constexpr int kJsonDepthMax = 32;

// Problems: "json" with the byte where reading stopped and the reason; "json_key_twice"; "json_too_large"; "not_utf8"; "control_character" where a
// text holds the null character.
base::Result<boost::json::value> parse_json(std::string_view text);

// Text of a JSON string value, or "" for anything else.
std::string_view text_at(const boost::json::object& object, std::string_view key);

}  // namespace halfsky::engine
