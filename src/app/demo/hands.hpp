// The people of the demo at work: each thing that happens is a command on the ordinary path, by the account whose work it is.
#pragma once

#include <boost/json/object.hpp>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/application.hpp"

namespace halfsky::app::demo {

// A command was refused, or accepted where the demo counts on a refusal: the demo ends.
struct Surprise : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Who acts where no account does.
inline const std::string kPublic = "public", kClock = "clock";
// Of every account of the demo.
inline const std::string kPassword = "Chunlei-Qiao-2026";

// One thing that happens to one record on a day.
struct Event {
  base::Day day = 0;
  std::string login;               // an account, kPublic, kClock
  std::string type, move;          // "spring_bud.girl", "review"
  std::string record;
  base::OrgId org = 0;             // enter: where; 0: follows from the record
  boost::json::object values;
  std::string together;            // not empty: one command with all neighbours that say the same
};

class Hands {
 public:
  explicit Hands(Application& app) : app_(app) {}

  // In the order of days, and of the list within a day. Neighbours by the same account on the same day share a command.
  void make(std::vector<Event> events, base::County county);
  // Sends one; it must be refused with this problem.
  void refused(const Event& event, base::County county, const std::string& code);

  // A photo or paper of the demo by its name, kept once in a county: its id. They all show the same (photo.hpp).
  std::string photo(const std::string& name, base::County county);

  // What an account may do has changed.
  void forget(const std::string& login) { actings_.erase(login); }

  size_t commands() const { return sent_; }
  size_t records() const { return records_; }

 private:
  const engine::Acting& acting(const std::string& login);
  engine::Command command_of(const std::vector<const Event*>& events, base::County county);
  void send(const std::vector<const Event*>& events, base::County county);
  void wait_until_at_most(size_t under_way);

  Application& app_;
  std::map<std::string, engine::Acting> actings_;
  std::set<std::string> photos_;
  size_t sent_ = 0, records_ = 0;
  std::mutex mutex_;
  std::condition_variable answered_;
  size_t under_way_ = 0;
  std::string problem_;            // of the first command that was refused
};

// The id of a record of the demo: the same in every run.
std::string id_of(const std::string& what, size_t number);
std::string id_of(const std::string& what);

}  // namespace halfsky::app::demo
