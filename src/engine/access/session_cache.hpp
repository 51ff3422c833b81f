// Sessions that were looked up a moment ago: a page asks for several things at once, and each asks who it is that asks. What changes here
// ends at once (forget); what another process changes is seen after kFresh.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/day.hpp"

namespace halfsky::engine {

template <class Session>
class SessionCache {
 public:
  static constexpr base::Instant kFresh = 2'000'000;
  static constexpr size_t kMax = 20'000;

  std::optional<Session> find(const std::string& key, base::Instant now) {
    const std::lock_guard lock(mutex_);
    const auto at = kept_.find(key);
    if (at == kept_.end() || now < at->second.read || now - at->second.read > kFresh) return std::nullopt;
    return at->second.session;
  }

  // Ask before the session is read, and give it back with what was read: where something was forgotten in between, it is not kept.
  uint64_t begin() {
    const std::lock_guard lock(mutex_);
    return forgotten_;
  }
  void keep(const std::string& key, const std::string& account, const Session& session, base::Instant now, uint64_t begun) {
    const std::lock_guard lock(mutex_);
    if (begun != forgotten_) return;
    if (kept_.size() >= kMax) kept_.clear();
    kept_.insert_or_assign(key, Kept{session, account, now});
  }

  void forget(const std::string& account) {
    const std::lock_guard lock(mutex_);
    ++forgotten_;
    std::erase_if(kept_, [&](const auto& entry) { return entry.second.account == account; });
  }

 private:
  struct Kept {
    Session session;
    std::string account;
    base::Instant read;
  };
  std::mutex mutex_;
  uint64_t forgotten_ = 0;
  std::unordered_map<std::string, Kept> kept_;
};

}  // namespace halfsky::engine
