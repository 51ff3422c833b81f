// A small province with the pack of tests/indicate/packs, a clock that tests move, and commands by people who may.
#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <future>

#include "capabilities/indicate/indicate.hpp"
#include "capabilities/ledger/ledger.hpp"
#include "engine/engine.hpp"
#include "engine/org/org_commands.hpp"

namespace halfsky::testing {

class SetClock : public engine::Clock {
 public:
  base::Instant now() override { return instant; }
  void set(base::Day day) { instant = base::start_of(day) + 9 * 3'600'000'000LL; }
  base::Instant instant = 0;
};

inline base::Day day(const char* text) { return *base::parse_day(text); }

class World {
 public:
  // `database`: "" for SQLite in a folder of its own, or the URL of an empty PostgreSQL database.
  explicit World(const std::string& database, const std::string& pack = "figures");
  ~World();

  // One command of one step; the outcome. `who` is "officer", "cashier", "chair": of the county that the org lies in.
  engine::Outcome run(const std::string& who, boost::json::object step, base::Day on);
  engine::Outcome run_steps(const std::string& who, boost::json::array steps, base::OrgId org);
  // A new record's id; fails the test where it is refused.
  std::string enter(const std::string& type, base::OrgId org, boost::json::object values, base::Day on, const std::string& who = "officer");
  std::optional<std::string> try_enter(const std::string& type, base::OrgId org, boost::json::object values, base::Day on, const std::string& who, base::Problems* problems = nullptr);
  bool move(const std::string& type, const std::string& id, const std::string& name, base::Day on, const std::string& who = "officer", boost::json::object values = {});
  bool edit(const std::string& type, const std::string& id, boost::json::object values);
  bool hand_over(const std::string& type, const std::string& id, base::OrgId to, base::Day on, const std::string& who = "officer");
  bool strike(const std::string& type, const std::string& id, const std::string& who = "chair");

  const lang::Indicator& indicator(const std::string& id) const { return *engine->site().packs->indicator("figures." + id); }
  indicate::Figure figure(const std::string& id, const indicate::Scope& scope);
  // The same, counted from the records.
  indicate::Figure counted(const std::string& id, indicate::Scope scope);
  // What a figure counted, a line each: as the rows stand, or as of the place where the journals are now, which looks at each row.
  std::vector<std::string> rows(const std::string& id, indicate::Scope scope, bool of_place);
  // Whom it counted, each with its org once: from what is kept of them, or of the place where the journals are now.
  std::set<std::pair<std::string, base::OrgId>> reached(const std::string& id, indicate::Scope scope, bool of_place);
  std::vector<std::string> differences();   // of the cells from a recount
  void reopen();                            // the engine again on the same data, with the packs as they are now

  base::OrgId county(int n) const { return counties[size_t(n)]; }

  // Where it is set, commands are only sent, and their outcomes come here: the writer takes those that wait as one batch.
  std::vector<std::future<engine::Outcome>>* burst = nullptr;

  SetClock clock;
  std::string folder, database, pack;
  ledger::Ledger ledger;
  std::unique_ptr<indicate::Indicate> indicate;
  std::unique_ptr<engine::Engine> engine;
  std::vector<base::OrgId> counties, townships, villages, schools;
  base::OrgId province = 0;

 private:
  std::map<std::string, base::OrgId> homes_;   // where each record was entered
  void open(bool create);
  engine::Acting acting(const std::string& who, base::OrgId county) const;
};

}  // namespace halfsky::testing
