// Numbers with a fixed point, as whole numbers: a decimal is value * 10'000, money is fen (yuan * 100).
// All arithmetic is exact in 128 bits; a result outside 64 bits is nothing (PACKS section 10).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace halfsky::base {

constexpr int64_t kDecimalScale = 10'000;
constexpr int64_t kFenPerYuan = 100;

std::optional<int64_t> add(int64_t a, int64_t b);
std::optional<int64_t> subtract(int64_t a, int64_t b);
std::optional<int64_t> multiply(int64_t a, int64_t b);

// a * b / c, rounded half away from zero; nothing where c is zero or the result does not fit.
std::optional<int64_t> multiply_divide(int64_t a, int64_t b, int64_t c);

// Text to a whole number scaled by `scale` (1, 100 or 10'000). Nothing where it is no plain number, has more
// places than the scale holds, or does not fit. "12", "-3.50", "+4" are numbers; "1e3", "1,000", "5万" are not.
std::optional<int64_t> parse_scaled(std::string_view text, int64_t scale);

// Shortest text: 15000 at scale 10'000 is "1.5". With `places` exactly so many (the value is already rounded so).
std::string format_scaled(int64_t value, int64_t scale);
std::string format_scaled(int64_t value, int64_t scale, int places);

// Rounded half away from zero to `places` decimals, in the same scale.
int64_t round_scaled(int64_t value, int64_t scale, int places);

}  // namespace halfsky::base
