// The port through which a report, a page or a sheet asks for figures, and for the records behind them, without knowing who keeps them.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/day.hpp"
#include "base/org_id.hpp"
#include "db/connection.hpp"
#include "lang/pack/model.hpp"

namespace halfsky::engine {

using JournalPlaces = std::map<base::County, int64_t>;   // how far each county's journal had come

struct FigureScope {
  base::OrgId org = base::kNation;                      // itself and all below
  base::Day from = base::kDayMin, to = base::kDayMax;
  std::vector<std::string> dims;                        // of a single indicator: codes in the order of its `by`
  std::string about_type, about_id;                     // only rows that refer to this record (or org)
  std::optional<JournalPlaces> as_of;                   // now, where there is none
};

struct FigureReading {
  std::string raw;                // "612000"; empty: no data
  std::string shown;              // "61.2万", "20余", "—"
  std::string sureness;           // exact, at_least, about
  std::string how;                // kept, derived, counted
  int64_t rows = 0;
  JournalPlaces places;
  std::string definition;         // hash of the definitions that it was worked out by
  std::string withheld;           // why there is no value for her: blind, not_here, under_five; else empty
};

struct FigureRow {
  std::string part, type, id, key, value;
  base::County county = 0;
  base::OrgId org = 0;
  base::Day day = 0;
};

// Whom a figure counted: a key of a distinct count, else the record; `n` times, and perhaps in several parts.
struct FigureReached {
  std::string id, type;
  base::County county = 0;
  base::OrgId org = 0;
  int64_t n = 0;
};

class FigureSource {
 public:
  virtual ~FigureSource() = default;
  virtual FigureReading read(db::Connection& connection, const lang::Expression& formula, const FigureScope& scope, const std::vector<lang::Format>& formats) = 0;
  virtual void rows(db::Connection& connection, const lang::Expression& formula, const FigureScope& scope, const std::function<void(const FigureRow&)>& visit) = 0;
  virtual void reached(db::Connection& connection, const lang::Expression& formula, const FigureScope& scope, const std::function<void(const FigureReached&)>& visit) = 0;
  // Whether a condition over indicators is true.
  virtual bool holds(db::Connection& connection, const lang::Expression& condition, const FigureScope& scope) = 0;
  // The first day of a span that ends with `until`: "6 years", "year", "month".
  virtual base::Day span_begin(const std::string& span, base::Day until) = 0;
};

// Names in a formula that somebody types: indicators by full name, or by their id where `programme` has them.
class IndicatorNames : public lang::Names {
 public:
  IndicatorNames(const lang::Packs& packs, std::string programme) : packs_(packs), programme_(std::move(programme)) {}
  std::optional<lang::Binding> name(std::string_view name) const override;
  std::optional<lang::Binding> member(const lang::Type& of, std::string_view name) const override;
  std::vector<std::string> names() const override;
  std::vector<std::string> members(const lang::Type& of) const override;
  bool indicator(std::string_view name) const override;

 private:
  const lang::Packs& packs_;
  std::string programme_;
};

}  // namespace halfsky::engine
