// The keys of an installation. See keys.hpp for the files.
#include "crypto/keys.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <stdexcept>

#include "base/result.hpp"

namespace halfsky::crypto {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kHeading = "halfsky-master-key 1 ";
constexpr char kWrapVersion = 1;
constexpr size_t kMasterBytes = 32;
constexpr std::string_view kSealKeyOwner = "halfsky seal key";

[[noreturn]] void fail(const fs::path& path, const std::string& why) { throw std::runtime_error(path.string() + ": " + why); }

void sync_folder(const fs::path& folder) {
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool done = descriptor >= 0 && fsync(descriptor) == 0;
  const int error = errno;
  if (descriptor >= 0) close(descriptor);
  if (!done) fail(folder, std::strerror(error));
}

void write_new_file(const fs::path& path, std::string_view content) {
  const int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) fail(path, std::strerror(errno));
  const bool written = write(descriptor, content.data(), content.size()) == static_cast<ssize_t>(content.size());
  const bool synced = written && fsync(descriptor) == 0;
  const int error = errno;
  close(descriptor);
  if (!synced) fail(path, std::strerror(error));
}

std::string read_private_file(const fs::path& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) fail(path, std::strerror(errno));
  if ((status.st_mode & 077) != 0) fail(path, "others may read it: chmod 600");
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  if (!file) fail(path, "cannot be read");
  return content.str();
}

Secret derive(SuiteName suite, const Secret& master, std::string_view label, size_t size) {
  std::string bytes = Suite::of(suite).hmac(master.view(), label);
  HALFSKY_ASSERT(size <= bytes.size());
  Secret key(std::string_view(bytes).substr(0, size));
  wipe(bytes);
  return key;
}

Secret wrapping_key(SuiteName suite, const Secret& master) {
  return derive(suite, master, "halfsky wrap data keys", Suite::of(suite).key_bytes());
}

struct Master {
  Secret key;
  SuiteName suite;
};

Master parse_master(const fs::path& path, std::string_view content) {
  const size_t line_end = content.find('\n');
  if (!content.starts_with(kHeading) || line_end == std::string_view::npos) fail(path, "not a master key");
  const auto suite = suite_name(content.substr(kHeading.size(), line_end - kHeading.size()));
  std::string_view digits = content.substr(line_end + 1);
  while (!digits.empty() && (digits.back() == '\n' || digits.back() == '\r')) digits.remove_suffix(1);
  auto bytes = from_hex(digits);
  if (!suite || !bytes || bytes->size() != kMasterBytes) fail(path, "not a master key");
  Master master{Secret(*bytes), *suite};
  wipe(*bytes);
  return master;
}

}  // namespace

Keyring::Keyring(const Secret& master, SuiteName suite, SigningKey seal_key)
    : suite_(suite),
      blind_root_(derive(suite, master, "halfsky blind", kHashBytes)),
      wrapping_key_(wrapping_key(suite, master)),
      seal_key_(std::move(seal_key)) {}

Keyring Keyring::of_master_key(const Secret& master, SuiteName suite) {
  return Keyring(master, suite, Suite::of(suite).new_signing_key());
}

Keyring Keyring::create(const fs::path& folder, SuiteName suite) {
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms::owner_all);
  std::string bytes = random_bytes(kMasterBytes);
  const Secret master(bytes);
  std::string content = std::string(kHeading) + std::string(text_of(suite)) + "\n" + hex(bytes) + "\n";
  Keyring keyring(master, suite, Suite::of(suite).new_signing_key());
  const std::string sealed = keyring.wrap(keyring.seal_key_.private_key(), kSealKeyOwner);
  write_new_file(folder / "master.key", content);
  write_new_file(folder / "seal.key", hex(sealed) + "\n");
  sync_folder(folder);
  wipe(bytes);
  wipe(content);
  return keyring;
}

Keyring Keyring::load(const fs::path& folder) {
  std::string content = read_private_file(folder / "master.key");
  const Master master = parse_master(folder / "master.key", content);
  wipe(content);
  const fs::path seal_path = folder / "seal.key";
  std::string digits = read_private_file(seal_path);
  if (digits.ends_with('\n')) digits.pop_back();
  const auto wrapped = from_hex(digits);
  Keyring keyring(master.key, master.suite, Suite::of(master.suite).new_signing_key());
  const auto private_key = wrapped ? keyring.unwrap(*wrapped, kSealKeyOwner) : std::nullopt;
  if (!private_key) fail(seal_path, "does not belong to this master key");
  auto seal_key = keyring.suite().signing_key(*private_key);
  if (!seal_key) fail(seal_path, "not a key of this suite");
  keyring.seal_key_ = std::move(*seal_key);
  return keyring;
}

std::string Keyring::wrap(const Secret& data_key, std::string_view owner) const {
  return kWrapVersion + suite().seal(wrapping_key_, data_key.view(), owner);
}

std::optional<Secret> Keyring::unwrap(std::string_view wrapped, std::string_view owner) const {
  if (wrapped.empty() || wrapped[0] != kWrapVersion) return std::nullopt;
  auto plain = suite().open(wrapping_key_, wrapped.substr(1), owner);
  if (!plain) return std::nullopt;
  Secret key(*plain);
  wipe(*plain);
  return key;
}

std::string Keyring::blind_index(std::string_view column_id, std::string_view value) const {
  return blind("value ", column_id, value);
}

std::string Keyring::blind_token(std::string_view column_id, std::string_view token) const {
  return blind("token ", column_id, token);
}

std::string Keyring::blind(std::string_view purpose, std::string_view column_id, std::string_view value) const {
  const std::string label = std::string(purpose) + std::string(column_id);
  // A column's key is derived once a thread, as long as it works with this root.
  struct ColumnKeys { Secret root; std::map<std::string, Secret, std::less<>> by_label; };
  thread_local ColumnKeys keys;
  if (!(keys.root == blind_root_)) keys = {blind_root_.copy(), {}};
  auto at = keys.by_label.find(label);
  if (at == keys.by_label.end()) {
    std::string derived = suite().hmac(blind_root_.view(), label);
    at = keys.by_label.emplace(label, Secret(derived)).first;
    wipe(derived);
  }
  return suite().hmac(at->second.view(), value).substr(0, kBlindBytes);
}

}  // namespace halfsky::crypto
