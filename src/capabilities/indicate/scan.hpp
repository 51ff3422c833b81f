// Rows of a county, streamed: as they stand, as they stood at a place, or with all their versions.
#pragma once

#include "capabilities/indicate/indicate.hpp"
#include "capabilities/indicate/part.hpp"
#include "capabilities/indicate/plan.hpp"
#include "engine/store/snapshot.hpp"

namespace halfsky::indicate {

class Scan {
 public:
  // Without a place: now.
  Scan(const engine::Site& site, db::Connection& connection, base::County county, std::optional<int64_t> place) : site_(site), connection_(connection), county_(county), place_(place) {}

  using VisitRow = std::function<void(const engine::RowPtr&, engine::RowSource&)>;
  // Rows that are not struck (gone to another county is not) and may count for the indicator; now, what has an SQL reading is sieved there: `where`, and the day,
  // which must be between `from` and `to` (not asked of indicators that count as of a day).
  void rows(const lang::Indicator& indicator, base::Day from, base::Day to, base::Day today, const VisitRow& visit);

  // What each row that stands now and counts for the indicator has to say, where the database can say it all: its org, its day, what
  // it makes count. Some hundred thousand rows in a few tenths of a second. False where rows must be looked at one by one.
  struct Plain { std::string id; base::OrgId org; base::Day day; std::string key; };
  bool plain_rows(const lang::Indicator& indicator, base::Day from, base::Day to, base::Day today, const std::function<void(const Plain&)>& visit);

  // Each record's versions in their order, of records that are not struck in the end.
  using VisitVersions = std::function<void(const std::vector<engine::RowPtr>&, engine::RowSource&)>;
  void versions(const lang::RecordType& type, const VisitVersions& visit);

  // What began and ended to hold, by day.
  struct Event { base::Day day; Part part; };   // sums are negative where it ended
  std::vector<Event> events(const Kept& kept, const std::vector<engine::RowPtr>& versions, engine::RowSource& source);

 private:
  std::string sieve(const lang::Indicator& indicator, base::Day from, base::Day to, base::Day today) const;
  // Whether an SQL reading of what an indicator counts by its day would not do: it asks for orgs, and records were handed over in this
  // county since.
  bool lay_elsewhere(const lang::Indicator& indicator) const;
  bool has_handovers() const;
  bool has_gone_away() const;
  std::unique_ptr<engine::Snapshot> snapshot() const;
  // Reads what the rows' refs point at, many at a time.
  void fetch_refs(const lang::Indicator& indicator, const std::vector<engine::RowPtr>& rows, engine::Snapshot& snapshot) const;
  std::vector<Event> events_through_refs(const Kept& kept, const std::vector<engine::RowPtr>& versions);

  const engine::Site& site_;
  db::Connection& connection_;
  base::County county_;
  std::optional<int64_t> place_;
};

// Whether the row refers to it: by a ref of its own, or of a record that it refers to; or is it.
bool refers(const engine::RowPtr& row, const About& about, engine::RowSource& source);

}  // namespace halfsky::indicate
