// What a rater may answer, and what a sheet still wants when it is handed in.
#include <algorithm>

#include "base/decimal.hpp"
#include "capabilities/rubric/rubric.hpp"

namespace halfsky::rubric {

using base::Problem;
using base::Problems;
using engine::Row;
using lang::Value;

namespace {

std::string shown(int64_t points) { return base::format_scaled(points, base::kDecimalScale); }

std::string path_of(const lang::Field& field) { return "values." + field.id; }

const lang::Scoring::Line* line_of(const lang::Scoring::Version& version, const lang::Field& field) {
  const auto line = std::find_if(version.lines.begin(), version.lines.end(), [&](const auto& l) { return l.field == &field; });
  return line == version.lines.end() ? nullptr : &*line;
}

std::optional<Problem> wrong_answer(const lang::Scoring::Version& version, const lang::Field& field, const Value& value, bool now) {
  const auto* line = line_of(version, field);
  if (line == nullptr) return Problem{"not_in_version", path_of(field), {{"field", field.title}, {"year", std::to_string(version.version->year)}}};
  const lang::Criterion& criterion = *line->criterion;
  if (line->is) return now ? std::optional(Problem{"computed_field", path_of(field), {{"field", criterion.title}}}) : std::nullopt;
  if (criterion.veto) return std::nullopt;
  if (!criterion.levels.empty()) {
    std::string levels;
    for (const auto& level : criterion.levels) {
      if (level.points == value.number) return std::nullopt;
      levels += (levels.empty() ? "" : "、") + shown(level.points);
    }
    return Problem{"not_a_level", path_of(field), {{"field", criterion.title}, {"levels", levels}}};
  }
  if (value.number >= 0 && value.number <= criterion.points) return std::nullopt;
  return Problem{"points_out_of_range", path_of(field), {{"field", criterion.title}, {"max", shown(criterion.points)}}};
}

}  // namespace

Problems Rubrics::wrong_answers(const Row& row, const std::set<const lang::Field*>& given, engine::RowSource& source) {
  const auto* version = version_of(engine_->site(), row, source);
  if (version == nullptr) {
    const int first = row.type->scoring->versions.empty() ? 0 : row.type->scoring->versions.front().version->year;
    return {{"no_rubric_version", "values", {{"rubric", row.type->scoring->rubric->title}, {"year", std::to_string(first)}}}};
  }
  // Another year is another version, by which each answer may be wrong.
  const auto& date = row.type->date;
  const bool all = date && std::any_of(date->reads.begin(), date->reads.end(), [&](const lang::Field* field) { return given.contains(field); });
  Problems problems;
  for (const auto& field : row.type->fields) {
    const Value& value = row.fields[field->index];
    if (field->scored != lang::Field::Scored::criterion || value.is_null() || !(all || given.contains(field.get()))) continue;
    if (auto problem = wrong_answer(*version, *field, value, given.contains(field.get()))) problems.push_back(std::move(*problem));
  }
  return problems;
}

Problems Rubrics::unanswered(const Row& row, engine::RowSource& source) {
  const auto* version = version_of(engine_->site(), row, source);
  if (version == nullptr) return {};   // said where it was entered
  Problems problems;
  for (const auto& line : version->lines) {
    const Value& value = row.fields[line.field->index];
    if (!line.is && value.is_null()) problems.push_back({"required", path_of(*line.field), {{"field", line.criterion->title}}});
    if (!line.evidence || value.is_null() || value.number == 0) continue;   // nothing was given that would have to be shown
    const Value& files = row.fields[line.evidence->index];
    if (files.is_null() || !files.items || files.items->empty()) problems.push_back({"evidence_wanted", path_of(*line.evidence), {{"field", line.criterion->title}}});
  }
  return problems;
}

int Rubrics::version_year(const Row& row, engine::RowSource& source) {
  const auto* version = version_of(engine_->site(), row, source);
  return version ? version->version->year : 0;
}

}  // namespace halfsky::rubric
