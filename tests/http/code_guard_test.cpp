// How often codes may be tried: an address, a neighbourhood of addresses, all together; and that who guesses shuts out nobody but himself.
#include "http/code_guard.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace halfsky::http {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using Why = CodeGuard::Refusal::Why;

const CodeGuard::Time kBegin = CodeGuard::Time() + hours(1000);

// One try from an address; true where it was let in, and then it was a miss.
bool guess(CodeGuard& guard, const std::string& remote, CodeGuard::Time now) {
  if (guard.refuse(remote, now)) return false;
  guard.missed(remote, now);
  return true;
}

std::string address(int n, int host = 1) { return "10." + std::to_string(n / 256) + "." + std::to_string(n % 256) + "." + std::to_string(host); }

TEST(CodeGuard, FiveTriesAnHourForAnAddress) {
  CodeGuard guard;
  for (int n = 0; n < 5; ++n) EXPECT_EQ(guard.refuse("10.0.0.1", kBegin + minutes(n)), std::nullopt);   // a code that opens counts too
  const auto sixth = guard.refuse("10.0.0.1", kBegin + minutes(5));
  ASSERT_TRUE(sixth);
  EXPECT_EQ(sixth->why, Why::tries);
  EXPECT_EQ(sixth->wait, minutes(55));
  EXPECT_EQ(guard.refuse("10.0.0.2", kBegin + minutes(5)), std::nullopt);
  EXPECT_TRUE(guard.refuse("10.0.0.1", kBegin + hours(1) - milliseconds(1)));
  EXPECT_EQ(guard.refuse("10.0.0.1", kBegin + hours(1)), std::nullopt);
  EXPECT_TRUE(guard.refuse("10.0.0.1", kBegin + hours(1)));   // the second of them is still within the hour
}

TEST(CodeGuard, NobodyWaitsWhileMissesAreFew) {
  CodeGuard guard;
  for (int n = 0; n < int(CodeGuard::kMissesFree); ++n) EXPECT_TRUE(guess(guard, address(n), kBegin)) << n;
  EXPECT_EQ(guard.refuse(address(7000), kBegin), std::nullopt);
}

TEST(CodeGuard, WhoGuessesIsSlowedDownTwiceAsMuchEachTime) {
  CodeGuard guard;
  // One neighbourhood with many addresses: it soon stands in the slow lane, and the space there doubles with each twenty misses.
  CodeGuard::Time now = kBegin;
  std::vector<milliseconds> waits;
  for (int n = 0; n < 400; ++n) {
    const std::string remote = address(0, n % 250);
    auto refusal = guard.refuse(remote, now);
    if (refusal && refusal->why == Why::tries) continue;
    const milliseconds wait = refusal ? refusal->wait : milliseconds(0);
    if (refusal) { now += wait; ASSERT_EQ(guard.refuse(remote, now), std::nullopt); }
    guard.missed(remote, now);
    waits.push_back(wait);
  }
  EXPECT_EQ(waits[50], milliseconds(0));
  EXPECT_GE(waits[100], seconds(2));
  EXPECT_GE(waits[140], 2 * waits[100]);
  EXPECT_LE(*std::max_element(waits.begin(), waits.end()), CodeGuard::kOtherSpaceMax);
  EXPECT_GE(waits.back(), seconds(30));
}

TEST(CodeGuard, ManyAddressesFindFewCodesInADay) {
  // A thousand neighbourhoods of fifty addresses, each of which tries whenever it may. All misses of a day, and what they are worth.
  CodeGuard guard;
  constexpr int kNeighbourhoods = 1'000, kHosts = 50, kOpen = 20;
  std::vector<CodeGuard::Time> again(kNeighbourhoods, kBegin);
  std::vector<int> host(kNeighbourhoods, 0);
  int misses = 0;
  for (CodeGuard::Time now = kBegin; now < kBegin + hours(24); now += seconds(1))
    for (int n = 0; n < kNeighbourhoods; ++n) {
      if (now < again[size_t(n)]) continue;
      const std::string remote = address(n, host[size_t(n)]);
      const auto refusal = guard.refuse(remote, now);
      if (!refusal) {
        guard.missed(remote, now);
        ++misses;
        continue;
      }
      if (refusal->why == Why::tries) host[size_t(n)] = (host[size_t(n)] + 1) % kHosts;   // another address of it
      again[size_t(n)] = now + refusal->wait * (refusal->why == Why::space);
    }
  const double found_a_day = double(misses) * kOpen / 1e6;
  EXPECT_LT(misses, 3 * kNeighbourhoods + 24 * 3600 / 64 + 200);
  EXPECT_LT(found_a_day, 0.1) << misses;   // one of twenty open codes in ten days and more
  RecordProperty("misses", misses);
}

TEST(CodeGuard, SheIsNotShutOut) {
  // While that goes on, a woman comes from somewhere else: she keeps her place and is let in.
  CodeGuard guard;
  CodeGuard::Time now = kBegin;
  for (int round = 0; round < 3; ++round)
    for (int n = 0; n < 100; ++n) {
      while (const auto refusal = guard.refuse(address(n), now)) now += std::min<milliseconds>(refusal->wait, seconds(4));
      guard.missed(address(n), now);
    }
  // All of the hundred have had their good misses. They ask on, as fast as they may.
  for (int n = 0; n < 100; ++n) guard.refuse(address(n, 2), now);
  const auto hers = guard.refuse("172.16.5.5", now);
  EXPECT_TRUE(!hers || hers->wait <= CodeGuard::kGoodSpaceMax) << hers->wait.count();
  const auto theirs = guard.refuse(address(99, 3), now);
  ASSERT_TRUE(theirs);
  EXPECT_GT(theirs->wait, minutes(50));
}

TEST(CodeGuard, APlaceIsKept) {
  CodeGuard guard;
  for (int n = 0; n < 120; ++n) {
    CodeGuard::Time now = kBegin;
    while (const auto refusal = guard.refuse(address(n), now)) now += refusal->wait;
    guard.missed(address(n), kBegin);
  }
  for (int n = 200; n < 210; ++n) guard.refuse(address(n), kBegin);
  const auto first = guard.refuse("172.16.5.5", kBegin);
  ASSERT_TRUE(first);
  for (int n = 300; n < 400; ++n) guard.refuse(address(n), kBegin);   // whoever comes later stands behind her
  const auto second = guard.refuse("172.16.5.5", kBegin + seconds(1));
  ASSERT_TRUE(second);
  EXPECT_EQ(second->wait, first->wait - seconds(1));
  EXPECT_EQ(guard.refuse("172.16.5.5", kBegin + first->wait), std::nullopt);
}

TEST(CodeGuard, ItIsForgotten) {
  CodeGuard guard;
  for (int n = 0; n < 200; ++n) guard.missed(address(n), kBegin);
  EXPECT_EQ(guard.refuse(address(500), kBegin), std::nullopt);
  EXPECT_TRUE(guard.refuse(address(501), kBegin));
  const CodeGuard::Time later = kBegin + hours(3);   // 200 halved three times
  for (int n = 600; n < 630; ++n) EXPECT_EQ(guard.refuse(address(n), later), std::nullopt);
}

TEST(CodeGuard, Neighbourhoods) {
  EXPECT_EQ(CodeGuard::neighbourhood("10.1.2.3"), CodeGuard::neighbourhood("10.1.2.250"));
  EXPECT_NE(CodeGuard::neighbourhood("10.1.2.3"), CodeGuard::neighbourhood("10.1.3.3"));
  EXPECT_EQ(CodeGuard::neighbourhood("::ffff:10.1.2.3"), CodeGuard::neighbourhood("10.1.2.9"));
  EXPECT_EQ(CodeGuard::neighbourhood("2001:db8:1:2::1"), CodeGuard::neighbourhood("2001:db8:1:ffff::9"));
  EXPECT_NE(CodeGuard::neighbourhood("2001:db8:1:2::1"), CodeGuard::neighbourhood("2001:db8:2:2::1"));
}

}  // namespace
}  // namespace halfsky::http
