// Ids of everything but orgs: UUIDv7 (RFC 9562), as lower-case text of 36 characters, made by whoever makes the record.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/day.hpp"

namespace halfsky::base {

// Any UUID in canonical lower-case text.
bool is_uuid(std::string_view text);

// Makes ids that never go back within a process: milliseconds, a counter, and random bits handed in by the owner.
class UuidMaker {
 public:
  explicit UuidMaker(uint64_t seed);
  std::string make(Instant now);

 private:
  uint64_t next_random();

  uint64_t state_;
  int64_t last_ms_ = 0;
  uint32_t counter_ = 0;
};

// An id that follows from others: the same parts give the same id (an effect's record, a calendar's record).
std::string derived_uuid(std::string_view space, std::string_view name);

}  // namespace halfsky::base
