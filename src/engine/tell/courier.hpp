// What packs `tell` leaves the house: lines of the inbox are carried to a channel outside (a file, a gateway for messages).
//
//   Delivery delivery(engine, std::make_unique<SomeCourier>());
//   delivery.start();                  // a thread of its own
//   delivery.wake();                   // something was written
//
// A line is carried after its command was committed, never within: a channel that hangs holds nobody up. Lines of a county come in the
// order of its journal, each at least once: what was carried is written down after the courier has it, so a line may come again after a
// crash, with the same id. A courier that fails is asked again, later and later (kBackoffMin to kBackoffMax), and no line is passed over.
//
// A line says what stands in it: when, to which office, the pack's own words. Neither the record nor its type leaves, and lines of a
// secret type do not leave at all (docs/SECURITY.md). A line to a person leaves where she has an account, under her login.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "engine/engine.hpp"

namespace halfsky::engine {

constexpr std::chrono::milliseconds kBackoffMin{500}, kBackoffMax{60'000};
constexpr size_t kLinesAtOnce = 500;

struct ToldLine {
  std::string id;                  // the same whenever it is carried
  base::Instant at = 0;
  base::County county = 0;
  base::OrgId org = 0;             // 0: to a person
  std::string role;                // empty: to an org as such, or to a person
  std::string login;               // of the person's account
  std::string text;
};

class Courier {
 public:
  virtual ~Courier() = default;
  // Under this name its places are kept.
  virtual std::string name() const = 0;
  // Returns when the channel has them for good. Throws where it could not; it is then given them again, all that it may have carried too.
  virtual void carry(std::span<const ToldLine> lines) = 0;
};

// How far a courier has come in each county's journal.
TableSpec courier_place_table();

class Delivery {
 public:
  Delivery(Engine& engine, std::unique_ptr<Courier> courier) : engine_(engine), courier_(std::move(courier)) {}
  ~Delivery() { stop(); }
  // With what the machine said; empty once it goes again. On the delivery's thread.
  void on_failure(std::function<void(const std::string&)> listener) { listener_ = std::move(listener); }
  // A courier that is new here begins with what is told from now on; any other goes on where it was, however long ago.
  void start();
  void wake();
  void stop();

 private:
  // The next row of the journal's list (change_) that it has not seen.
  struct Place { int64_t seq = 0, n = 0; };
  struct Found;
  void read_places();
  Found find();
  bool carry();                    // true: there is more
  void keep(const std::map<base::County, Place>& places);
  void loop();
  bool wait(std::chrono::milliseconds time, bool until_woken);   // false: it is over

  Engine& engine_;
  std::unique_ptr<Courier> courier_;
  std::function<void(const std::string&)> listener_;
  std::map<base::County, Place> places_, kept_;   // as far as it has looked; as far as is written down
  std::mutex mutex_;
  std::condition_variable wake_;
  bool ending_ = false, woken_ = false;
  std::thread thread_;
};

}  // namespace halfsky::engine
