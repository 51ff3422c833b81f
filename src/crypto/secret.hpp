// Bytes that must not stay in memory: keys, second factors. Wiped when they go; never copied by accident, never printed.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace halfsky::crypto {

void wipe(void* data, size_t size_bytes);  // not optimised away
void wipe(std::string& text);              // and leaves it empty

// The time depends on the lengths only.
bool equal_in_constant_time(std::string_view a, std::string_view b);

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string_view bytes);
  ~Secret();
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret copy() const { return Secret(view()); }

  std::string_view view() const { return {data_.get(), size_}; }
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  friend bool operator==(const Secret& a, const Secret& b) { return equal_in_constant_time(a.view(), b.view()); }

 private:
  std::unique_ptr<char[]> data_;  // on the heap, so that a move leaves nothing behind
  size_t size_ = 0;
};

}  // namespace halfsky::crypto
