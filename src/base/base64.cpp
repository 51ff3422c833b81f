// Three bytes in four letters.
#include "base/base64.hpp"

#include <array>
#include <cstdint>

namespace halfsky::base {
namespace {

constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<int8_t, 256> values() {
  std::array<int8_t, 256> result{};
  result.fill(-1);
  for (size_t i = 0; i < kLetters.size(); ++i) result[static_cast<unsigned char>(kLetters[i])] = static_cast<int8_t>(i);
  return result;
}

constexpr std::array<int8_t, 256> kValues = values();

}  // namespace

std::string to_base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t i = 0; i < bytes.size(); i += 3) {
    const auto byte = [&](size_t at) { return at < bytes.size() ? uint32_t(static_cast<unsigned char>(bytes[at])) : 0u; };
    const uint32_t group = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    for (size_t n = 0; n < 4; ++n) text += n <= bytes.size() - i ? kLetters[group >> (18 - 6 * n) & 63] : '=';
  }
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  const size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  for (size_t i = 0; i < text.size(); i += 4) {
    const size_t letters = i + 4 == text.size() ? 4 - padding : 4;
    uint32_t group = 0;
    for (size_t n = 0; n < 4; ++n) {
      const int8_t value = n < letters ? kValues[static_cast<unsigned char>(text[i + n])] : 0;
      if (value < 0) return std::nullopt;
      group = group << 6 | uint32_t(value);
    }
    for (size_t n = 0; n + 1 < letters; ++n) bytes += static_cast<char>(group >> (16 - 8 * n) & 255);
  }
  return bytes;
}

}  // namespace halfsky::base
