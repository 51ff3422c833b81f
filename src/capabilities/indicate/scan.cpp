// Pages of rows by id, so that what rows refer to can be read between them on the same connection.
#include "capabilities/indicate/scan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/query/row_sql.hpp"
#include "engine/store/version.hpp"

namespace halfsky::indicate {

using engine::RecordTable;
using engine::Row;
using engine::RowPtr;
using engine::Snapshot;
using lang::Indicator;

namespace {

constexpr int64_t kPage = 4'000;

bool asks_org(const lang::Node& node) {
  if (node.binding.how == lang::Binding::How::system && node.binding.key == "org") return true;
  return std::any_of(node.args.begin(), node.args.end(), [](const auto& arg) { return arg && asks_org(*arg); });
}

bool points_at(const lang::Value& value, const About& about) {
  if (value.is_null()) return false;
  return about.id.empty() ? value.text.empty() && value.number == about.org : value.text == about.id;
}

}  // namespace

bool refers(const RowPtr& row, const About& about, engine::RowSource& source) {
  if (!about.id.empty() && row->id == about.id) return true;
  const auto own = [&](const Row& at) {
    for (const auto& field : at.type->fields)
      if (field->type.kind == lang::Kind::ref && !field->encrypted() && field->target == about.type && points_at(at.fields[field->index], about)) return true;
    return false;
  };
  if (own(*row)) return true;
  for (const auto& field : row->type->fields) {
    const bool record = field->type.kind == lang::Kind::ref && !field->target->is_org && !field->encrypted();
    if (!record || row->fields[field->index].is_null()) continue;
    const RowPtr next = source.load(*field->target, row->fields[field->index].text);
    if (next && own(*next)) return true;
  }
  return false;
}

std::unique_ptr<Snapshot> Scan::snapshot() const {
  return place_ ? std::make_unique<Snapshot>(site_, connection_, county_, *place_) : std::make_unique<Snapshot>(site_, connection_, county_);
}

bool Scan::has_handovers() const { return !connection_.read({"select 1 from handover where county = ?1 limit 1", {county_}}).empty(); }

// Whether records of the county have come from another one or gone there.
bool Scan::has_gone_away() const {
  const auto own = base::range_of(base::org_of_county(county_));
  return !connection_.read({"select 1 from handover where county = ?1 and (from_org not between ?2 and ?3 or to_org not between ?2 and ?3) limit 1", {county_, own.low, own.high}}).empty();
}

bool Scan::lay_elsewhere(const Indicator& indicator) const {
  if (indicator.held) return false;
  for (const auto& expression : {indicator.where, indicator.org, indicator.path, date_of(indicator)})
    if (expression && asks_org(*expression->root)) return has_handovers();
  return false;
}

std::string Scan::sieve(const Indicator& indicator, base::Day from, base::Day to, base::Day today) const {
  if (from <= base::kDayMin && to >= base::kDayMax) return "";   // all are wanted, and worked out one by one
  if (place_ || lay_elsewhere(indicator)) return "";   // paths through refs would read the other rows as they stand now
  const auto dialect = connection_.backend() == db::Backend::sqlite ? lang::SqlDialect::sqlite : lang::SqlDialect::postgresql;
  const engine::RowSql names(site_, *indicator.type, "rows_", today, dialect);
  std::string text;
  if (indicator.where)
    if (const auto sql = lang::to_sql(*indicator.where, dialect, names)) text += " and (" + *sql + ")";
  if (indicator.held) return text;
  const auto& date = date_of(indicator);
  const auto day = date ? lang::to_sql(*date, dialect, names) : std::optional<std::string>("rows_.entered");
  if (day) text += fmt::format(" and ({}) between {} and {}", *day, from, to);
  return text;
}

void Scan::fetch_refs(const Indicator& indicator, const std::vector<RowPtr>& rows, Snapshot& snapshot) const {
  std::vector<const lang::Field*> read;
  for (const auto& expression : {indicator.path, indicator.where, indicator.org, indicator.date, indicator.type->date})
    if (expression) read.insert(read.end(), expression->reads.begin(), expression->reads.end());
  for (const auto& expression : indicator.by) read.insert(read.end(), expression->reads.begin(), expression->reads.end());
  std::map<const lang::RecordType*, std::set<std::string>> wanted;
  for (const lang::Field* field : read) {
    if (field->owner != indicator.type || field->type.kind != lang::Kind::ref || field->target->is_org || field->encrypted()) continue;
    for (const RowPtr& row : rows)
      if (const auto& value = row->fields[field->index]; !value.is_null()) wanted[field->target].insert(value.text);
  }
  for (const auto& [type, ids] : wanted) snapshot.fetch(*type, {ids.begin(), ids.end()});
}

void Scan::rows(const Indicator& indicator, base::Day from, base::Day to, base::Day today, const VisitRow& visit) {
  const RecordTable& table = site_.schema->table(*indicator.type);
  const std::string where = sieve(indicator, from, to, today);
  const std::string source = place_ ? engine::rows_as_of_sql(table, 4) : table.name();
  const std::string sql = fmt::format("select {} from {} rows_ where rows_.county = ?1 and rows_.id > ?2 and rows_.struck_ <> 1{} order by rows_.id limit ?3", table.column_list(), source, where);
  for (std::string last;;) {
    std::vector<db::Value> args{county_, last, kPage};
    if (place_) args.push_back(*place_);
    const db::Rows page = connection_.read({sql, std::move(args)});
    std::vector<RowPtr> rows;
    for (size_t r = 0; r < page.size(); ++r) rows.push_back(std::make_shared<const Row>(table.row_of(page.row(r))));
    const auto snapshot = this->snapshot();
    for (const RowPtr& row : rows) snapshot->keep(row);
    fetch_refs(indicator, rows, *snapshot);
    for (const RowPtr& row : rows) visit(row, *snapshot);
    if (int64_t(rows.size()) < kPage) return;
    last = rows.back()->id;
  }
}

bool Scan::plain_rows(const Indicator& indicator, base::Day from, base::Day to, base::Day today, const std::function<void(const Plain&)>& visit) {
  using Verb = Indicator::Verb;
  const bool distinct = indicator.verb == Verb::distinct;
  if (place_ || !indicator.latest.empty() || (!distinct && (indicator.verb != Verb::count || indicator.path))) return false;
  // What was sealed with a key that is destroyed by now reads as empty; its blind index does not know.
  if (indicator.where && std::any_of(indicator.where->reads.begin(), indicator.where->reads.end(), [](const lang::Field* field) { return field->encrypted(); })) return false;
  if (lay_elsewhere(indicator) || has_gone_away()) return false;
  const auto dialect = connection_.backend() == db::Backend::sqlite ? lang::SqlDialect::sqlite : lang::SqlDialect::postgresql;
  const engine::RowSql names(site_, *indicator.type, "rows_", today, dialect);
  const auto sql_of = [&](const lang::ExpressionPtr& expression, const char* otherwise) { return expression ? lang::to_sql(*expression, dialect, names) : std::optional<std::string>(otherwise); };
  const auto where = sql_of(indicator.where, ""), org = sql_of(indicator.org, "rows_.org");
  const auto day = indicator.held ? std::optional<std::string>("rows_.moved_") : sql_of(date_of(indicator), "rows_.entered");
  if (!where || !org || !day) return false;
  const RecordTable& table = site_.schema->table(*indicator.type);
  std::string from_table = table.name() + " rows_", credit = *org, key;
  if (distinct) {   // what the row makes count has its own org
    const auto column = lang::to_sql(*indicator.path, dialect, names);
    const lang::RecordType* counted = site_.packs->record_type(indicator.path->type().target);
    if (!column || indicator.path->type().kind != lang::Kind::ref || counted == nullptr) return false;
    key = ", " + *column;
    if (counted->is_org) {
      credit = *column;
    } else {
      from_table += fmt::format(" join {} counted_ on counted_.county = rows_.county and counted_.id = {}", site_.schema->table(*counted).name(), *column);
      credit = "counted_.org";
    }
  }
  const bool own_org = !indicator.held && !distinct && !indicator.org;
  std::string sql = fmt::format("select rows_.id, {}, {}, rows_.org, {}{} from {} where rows_.county = ?1 and rows_.struck_ = 0", credit, *day, own_org ? "rows_.handed_" : "null", key, from_table);
  if (!where->empty()) sql += " and (" + *where + ")";
  if (!indicator.held) sql += fmt::format(" and ({}) between {} and {}", *day, from, to);
  std::vector<Plain> rows;   // the visitor may ask the same connection
  connection_.each_row({sql, {county_}}, [&](const db::Value* at) {
    const auto* credited_to = std::get_if<int64_t>(&at[1]);
    const auto* on = std::get_if<int64_t>(&at[2]);
    if (credited_to == nullptr || on == nullptr) return;
    Plain row{std::get<std::string>(at[0]), *credited_to, base::Day(*on), ""};
    if (distinct) {
      if (const auto* number = std::get_if<int64_t>(&at[5])) row.key = std::to_string(*number);
      else if (const auto* text = std::get_if<std::string>(&at[5])) row.key = *text;
      if (row.key.empty()) return;
    }
    if (const auto* handed = std::get_if<std::string>(&at[4])) row.org = engine::org_on(RecordTable::handed_of(*handed), row.org, row.day);
    row.org = credited(row.org, county_, std::get<int64_t>(at[3]));
    rows.push_back(std::move(row));
  });
  for (const Plain& row : rows) visit(row);
  return true;
}

void Scan::versions(const lang::RecordType& type, const VisitVersions& visit) {
  const RecordTable& table = site_.schema->table(type);
  const std::string until = place_ ? " and since_ <= ?4" : "";
  // The ids of a page first, so that no record's versions are cut in two.
  const std::string ids_sql = fmt::format("select id from {} where county = ?1 and id > ?2 order by id limit ?3", table.name());
  const std::string sql = fmt::format("select {0} from (select {0} from {1} where county = ?1 and id > ?2 and id <= ?3{3} union all select {0} from {2} where county = ?1 and id > ?2 and id <= ?3{3}) v order by id, version_",
                                      table.column_list(), table.name(), table.history(), until);
  for (std::string last;;) {
    const db::Rows ids = connection_.read({ids_sql, {county_, last, kPage}});
    if (ids.empty()) return;
    const std::string end = ids.text(ids.size() - 1, 0);
    std::vector<db::Value> args{county_, last, end};
    if (place_) args.push_back(*place_);
    const db::Rows page = connection_.read({sql, std::move(args)});
    const auto snapshot = this->snapshot();
    std::vector<RowPtr> versions;
    const auto give = [&] {
      if (!versions.empty() && (!versions.back()->struck || versions.back()->away)) visit(versions, *snapshot);
      versions.clear();
    };
    for (size_t r = 0; r < page.size(); ++r) {
      auto row = std::make_shared<const Row>(table.row_of(page.row(r)));
      if (!versions.empty() && versions.back()->id != row->id) give();
      versions.push_back(std::move(row));
    }
    give();
    if (int64_t(ids.size()) < kPage) return;
    last = end;
  }
}

std::vector<Scan::Event> Scan::events(const Kept& kept, const std::vector<RowPtr>& versions, engine::RowSource& source) {
  if (!kept.refs.empty()) return events_through_refs(kept, versions);
  std::vector<Event> events;
  Parts was;
  for (const RowPtr& row : versions) {
    Parts now = parts_of(site_, *kept.indicator, row, source);
    if (now == was) continue;
    for (const Part& part : was) events.push_back({row->moved, part}), events.back().part.sums = -part.sums;
    for (const Part& part : now) events.push_back({row->moved, part});
    was = std::move(now);
  }
  return events;
}

// The row and what it refers to, at each place where one of them changed. What they say together holds from the last move of any.
std::vector<Scan::Event> Scan::events_through_refs(const Kept& kept, const std::vector<RowPtr>& versions) {
  std::set<int64_t> places;
  std::set<std::pair<const lang::Field*, std::string>> read;
  for (const RowPtr& row : versions) {
    places.insert(row->since);
    for (const lang::Field* ref : kept.refs) {
      const auto& value = row->fields[ref->index];
      if (value.is_null() || value.text.empty() || !read.emplace(ref, value.text).second) continue;
      const RecordTable& table = site_.schema->table(*ref->target);
      const db::Rows rows = connection_.read({fmt::format("select since_ from {} where county = ?1 and id = ?2 union select since_ from {} where county = ?1 and id = ?2", table.name(), table.history()), {county_, value.text}});
      for (size_t r = 0; r < rows.size(); ++r) places.insert(rows.integer(r, 0));
    }
  }
  std::vector<Event> events;
  std::map<std::tuple<base::Day, base::OrgId, std::string, std::string>, Sums> standing;   // what is left of each, as the table has it
  Parts was;
  const RowPtr& any = versions.front();
  for (const int64_t place : places) {
    if (place < any->since || (place_ && place > *place_)) continue;
    Snapshot at(site_, connection_, county_, place);
    const RowPtr row = at.load(*any->type, any->id);
    Parts now = parts_of(site_, *kept.indicator, row, at);
    if (now == was) continue;
    base::Day day = std::max(row->moved, latest_move(kept.refs, row, at));
    for (const auto& [key, sums] : standing)
      if (!sums.empty()) day = std::max(day, std::get<0>(key));
    const auto add = [&](const Part& part, const Sums& sums) {
      events.push_back({day, part});
      events.back().part.sums = sums;
      standing[{day, part.org, part.dim, part.key}] += sums;
    };
    for (const Part& part : was) add(part, -part.sums);
    for (const Part& part : now) add(part, part.sums);
    was = std::move(now);
  }
  return events;
}

}  // namespace halfsky::indicate
