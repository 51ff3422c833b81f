// Figures: kept, derived, counted (PACKS section 7).
//
// On every command each changed row, and each row that reads a changed one, is evaluated before and after; the difference goes to
// cells by org and month (tables.hpp). A figure is then a sum over a range of orgs and months; what cells do not hold (odd days at the
// edges, medians, ages, figures for one record only, or as of a place of the journal) is counted from the records.
//
//   Scope scope{org, from, to};
//   Figure girls = indicate.value(connection, *packs.indicator("spring_bud.girls"), scope);
//   indicate.records(connection, indicator, scope, [](const Counted& row) { … });     // exactly what it counted
//   shown(figure, formats, round).text;                                               // "61.2万"
//
// No data is no value, never zero: a mean, a median, a `latest` of nothing. A count, a sum, a distinct of nothing is 0.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/capability.hpp"
#include "engine/command/unit.hpp"
#include "engine/engine.hpp"

namespace halfsky::indicate {

class Plan;

// A place in each county's journal: what had been written by then.
using Places = std::map<base::County, int64_t>;

// A record, or an org, that rows must refer to: by a ref of their own, or of a record that they refer to.
struct About {
  const lang::RecordType* type = nullptr;
  std::string id;
  base::OrgId org = 0;       // where it is an org
};

struct Scope {
  base::OrgId org = base::kNation;             // itself and all below it
  base::Day from = base::kDayMin, to = base::kDayMax;
  std::vector<std::string> dims;               // codes, in the order of `by`, as far as wanted
  std::optional<About> about;                  // `for`
  std::optional<Places> as_of;                 // now, where there is none; counties that it does not name had nothing
};

struct Figure {
  enum class How { kept, derived, counted };
  std::optional<int64_t> value;                // in 1/scale: persons, yuan (scale 100), or a decimal (10'000)
  int64_t scale = 1;
  bool money = false;
  lang::Sureness sureness = lang::Sureness::exact;
  int64_t n = 0;                               // rows, or keys, counted
  How how = How::kept;

  std::optional<int64_t> decimal() const;      // in 1/10'000
};

// One of what a figure counted.
struct Counted {
  std::string part;          // of a formula: "spring_bud.girls['a']"; empty where the figure is one indicator
  std::string type;          // of the record; "posting" of money, "core.org" of orgs
  std::string id;
  base::County county = 0;
  base::OrgId org = 0;       // that got the credit
  base::Day day = 0;
  int64_t value = 0;         // its contribution, in 1/scale
  int64_t scale = 1;
  std::string key;           // distinct: what it made count
};

// Whom a figure counted, without the records that say so: a key of a distinct count, else the record.
struct Reached {
  std::string id, type;
  base::County county = 0;
  base::OrgId org = 0;       // its own
  int64_t n = 0;             // how often; one that was counted in several rows may come in several parts
};

// What proves where a figure came from.
struct Receipt {
  std::string formula;
  Scope scope;
  Places places;             // of the counties in scope, as they stood at reading
  Figure figure;
  std::string definition;    // hash of the definitions of all that the formula reads
};

class Indicate : public engine::Capability, public engine::FigurePort {
 public:
  Indicate();
  ~Indicate() override;

  std::vector<engine::TableSpec> tables() const override;
  // Cells of indicators whose definition is new or another one are counted again here.
  void attach(engine::Engine& engine);
  base::Problems join(engine::Unit& unit) override;
  std::vector<std::string> check(db::Connection& connection, base::County county) override;
  lang::Value figure(const lang::Indicator& indicator, base::OrgId org, const std::string& span, base::Day day, engine::RowSource& source) override;

  Figure value(db::Connection& connection, const lang::Indicator& indicator, const Scope& scope) const;
  // A formula over indicators, as a report has it. Where it is one indicator, or a slice of one, the figure is that one's.
  Figure value(db::Connection& connection, const lang::Expression& formula, const Scope& scope) const;

  using Visit = std::function<void(const Counted&)>;
  void records(db::Connection& connection, const lang::Indicator& indicator, const Scope& scope, const Visit& visit) const;
  void records(db::Connection& connection, const lang::Expression& formula, const Scope& scope, const Visit& visit) const;

  // Cheaper than the records where the key rows of cells hold it: for lists of whom a figure reached, and whom not.
  using VisitReached = std::function<void(const Reached&)>;
  void reached(db::Connection& connection, const lang::Indicator& indicator, const Scope& scope, const VisitReached& visit) const;
  void reached(db::Connection& connection, const lang::Expression& formula, const Scope& scope, const VisitReached& visit) const;

  Receipt receipt(db::Connection& connection, const lang::Expression& formula, const Scope& scope) const;
  // The counties of a scope that have a journal, and where it stands.
  Places places(db::Connection& connection, base::OrgId org) const;
  std::string definition(const lang::Indicator& indicator) const;

  // All cells of all counties worked out from the records and held against those that are kept: a line for each that differs.
  // Where it writes, the kept ones are put right, each county in a transaction that holds its lock.
  enum class Then { only_say, write };
  std::vector<std::string> recount(Then then);

  engine::Engine& engine() const { return *engine_; }

 private:
  std::vector<std::string> recount(Then then, const std::function<bool(const lang::Indicator&)>& wanted);
  void recount_changed_definitions();

  engine::Engine* engine_ = nullptr;
  std::unique_ptr<const Plan> plan_;
};

}  // namespace halfsky::indicate
