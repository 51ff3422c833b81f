// The parts inside a .xlsx, over libzip, with a limit on what they may grow to. Private to exchange.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/problem.hpp"

struct zip;

namespace halfsky::exchange {

constexpr uint64_t kUnpackedBytesMax = 200'000'000;  // of all parts that are read: a zip of 200 kB can hold gigabytes

class ZipParts {
 public:
  // Where it can't be opened, `why` says what it is instead: sheet_encrypted, sheet_old_format, sheet_broken, sheet_not_xlsx,
  // no_such_file.
  static std::unique_ptr<ZipParts> open_file(const std::string& path, base::Problem& why);
  static std::unique_ptr<ZipParts> open_bytes(std::string bytes, base::Problem& why);

  bool has(const std::string& name) const;

  // In pieces; `take` returns false to stop. A problem: sheet_broken (also: checksum), sheet_large, sheet_encrypted.
  std::optional<base::Problem> read(const std::string& name, const std::function<bool(std::string_view piece)>& take);

 private:
  struct Close { void operator()(zip* archive) const; };
  ZipParts() = default;

  std::string bytes_;  // of open_bytes: libzip does not copy them
  std::unique_ptr<zip, Close> archive_;
  std::map<std::string, uint64_t> unpacked_bytes_;  // by part: reading one again is not more
};

}  // namespace halfsky::exchange
