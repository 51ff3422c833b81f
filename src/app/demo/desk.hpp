// A list of what happens, and the words for what happens often.
#pragma once

#include "app/demo/hands.hpp"
#include "app/demo/people.hpp"
#include "app/demo/province.hpp"

namespace halfsky::app::demo {

// A girl as she is entered.
struct NewGirl {
  std::string person, girl;        // ids
  std::string village, school;     // codes
  int grade = 1;
  bool mountain = false;
  std::string name;                // empty: any
};

class Desk {
 public:
  Desk(Application& app, uint64_t seed) : app_(app), people_(seed), chance_(seed), city_(org_of(app, kCityCode)) {}

  void add(base::Day day, const std::string& login, const std::string& type, const std::string& move, const std::string& record, boost::json::object values = {}, base::OrgId org = 0);
  // The person and her file.
  void find_girl(const NewGirl& girl, base::Day day, const std::string& login);
  // Visited, reviewed, approved: 10, 20 and 30 days after she was found.
  void approve_girl(const std::string& girl, base::Day found, const std::string& township_login);
  void donor(const std::string& id, const std::string& name, const std::string& kind, bool hidden, base::Day day);
  // Offered and accepted five days later.
  void pair(const std::string& pairing, const std::string& girl, const std::string& donor, int yuan, base::Day offered);
  // Received on the day, receipted four days later.
  void gift(const std::string& id, const std::string& donor, int yuan, const std::string& channel, base::Day day, boost::json::object more);
  // Drafted on the day, submitted the next, approved three days after.
  void pay_out(const std::string& type, const std::string& id, base::Day day, boost::json::object values);

  std::vector<Event> take() { return std::exchange(events_, {}); }
  People& people() { return people_; }
  Chance& chance() { return chance_; }
  base::OrgId city() const { return city_; }
  base::County county() const { return base::county_of(city_); }
  base::OrgId org(const std::string& code) const { return org_of(app_, code); }

 private:
  Application& app_;
  People people_;
  Chance chance_;
  base::OrgId city_;
  std::vector<Event> events_;
  size_t receipts_ = 0;
};

std::string day_text(base::Day day);

}  // namespace halfsky::app::demo
