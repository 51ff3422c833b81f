// Records that the calendar makes (`every`): one period ahead, days a week ahead, never twice. They are ordinary entries of the clock.
#pragma once

#include <chrono>
#include <map>
#include <memory>

#include "engine/engine.hpp"
#include "engine/timer/rhythm.hpp"

namespace halfsky::engine {

class Snapshot;

class Recurring {
 public:
  explicit Recurring(Engine& engine) : engine_(engine) {}
  // Makes what is missing up to each rhythm's horizon, also for periods that passed while nothing ran. Returns how many records were made.
  size_t run();

 private:
  // One element that a record is made for, with the org that it stands at.
  struct Element { lang::Value it; base::OrgId org; };
  struct Wanted;
  // What was looked through last, and how long it took: nothing is looked through again while nothing changed that it depends on.
  struct Looked {
    base::Day day = base::kDayMin;
    size_t asked = 0;        // of what: periods, and orgs that stand
    int64_t place = -1;      // of the county's journal, or of all where refs lead out of it
    std::chrono::steady_clock::time_point not_before;
  };

  size_t run_every(const lang::RecordType& type, const lang::Every& every);
  struct Entered { size_t records = 0; bool all = true; };
  Entered run_county(const lang::RecordType& type, const lang::Every& every, const std::string& name, base::County county, const std::vector<Occurrence>& times);
  std::vector<Element> elements_after(Snapshot& snapshot, const lang::Every& every, std::string& last, bool& more);
  std::vector<Wanted> wanted_of(Snapshot& snapshot, const lang::RecordType& type, const lang::Every& every, const std::string& name, const std::vector<Element>& elements,
                                const std::vector<Occurrence>& times);
  size_t enter(const lang::RecordType& type, base::County county, std::vector<Wanted>& wanted);

  Engine& engine_;
  std::shared_ptr<const OrgTree> orgs_;   // as they were when all was looked through
  std::map<std::pair<std::string, base::County>, Looked> looked_;
};

}  // namespace halfsky::engine
