// Event streams: what comes, to whom, what was missed, who is let go.
#include <gtest/gtest.h>

#include "client.hpp"
#include "http/event_hub.hpp"

namespace halfsky::http {
namespace {

constexpr std::string_view kAsk = "GET /api/v1/events HTTP/1.1\r\nHost: x\r\n\r\n";

EventView all() {
  return [](const Event& event) { return std::optional(event.data); };
}

class Events : public ::testing::Test {
 protected:
  std::vector<Route> routes() {
    Route route;
    route.pattern = "/api/v1/events";
    route.handler = [this](const Request& request) {
      const bool sees_all = request.query_value("org") == nullptr;
      Answer answer;
      answer.events = EventStream{&hub, [sees_all](const Event& event) -> std::optional<std::string> {
                                    if (!sees_all && event.org != 419001) return std::nullopt;
                                    return event.data;
                                  }};
      return answer;
    };
    return {route};
  }

  void wait_for_subscribers(size_t count) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(kPatienceMs);
    while (hub.subscribers() != count) {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline) << hub.subscribers();
      std::this_thread::yield();
    }
  }

  EventHub hub{100};
};

TEST_F(Events, ComeToWhomTheViewLetsThrough) {
  RunningServer running({}, routes());
  Client whole(running.port), county(running.port);
  whole.send(kAsk);
  county.send("GET /api/v1/events?org=419001 HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(holds(whole.read_until("\r\n\r\n"), "text/event-stream"));
  county.read_until("\r\n\r\n");
  wait_for_subscribers(2);
  hub.publish({"record", "{\"id\":1}", 410000});
  hub.publish({"record", "two\nlines", 419001});
  EXPECT_EQ(whole.read_until("\n\n"), "id: 100\nevent: record\ndata: {\"id\":1}\n\n");
  EXPECT_EQ(whole.read_until("\n\n"), "id: 101\nevent: record\ndata: two\ndata: lines\n\n");
  EXPECT_EQ(county.read_until("\n\n"), "id: 101\nevent: record\ndata: two\ndata: lines\n\n");
}

TEST_F(Events, WhatWasMissedComesAgain) {
  RunningServer running({}, routes());
  for (int i = 0; i < 3; ++i) hub.publish({"record", std::to_string(i), 0});
  Client client(running.port);
  client.send("GET /api/v1/events HTTP/1.1\r\nHost: x\r\nLast-Event-ID: 100\r\n\r\n");
  client.read_until("\r\n\r\n");
  EXPECT_TRUE(starts(client.read_until("\n\n"), "id: 101\n"));
  EXPECT_TRUE(starts(client.read_until("\n\n"), "id: 102\n"));
}

TEST_F(Events, SilenceIsBrokenByComments) {
  ServerOptions options;
  options.limits.comment = std::chrono::milliseconds(30);
  options.limits.idle = std::chrono::milliseconds(50);  // not a stream's limit
  options.limits.write = std::chrono::milliseconds(50);
  RunningServer running(options, routes());
  Client client(running.port);
  client.send(kAsk);
  client.read_until("\r\n\r\n");
  for (int i = 0; i < 6; ++i) EXPECT_EQ(client.read_until("\n\n"), ":\n\n");
}

TEST_F(Events, AClientThatGoesIsForgottenAtOnce) {
  RunningServer running({}, routes());
  {
    Client client(running.port);
    client.send(kAsk);
    client.read_until("\r\n\r\n");
    wait_for_subscribers(1);
  }
  wait_for_subscribers(0);
}

TEST_F(Events, AClientThatDoesNotReadIsLetGo) {
  RunningServer running({}, routes());
  Client client(running.port);
  client.send(kAsk);
  client.read_until("\r\n\r\n");
  wait_for_subscribers(1);
  const std::string big(200'000, 'x');
  for (int i = 0; i < 500 && hub.subscribers() == 1; ++i) hub.publish({"record", big, 0});
  EXPECT_EQ(hub.subscribers(), 0u);
}

TEST_F(Events, StreamsEndWithTheServer) {
  RunningServer running({}, routes());
  Client client(running.port);
  client.send(kAsk);
  client.read_until("\r\n\r\n");
  wait_for_subscribers(1);
  running.stop();
  EXPECT_TRUE(client.is_closed());
  EXPECT_EQ(hub.subscribers(), 0u);
}

TEST_F(Events, TheHubTellsWhoWasAwayTooLongToStartAnew) {
  std::vector<std::string> frames;
  const auto sink = [&](std::shared_ptr<const std::string> frame) {
    frames.push_back(*frame);
    return true;
  };
  for (size_t i = 0; i < EventHub::kEventsKept + 5; ++i) hub.publish({"record", "", 0});
  const uint64_t last = 100 + EventHub::kEventsKept + 4;
  for (const std::string& id : {std::string("103"), std::string("1"), std::string("junk"), std::to_string(last + 1)}) {
    frames.clear();
    const auto subscription = hub.subscribe(id, all(), sink);
    ASSERT_EQ(frames.size(), 1u) << id;
    EXPECT_EQ(frames[0], "id: " + std::to_string(last) + "\nevent: reset\ndata: {}\n\n");
  }
  frames.clear();
  const auto at_the_border = hub.subscribe("104", all(), sink);
  EXPECT_EQ(frames.size(), EventHub::kEventsKept);
  frames.clear();
  const auto up_to_date = hub.subscribe(std::to_string(last), all(), sink);
  EXPECT_TRUE(frames.empty());
}

TEST(EventHub, AFurtherStreamOfAnAccountEndsItsOldest) {
  EventHub hub(1);
  std::vector<int> ended;
  std::vector<EventHub::Subscription> streams;
  const auto open = [&](const std::string& account) {
    const int number = int(streams.size());
    streams.push_back(hub.subscribe("", all(), [&ended, number](std::shared_ptr<const std::string> frame) { if (!frame) ended.push_back(number); return true; }, account));
  };
  open("other");
  for (size_t n = 0; n < EventHub::kStreamsOfAccountMax; ++n) open("one");
  EXPECT_TRUE(ended.empty());
  open("one");
  open("one");
  EXPECT_EQ(ended, (std::vector<int>{1, 2}));
  EXPECT_EQ(hub.subscribers(), EventHub::kStreamsOfAccountMax + 1);
}

}  // namespace
}  // namespace halfsky::http
