// A version that was used is frozen. At each start the rubrics are held against those of the start before: where a year is scored in another way
// now, there must be no sheet of that year that somebody has begun. Titles may be mended; what counts may not.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "capabilities/rubric/rubric.hpp"
#include "engine/query/row_sql.hpp"

namespace halfsky::rubric {

using engine::Site;

namespace {

using Definitions = std::map<int, std::string>;   // by the version's year

std::string definition_of(const lang::RubricVersion& version) {
  std::string text;
  for (const auto& criterion : version.criteria) {
    text += fmt::format("{} {} {} {}", criterion.id, criterion.veto ? "veto" : std::to_string(criterion.points), criterion.evidence ? "evidence" : "", criterion.is_text);
    for (const auto& level : criterion.levels) text += fmt::format(" {}", level.points);
    text += "\n";
  }
  for (const auto& grade : version.grades) text += fmt::format("{} {}\n", grade.id, grade.from);
  return text;
}

Definitions kept_definitions(db::Connection& connection, const std::string& rubric) {
  const db::Rows rows = connection.read({"select year, definition from rubric_version where rubric = ?1", {rubric}});
  Definitions result;
  for (size_t r = 0; r < rows.size(); ++r) result[int(rows.integer(r, 0))] = rows.text(r, 1);
  return result;
}

// The version in force in a year: empty before the first.
std::pair<int, std::string> in_force(const Definitions& definitions, int year) {
  const auto after = definitions.upper_bound(year);
  if (after == definitions.begin()) return {0, std::string()};
  return {std::prev(after)->first, std::prev(after)->second};
}

// Sheets with a date in [from, to] that were begun: out of their first stage, or with an answer.
int64_t begun_sheets(const Site& site, db::Connection& connection, const lang::RecordType& type, int from, int to) {
  const auto dialect = connection.backend() == db::Backend::sqlite ? lang::SqlDialect::sqlite : lang::SqlDialect::postgresql;
  std::string date = "t.entered";
  if (type.date) date = lang::to_sql(*type.date, dialect, engine::RowSql(site, type, "t", site.clock->today(), dialect)).value_or("t.entered");
  std::string begun = type.stages.empty() ? "1 = 1" : "t.stage <> ?3";
  std::set<const lang::Field*> said;
  for (const auto& version : type.scoring->versions)
    for (const auto& line : version.lines)
      if (!line.is && said.insert(line.field).second) begun += fmt::format(" or t.{} is not null", db::quote_name(line.field->id));
  std::vector<db::Value> args{int64_t{base::day_of({from, 1, 1})}, int64_t{base::day_of({to, 12, 31})}};
  if (!type.stages.empty()) args.push_back(type.first_stage());
  return connection.read({fmt::format("select count(*) from {} t where t.struck_ = 0 and {} between ?1 and ?2 and ({})", site.schema->table(type).name(), date, begun), args}).integer(0, 0);
}

constexpr int kFirstYear = 1900, kLastYear = 9998;

void hold(const Site& site, db::Connection& connection, const lang::Rubric& rubric, const std::vector<const lang::RecordType*>& types, const Definitions& was, const Definitions& now, base::Problems& problems) {
  std::set<int> turns{kFirstYear};
  for (const auto* definitions : {&was, &now})
    for (const auto& [year, text] : *definitions) turns.insert(year);
  for (auto turn = turns.begin(); turn != turns.end(); ++turn) {
    const int from = *turn, to = std::next(turn) == turns.end() ? kLastYear : *std::next(turn) - 1;
    const auto [was_year, was_text] = in_force(was, from);
    const auto [now_year, now_text] = in_force(now, from);
    if (was_text.empty() || was_text == now_text) continue;
    int64_t sheets = 0;
    for (const auto* type : types) sheets += begun_sheets(site, connection, *type, from, to);
    if (sheets > 0) problems.push_back({"version_frozen", fmt::format("{} {}", rubric.name, was_year), {{"rubric", rubric.title}, {"version", std::to_string(was_year)}, {"sheets", std::to_string(sheets)}}});
  }
}

}  // namespace

std::vector<engine::TableSpec> Rubrics::tables() const {
  using Type = engine::TableSpec::Part::Type;
  return {{"rubric_version", {{"rubric", Type::text}, {"year", Type::integer}, {"definition", Type::text}}, {"rubric", "year"}, false, {}}};
}

base::Problems Rubrics::attach(engine::Engine& engine) {
  engine_ = &engine;
  engine.site().scores = this;
  const Site& site = engine.site();
  base::Problems problems;
  std::vector<db::Call> calls;
  engine.read([&](db::Connection& connection) {
    for (const auto& pack : site.packs->packs)
      for (const auto& rubric : pack->rubrics) {
        Definitions now;
        for (const auto& version : rubric->versions) now[version.year] = definition_of(version);
        const Definitions was = kept_definitions(connection, rubric->name);
        if (was == now) continue;
        std::vector<const lang::RecordType*> types;
        for (const auto& other : site.packs->packs)
          for (const auto& type : other->records)
            if (type->scoring && type->scoring->rubric == rubric.get()) types.push_back(type.get());
        hold(site, connection, *rubric, types, was, now, problems);
        calls.push_back({"delete from rubric_version where rubric = ?1", {rubric->name}});
        for (const auto& [year, text] : now) calls.push_back({"insert into rubric_version (rubric, year, definition) values (?1, ?2, ?3)", {rubric->name, int64_t{year}, text}});
      }
  });
  if (problems.empty() && !calls.empty()) engine.writer().between([&](db::Connection& connection) { connection.write_all(calls); });
  return problems;
}

}  // namespace halfsky::rubric
