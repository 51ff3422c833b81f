// How often codes of six digits may be tried, by one address and by all of them together. docs/SECURITY.md has the reckoning.
//
//   an address     five tries an hour.
//   the site       its misses are counted, and half of them forgotten each hour. Up to kMissesFree nobody waits. Above, tries are let in one
//                  behind the other, and the space between them doubles with every kMissesDoubling more.
//   two lanes      so that who guesses shuts out himself: a neighbourhood of addresses (/24, /48) with fewer than kMissesGood misses in a day
//                  is let in every kGoodSpaceMax at the slowest, all others together every kOtherSpaceMax.
//   a place        who is told to wait keeps the place for whenever she comes back; a neighbourhood has one place at a time.
//
// It knows of no code whether it is open: what brings no reply is a miss, and counts.
#pragma once

#include <array>
#include <chrono>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace halfsky::http {

class CodeGuard {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Span = std::chrono::milliseconds;

  static constexpr size_t kTriesMax = 5;
  static constexpr Span kTriesSpan = std::chrono::hours(1);
  static constexpr double kMissesFree = 60, kMissesDoubling = 20;
  static constexpr Span kHalfLife = std::chrono::hours(1), kFirstSpace = std::chrono::seconds(1);
  static constexpr Span kGoodSpaceMax = std::chrono::seconds(4), kOtherSpaceMax = std::chrono::seconds(64);
  static constexpr int kMissesGood = 3;
  static constexpr Span kMissesKept = std::chrono::hours(24);
  static constexpr size_t kKnownMax = 100'000;

  struct Refusal {
    enum class Why { tries, space } why = Why::tries;   // this address has had its five; all who try are let in slowly just now
    Span wait{0};
  };
  // Lets a try in, or says how long to wait.
  std::optional<Refusal> refuse(const std::string& remote, Time now);
  // The try that was let in brought no reply.
  void missed(const std::string& remote, Time now);

  // The first 24 bits of an IPv4 address, the first 48 of an IPv6 one.
  static std::string neighbourhood(const std::string& remote);

 private:
  struct Neighbourhood {
    int misses = 0;
    Time since;                    // of the first of them
    std::optional<Time> place;     // when its turn comes
  };
  struct Lane { Time next; };

  Neighbourhood& known(const std::string& remote, Time now);
  Span space(Span most) const;
  void forget(Time now);

  std::mutex mutex_;
  std::map<std::string, std::deque<Time>> tries_;   // by address, of the last hour
  std::map<std::string, Neighbourhood> neighbourhoods_;
  std::array<Lane, 2> lanes_;                       // good, other
  double misses_ = 0;
  Time counted_;
};

}  // namespace halfsky::http
