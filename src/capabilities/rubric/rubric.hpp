// Score sheets (PACKS section 6): points, grade and vetoed worked out of a rubric's criteria, the rules of what a rater may answer, rubrics
// that can't change under sheets that used them, and how far two sheets of one thing agree.
//
//   points   the criteria's points added up. A computed criterion that came to nothing has no data: the others are scaled up, so that the full
//            points can be reached without it. Nothing where nothing is answered.
//   vetoed   one of the vetoes is yes. Nothing while one is unanswered and none is yes.
//   grade    the best whose lowest points are reached; the last one where it is vetoed. Nothing before all is answered.
//
// Where computed fields are kept true it answers the engine's ScorePort: guards and other records read points and grade within the same
// command, before capabilities join. Computed criteria are worked out on each write while a sheet stands in its first stage and once more as it
// leaves it, and shown live on its page between; a sheet that nobody has begun has none, so that a hundred thousand sheets made by the calendar
// ask for no figure. After that they stay.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/capability.hpp"
#include "engine/engine.hpp"
#include "engine/store/snapshot.hpp"

namespace halfsky::rubric {

// The version of the rubric that scores a sheet; null before the first.
const lang::Scoring::Version* version_of(const engine::Site& site, const engine::Row& sheet, engine::RowSource& source);

struct Score {
  std::optional<int64_t> points;        // in 1/10'000
  std::optional<bool> vetoed;
  std::string grade;                    // "": none yet
  int64_t full = 0;
  int answered = 0, asked = 0;          // of the criteria that people answer
};
// From the criteria as they stand on the sheet.
Score score_of(const lang::Scoring::Version& version, const engine::Row& sheet);

// One line of two sheets that score the same thing by the same version.
struct AgreementLine {
  const lang::Criterion* criterion = nullptr;
  std::optional<int64_t> first, second; // points in 1/10'000; of a veto 0 or 1 whole
  std::optional<int64_t> difference() const { return first && second ? std::optional(*second - *first) : std::nullopt; }
};
// Nothing where they are of different rubrics or versions.
std::optional<std::vector<AgreementLine>> agreement(const engine::Site& site, const engine::Row& first, const engine::Row& second, engine::RowSource& source);

class Rubrics : public engine::Capability, public engine::ScorePort {
 public:
  std::vector<engine::TableSpec> tables() const override;
  // Problems: version_frozen, where a version changed by which sheets were scored.
  base::Problems attach(engine::Engine& engine);
  // Sheets whose points, grade or veto are not what their criteria come to.
  std::vector<std::string> check(db::Connection& connection, base::County county) override;

  void score(engine::Row& row, engine::RowSource& source, Criteria criteria) override;
  base::Problems wrong_answers(const engine::Row& row, const std::set<const lang::Field*>& given, engine::RowSource& source) override;
  base::Problems unanswered(const engine::Row& row, engine::RowSource& source) override;
  int version_year(const engine::Row& row, engine::RowSource& source) override;

 private:
  engine::Engine* engine_ = nullptr;
};

}  // namespace halfsky::rubric
