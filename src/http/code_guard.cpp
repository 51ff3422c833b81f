// Tries let in, spaced, or sent away.
#include "http/code_guard.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <cmath>

namespace halfsky::http {

std::optional<CodeGuard::Refusal> CodeGuard::refuse(const std::string& remote, Time now) {
  const std::lock_guard lock(mutex_);
  forget(now);
  auto& tries = tries_[remote];
  while (!tries.empty() && now - tries.front() >= kTriesSpan) tries.pop_front();
  if (tries.size() >= kTriesMax) return Refusal{Refusal::Why::tries, std::chrono::ceil<Span>(tries.front() + kTriesSpan - now)};

  Neighbourhood& from = known(remote, now);
  if (!from.place) {
    const bool good = from.misses < kMissesGood;
    Lane& lane = lanes_[good ? 0 : 1];
    from.place = std::max(now, lane.next);
    lane.next = *from.place + space(good ? kGoodSpaceMax : kOtherSpaceMax);
  }
  if (now < *from.place) return Refusal{Refusal::Why::space, std::chrono::ceil<Span>(*from.place - now)};
  from.place.reset();
  tries.push_back(now);
  return std::nullopt;
}

void CodeGuard::missed(const std::string& remote, Time now) {
  const std::lock_guard lock(mutex_);
  forget(now);
  misses_ += 1;
  Neighbourhood& from = known(remote, now);
  if (from.misses++ == 0) from.since = now;
}

CodeGuard::Neighbourhood& CodeGuard::known(const std::string& remote, Time now) {
  // Where there are too many to be known, the rest are one neighbourhood, and none of the good ones.
  const std::string name = neighbourhood(remote);
  const bool fits = neighbourhoods_.size() < kKnownMax || neighbourhoods_.contains(name);
  Neighbourhood& found = neighbourhoods_[fits ? name : ""];
  if (found.misses > 0 && now - found.since >= kMissesKept) found.misses = 0;
  if (!fits) {
    found.misses = std::max(found.misses, kMissesGood);
    found.since = now;
  }
  return found;
}

CodeGuard::Span CodeGuard::space(Span most) const {
  if (misses_ <= kMissesFree) return Span(0);
  const double doubled = (misses_ - kMissesFree) / kMissesDoubling;
  const double wanted = double(kFirstSpace.count()) * std::exp2(std::min(doubled, 30.0));
  return std::min(most, Span(int64_t(wanted)));
}

void CodeGuard::forget(Time now) {
  const double hours = std::chrono::duration<double>(now - counted_) / std::chrono::duration<double>(kHalfLife);
  misses_ = hours > 64 ? 0 : misses_ * std::exp2(-std::max(hours, 0.0));
  counted_ = now;
  if (tries_.size() >= kKnownMax) std::erase_if(tries_, [&](const auto& each) { return each.second.empty() || now - each.second.back() >= kTriesSpan; });
  const auto is_over = [&](const Neighbourhood& each) { return (each.misses == 0 || now - each.since >= kMissesKept) && (!each.place || now - *each.place >= kTriesSpan); };
  if (neighbourhoods_.size() >= kKnownMax) std::erase_if(neighbourhoods_, [&](const auto& each) { return is_over(each.second); });
}

std::string CodeGuard::neighbourhood(const std::string& remote) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(remote, error);
  if (error) return remote;
  std::string name;
  if (address.is_v4()) {
    const auto bytes = address.to_v4().to_bytes();
    name.assign(bytes.begin(), bytes.begin() + 3);
  } else {
    const auto v6 = address.to_v6();
    const auto bytes = v6.to_bytes();
    if (v6.is_v4_mapped()) name.assign(bytes.begin() + 12, bytes.begin() + 15);
    else name.assign(bytes.begin(), bytes.begin() + 6);
  }
  return name;
}

}  // namespace halfsky::http
