// Bytes that must not stay in memory.
#include "crypto/secret.hpp"

#include <string.h>

#include <utility>

namespace halfsky::crypto {

void wipe(void* data, size_t size_bytes) {
  if (size_bytes != 0) explicit_bzero(data, size_bytes);
}

void wipe(std::string& text) {
  wipe(text.data(), text.size());
  text.clear();
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  volatile unsigned char difference = 0;
  for (size_t i = 0; i < a.size(); ++i)
    difference = static_cast<unsigned char>(difference | (a[i] ^ b[i]));
  return difference == 0;
}

Secret::Secret(std::string_view bytes) : data_(new char[bytes.size()]), size_(bytes.size()) {
  if (size_ != 0) memcpy(data_.get(), bytes.data(), size_);
}

Secret::~Secret() { wipe(data_.get(), size_); }

Secret::Secret(Secret&& other) noexcept : data_(std::move(other.data_)), size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

}  // namespace halfsky::crypto
