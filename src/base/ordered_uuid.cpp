// Prefix in the 48 bits of the time, n in the 12 bits behind the version and the first 20 behind the variant, then 42 bits of a hash.
#include "base/ordered_uuid.hpp"

#include <fmt/format.h>

namespace halfsky::base {

std::string ordered_uuid(uint64_t prefix, uint32_t n, std::string_view space) {
  uint64_t hash = 0xcbf29ce484222325ULL;   // FNV-1a
  for (const unsigned char c : space) hash = (hash ^ c) * 0x100000001b3ULL;
  hash ^= hash >> 29;
  const uint64_t low = uint64_t(n & 0xfffff) << 42 | (hash & 0x3ffffffffffULL);   // 62 bits behind the variant
  return fmt::format("{:08x}-{:04x}-7{:03x}-{:04x}-{:012x}", prefix >> 16 & 0xffffffff, prefix & 0xffff, n >> 20, 0x8000 | low >> 48, low & 0xffffffffffffULL);
}

}  // namespace halfsky::base
