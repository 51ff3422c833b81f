// The PostgreSQL back end: each list of calls is one pipeline, statements are prepared once a connection.
//
// Values travel in binary with their types declared (int8, float8, text, bytea), so that SQL needs no casts. A null has no
// type of its own: it takes the type that this parameter of this statement had before, or leaves it to the server. So a
// statement has a few prepared variants at first and soon only one.
#include "db/postgresql.hpp"

#include <endian.h>
#include <libpq-fe.h>
#include <poll.h>

#include <charconv>
#include <chrono>
#include <cstring>
#include <deque>
#include <unordered_map>

#include "base/result.hpp"
#include "db/statement_text.hpp"

namespace halfsky::db {

namespace {

constexpr size_t kStatementsMax = 2'000;  // then the cache starts anew, on both sides
constexpr Oid kUnknown = 0, kBool = 16, kBytea = 17, kInt8 = 20, kInt2 = 21, kInt4 = 23, kText = 25, kFloat4 = 700,
              kFloat8 = 701, kNumeric = 1700;

using Cause = Unavailable::Cause;

struct CloseConnection { void operator()(PGconn* connection) const { PQfinish(connection); } };
struct ClearResult { void operator()(PGresult* result) const { PQclear(result); } };
using Handle = std::unique_ptr<PGconn, CloseConnection>;
using Result = std::unique_ptr<PGresult, ClearResult>;

// One prepared form of a statement, for one list of parameter types.
struct Variant {
  enum class State { absent, sent, ready };
  std::string name;
  std::vector<Oid> types;
  State state = State::absent;
};

struct Prepared {
  std::string sql;  // with $1
  size_t parameters = 0;
  std::vector<Oid> last_types;   // the type each parameter last had
  std::deque<Variant> variants;  // addresses stay
};

// One message whose answer is due.
struct Due {
  const Call* call = nullptr;   // none: begin, a preparation
  Variant* preparing = nullptr;
};

// The parameters of a call as libpq wants them.
class Parameters {
 public:
  explicit Parameters(const std::vector<Value>& args) {
    numbers_.reserve(args.size());  // pointers into it must stay
    for (const Value& value : args) add(value);
  }
  int count() const { return static_cast<int>(values_.size()); }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  void add(const Value& value) {
    formats_.push_back(1);
    if (const auto* whole = std::get_if<int64_t>(&value)) {
      add_number(static_cast<uint64_t>(*whole));
    } else if (const auto* real = std::get_if<double>(&value)) {
      uint64_t bits = 0;
      std::memcpy(&bits, real, sizeof bits);
      add_number(bits);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
      add_data(*text);
    } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
      add_data(bytes->data);
    } else {
      values_.push_back(nullptr);
      lengths_.push_back(0);
    }
  }
  void add_number(uint64_t bits) {
    numbers_.push_back(htobe64(bits));
    values_.push_back(reinterpret_cast<const char*>(&numbers_.back()));
    lengths_.push_back(sizeof(uint64_t));
  }
  void add_data(const std::string& data) {
    values_.push_back(data.data());
    lengths_.push_back(static_cast<int>(data.size()));
  }

  std::vector<uint64_t> numbers_;
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

Oid type_of(const Value& value) {
  constexpr Oid kTypes[] = {kUnknown, kInt8, kFloat8, kText, kBytea};
  return kTypes[value.index()];
}

int64_t whole_number(std::string_view text) {
  int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// A sum of bigint is numeric: whole where it is whole, as on SQLite.
Value number(std::string_view text) {
  int64_t whole = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
  if (error == std::errc() && end == text.data() + text.size()) return whole;
  double real = 0;
  std::from_chars(text.data(), text.data() + text.size(), real);
  return real;
}

int hex_digit(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

Bytes bytes_of_hex(std::string_view text) {  // \x0aff
  Bytes bytes;
  bytes.data.reserve(text.size() / 2);
  for (size_t i = 2; i + 1 < text.size(); i += 2)
    bytes.data += static_cast<char>(hex_digit(text[i]) << 4 | hex_digit(text[i + 1]));
  return bytes;
}

Value result_value(const PGresult* result, int row, int column) {
  if (PQgetisnull(result, row, column)) return std::monostate{};
  const std::string_view text(PQgetvalue(result, row, column),
                              static_cast<size_t>(PQgetlength(result, row, column)));
  switch (PQftype(result, column)) {
    case kInt2:
    case kInt4:
    case kInt8: return whole_number(text);
    case kBool: return int64_t{text == "t"};
    case kNumeric: return number(text);
    case kFloat4:
    case kFloat8: {
      double real = 0;
      std::from_chars(text.data(), text.data() + text.size(), real);
      return real;
    }
    case kBytea: return bytes_of_hex(text);
    default: return std::string(text);
  }
}

std::string field(const PGresult* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text == nullptr ? std::string() : text;
}

[[noreturn]] void fail(const PGresult* result, const std::string& sql) {
  const std::string state = field(result, PG_DIAG_SQLSTATE);
  const std::string message = PQresultErrorMessage(result) + (": " + sql);
  const std::string table = without_shard_number(field(result, PG_DIAG_TABLE_NAME));
  const std::string constraint = without_shard_number(field(result, PG_DIAG_CONSTRAINT_NAME));
  using Kind = ConstraintFailure::Kind;
  if (state == "23505") throw ConstraintFailure(Kind::unique, table, constraint, message);
  if (state == "23503") throw ConstraintFailure(Kind::foreign_key, table, constraint, message);
  if (state == "23514") throw ConstraintFailure(Kind::check, table, constraint, message);
  if (state == "23502") throw ConstraintFailure(Kind::not_null, table, field(result, PG_DIAG_COLUMN_NAME), message);
  if (state == "40001" || state == "40P01" || state == "55P03" || state == "XX000")
    throw Unavailable(Cause::conflict, message);
  if (state == "57014") throw Unavailable(Cause::timed_out, message);
  if (state.starts_with("08") || state.starts_with("57P")) throw Unavailable(Cause::connection_lost, message);
  if (state.starts_with("53") || state.starts_with("58")) throw Unavailable(Cause::machine, message);
  throw StatementRefused(message);
}

class PostgresqlConnection final : public Connection {
 public:
  enum class Use { writer, reader };

  PostgresqlConnection(std::string url, Use use) : url_(std::move(url)), use_(use) { connect(); }

  Backend backend() const override { return Backend::postgresql; }
  bool in_transaction() const override { return in_transaction_; }

  std::vector<Rows> read_all(std::span<const Call> calls) override {
    std::vector<Rows> all;
    all.reserve(calls.size());
    run(calls, [&](const PGresult* result) { all.push_back(rows_of(result)); });
    return all;
  }

  std::vector<int64_t> write_all(std::span<const Call> calls) override {
    std::vector<int64_t> changed;
    changed.reserve(calls.size());
    run(calls, [&](PGresult* result) {
      const bool has_verb = PQcmdTuples(result)[0] != '\0' && std::strncmp(PQcmdStatus(result), "SELECT", 6) != 0;
      changed.push_back(has_verb ? whole_number(PQcmdTuples(result)) : 0);
    });
    return changed;
  }

  // Travels with the first statement, and saves a round trip.
  void begin() override {
    HALFSKY_ASSERT(!in_transaction_);
    in_transaction_ = true;
    begin_is_due_ = true;
  }

  void commit() override {
    HALFSKY_ASSERT(in_transaction_);
    if (!begin_is_due_) {
      const Call call{"commit", {}};
      std::string outcome;
      run({&call, 1}, [&](PGresult* result) { outcome = PQcmdStatus(result); });
      // A transaction that has failed answers commit with ROLLBACK, and no error.
      HALFSKY_ASSERT(outcome == "COMMIT");
    }
    in_transaction_ = begin_is_due_ = false;
  }

  void roll_back() override {
    if (!in_transaction_) return;
    const bool is_open = !begin_is_due_ && PQstatus(handle_.get()) == CONNECTION_OK;
    if (is_open) {
      const Call call{"rollback", {}};
      try {
        run({&call, 1}, [](const PGresult*) {});
      } catch (const Unavailable&) {
        // The connection is gone, and the transaction with it; the next call connects again.
      }
    }
    in_transaction_ = begin_is_due_ = false;
  }

  void each_row(const Call& call, const std::function<void(const Value*)>& row) override {
    std::vector<Value> values;
    send_all({&call, 1});
    receive_all(/*row by row*/ true, [&](const PGresult* result) {
      if (PQresultStatus(result) != PGRES_SINGLE_TUPLE) return;
      values.resize(static_cast<size_t>(PQnfields(result)));
      for (size_t i = 0; i < values.size(); ++i) values[i] = result_value(result, 0, static_cast<int>(i));
      row(values.data());
    });
  }

  void limit_time_ms(int64_t limit) override {
    limit_ms_ = limit;
    write({"set statement_timeout = " + std::to_string(limit), {}});
  }

 private:
  static Rows rows_of(const PGresult* result) {
    const int rows = PQntuples(result), columns = PQnfields(result);
    std::vector<Value> values;
    values.reserve(static_cast<size_t>(rows) * static_cast<size_t>(columns));
    for (int i = 0; i < rows; ++i)
      for (int j = 0; j < columns; ++j) values.push_back(result_value(result, i, j));
    return Rows(static_cast<size_t>(columns), std::move(values));
  }

  void connect() {
    statements_.clear();
    due_.clear();
    variants_count_ = 0;
    std::string options = "-c client_min_messages=warning -c timezone=UTC -c bytea_output=hex -c extra_float_digits=1";
    if (use_ == Use::reader)
      options += " -c default_transaction_read_only=on -c default_transaction_isolation=repeatable\\ read";
    else
      options += " -c synchronous_commit=on";   // what is acknowledged is durable, whatever the server is set to
    if (limit_ms_ != 0) options += " -c statement_timeout=" + std::to_string(limit_ms_);
    const char* keys[] = {"dbname", "options", "client_encoding", "application_name", "connect_timeout", nullptr};
    const char* values[] = {url_.c_str(), options.c_str(), "UTF8", "halfsky", "10", nullptr};
    handle_.reset(PQconnectdbParams(keys, values, /*dbname is a URL*/ 1));
    if (!handle_ || PQstatus(handle_.get()) != CONNECTION_OK)
      throw Unavailable(Cause::connection_lost, handle_ ? PQerrorMessage(handle_.get()) : "out of memory");
    PQsetnonblocking(handle_.get(), 1);
    HALFSKY_ASSERT(PQenterPipelineMode(handle_.get()) == 1);
  }

  [[noreturn]] void fail_lost() {
    const std::string message = PQerrorMessage(handle_.get());
    due_.clear();
    // Half-used connections are not kept: what the server will still answer would meet the wrong question.
    handle_.reset();
    throw Unavailable(Cause::connection_lost, message.empty() ? "connection lost" : message);
  }

  template <class OnResult>
  void run(std::span<const Call> calls, OnResult on_result) {
    if (calls.empty()) return;
    send_all(calls);
    receive_all(/*row by row*/ false, on_result);
  }

  void send_all(std::span<const Call> calls) {
    HALFSKY_ASSERT(due_.empty());  // else: used from within each_row
    if (!handle_ || PQstatus(handle_.get()) != CONNECTION_OK) {
      if (in_transaction_ && !begin_is_due_) throw Unavailable(Cause::connection_lost, "connection lost");
      connect();
    }
    if (variants_count_ >= kStatementsMax) forget_statements();
    if (begin_is_due_) {
      send_text("begin", nullptr);
      begin_is_due_ = false;
    }
    for (const Call& call : calls) send(call);
    check(PQpipelineSync(handle_.get()));
    flush();
  }

  void check(int sent) {
    if (sent != 1) fail_lost();
  }

  void send_text(const char* sql, const Call* call) {
    check(PQsendQueryParams(handle_.get(), sql, 0, nullptr, nullptr, nullptr, nullptr, 0));
    due_.push_back({call, nullptr});
  }

  void send(const Call& call) {
    if (!is_worth_preparing(call.sql)) {
      if (!call.args.empty()) refuse(call);
      return send_text(call.sql.c_str(), &call);
    }
    Prepared& prepared = statement_for(call.sql);
    if (prepared.parameters != call.args.size()) refuse(call);
    Variant& variant = variant_for(prepared, call.args);
    if (variant.state == Variant::State::absent) {
      check(PQsendPrepare(handle_.get(), variant.name.c_str(), prepared.sql.c_str(),
                          static_cast<int>(variant.types.size()), variant.types.data()));
      variant.state = Variant::State::sent;
      due_.push_back({&call, &variant});
    }
    const Parameters parameters(call.args);
    check(PQsendQueryPrepared(handle_.get(), variant.name.c_str(), parameters.count(), parameters.values(),
                              parameters.lengths(), parameters.formats(), /*results as text*/ 0));
    due_.push_back({&call, nullptr});
  }

  // What was queued before is in libpq's buffer already: the connection can't be used again.
  [[noreturn]] void refuse(const Call& call) {
    due_.clear();
    handle_.reset();
    throw StatementRefused("wrong number of values: " + call.sql);
  }

  Prepared& statement_for(const std::string& sql) {
    const auto found = statements_.find(sql);
    if (found != statements_.end()) return found->second;
    NumberedText text = to_dollar_parameters(sql);
    Prepared& prepared = statements_[sql];
    prepared.sql = std::move(text.sql);
    prepared.parameters = text.parameters;
    prepared.last_types.assign(text.parameters, kUnknown);
    return prepared;
  }

  Variant& variant_for(Prepared& prepared, const std::vector<Value>& args) {
    for (size_t i = 0; i < args.size(); ++i)
      if (args[i].index() != 0) prepared.last_types[i] = type_of(args[i]);
    for (Variant& variant : prepared.variants) {
      bool fits = true;
      for (size_t i = 0; fits && i < args.size(); ++i)
        fits = args[i].index() == 0 || variant.types[i] == type_of(args[i]);
      if (fits) return variant;
    }
    Variant variant;
    variant.name = "s" + std::to_string(++variants_count_ + names_used_before_);
    variant.types = prepared.last_types;
    prepared.variants.push_back(std::move(variant));
    return prepared.variants.back();
  }

  void forget_statements() {
    names_used_before_ += variants_count_;
    variants_count_ = 0;
    statements_.clear();
    send_text("deallocate all", nullptr);
  }

  // A big batch's answers fill the pipe while we still send; so read what comes whenever we can't send.
  void flush() {
    for (;;) {
      const int left = PQflush(handle_.get());
      if (left == 0) return;
      if (left < 0) fail_lost();
      pollfd wait{PQsocket(handle_.get()), POLLIN | POLLOUT, 0};
      poll(&wait, 1, -1);
      if ((wait.revents & (POLLIN | POLLERR | POLLHUP)) != 0 && PQconsumeInput(handle_.get()) == 0) fail_lost();
    }
  }

  // Takes all answers up to the sync, whatever happens, so that the connection is ready for the next list; then throws
  // what went wrong first.
  template <class OnResult>
  void receive_all(bool row_by_row, OnResult on_result) {
    Result failed;
    std::string failed_sql;
    std::exception_ptr from_caller;
    for (const Due due : due_) {
      if (row_by_row && due.call != nullptr && due.preparing == nullptr) PQsetSingleRowMode(handle_.get());
      bool answered = false;
      for (;;) {
        Result result(PQgetResult(handle_.get()));
        if (!result) break;
        answered = true;
        const ExecStatusType status = PQresultStatus(result.get());
        const bool good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_SINGLE_TUPLE;
        if (due.preparing != nullptr)
          due.preparing->state = good ? Variant::State::ready : Variant::State::absent;
        if (!good) {
          if (status == PGRES_FATAL_ERROR && !failed) {
            failed = std::move(result);
            failed_sql = due.call == nullptr ? "begin" : due.call->sql;
          }
          continue;
        }
        if (due.call == nullptr || due.preparing != nullptr || failed || from_caller) continue;
        try {
          on_result(result.get());
        } catch (...) {
          from_caller = std::current_exception();
          cancel();
        }
      }
      if (!answered || PQstatus(handle_.get()) != CONNECTION_OK) fail_lost_after(failed.get());
    }
    const Result sync(PQgetResult(handle_.get()));
    if (!sync || PQresultStatus(sync.get()) != PGRES_PIPELINE_SYNC) fail_lost_after(failed.get());
    due_.clear();
    if (from_caller) std::rethrow_exception(from_caller);
    if (failed) fail_after(failed.get(), failed_sql);
  }

  // A lost connection often says why in its last answer ("terminating connection due to administrator command").
  [[noreturn]] void fail_lost_after(const PGresult* failed) {
    const std::string message = failed != nullptr ? PQresultErrorMessage(failed) : "";
    if (message.empty()) fail_lost();
    due_.clear();
    handle_.reset();
    throw Unavailable(Cause::connection_lost, message);
  }

  // DDL has changed what a prepared statement gives: prepare it anew next time, which is the same as trying again.
  [[noreturn]] void fail_after(const PGresult* failed, const std::string& sql) {
    if (field(failed, PG_DIAG_SQLSTATE) == "0A000" &&
        std::string_view(PQresultErrorMessage(failed)).find("cached plan") != std::string_view::npos) {
      handle_.reset();
      throw Unavailable(Cause::conflict, "the schema has changed: " + sql);
    }
    fail(failed, sql);
  }

  // The caller wants no more rows: spare the server the rest.
  void cancel() {
    char ignored[256];
    PGcancel* request = PQgetCancel(handle_.get());
    PQcancel(request, ignored, sizeof ignored);
    PQfreeCancel(request);
  }

  std::string url_;
  Use use_;
  Handle handle_;
  std::unordered_map<std::string, Prepared> statements_;  // by text; addresses stay
  std::vector<Due> due_;
  size_t variants_count_ = 0;
  size_t names_used_before_ = 0;
  int64_t limit_ms_ = 0;
  bool in_transaction_ = false;
  bool begin_is_due_ = false;
};

class PostgresqlDatabase final : public Database {
 public:
  explicit PostgresqlDatabase(std::string url) : url_(std::move(url)) { connect_writer(); }

  Backend backend() const override { return Backend::postgresql; }
  std::unique_ptr<Connection> connect_writer() override { return connect(PostgresqlConnection::Use::writer); }
  std::unique_ptr<Connection> connect_reader() override { return connect(PostgresqlConnection::Use::reader); }

 private:
  std::unique_ptr<Connection> connect(PostgresqlConnection::Use use) {
    return std::make_unique<PostgresqlConnection>(url_, use);
  }

  std::string url_;
};

}  // namespace

std::unique_ptr<Database> open_postgresql(const std::string& url) { return std::make_unique<PostgresqlDatabase>(url); }

}  // namespace halfsky::db
