// SQL on SQLite and PostgreSQL behind one narrow interface: the only way the rest of Halfsky reaches a database.
//
// A statement is text with parameters ?1, ?2, … and their values; both back ends get the same text (ARCHITECTURE,
// "Rules for tables and SQL", says which SQL that is). The unit of work is a list of calls: on PostgreSQL a list is one pipeline, thus one round trip.
//
//   auto database = db::Database::open("postgresql://…");
//   auto writer = database->connect_writer();
//   writer->begin();
//   auto rows = writer->read_all(read_set);     // one round trip (begin travels with it)
//   writer->write_all(write_set);               // one round trip
//   writer->commit();
//
// A connection belongs to one thread at a time. After an exception inside begin()…commit() only roll_back() is allowed.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/org_id.hpp"

namespace halfsky::db {

struct Bytes {
  std::string data;
  friend bool operator==(const Bytes&, const Bytes&) = default;
  friend auto operator<=>(const Bytes&, const Bytes&) = default;
};

using Value = std::variant<std::monostate, int64_t, double, std::string, Bytes>;

// REQUIRES: args holds just as many values as the highest parameter number in sql; text values are UTF-8 without NUL.
struct Call {
  std::string sql;
  std::vector<Value> args;
};

// A table of values that has arrived whole. Whole numbers and truth values are int64_t (also a sum of them),
// numbers with a point are double, bytea and blob are Bytes, all else is text.
class Rows {
 public:
  Rows() = default;
  Rows(size_t columns, std::vector<Value> values) : columns_(columns), values_(std::move(values)) {}

  size_t columns() const { return columns_; }
  size_t size() const { return columns_ == 0 ? 0 : values_.size() / columns_; }
  bool empty() const { return values_.empty(); }

  // REQUIRES for all: the row and the column are there, and the value is of the kind that is asked for.
  const Value& at(size_t row, size_t column) const;
  const Value* row(size_t row) const;  // columns() values
  bool is_null(size_t row, size_t column) const { return at(row, column).index() == 0; }
  int64_t integer(size_t row, size_t column) const;
  const std::string& text(size_t row, size_t column) const;
  const std::string& bytes(size_t row, size_t column) const;

  friend bool operator==(const Rows&, const Rows&) = default;

 private:
  size_t columns_ = 0;
  std::vector<Value> values_;  // row by row
};

enum class Backend { sqlite, postgresql };

// A row would have broken a constraint. In a batch that was decided well it is a bug or a race.
class ConstraintFailure : public std::runtime_error {
 public:
  enum class Kind { unique, foreign_key, check, not_null };
  ConstraintFailure(Kind kind, std::string table, std::string constraint, const std::string& message)
      : std::runtime_error(message), kind_(kind), table_(std::move(table)), constraint_(std::move(constraint)) {}

  Kind kind() const { return kind_; }
  const std::string& table() const { return table_; }  // empty where SQLite does not say: foreign_key, check

  // The constraint's or unique index's name, without Citus's shard number; for not_null the column. A key without a name of
  // its own is called as PostgreSQL calls it: girl_pkey, girl_county_number_key. SQLite does not name a foreign key: empty.
  const std::string& constraint() const { return constraint_; }

 private:
  Kind kind_;
  std::string table_;
  std::string constraint_;
};

// The machine could not: nothing was written (or, for a connection lost during commit, it is not known).
class Unavailable : public std::runtime_error {
 public:
  enum class Cause {
    conflict,         // deadlock, serialization, database locked: the same batch may be tried again
    connection_lost,  // the next begin() or call connects again; the same batch may be tried again
    timed_out,        // the limit of limit_time_ms
    machine,          // disk full, I/O error, file damaged, out of memory
  };
  Unavailable(Cause cause, const std::string& message) : std::runtime_error(message), cause_(cause) {}
  Cause cause() const { return cause_; }
  bool may_retry() const { return cause_ == Cause::conflict || cause_ == Cause::connection_lost; }

 private:
  Cause cause_;
};

// The database refused the statement itself: its text or the types of its values are wrong. A bug of ours; what() has the SQL.
class StatementRefused : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

class Connection {
 public:
  virtual ~Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  virtual Backend backend() const = 0;

  // Any statement that gives rows, an insert … returning too.
  virtual std::vector<Rows> read_all(std::span<const Call> calls) = 0;
  Rows read(const Call& call) { return std::move(read_all({&call, 1}).front()); }

  // Rows that each call has changed. Outside begin()…commit() the list is all or nothing, and a single call runs as it is
  // (so that `vacuum` can).
  virtual std::vector<int64_t> write_all(std::span<const Call> calls) = 0;
  int64_t write(const Call& call) { return write_all({&call, 1}).front(); }

  // A writer's transaction, or a reader's snapshot: all reads until commit() or roll_back() see the state at the first of them.
  virtual void begin() = 0;
  virtual void commit() = 0;
  virtual void roll_back() = 0;  // safe to call when no transaction is open, and when the connection is lost
  virtual bool in_transaction() const = 0;

  // Row by row, without holding them all. The values are valid during the call. An exception from `row` ends the reading
  // and goes on to the caller. REQUIRES: `row` does not use this connection.
  virtual void each_row(const Call& call, const std::function<void(const Value* row)>& row) = 0;

  // How long each statement may take from now on; 0 is without limit. Set on readers, as a reader that never ends
  // keeps SQLite's log growing.
  virtual void limit_time_ms(int64_t limit) = 0;

 protected:
  Connection() = default;
};

// A place where data is kept. Connections outlive no Database.
class Database {
 public:
  // "sqlite:PATH" or a plain path (made when it is not there), or "postgresql://…". Throws Unavailable.
  static std::unique_ptr<Database> open(const std::string& url);
  virtual ~Database() = default;

  virtual Backend backend() const = 0;
  virtual std::unique_ptr<Connection> connect_writer() = 0;
  virtual std::unique_ptr<Connection> connect_reader() = 0;  // refuses to write
};

}  // namespace halfsky::db
