// The names of files, each kept once.
#include <mutex>
#include <set>

#include "lang/diagnostic.hpp"

namespace halfsky::lang {

FileName::FileName(const std::string& text) {
  static const std::string none;
  if (text.empty()) {
    text_ = &none;
    return;
  }
  static std::mutex mutex;
  static std::set<std::string> names;
  const std::lock_guard lock(mutex);
  text_ = &*names.insert(text).first;
}

}  // namespace halfsky::lang
