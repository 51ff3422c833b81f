// Live events to browsers.
#include "http/event_hub.hpp"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

namespace halfsky::http {

namespace {

// The text/event-stream format: each line of data has its own field.
std::shared_ptr<const std::string> frame(uint64_t id, std::string_view name, std::string_view data) {
  auto text = std::make_shared<std::string>("id: " + std::to_string(id) + "\nevent: " + std::string(name) + "\ndata: ");
  for (const char c : data) {
    if (c == '\r') continue;
    *text += c;
    if (c == '\n') *text += "data: ";
  }
  *text += "\n\n";
  return text;
}

}  // namespace

EventHub::EventHub(uint64_t first_id, std::function<uint64_t()> now) : now_(std::move(now)), last_id_(first_id - 1), forgotten_(first_id - 1) {}

uint64_t EventHub::next_id() {
  last_id_ = std::max(last_id_ + 1, now_ ? now_() : 0);
  return last_id_;
}

void EventHub::publish(Event event) {
  const std::lock_guard lock(mutex_);
  kept_.push_back({next_id(), std::move(event)});
  if (kept_.size() > kEventsKept) {
    forgotten_ = kept_.front().id;
    kept_.pop_front();
  }
  std::erase_if(subscribers_, [&](const auto& entry) { return !send(kept_.back(), entry.second); });
}

bool EventHub::send(const Numbered& numbered, const Subscriber& subscriber) const {
  const auto data = subscriber.view(numbered.event);
  if (!data) return true;
  return subscriber.sink(frame(numbered.id, numbered.event.name, *data));
}

bool EventHub::send_missed(std::string_view last_event_id, const Subscriber& subscriber) {
  uint64_t last = 0;
  const auto [end, error] = std::from_chars(last_event_id.data(), last_event_id.data() + last_event_id.size(), last);
  const bool is_number = error == std::errc() && end == last_event_id.data() + last_event_id.size();
  if (!is_number || last < forgotten_ || last > last_id_) return subscriber.sink(frame(now_ ? next_id() : last_id_, "reset", "{}"));
  for (const Numbered& numbered : kept_)
    if (numbered.id > last && !send(numbered, subscriber)) return false;
  return true;
}

EventHub::Subscription EventHub::subscribe(std::string_view last_event_id, EventView view, Sink sink, std::string account) {
  const std::lock_guard lock(mutex_);
  Subscriber subscriber{std::move(view), std::move(sink), std::move(account)};
  if (!last_event_id.empty() && !send_missed(last_event_id, subscriber)) return {};
  std::vector<uint64_t> same;   // oldest first
  for (const auto& [key, other] : subscribers_)
    if (!subscriber.account.empty() && other.account == subscriber.account) same.push_back(key);
  if (same.size() >= kStreamsOfAccountMax) {
    (void)subscribers_.at(same.front()).sink(nullptr);
    subscribers_.erase(same.front());
  }
  const uint64_t key = next_key_++;
  subscribers_.emplace(key, std::move(subscriber));
  return {this, key};
}

void EventHub::end_streams_of(const std::string& account) {
  const std::lock_guard lock(mutex_);
  std::erase_if(subscribers_, [&](const auto& entry) {
    if (entry.second.account != account) return false;
    (void)entry.second.sink(nullptr);
    return true;
  });
}

size_t EventHub::subscribers() const {
  const std::lock_guard lock(mutex_);
  return subscribers_.size();
}

void EventHub::end(uint64_t key) {
  const std::lock_guard lock(mutex_);
  subscribers_.erase(key);
}

EventHub::Subscription::~Subscription() {
  if (hub_ != nullptr) hub_->end(key_);
}

EventHub::Subscription::Subscription(Subscription&& other) noexcept
    : hub_(std::exchange(other.hub_, nullptr)), key_(other.key_) {}

EventHub::Subscription& EventHub::Subscription::operator=(Subscription&& other) noexcept {
  std::swap(hub_, other.hub_);
  std::swap(key_, other.key_);
  return *this;
}

}  // namespace halfsky::http
