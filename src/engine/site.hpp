// What every part of the engine may rely on: the checked packs, the tables, the orgs, the keys, the calendar, the clock.
// Made once at start; only the org tree and the calendar are replaced while the server runs.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/day.hpp"
#include "crypto/suite.hpp"
#include "engine/org/org_tree.hpp"
#include "engine/store/schema.hpp"
#include "engine/store/stable_names.hpp"
#include "engine/store/vault.hpp"
#include "engine/task/work_calendar.hpp"
#include "lang/pack/model.hpp"

namespace halfsky::engine {

class Capability;
class Standing;
class RowSource;

// Tells the time. Tests and the demo own one that they move.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual base::Instant now() = 0;
  base::Day today() { return base::day_at(now()); }
};

// How a figure is asked for in an expression: figure('spring_bud.raised', org, 'year', day). Answered by a capability.
class FigurePort {
 public:
  virtual ~FigurePort() = default;
  // Null where there is no data. `span`: month, term, quarter, year, ever.
  virtual lang::Value figure(const lang::Indicator& indicator, base::OrgId org, const std::string& span, base::Day day, RowSource& source) = 0;
};

// Score sheets: what a rubric works out of its criteria, and what it refuses. Answered by a capability, asked where computed fields are
// kept true and values are checked: guards, effects and other records' computed fields read points and grade within the same command,
// so the end of the command, where capabilities join, would be too late.
class ScorePort {
 public:
  // Those with `is`: left alone; worked out to be kept, on a sheet that somebody has begun; worked out to be shown, on any.
  enum class Criteria { as_kept, worked_out, live };
  virtual ~ScorePort() = default;
  // Sets points, grade and vetoed; and the computed criteria where they are to be worked out. REQUIRES: the type is one of sheets.
  virtual void score(Row& row, RowSource& source, Criteria criteria) = 0;
  // What is wrong with criteria that are given, by field.
  virtual base::Problems wrong_answers(const Row& row, const std::set<const lang::Field*>& given, RowSource& source) = 0;
  // What a sheet that leaves its first stage still wants, by field.
  virtual base::Problems unanswered(const Row& row, RowSource& source) = 0;
  // The year of the rubric's version that scores it; 0 before the first.
  virtual int version_year(const Row& row, RowSource& source) = 0;
};

// A posting that is final, as those see it who do not keep the books.
struct FinalPosting {
  std::string id;
  int64_t place = 0;                     // in the county's journal
  std::string from_fund, to_fund;        // full names; empty where that side is no fund
  std::string from_record, to_record;    // empty where that side is no record
  std::string purpose;                   // the record that it is for
  std::string type, record;              // whose move posted it
  base::OrgId org = 0;                   // that holds the fund
  int64_t amount_fen = 0;                // negative where an earlier posting is reversed; the sides are those of the earlier one
  base::Day day = 0;
};

// The books, read by other capabilities than the one that keeps them.
class PostingPort {
 public:
  virtual ~PostingPort() = default;
  virtual void each_posting(db::Connection& connection, base::County county, const std::function<void(const FinalPosting&)>& visit) = 0;
};

struct Site {
  std::shared_ptr<const lang::Packs> packs;
  std::unique_ptr<const Schema> schema;
  std::unique_ptr<const Standing> standing;
  StableNames names;
  std::shared_ptr<crypto::Keyring> keyring;
  std::unique_ptr<Vault> vault;
  WorkCalendar calendar;
  Clock* clock = nullptr;
  FigurePort* figures = nullptr;
  PostingPort* postings = nullptr;
  ScorePort* scores = nullptr;
  std::vector<Capability*> capabilities;        // in the order in which they join a command

  std::shared_ptr<const OrgTree> orgs() const { return std::atomic_load(&orgs_); }
  void set_orgs(std::shared_ptr<const OrgTree> orgs) { std::atomic_store(&orgs_, std::move(orgs)); }

 private:
  std::shared_ptr<const OrgTree> orgs_;
};

}  // namespace halfsky::engine
