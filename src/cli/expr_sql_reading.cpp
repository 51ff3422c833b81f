// The readings in C++ and SQL.


#include "cli/expr_reading.hpp"
#include "cli/expr_world.hpp"
#include "cli/private_postgres.hpp"
#include "db/connection.hpp"

namespace halfsky::cli {
namespace {

namespace json = boost::json;

class CppReading final : public ExprReading {
 public:
  lang::Value read(const ExprLine& line, const lang::Expression& expression) override {
    LineWorld world(line);
    return lang::evaluate(expression, world);
  }
};

json::value cell_of(const db::Value& value) {
  if (const auto* number = std::get_if<int64_t>(&value)) return *number;
  if (const auto* text = std::get_if<std::string>(&value)) return json::string(*text);
  if (const auto* real = std::get_if<double>(&value)) throw LineProblem("bad_reading", "the database gave " + std::to_string(*real));
  return nullptr;
}

class SqlReading final : public ExprReading {
 public:
  SqlReading(const std::string& url, std::unique_ptr<PrivatePostgres> server) : server_(std::move(server)), database_(db::Database::open(url)), connection_(database_->connect_writer()) {}

  lang::Value read(const ExprLine& line, const lang::Expression& expression) override {
    const auto dialect = database_->backend() == db::Backend::sqlite ? lang::SqlDialect::sqlite : lang::SqlDialect::postgresql;
    const LineColumns columns(line, dialect);
    const auto sql = lang::to_sql(expression, dialect, columns);
    if (!sql) throw LineProblem("no_reading", "this expression has no reading in SQL");
    const bool tally = expression.type().kind == lang::Kind::tally;
    const auto sureness = tally ? lang::to_sql_sureness(expression, dialect, columns) : std::optional<std::string>("0");
    if (!sureness) throw LineProblem("no_reading", "this tally's sureness has no reading in SQL");
    const db::Rows rows = connection_->read({"select " + *sql + ", " + *sureness + " from (select " + columns.cells() + ") as v", {}});
    lang::Value value = value_of_cell(cell_of(rows.at(0, 0)), expression.type());
    if (tally && !value.is_null()) value.extra = rows.integer(0, 1);
    return value;
  }

 private:
  std::unique_ptr<PrivatePostgres> server_;   // outlives the connection
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<db::Connection> connection_;
};

}  // namespace

std::unique_ptr<ExprReading> cpp_reading() { return std::make_unique<CppReading>(); }

std::unique_ptr<ExprReading> sqlite_reading() { return std::make_unique<SqlReading>("sqlite::memory:", nullptr); }

std::unique_ptr<ExprReading> postgresql_reading(const std::string& url) {
  std::unique_ptr<PrivatePostgres> server;
  std::string place = url;
  if (place.empty()) {
    server = PrivatePostgres::start();
    if (!server) throw ReadingMissing("no PostgreSQL: give --db URL or HALFSKY_DB, or install postgresql-15");
    place = server->url();
  }
  try {
    return std::make_unique<SqlReading>(place, std::move(server));
  } catch (const db::Unavailable& problem) {
    throw ReadingMissing(std::string("no PostgreSQL at ") + place + ": " + problem.what());
  }
}

}  // namespace halfsky::cli
