// Two counties of two townships of two villages with the pack of tests/access/packs, a clock that tests move, anybody in any office.
#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "engine/engine.hpp"

namespace halfsky::testing {

class SetClock : public engine::Clock {
 public:
  base::Instant now() override { return instant; }
  base::Instant instant = base::start_of(*base::parse_day("2026-03-02")) + 9 * 3'600'000'000LL;
};

class Offices {
 public:
  // `database`: "" for SQLite in a folder of its own, or the URL of an empty PostgreSQL database.
  explicit Offices(const std::string& database);
  ~Offices();

  static engine::Acting acting(const std::string& role, base::OrgId org);
  const lang::RecordType& type(const std::string& id) const { return *engine->site().packs->record_type("errands." + id); }

  engine::Outcome run(const engine::Acting& who, boost::json::object body);
  // A new record's id; fails the test where it is refused.
  std::string enter(const engine::Acting& who, const std::string& type, boost::json::object values);
  void edit(const engine::Acting& who, const std::string& type, const std::string& id, boost::json::object values);
  std::vector<std::string> verified();   // what `halfsky verify` finds

  SetClock clock;
  std::unique_ptr<engine::Engine> engine;
  std::vector<base::OrgId> counties, townships, villages, all;

 private:
  std::string folder_;
};

std::string say(const base::Problems& problems);

}  // namespace halfsky::testing
