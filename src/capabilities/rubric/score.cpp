// From criteria to points, grade and vetoed.
#include <algorithm>

#include "base/decimal.hpp"
#include "capabilities/rubric/rubric.hpp"
#include "engine/world.hpp"

namespace halfsky::rubric {

using engine::Row;
using lang::Value;

namespace {

bool is_begun(const lang::Scoring::Version& version, const Row& row) {
  const bool people = std::any_of(version.lines.begin(), version.lines.end(), [](const auto& line) { return !line.is; });
  return !people || std::any_of(version.lines.begin(), version.lines.end(), [&](const auto& line) { return !line.is && !row.fields[line.field->index].is_null(); });
}

// What `is` came to, within what the criterion can give.
Value worked_out(const engine::Site& site, const lang::Scoring::Line& line, const engine::RowPtr& row, engine::RowSource& source) {
  Value value = engine::RowWorld(site, source, row, site.clock->today()).evaluate(*line.is);
  if (value.is_null() || line.criterion->veto) return value;
  if (value.kind == lang::Kind::int_) value.number *= base::kDecimalScale;
  return Value::decimal(std::clamp<int64_t>(value.number, 0, line.criterion->points));
}

// points * full / counted, rounded half up.
int64_t scaled_up(int64_t points, int64_t full, int64_t counted) { return int64_t((__int128{points} * full * 2 + counted) / (__int128{counted} * 2)); }

}  // namespace

const lang::Scoring::Version* version_of(const engine::Site& site, const Row& sheet, engine::RowSource& source) {
  Value day;
  if (sheet.type->date) day = engine::RowWorld(site, source, std::make_shared<const Row>(sheet), site.clock->today()).evaluate(*sheet.type->date);
  return sheet.type->scoring->of_year(base::date_of(day.is_null() ? sheet.entered : base::Day(day.number)).year);
}

Score score_of(const lang::Scoring::Version& version, const Row& sheet) {
  Score score;
  int64_t sum = 0, without = 0;
  bool any = false, yes = false, vetoes_open = false;
  for (const auto& line : version.lines) {
    const Value& value = sheet.fields[line.field->index];
    score.full += line.criterion->points;
    if (!line.is) {
      ++score.asked;
      score.answered += value.is_null() ? 0 : 1;
    }
    if (line.criterion->veto) {
      yes = yes || value.is_true();
      vetoes_open = vetoes_open || (!line.is && value.is_null());
    } else if (!value.is_null()) {
      any = true;
      sum += value.number;
    } else if (line.is) {
      without += line.criterion->points;
    }
  }
  if (any) score.points = without == 0 ? sum : scaled_up(sum, score.full, score.full - without);
  if (yes || !vetoes_open) score.vetoed = yes;
  const auto& grades = version.version->grades;
  if (grades.empty()) return score;
  if (yes) score.grade = grades.back().id;
  if (yes || !score.points || score.answered < score.asked) return score;
  score.grade = std::find_if(grades.begin(), grades.end(), [&](const auto& grade) { return *score.points >= grade.from; })->id;   // the last begins at 0
  return score;
}

void Rubrics::score(Row& row, engine::RowSource& source, Criteria criteria) {
  const engine::Site& site = engine_->site();
  const lang::Scoring& scoring = *row.type->scoring;
  const auto* version = version_of(site, row, source);
  if (version == nullptr) {
    for (const lang::Field* field : {scoring.points, scoring.grade, scoring.vetoed}) row.fields[field->index] = Value::null();
    return;
  }
  if (criteria != Criteria::as_kept) {
    const bool begun = criteria == Criteria::live || row.type->stages.empty() || is_begun(*version, row);
    const auto shared = std::make_shared<const Row>(row);
    for (const auto& line : version->lines)
      if (line.is) row.fields[line.field->index] = begun ? worked_out(site, line, shared, source) : Value::null();
  }
  const Score score = score_of(*version, row);
  row.fields[scoring.points->index] = score.points ? Value::decimal(*score.points) : Value::null();
  row.fields[scoring.vetoed->index] = score.vetoed ? Value::flag(*score.vetoed) : Value::null();
  row.fields[scoring.grade->index] = score.grade.empty() ? Value::null() : Value::choice(score.grade);
}

std::optional<std::vector<AgreementLine>> agreement(const engine::Site& site, const Row& first, const Row& second, engine::RowSource& source) {
  if (!first.type->scoring || !second.type->scoring || first.type->scoring->rubric != second.type->scoring->rubric) return std::nullopt;
  const auto *one = version_of(site, first, source), *other = version_of(site, second, source);
  if (!one || !other || one->version != other->version) return std::nullopt;
  std::vector<AgreementLine> lines;
  const auto points = [](const Value& value) { return value.is_null() ? std::nullopt : std::optional(value.kind == lang::Kind::flag ? value.number * base::kDecimalScale : value.number); };
  for (size_t i = 0; i < one->lines.size(); ++i)
    lines.push_back({one->lines[i].criterion, points(first.fields[one->lines[i].field->index]), points(second.fields[other->lines[i].field->index])});
  return lines;
}

std::vector<std::string> Rubrics::check(db::Connection& connection, base::County county) {
  std::vector<std::string> wrong;
  const engine::Site& site = engine_->site();
  for (const auto& table : site.schema->tables()) {
    if (!table->type().scoring) continue;
    engine::Snapshot snapshot(site, connection, county);
    const db::Rows rows = connection.read({"select " + table->column_list() + " from " + table->name() + " where county = ?1", {county}});
    for (size_t r = 0; r < rows.size(); ++r) {
      const Row kept = table->row_of(rows.row(r));
      Row again = kept;
      score(again, snapshot, Criteria::as_kept);
      const lang::Scoring& scoring = *table->type().scoring;
      for (const lang::Field* field : {scoring.points, scoring.grade, scoring.vetoed})
        if (!lang::same(kept.fields[field->index], again.fields[field->index])) wrong.push_back(table->type().name + " " + kept.id + ": " + field->id + " is not what its criteria come to");
    }
  }
  return wrong;
}

}  // namespace halfsky::rubric
