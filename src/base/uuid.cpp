// UUIDv7 with a 12-bit counter in rand_a; derived ids are version 8 (RFC 9562, section 5.8) over FNV-1a in 128 bits.
#include "base/uuid.hpp"

#include <cstdio>

namespace halfsky::base {
namespace {

std::string text_of(uint64_t high, uint64_t low) {
  char buffer[37];
  std::snprintf(buffer, sizeof buffer, "%08x-%04x-%04x-%04x-%012llx", unsigned(high >> 32), unsigned(high >> 16 & 0xffff),
                unsigned(high & 0xffff), unsigned(low >> 48), static_cast<unsigned long long>(low & 0xffffffffffffULL));
  return buffer;
}

}  // namespace

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < 36; ++i) {
    const char c = text[i];
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (c != '-') return false;
    } else if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
      return false;
    }
  }
  return true;
}

UuidMaker::UuidMaker(uint64_t seed) : state_(seed) {}

uint64_t UuidMaker::next_random() {  // splitmix64
  state_ += 0x9e3779b97f4a7c15ULL;
  uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

std::string UuidMaker::make(Instant now) {
  const int64_t ms = now / 1000;
  if (ms > last_ms_) {
    last_ms_ = ms;
    counter_ = uint32_t(next_random() & 0x7ff);
  } else if (++counter_ > 0xfff) {
    counter_ = 0;
    ++last_ms_;
  }
  const uint64_t high = uint64_t(last_ms_) << 16 | 0x7000 | counter_;
  const uint64_t low = (next_random() & 0x3fffffffffffffffULL) | 0x8000000000000000ULL;
  return text_of(high, low);
}

std::string derived_uuid(std::string_view space, std::string_view name) {
  using Wide = unsigned __int128;
  const Wide prime = (Wide{1} << 88) + 0x13b;
  Wide hash = (Wide{0x6c62272e07bb0142ULL} << 64) | 0x62b821756295c58dULL;
  const auto feed = [&](std::string_view text) {
    for (unsigned char c : text) hash = (hash ^ c) * prime;
    hash = (hash ^ 0xff) * prime;
  };
  feed(space);
  feed(name);
  const uint64_t high = (uint64_t(hash >> 64) & 0xffffffffffff0fffULL) | 0x8000;
  const uint64_t low = (uint64_t(hash) & 0x3fffffffffffffffULL) | 0x8000000000000000ULL;
  return text_of(high, low);
}

}  // namespace halfsky::base
