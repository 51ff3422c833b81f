// Live events to browsers (server-sent events). Whoever changes something publishes; each subscriber has a view that says what it
// may see of an event, so that rights are asked at this exit too.
//
// The last events are kept: a browser that comes back with Last-Event-ID gets what it has missed, or, where that is gone, one event
// "reset", upon which it asks for its page anew.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/org_id.hpp"

namespace halfsky::http {

struct Event {
  std::string name;        // "change", "job", "reset": what the browser listens for
  std::string data;        // one or more lines, usually JSON
  base::OrgId org = 0;     // whose it is, for the view
  std::string secret;      // the secret type that it is about, for the view; empty: of no secret
  std::string account;     // where it is one account's alone
};

// What a subscriber gets as data of this event; nothing where it may not know of it. Called on the publisher's thread, under a lock:
// it must be quick and must not use the hub.
using EventView = std::function<std::optional<std::string>(const Event&)>;

class EventHub {
 public:
  // Takes a finished frame; false when it can't (its queue is full, it is gone): then it gets nothing more. No frame: the stream ends.
  using Sink = std::function<bool(std::shared_ptr<const std::string> frame)>;

  static constexpr size_t kEventsKept = 1'024;
  static constexpr size_t kStreamsOfAccountMax = 24;   // pages that one person has open: a further one ends her oldest

  // Ids go up from here. Take the time in microseconds, so that ids of an earlier process are known to be old. With `now`, each id is the
  // time at which it was given, so that a gap between two says nothing of events that somebody may not know of.
  explicit EventHub(uint64_t first_id, std::function<uint64_t()> now = {});

  void publish(Event event);

  // Ends when it is destroyed.
  class Subscription {
   public:
    Subscription() = default;
    ~Subscription();
    Subscription(Subscription&& other) noexcept;
    Subscription& operator=(Subscription&& other) noexcept;

   private:
    friend class EventHub;
    Subscription(EventHub* hub, uint64_t key) : hub_(hub), key_(key) {}
    EventHub* hub_ = nullptr;
    uint64_t key_ = 0;
  };

  // `last_event_id` as the browser sent it; empty for one that comes first.
  Subscription subscribe(std::string_view last_event_id, EventView view, Sink sink, std::string account = "");

  // What the account may see has changed: its streams end, and its browsers come back with the rights of now, or are not let in.
  void end_streams_of(const std::string& account);

  size_t subscribers() const;

 private:
  struct Numbered {
    uint64_t id;
    Event event;
  };
  struct Subscriber {
    EventView view;
    Sink sink;
    std::string account;
  };
  bool send(const Numbered& numbered, const Subscriber& subscriber) const;
  bool send_missed(std::string_view last_event_id, const Subscriber& subscriber);
  void end(uint64_t key);

  mutable std::mutex mutex_;
  uint64_t next_id();

  std::function<uint64_t()> now_;
  uint64_t last_id_;        // given last
  uint64_t forgotten_;      // of the last event that is not kept any more
  uint64_t next_key_ = 1;
  std::deque<Numbered> kept_;
  std::map<uint64_t, Subscriber> subscribers_;
};

}  // namespace halfsky::http
