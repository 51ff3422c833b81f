// Raw sqlite3, nothing of ours.
#include "floors.hpp"

#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
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

using Values = std::vector<sqlite3_value*>;

double seconds_since(Clock::time_point from) { return std::chrono::duration<double>(Clock::now() - from).count(); }

double rewrite_seconds(const std::string& database, size_t commits) {
  const std::string copy = database + ".raw";
  for (const char* ending : {"", "-wal", "-shm"}) std::filesystem::remove(copy + ending);
  Open from(database), to(copy);
  // As the writer of db/sqlite.cpp has it: with SQLite's own 2 MB of cache a county's indexes are read from the file again for every row,
  // and a floor of 160,269 households does not come to an end.
  to.run("pragma journal_mode=wal; pragma synchronous=full; pragma temp_store=memory; pragma cache_size=-65536; pragma wal_autocheckpoint=16384");
  std::vector<std::string> tables;
  sqlite3_stmt* schema = from.prepare("select sql, name, type from sqlite_master where sql is not null and name not like 'sqlite_%' order by type desc");
  while (sqlite3_step(schema) == SQLITE_ROW) {
    to.run(reinterpret_cast<const char*>(sqlite3_column_text(schema, 0)));
    if (std::string(reinterpret_cast<const char*>(sqlite3_column_text(schema, 2))) == "table") tables.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(schema, 1)));
  }
  sqlite3_finalize(schema);
  struct Table { sqlite3_stmt *select, *insert; size_t rows; int columns; };
  std::vector<Table> copied;
  for (const std::string& table : tables) {
    sqlite3_stmt* count = from.prepare("select count(*) from " + table);
    sqlite3_step(count);
    const auto rows = size_t(sqlite3_column_int64(count, 0));
    sqlite3_finalize(count);
    sqlite3_stmt* select = from.prepare("select * from " + table);
    const int columns = sqlite3_column_count(select);
    std::string places;
    for (int c = 0; c < columns; ++c) places += c ? ", ?" : "?";
    copied.push_back({select, to.prepare("insert into " + table + " values (" + places + ")"), rows, columns});
  }
  double result = 0;
  for (size_t commit = 0; commit < commits; ++commit) {   // each transaction has its share of every table's rows, read before it begins
    std::vector<std::vector<Values>> share(copied.size());
    for (size_t t = 0; t < copied.size(); ++t)
      for (size_t r = copied[t].rows * commit / commits; r < copied[t].rows * (commit + 1) / commits && sqlite3_step(copied[t].select) == SQLITE_ROW; ++r) {
        Values& values = share[t].emplace_back();
        for (int c = 0; c < copied[t].columns; ++c) values.push_back(sqlite3_value_dup(sqlite3_column_value(copied[t].select, c)));
      }
    const auto start = Clock::now();
    to.run("begin immediate");
    for (size_t t = 0; t < copied.size(); ++t)
      for (const Values& values : share[t]) {
        for (size_t c = 0; c < values.size(); ++c) sqlite3_bind_value(copied[t].insert, int(c) + 1, values[c]);
        if (sqlite3_step(copied[t].insert) != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(to.db));
        sqlite3_reset(copied[t].insert);
      }
    to.run("commit");
    result += seconds_since(start);
    for (const auto& rows : share)
      for (const Values& values : rows)
        for (auto* value : values) sqlite3_value_free(value);
  }
  for (const Table& table : copied) {
    sqlite3_finalize(table.select);
    sqlite3_finalize(table.insert);
  }
  return result;
}

}  // namespace

double raw_rewrite_seconds(const std::string& database, size_t commits) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("pipe");
  const pid_t child = fork();
  if (child == 0) {
    double took = -1;
    try {
      took = rewrite_seconds(database, commits);
    } catch (const std::exception& failure) {
      std::fprintf(stderr, "floor: %s\n", failure.what());
    }
    if (write(ends[1], &took, sizeof took) != sizeof took) _exit(1);
    _exit(0);
  }
  close(ends[1]);
  double took = -1;
  const ssize_t got = read(ends[0], &took, sizeof took);
  close(ends[0]);
  waitpid(child, nullptr, 0);
  if (got != sizeof took || took < 0) throw std::runtime_error("floor of " + database);
  return took;
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
