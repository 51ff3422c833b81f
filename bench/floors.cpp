// Raw sqlite3, nothing of ours.
#include "floors.hpp"

#include <sqlite3.h>

#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <vector>

namespace halfsky::bench {
namespace {

using Clock = std::chrono::steady_clock;

struct Open {
  sqlite3* db = nullptr;
  explicit Open(const std::string& path) {
    if (sqlite3_open(path.c_str(), &db) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db));
  }
  ~Open() { sqlite3_close(db); }
  void run(const std::string& sql) {
    char* error = nullptr;
    if (sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &error) != SQLITE_OK) throw std::runtime_error(sql + ": " + (error ? error : ""));
  }
  sqlite3_stmt* prepare(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) throw std::runtime_error(sql + ": " + sqlite3_errmsg(db));
    return statement;
  }
};

struct Line { size_t table; std::vector<sqlite3_value*> values; };

double seconds_since(Clock::time_point from) { return std::chrono::duration<double>(Clock::now() - from).count(); }

}  // namespace

double raw_rewrite_seconds(const std::string& database, size_t commits) {
  const std::string copy = database + ".raw";
  for (const char* ending : {"", "-wal", "-shm"}) std::filesystem::remove(copy + ending);
  Open from(database), to(copy);
  to.run("pragma journal_mode=wal; pragma synchronous=full; pragma temp_store=memory");
  std::vector<std::string> tables;
  sqlite3_stmt* schema = from.prepare("select sql, name, type from sqlite_master where sql is not null and name not like 'sqlite_%' order by type desc");
  while (sqlite3_step(schema) == SQLITE_ROW) {
    to.run(reinterpret_cast<const char*>(sqlite3_column_text(schema, 0)));
    if (std::string(reinterpret_cast<const char*>(sqlite3_column_text(schema, 2))) == "table") tables.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(schema, 1)));
  }
  sqlite3_finalize(schema);
  std::vector<sqlite3_stmt*> inserts;
  std::vector<std::vector<Line>> by_table(tables.size());
  size_t most = 1;
  for (size_t t = 0; t < tables.size(); ++t) {
    sqlite3_stmt* select = from.prepare("select * from " + tables[t]);
    const int columns = sqlite3_column_count(select);
    std::string places;
    for (int c = 0; c < columns; ++c) places += c ? ", ?" : "?";
    inserts.push_back(to.prepare("insert into " + tables[t] + " values (" + places + ")"));
    while (sqlite3_step(select) == SQLITE_ROW) {
      Line line{t, {}};
      for (int c = 0; c < columns; ++c) line.values.push_back(sqlite3_value_dup(sqlite3_column_value(select, c)));
      by_table[t].push_back(std::move(line));
    }
    sqlite3_finalize(select);
    most = std::max(most, by_table[t].size());
  }
  const auto start = Clock::now();
  for (size_t commit = 0; commit < commits; ++commit) {
    to.run("begin immediate");
    for (size_t t = 0; t < tables.size(); ++t)   // each transaction has its share of every table's rows
      for (size_t r = by_table[t].size() * commit / commits; r < by_table[t].size() * (commit + 1) / commits; ++r) {
        for (size_t c = 0; c < by_table[t][r].values.size(); ++c) sqlite3_bind_value(inserts[t], int(c) + 1, by_table[t][r].values[c]);
        if (sqlite3_step(inserts[t]) != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(to.db));
        sqlite3_reset(inserts[t]);
      }
    to.run("commit");
  }
  const double result = seconds_since(start);
  for (auto* insert : inserts) sqlite3_finalize(insert);
  for (auto& lines : by_table)
    for (auto& line : lines)
      for (auto* value : line.values) sqlite3_value_free(value);
  return result;
}

double raw_query_seconds(const std::string& database, const std::string& sql, size_t times) {
  Open db(database);
  sqlite3_stmt* statement = db.prepare(sql);
  size_t bytes = 0;
  const auto start = Clock::now();
  for (size_t i = 0; i < times; ++i) {
    while (sqlite3_step(statement) == SQLITE_ROW)
      for (int c = 0; c < sqlite3_column_count(statement); ++c) {
        (void)sqlite3_column_text(statement, c);
        bytes += size_t(sqlite3_column_bytes(statement, c));
      }
    sqlite3_reset(statement);
  }
  const double result = seconds_since(start) / double(times);
  sqlite3_finalize(statement);
  if (bytes == 0) throw std::runtime_error("no rows: " + sql);
  return result;
}

}  // namespace halfsky::bench
