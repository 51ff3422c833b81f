// Table by table in one transaction; foreign keys are held again when all rows stand.
#include "engine/store/copy_tables.hpp"

#include <fmt/format.h>

#include "db/dialect.hpp"
#include "engine/store/create.hpp"

namespace halfsky::engine {
namespace {

constexpr size_t kRowsAtOnce = 500;

base::Problems missing(const Tables& from, const Tables& to) {
  base::Problems problems;
  for (const auto& [table, columns] : from) {
    const auto there = to.find(table);
    if (there == to.end()) {
      problems.push_back({"no_such_table", "", {{"got", table}}});
      continue;
    }
    for (const std::string& column : columns)
      if (!there->second.contains(column)) problems.push_back({"no_such_column", "", {{"got", table + "." + column}}});
  }
  return problems;
}

// Rows come in the order of tables, not of what refers to what. SQLite can wait with its foreign keys until the commit; PostgreSQL's
// are dropped for the time, which it checks for all rows at once when they come back.
class ForeignKeys {
 public:
  explicit ForeignKeys(db::Connection& connection) : connection_(connection) {
    if (connection.backend() == db::Backend::sqlite) {
      connection.write({"pragma defer_foreign_keys = on", {}});
      return;
    }
    keys_ = connection.read({"select c.conrelid::regclass::text, c.conname::text, pg_get_constraintdef(c.oid) from pg_constraint c join pg_namespace n on n.oid = c.connamespace where c.contype = 'f' and n.nspname = current_schema() order by 1, 2", {}});
    for (size_t r = 0; r < keys_.size(); ++r) connection_.write({fmt::format("alter table {} drop constraint {}", keys_.text(r, 0), db::quote_name(keys_.text(r, 1))), {}});
  }

  void hold_again() {
    for (size_t r = 0; r < keys_.size(); ++r) connection_.write({fmt::format("alter table {} add constraint {} {}", keys_.text(r, 0), db::quote_name(keys_.text(r, 1)), keys_.text(r, 2)), {}});
  }

 private:
  db::Connection& connection_;
  db::Rows keys_;
};

int64_t copy_rows(db::Connection& from, db::Connection& to, const std::string& table, const std::set<std::string>& columns) {
  std::string names, places;
  size_t n = 0;
  for (const std::string& column : columns) {
    names += (n == 0 ? "" : ", ") + db::quote_name(column);
    places += fmt::format("{}?{}", n == 0 ? "" : ", ", n + 1);
    ++n;
  }
  const std::string insert = fmt::format("insert into {} ({}) values ({})", db::quote_name(table), names, places);
  to.write({"delete from " + db::quote_name(table), {}});
  int64_t rows = 0;
  std::vector<db::Call> calls;
  from.each_row({fmt::format("select {} from {}", names, db::quote_name(table)), {}}, [&](const db::Value* row) {
    calls.push_back({insert, {row, row + n}});
    ++rows;
    if (calls.size() < kRowsAtOnce) return;
    to.write_all(calls);
    calls.clear();
  });
  if (!calls.empty()) to.write_all(calls);
  return rows;
}

}  // namespace

base::Result<CopiedRows> copy_tables(db::Database& from, db::Database& to) {
  const auto reader = from.connect_reader();
  const auto writer = to.connect_writer();
  CopiedRows copied;
  try {
    reader->begin();
    const Tables source = existing_tables(*reader);
    if (base::Problems problems = missing(source, existing_tables(*writer)); !problems.empty()) return problems;
    writer->begin();
    ForeignKeys keys(*writer);
    for (const auto& [table, columns] : source) {
      const int64_t rows = copy_rows(*reader, *writer, table, columns);
      copied.tables += rows > 0 ? 1 : 0;
      copied.rows += rows;
    }
    keys.hold_again();
    writer->commit();
    reader->commit();
  } catch (...) {
    writer->roll_back();
    reader->roll_back();
    throw;
  }
  if (writer->backend() == db::Backend::postgresql) writer->write({"analyze", {}});   // SQLite's planner is told at each start
  return copied;
}

}  // namespace halfsky::engine
