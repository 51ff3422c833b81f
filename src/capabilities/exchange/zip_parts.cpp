// The parts inside a .xlsx, over libzip.
#include "capabilities/exchange/zip_parts.hpp"

#include <zip.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <vector>

#include "base/result.hpp"
#include "capabilities/exchange/problem.hpp"

namespace halfsky::exchange {

namespace {

constexpr size_t kPieceBytes = 64 * 1024;
constexpr uint64_t kBombBytesMin = 8 << 20, kBombRatio = 100;
constexpr std::string_view kOleMark = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
constexpr size_t kOleBytesLookedAt = 4 * 1024 * 1024;

std::string utf16(std::string_view ascii) {
  std::string out;
  for (const char c : ascii) {
    out += c;
    out += '\0';
  }
  return out;
}

// What a file is that libzip does not open. A password turns .xlsx into the old container with a stream "EncryptedPackage".
base::Problem what_else(std::string_view beginning) {
  if (beginning.starts_with(kOleMark)) {
    const bool is_encrypted = beginning.find(utf16("EncryptedPackage")) != std::string_view::npos;
    return problem(is_encrypted ? "sheet_encrypted" : "sheet_old_format");
  }
  return problem(beginning.starts_with("PK") ? "sheet_broken" : "sheet_not_xlsx");
}

}  // namespace

void ZipParts::Close::operator()(zip* archive) const { zip_discard(archive); }

std::unique_ptr<ZipParts> ZipParts::open_file(const std::string& path, base::Problem& why) {
  int error = 0;
  std::unique_ptr<ZipParts> parts(new ZipParts);
  parts->archive_.reset(zip_open(path.c_str(), ZIP_RDONLY, &error));
  if (parts->archive_) return parts;
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    why = {"no_such_file", "", {{"path", path}}};
    return nullptr;
  }
  std::string beginning(kOleBytesLookedAt, '\0');
  file.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
  beginning.resize(static_cast<size_t>(file.gcount()));
  why = what_else(beginning);
  return nullptr;
}

std::unique_ptr<ZipParts> ZipParts::open_bytes(std::string bytes, base::Problem& why) {
  std::unique_ptr<ZipParts> parts(new ZipParts);
  parts->bytes_ = std::move(bytes);
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(parts->bytes_.data(), parts->bytes_.size(), 0, &error);
  HALFSKY_ASSERT(source != nullptr);
  parts->archive_.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
  zip_error_fini(&error);
  if (parts->archive_) return parts;
  zip_source_free(source);
  why = what_else(std::string_view(parts->bytes_).substr(0, kOleBytesLookedAt));
  return nullptr;
}

bool ZipParts::has(const std::string& name) const { return zip_name_locate(archive_.get(), name.c_str(), 0) >= 0; }

std::optional<base::Problem> ZipParts::read(const std::string& name, const std::function<bool(std::string_view)>& take) {
  struct CloseFile { void operator()(zip_file_t* file) const { zip_fclose(file); } };
  const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen(archive_.get(), name.c_str(), 0));
  if (!file) {
    const int code = zip_error_code_zip(zip_get_error(archive_.get()));
    return problem(code == ZIP_ER_NOPASSWD || code == ZIP_ER_WRONGPASSWD ? "sheet_encrypted" : "sheet_broken");
  }
  // What is packed a hundred to one is no sheet: it is refused before it is unpacked.
  zip_stat_t stat;
  zip_stat_init(&stat);
  const bool is_known = zip_stat(archive_.get(), name.c_str(), 0, &stat) == 0 && (stat.valid & ZIP_STAT_SIZE) && (stat.valid & ZIP_STAT_COMP_SIZE);
  if (!is_known) return problem("sheet_broken");
  if (stat.size > kUnpackedBytesMax || (stat.size > kBombBytesMin && stat.size / kBombRatio > stat.comp_size)) return problem("sheet_large");
  uint64_t& of_part = unpacked_bytes_[name];
  of_part = 0;
  uint64_t total = 0;
  for (const auto& [part, size] : unpacked_bytes_) total += size;
  std::vector<char> piece(kPieceBytes);
  for (;;) {
    const zip_int64_t got = zip_fread(file.get(), piece.data(), piece.size());
    if (got < 0) return problem("sheet_broken");
    if (got == 0) return std::nullopt;
    of_part += static_cast<uint64_t>(got);
    total += static_cast<uint64_t>(got);
    if (total > kUnpackedBytesMax) return problem("sheet_large");
    if (of_part > stat.size) return problem("sheet_broken");   // its own size was a lie
    if (!take({piece.data(), static_cast<size_t>(got)})) return std::nullopt;
  }
}

}  // namespace halfsky::exchange
