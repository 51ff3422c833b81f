// The totals as one statement over both tables.
#include "capabilities/rubric/agreement.hpp"

#include <fmt/format.h>

#include "engine/access/gate.hpp"
#include "engine/query/row_sql.hpp"

namespace halfsky::rubric {

using lang::Field;
using lang::RecordType;

const Field* first_sheet_of(const RecordType& type) {
  if (!type.scoring) return nullptr;
  for (const auto& field : type.fields)
    if (field->target && field->target->scoring && field->target->scoring->rubric == type.scoring->rubric && field->target != &type) return field.get();
  return nullptr;
}

base::Result<AgreementTotals> agreement_totals(const engine::Site& site, db::Connection& connection, const engine::Acting& who, const AgreementQuery& query) {
  const RecordType& type = *query.type;
  const Field* ref = first_sheet_of(type);
  if (ref == nullptr) return base::Problem{"no_such_record", "type", {{"type", type.title}}};
  const RecordType& first = *ref->target;
  const auto dialect = connection.backend() == db::Backend::sqlite ? lang::SqlDialect::sqlite : lang::SqlDialect::postgresql;
  const auto range = base::range_of(query.org);
  std::vector<db::Value> args{base::county_of(query.org), range.low, range.high, int64_t{query.from}, int64_t{query.to}, query.within};
  std::string where = "t.county = ?1 and t.org between ?2 and ?3 and t.struck_ = 0 and p.struck_ = 0";
  if (!type.stages.empty()) {
    args.push_back(type.first_stage());
    where += fmt::format(" and t.stage <> ?{}", args.size());
  }
  const std::string date = type.date ? lang::to_sql(*type.date, dialect, engine::RowSql(site, type, "t", site.clock->today(), dialect)).value_or("t.entered") : "t.entered";
  where += fmt::format(" and {} between ?4 and ?5", date);
  const engine::Gate gate(site);
  const auto mine = gate.readable(who, type, int(args.size()) + 1);
  if (!mine) return base::Problem{"not_yours", "", {{"type", type.title}}};
  args.insert(args.end(), mine->args.begin(), mine->args.end());
  const auto hers = gate.readable(who, first, int(args.size()) + 1);
  if (!hers) return base::Problem{"not_yours", "", {{"type", first.title}}};
  args.insert(args.end(), hers->args.begin(), hers->args.end());
  where += fmt::format(" and {} and exists (select 1 from {} t where t.county = p.county and t.id = p.id and {})", mine->sql, site.schema->table(first).name(), hers->sql);

  std::vector<std::pair<const Field*, const Field*>> lines;
  for (const auto& field : type.fields)
    if (field->scored == Field::Scored::criterion)
      if (const Field* same = first.field(field->id)) lines.emplace_back(field.get(), same);
  const auto apart = [](const Field& second, const Field& one) { return fmt::format("t.{} - p.{}", db::quote_name(second.id), db::quote_name(one.id)); };
  const std::string points = apart(*type.scoring->points, *first.scoring->points);
  std::string columns = fmt::format("count({0}), coalesce(sum(case when abs({0}) <= ?6 then 1 else 0 end), 0), coalesce(sum({0}), 0), coalesce(sum(abs({0})), 0)", points);
  for (const auto& [second, one] : lines)
    columns += fmt::format(", count({0}), coalesce(sum(case when {0} <> 0 then 1 else 0 end), 0), coalesce(sum({0}), 0), coalesce(sum(abs({0})), 0)", apart(*second, *one));
  const db::Rows rows = connection.read({fmt::format("select {} from {} t join {} p on p.county = t.county and p.id = t.{} where {}", columns, site.schema->table(type).name(), site.schema->table(first).name(),
                                                     db::quote_name(ref->id), where), args});
  AgreementTotals totals{rows.integer(0, 0), rows.integer(0, 1), rows.integer(0, 2), rows.integer(0, 3), {}};
  for (size_t i = 0; i < lines.size(); ++i) {
    const size_t at = 4 + 4 * i;
    if (rows.integer(0, at) > 0) totals.lines.push_back({lines[i].first, rows.integer(0, at), rows.integer(0, at + 1), rows.integer(0, at + 2), rows.integer(0, at + 3)});
  }
  return totals;
}

}  // namespace halfsky::rubric
