// The stage on which an example is played: an engine in a temporary folder, a small tree of orgs, people with roles, a clock.
// Private to this folder.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "capabilities/indicate/indicate.hpp"
#include "capabilities/ledger/ledger.hpp"
#include "capabilities/rubric/rubric.hpp"
#include "engine/engine.hpp"

namespace halfsky::app::examples {

class StoryClock : public engine::Clock {
 public:
  base::Instant now() override { return now_; }
  void set(base::Day day) { now_ = base::start_of(day) + 9LL * 3600 * 1'000'000; }

 private:
  base::Instant now_ = 0;
};

class Stage {
 public:
  // `scenery`: a folder that an earlier Stage left with the same packs, to begin from; empty: everything is made. Throws std::runtime_error
  // where no engine can be opened.
  Stage(std::shared_ptr<const lang::Packs> packs, const std::string& calendar_file, base::Day today, const std::string& scenery = "");
  ~Stage();

  engine::Engine& engine() { return *engine_; }
  const engine::Site& site() const { return engine_->site(); }
  indicate::Indicate& indicate() { return indicate_; }

  base::Day today() { return clock_.today(); }
  // The calendar and the clock run on each day that passes.
  void wait_until(base::Day day);

  // Ends the engine and gives its folder away: whoever takes it removes it.
  std::string strike();

  // Orgs that the story names and the tree has not: villages and townships by the end of the name, else partners of that kind.
  void need_org(const std::string& name, const std::string& kind);
  base::OrgId org(const std::string& name) const;
  base::OrgId at_level(base::OrgId near, lang::Level level) const;   // the org at a level above `near`, or the story's own there
  base::OrgId county_org() const { return county_; }
  base::County county() const { return base::county_of(county_); }

  // The n-th person with a role at an org.
  static engine::Acting person_with(const std::string& role, base::OrgId org, int n);

 private:
  std::string folder_;
  StoryClock clock_;
  ledger::Ledger ledger_;
  rubric::Rubrics rubrics_;
  indicate::Indicate indicate_;
  std::unique_ptr<engine::Engine> engine_;
  std::map<std::string, base::OrgId> orgs_;
  base::OrgId county_ = 0, township_ = 0, village_ = 0;
  int villages_ = 200, townships_ = 100, partners_ = 600;
};

}  // namespace halfsky::app::examples
