// The SQLite back end: WAL with full sync, one writer, any number of readers, statements prepared once a connection.
#include "db/sqlite.hpp"

#include <sqlite3.h>

#include <chrono>
#include <unordered_map>

#include "base/result.hpp"
#include "db/statement_text.hpp"

namespace halfsky::db {

namespace {

constexpr size_t kRowsExpected = 8;   // of a statement, before values are moved to more room
constexpr size_t kStatementsMax = 2'000;          // then the cache starts anew
constexpr int kInstructionsBetweenTimeChecks = 20'000;

using Clock = std::chrono::steady_clock;

struct CloseDatabase { void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); } };
struct Finalize { void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); } };
using Handle = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

// A statement left un-reset keeps its snapshot open; so it is reset on every way out.
class Running {
 public:
  explicit Running(sqlite3_stmt* statement) : statement_(statement) {}
  ~Running() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

 private:
  sqlite3_stmt* statement_;
};

Value column_value(sqlite3_stmt* statement, int column) {
  const auto size = [&] { return static_cast<size_t>(sqlite3_column_bytes(statement, column)); };
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER: return static_cast<int64_t>(sqlite3_column_int64(statement, column));
    case SQLITE_FLOAT: return sqlite3_column_double(statement, column);
    case SQLITE_TEXT: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
      return std::string(text, size());
    }
    case SQLITE_BLOB: {
      const auto* data = static_cast<const char*>(sqlite3_column_blob(statement, column));
      return data == nullptr ? Bytes{} : Bytes{std::string(data, size())};
    }
    default: return std::monostate{};
  }
}

class SqliteConnection final : public Connection {
 public:
  enum class Use { writer, reader };

  SqliteConnection(const std::string& path, Use use) : use_(use) {
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &handle,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    handle_.reset(handle);
    if (code != SQLITE_OK)
      throw Unavailable(Unavailable::Cause::machine, path + ": " + (handle ? sqlite3_errmsg(handle) : "out of memory"));
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, 10'000);
    configure();
  }

  Backend backend() const override { return Backend::sqlite; }

  std::vector<Rows> read_all(std::span<const Call> calls) override {
    bound_cache();
    std::vector<Rows> all;
    all.reserve(calls.size());
    for (const Call& call : calls) all.push_back(rows_of(call));
    return all;
  }

  std::vector<int64_t> write_all(std::span<const Call> calls) override {
    bound_cache();
    const bool own_transaction = calls.size() > 1 && !in_transaction();
    if (own_transaction) begin();
    std::vector<int64_t> changed;
    changed.reserve(calls.size());
    try {
      for (const Call& call : calls) {
        run(call, [](sqlite3_stmt*) {});
        changed.push_back(is_worth_preparing(call.sql) ? sqlite3_changes64(handle_.get()) : 0);
      }
      if (own_transaction) commit();
    } catch (...) {
      if (own_transaction) roll_back();
      throw;
    }
    return changed;
  }

  void begin() override {
    HALFSKY_ASSERT(!in_transaction());
    // Immediate: two writers meet here, where one can wait, and not in the middle, where it can only fail.
    step_cached(use_ == Use::writer ? begin_immediate_ : begin_);
  }

  void commit() override {
    HALFSKY_ASSERT(in_transaction());
    step_cached(commit_);
  }

  void roll_back() override {
    if (in_transaction()) execute("rollback");
  }

  bool in_transaction() const override { return sqlite3_get_autocommit(handle_.get()) == 0; }

  void each_row(const Call& call, const std::function<void(const Value*)>& row) override {
    HALFSKY_ASSERT(!streaming_);
    bound_cache();
    struct Streaming {
      bool& flag;
      explicit Streaming(bool& f) : flag(f) { flag = true; }
      ~Streaming() { flag = false; }
    };
    std::vector<Value> values;
    run(call, [&](sqlite3_stmt* statement) {
      const Streaming streaming(streaming_);
      values.resize(static_cast<size_t>(sqlite3_column_count(statement)));
      for (size_t i = 0; i < values.size(); ++i) values[i] = column_value(statement, static_cast<int>(i));
      row(values.data());
    });
  }

  void limit_time_ms(int64_t limit) override {
    limit_ = std::chrono::milliseconds(limit);
    if (limit == 0) {
      sqlite3_progress_handler(handle_.get(), 0, nullptr, nullptr);
      return;
    }
    const auto is_late = [](void* self) -> int {
      return Clock::now() > static_cast<SqliteConnection*>(self)->deadline_ ? 1 : 0;
    };
    sqlite3_progress_handler(handle_.get(), kInstructionsBetweenTimeChecks, is_late, this);
  }

 private:
  void configure() {
    execute("pragma journal_mode = wal");
    execute("pragma synchronous = full");
    execute("pragma foreign_keys = on");
    execute("pragma temp_store = memory");
    execute("pragma trusted_schema = off");
    if (use_ == Use::reader) {
      execute("pragma mmap_size = 268435456");
      execute("pragma cache_size = -16384");
      execute("pragma query_only = on");
      return;
    }
    execute("pragma cache_size = -65536");
    execute("pragma wal_autocheckpoint = 16384");  // 64 MB: a page that many commits change goes into the file once
    execute("pragma secure_delete = on");  // a destroyed data key must not lie in a free page
  }

  void execute(const char* sql) {
    deadline_ = Clock::time_point::max();
    if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(sql);
  }

  // Begin and commit of every page that is read.
  void step_cached(const std::string& sql) {
    deadline_ = Clock::time_point::max();
    sqlite3_stmt* statement = cached(sql);
    const Running running(statement);
    if (sqlite3_step(statement) != SQLITE_DONE) fail(sql);
  }

  Statement prepare(const std::string& sql, unsigned flags) {
    sqlite3_stmt* statement = nullptr;
    const char* rest = nullptr;
    const int code =
        sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()), flags, &statement, &rest);
    Statement owned(statement);
    if (code != SQLITE_OK) fail(sql);
    const std::string_view tail(rest, static_cast<size_t>(sql.data() + sql.size() - rest));
    if (statement == nullptr || tail.find_first_not_of(" \t\r\n;") != std::string_view::npos)
      throw StatementRefused("not one statement: " + sql);
    return owned;
  }

  sqlite3_stmt* cached(const std::string& sql) {
    if (const auto found = statements_.find(sql); found != statements_.end()) return found->second.get();
    Statement statement = prepare(sql, SQLITE_PREPARE_PERSISTENT);
    return statements_.emplace(sql, std::move(statement)).first->second.get();
  }

  // Gives the number of columns, which is known for sure only after the run: the schema may have changed.
  template <class EachRow>
  int run(const Call& call, EachRow each_row) {
    HALFSKY_ASSERT(!streaming_);
    deadline_ = limit_.count() == 0 ? Clock::time_point::max() : Clock::now() + limit_;
    Statement once;
    sqlite3_stmt* statement = nullptr;
    if (is_worth_preparing(call.sql)) {
      statement = cached(call.sql);
    } else {
      once = prepare(call.sql, 0);
      statement = once.get();
    }
    const Running running(statement);
    bind(statement, call);
    for (;;) {
      const int code = sqlite3_step(statement);
      if (code == SQLITE_DONE) return sqlite3_column_count(statement);
      if (code != SQLITE_ROW) fail(call.sql);
      each_row(statement);
    }
  }

  // The values outlive the statement's run, so SQLite need not copy them.
  void bind(sqlite3_stmt* statement, const Call& call) {
    if (static_cast<size_t>(sqlite3_bind_parameter_count(statement)) != call.args.size())
      throw StatementRefused("wrong number of values: " + call.sql);
    int position = 0;
    for (const Value& value : call.args) {
      ++position;
      if (const auto* whole = std::get_if<int64_t>(&value)) {
        sqlite3_bind_int64(statement, position, *whole);
      } else if (const auto* real = std::get_if<double>(&value)) {
        sqlite3_bind_double(statement, position, *real);
      } else if (const auto* text = std::get_if<std::string>(&value)) {
        if (text->find('\0') != std::string::npos) throw StatementRefused("NUL in a text value: " + call.sql);
        sqlite3_bind_text64(statement, position, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
      } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
        sqlite3_bind_blob64(statement, position, bytes->data.data(), bytes->data.size(), SQLITE_STATIC);
      } else {
        sqlite3_bind_null(statement, position);
      }
    }
  }

  [[noreturn]] void fail(const std::string& sql) {
    const int code = sqlite3_extended_errcode(handle_.get());
    const std::string message = sqlite3_errmsg(handle_.get());
    const std::string full = message + ": " + sql;
    using Cause = Unavailable::Cause;
    using Kind = ConstraintFailure::Kind;
    switch (code) {
      case SQLITE_CONSTRAINT_UNIQUE:
      case SQLITE_CONSTRAINT_PRIMARYKEY:
      case SQLITE_CONSTRAINT_ROWID: fail_unique(message, full);
      case SQLITE_CONSTRAINT_FOREIGNKEY: throw ConstraintFailure(Kind::foreign_key, "", "", full);
      case SQLITE_CONSTRAINT_CHECK: throw ConstraintFailure(Kind::check, "", after_colon(message), full);
      case SQLITE_CONSTRAINT_NOTNULL: {
        const std::string column = after_colon(message);  // table.column
        const size_t point = column.find('.');
        throw ConstraintFailure(Kind::not_null, column.substr(0, point), column.substr(point + 1), full);
      }
      default: break;
    }
    switch (code & 0xff) {
      case SQLITE_BUSY:
      case SQLITE_LOCKED: throw Unavailable(Cause::conflict, full);
      case SQLITE_INTERRUPT: throw Unavailable(Cause::timed_out, full);
      case SQLITE_FULL:
      case SQLITE_IOERR:
      case SQLITE_CORRUPT:
      case SQLITE_CANTOPEN:
      case SQLITE_NOMEM:
      case SQLITE_NOTADB:
      case SQLITE_PERM:
      case SQLITE_PROTOCOL: throw Unavailable(Cause::machine, full);
      default: throw StatementRefused(full);
    }
  }

  static std::string after_colon(const std::string& message) {
    const size_t colon = message.find(": ");
    return colon == std::string::npos ? std::string() : message.substr(colon + 2);
  }

  // SQLite says only which columns ("girl.county, girl.id"); the index that has just these gives the name.
  [[noreturn]] void fail_unique(const std::string& message, const std::string& full) {
    const auto kind = ConstraintFailure::Kind::unique;
    const std::string list = after_colon(message);
    if (list.starts_with("index '")) throw ConstraintFailure(kind, "", list.substr(7, list.size() - 8), full);
    std::string table = list.substr(0, list.find('.'));
    std::vector<Value> columns;
    for (size_t begin = 0; begin < list.size();) {
      const size_t end = std::min(list.find(", ", begin), list.size());
      columns.emplace_back(list.substr(begin + table.size() + 1, end - begin - table.size() - 1));
      begin = end + 2;
    }
    std::string name = unique_name(table, columns);
    throw ConstraintFailure(kind, std::move(table), std::move(name), full);
  }

  std::string unique_name(const std::string& table, const std::vector<Value>& columns) {
    std::string named = table;
    for (const Value& column : columns) named += "_" + std::get<std::string>(column);
    named += "_key";
    const auto indexes = rows_of({"select name, origin from pragma_index_list(?1) where \"unique\" = 1", {table}});
    for (size_t i = 0; i < indexes.size(); ++i) {
      const auto parts =
          rows_of({"select name from pragma_index_info(?1) order by seqno", {indexes.text(i, 0)}});
      bool same = parts.size() == columns.size();
      for (size_t j = 0; same && j < parts.size(); ++j) same = parts.at(j, 0) == columns[j];
      if (!same) continue;
      if (indexes.text(i, 1) == "pk") return table + "_pkey";
      return indexes.text(i, 1) == "c" ? indexes.text(i, 0) : named;
    }
    return table + "_pkey";  // an integer primary key has no index
  }

  Rows rows_of(const Call& call) {
    std::vector<Value> values;
    const int columns = run(call, [&](sqlite3_stmt* statement) {
      const int count = sqlite3_column_count(statement);
      if (values.empty()) values.reserve(size_t(count) * kRowsExpected);
      for (int i = 0; i < count; ++i) values.push_back(column_value(statement, i));
    });
    return Rows(static_cast<size_t>(columns), std::move(values));
  }

  // REQUIRES: no statement of the cache is running.
  void bound_cache() {
    if (statements_.size() >= kStatementsMax) statements_.clear();
  }

  const std::string begin_ = "begin", begin_immediate_ = "begin immediate", commit_ = "commit";
  Use use_;
  Handle handle_;
  std::unordered_map<std::string, Statement> statements_;  // by text; gone before handle_
  std::chrono::milliseconds limit_{0};
  Clock::time_point deadline_ = Clock::time_point::max();
  bool streaming_ = false;
};

class SqliteDatabase final : public Database {
 public:
  explicit SqliteDatabase(std::string path) : path_(std::move(path)) { connect_writer(); }

  Backend backend() const override { return Backend::sqlite; }
  std::unique_ptr<Connection> connect_writer() override { return connect(SqliteConnection::Use::writer); }
  std::unique_ptr<Connection> connect_reader() override { return connect(SqliteConnection::Use::reader); }

 private:
  std::unique_ptr<Connection> connect(SqliteConnection::Use use) {
    return std::make_unique<SqliteConnection>(path_, use);
  }

  std::string path_;
};

}  // namespace

std::unique_ptr<Database> open_sqlite(const std::string& path) { return std::make_unique<SqliteDatabase>(path); }

}  // namespace halfsky::db
