// Logins that nobody has, as often as they were tried: they are locked as accounts are, or a lock would tell which logins there are.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "base/day.hpp"
#include "base/text.hpp"

namespace halfsky::engine {

class UnknownLogins {
 public:
  static constexpr size_t kLoginsMax = 10'000;      // then they are forgotten, and counted anew
  static constexpr size_t kLoginBytesMax = 100;

  // Until when it is locked, 0 where it is not; a try that finds it open is counted.
  base::Instant try_one(const std::string& login, base::Instant now, int failures_max, base::Instant locked_for) {
    const std::lock_guard lock(mutex_);
    if (tried_.size() >= kLoginsMax) tried_.clear();
    Tried& tried = tried_[base::beginning(base::lower(base::trim(login)), kLoginBytesMax)];
    if (tried.locked_until > now) return tried.locked_until;
    if (++tried.failures >= failures_max) tried = {0, now + locked_for};
    return 0;
  }

 private:
  struct Tried {
    int failures = 0;
    base::Instant locked_until = 0;
  };
  std::mutex mutex_;
  std::map<std::string, Tried> tried_;
};

}  // namespace halfsky::engine
