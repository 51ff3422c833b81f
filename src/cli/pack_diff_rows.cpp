// One count for each thing that is removed, in the words by which the engine refuses to lose it (engine/store/migrate.cpp).
#include "cli/pack_diff_rows.hpp"

#include <fmt/format.h>

#include <set>

#include "db/dialect.hpp"
#include "engine/store/schema.hpp"

namespace halfsky::cli {
namespace {

using lang::Change;
using lang::Thing;

std::set<std::string> tables_of(db::Connection& connection) {
  const db::Rows rows = connection.read(connection.backend() == db::Backend::sqlite
      ? db::Call{"select name from sqlite_master where type = 'table'", {}}
      : db::Call{"select table_name::text from information_schema.tables where table_schema = current_schema()", {}});
  std::set<std::string> names;
  for (size_t i = 0; i < rows.size(); ++i) names.insert(rows.text(i, 0));
  return names;
}

class Counter {
 public:
  Counter(db::Connection& connection, const lang::Packs& before) : connection_(connection), schema_(before), tables_(tables_of(connection)) {}

  bool has(const lang::RecordType& type) const { return tables_.count(schema_.table(type).name()) > 0; }

  int64_t rows(const lang::RecordType& type, const std::string& where) {
    if (!has(type)) return 0;
    return connection_.read({fmt::format("select count(*) from {} where {}", schema_.table(type).name(), where), {}}).integer(0, 0);
  }

  // The column of a field; "" where it has none.
  std::string column(const lang::Field& field) const {
    const engine::RecordTable& table = schema_.table(*field.owner);
    return table.has_column(field) ? db::quote_name(table.column_of(field).name) : "";
  }

 private:
  db::Connection& connection_;
  engine::Schema schema_;
  std::set<std::string> tables_;
};

int64_t lost_rows(Counter& counter, const Change& change) {
  const Thing& thing = change.before;
  if (thing.kind == Thing::Kind::record) return counter.rows(*thing.record, "1 = 1");
  if (thing.kind == Thing::Kind::stage) return counter.rows(*thing.record, db::quote_name("reached_" + thing.stage->id) + " is not null");
  if (thing.kind == Thing::Kind::field)
    if (const std::string column = counter.column(*thing.field); !column.empty()) return counter.rows(*thing.record, column + " is not null");
  return 0;
}

}  // namespace

std::string lost_name(const Thing& thing) { return std::string(lang::to_text(thing.kind)) + " " + thing.name; }

DiffRows count_rows(db::Connection& connection, const lang::Packs& before, const lang::Difference& difference) {
  DiffRows result;
  Counter counter(connection, before);
  std::map<const lang::Field*, const Change*> asked;
  for (const Change& change : difference.changes) {
    if (change.loses) result.lost[lost_name(change.before)] = lost_rows(counter, change);
    if (change.after.field && change.what != Change::What::removed) asked[change.after.field] = &change;
  }
  for (const auto& pack : before.packs)
    for (const auto& type : pack->records) result.has_tables = result.has_tables || counter.has(*type);
  for (const lang::Field* field : difference.incomplete) {
    const Change& change = *asked.at(field);
    const bool known = change.what != Change::What::added;
    const std::string column = known ? counter.column(*change.before.field) : "";
    result.incomplete[change.after.name] = counter.rows(*change.record_before, column.empty() ? "struck_ = 0" : "struck_ = 0 and " + column + " is null");
  }
  return result;
}

}  // namespace halfsky::cli
