// Appending, with a sync.
#include "capabilities/tell/file_courier.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cerrno>
#include <filesystem>
#include <system_error>

namespace halfsky::tell {
namespace {

namespace json = boost::json;

class Descriptor {
 public:
  // O_NONBLOCK: a pipe that nobody reads is refused at once.
  Descriptor(const std::string& path, int flags) : path_(path), fd_(::open(path.c_str(), flags | O_CLOEXEC | O_NONBLOCK, 0600)) {
    if (fd_ < 0) fail("open");
  }
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  // Its size in bytes. Only a file keeps what it was given.
  int64_t size() const {
    struct stat found{};
    if (::fstat(fd_, &found) != 0) fail("stat");
    if (!S_ISREG(found.st_mode)) throw std::system_error(EINVAL, std::generic_category(), path_ + " is no file");
    return found.st_size;
  }

  char byte_at(int64_t place) const {
    char byte = 0;
    if (::pread(fd_, &byte, 1, place) != 1) fail("read");
    return byte;
  }

  void write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = ::write(fd_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail("write");
      bytes.remove_prefix(size_t(written));
    }
  }

  void sync() const {
    if (::fsync(fd_) != 0) fail("sync");
  }

 private:
  [[noreturn]] void fail(const char* what) const { throw std::system_error(errno, std::generic_category(), std::string(what) + " " + path_); }
  const std::string path_;
  const int fd_;
};

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

std::string line_of(const engine::ToldLine& line) {
  return json::serialize(json::object{{"id", line.id}, {"at", base::format_instant(line.at)}, {"org", line.org == 0 ? json::value(nullptr) : json::value(line.org)},
                                      {"role", text_or_null(line.role)}, {"login", text_or_null(line.login)}, {"text", line.text}}) + "\n";
}

}  // namespace

void FileCourier::carry(std::span<const engine::ToldLine> lines) {
  const Descriptor file(path_, O_RDWR | O_APPEND | O_CREAT);
  const int64_t size = file.size();
  std::string bytes = size > 0 && file.byte_at(size - 1) != '\n' ? "\n" : "";
  for (const engine::ToldLine& line : lines) bytes += line_of(line);
  file.write(bytes);
  file.sync();
  if (size > 0) return;
  const auto folder = std::filesystem::absolute(path_).parent_path();   // a new file is there after a power cut when its folder says so
  Descriptor(folder.string(), O_RDONLY | O_DIRECTORY).sync();
}

}  // namespace halfsky::tell
