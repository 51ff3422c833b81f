// What an office means to reach in a year (PACKS section 7, `target: year`): one number for an indicator, or for a slice of it by the
// first of its dimensions. Formulas read it as `target(x)`. A row of the table `target` each; those of an indicator in a county are bound
// to the county's chain together (engine/journal/groups.hpp).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/access/by.hpp"
#include "engine/engine.hpp"

namespace halfsky::indicate {

struct Target { std::string indicator; base::OrgId org = 0; int year = 0; std::vector<std::string> dims; int64_t value = 0; };   // in 1/10'000

class Targets {
 public:
  explicit Targets(engine::Engine& engine) : engine_(engine) {}

  // Journaled. Nothing in `value` takes the target away. Of a command that was used before: what came of it then.
  base::Problems set(const engine::By& by, const lang::Indicator& indicator, base::OrgId org, int year, const std::vector<std::string>& dims, std::optional<int64_t> value);
  std::vector<Target> of(db::Connection& connection, base::OrgId org, int year) const;
  // Where `was` of a pack renamed an indicator or a code since, the targets of the old name become the new one's: an act in the journal.
  void follow_renames();

  // What somebody typed, in the indicator's unit, as 1/10'000. Problems, at `value`: not_a_number, whole_number, two_places, too_small,
  // number_too_big.
  static base::Result<int64_t> parse(const lang::Indicator& indicator, const std::string& text);

  static constexpr int kYearMin = 1949;
  static constexpr int kYearsAhead = 10;
  int year_max() const;

 private:
  struct Named { std::string indicator, dim; };
  std::optional<Named> renamed(const std::string& indicator, const std::string& dim) const;
  void follow_renames(base::County county);

  engine::Engine& engine_;
};

// Whether it grows as the year goes on, so that a share of the year is a share of the plan; what stands at an instant, and means and shares,
// do not.
bool grows(const lang::Indicator& indicator);

}  // namespace halfsky::indicate
