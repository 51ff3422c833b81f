// How often one address may do what strangers may do.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>

namespace halfsky::http {

class RateLimit {
 public:
  RateLimit(int count, std::chrono::seconds span) : count_(count), span_(span) {}

  // False where `who` has had its share.
  bool take(const std::string& who) {
    const std::lock_guard lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (since_.size() > kKnownMax) since_.clear();
    auto& [from, taken] = since_[who];
    if (now - from > span_) {
      from = now;
      taken = 0;
    }
    return ++taken <= count_;
  }

 private:
  static constexpr size_t kKnownMax = 100'000;
  int count_;
  std::chrono::seconds span_;
  std::mutex mutex_;
  std::map<std::string, std::pair<std::chrono::steady_clock::time_point, int>> since_;
};

}  // namespace halfsky::http
