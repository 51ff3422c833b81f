// Ids of one piece of work in the order of its parts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace halfsky::base {

// UUIDv7 in the order of `n`: rows that are entered together lie together in every index. `prefix`: 48 bits, the work's beginning in
// milliseconds, so that they come after what is there. The same work gives the same ids.
std::string ordered_uuid(uint64_t prefix, uint32_t n, std::string_view space);

}  // namespace halfsky::base
