// The readings agree: random expressions over random rows give the same in C++, SQLite, PostgreSQL and the browser's interpreter.
// 20,000 evaluations in each; HALFSKY_LONG=1 makes it 1,000,000. HALFSKY_SEED repeats a run.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>

#include "cli/expr_world.hpp"
#include "db/connection.hpp"
#include "expressions/generator.hpp"
#include "expressions/readings.hpp"

namespace halfsky::testing {
namespace {

namespace json = boost::json;
using lang::SqlDialect;
using lang::Value;

constexpr size_t kRows = 16;         // of values for each expression
constexpr size_t kBatch = 100;       // expressions sent to a database at once

struct Work {
  Sample sample;
  lang::ExpressionPtr expression;
  std::vector<Value> expected;       // in C++, by row
};

uint64_t seed_of_run() {
  if (const char* given = std::getenv("HALFSKY_SEED")) return std::strtoull(given, nullptr, 10);
  return uint64_t(std::chrono::steady_clock::now().time_since_epoch().count());
}

Work work_on(Sample sample) {
  Work work;
  lang::Diagnostics found;
  work.expression = lang::compile(sample.expression, cli::LineNames(sample.rows[0]), {}, found);
  work.sample = std::move(sample);
  const bool too_long = !found.empty() && found[0].code == "too_long";
  EXPECT_TRUE(work.expression || too_long) << work.sample.expression << ": " << (found.empty() ? "" : found[0].message);
  if (!work.expression) return work;
  for (const auto& row : work.sample.rows) {
    cli::LineWorld world(row);
    work.expected.push_back(lang::evaluate(*work.expression, world));
  }
  return work;
}

std::string described(const Work& work, size_t row) {
  std::string text = work.sample.expression + "\n  with";
  for (const auto& [name, variable] : work.sample.rows[row].variables)
    if (work.sample.expression.find(name) != std::string::npos) text += " " + name + "=" + cli::value_to_json(variable.value);
  return text;
}

bool agree(const char* reading, const Work& work, size_t row, const Value& got) {
  const std::string wanted = cli::value_to_json(work.expected[row]), found = cli::value_to_json(got);
  EXPECT_EQ(wanted, found) << reading << ": " << described(work, row);
  return wanted == found;
}

// The rows of a sample as one table `v`, the expression as one statement over it.
db::Call statement(const Work& work, SqlDialect dialect) {
  const cli::LineColumns names(work.sample.rows[0], dialect);
  const auto sql = lang::to_sql(*work.expression, dialect, names);
  const auto sureness = work.expression->type().kind == lang::Kind::tally ? lang::to_sql_sureness(*work.expression, dialect, names) : std::optional<std::string>("0");
  EXPECT_TRUE(sql && sureness) << work.sample.expression;
  std::string rows;
  for (size_t r = 0; r < work.sample.rows.size(); ++r)
    rows += (r ? " union all select " : "select ") + std::to_string(r) + " as place, " + cli::LineColumns(work.sample.rows[r], dialect).cells();
  return {"select " + sql.value_or("null") + ", " + sureness.value_or("0") + " from (" + rows + ") as v order by v.place", {}};
}

json::value cell_of(const db::Value& value) {
  if (const auto* number = std::get_if<int64_t>(&value)) return *number;
  if (const auto* text = std::get_if<std::string>(&value)) return json::string(*text);
  EXPECT_EQ(value.index(), 0u) << "the database gave a float or bytes";
  return nullptr;
}

class DatabaseReading {
 public:
  DatabaseReading(const char* name, const std::string& url) : name_(name), database_(db::Database::open(url)), connection_(database_->connect_writer()) {}

  bool holds(const std::vector<Work>& all) {
    const auto dialect = database_->backend() == db::Backend::sqlite ? SqlDialect::sqlite : SqlDialect::postgresql;
    std::vector<db::Call> calls;
    for (const auto& work : all) calls.push_back(statement(work, dialect));
    std::vector<db::Rows> results;
    try {
      results = connection_->read_all(calls);
    } catch (const std::exception& problem) {
      ADD_FAILURE() << name_ << ": " << problem.what();
      return false;
    }
    bool good = true;
    for (size_t i = 0; i < all.size(); ++i)
      for (size_t row = 0; row < all[i].expected.size() && good; ++row) {
        Value got = cli::value_of_cell(cell_of(results[i].at(row, 0)), all[i].expression->type());
        if (got.kind == lang::Kind::tally) got.extra = results[i].integer(row, 1);
        good = agree(name_, all[i], row, got);
        if (!good) ADD_FAILURE() << calls[i].sql;
      }
    return good;
  }

 private:
  const char* name_;
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<db::Connection> connection_;
};

bool tree_holds(cli::ExprReading& tree, const std::vector<Work>& all) {
  for (const auto& work : all)
    for (size_t row = 0; row < work.expected.size(); ++row)
      if (!agree("tree", work, row, tree.read(work.sample.rows[row], *work.expression))) return false;
  return true;
}

TEST(Expressions, TheReadingsAgree) {
  const bool is_long = std::getenv("HALFSKY_LONG") != nullptr;
  const size_t evaluations = is_long ? 1'000'000 : 20'000;
  const uint64_t seed = seed_of_run();
  std::printf("seed %llu (HALFSKY_SEED repeats it)\n", static_cast<unsigned long long>(seed));
  Generator generator(seed);

  DatabaseReading sqlite("sqlite", "sqlite::memory:");
  std::unique_ptr<DatabaseReading> postgresql;
  if (const std::string url = postgresql_url(); !url.empty()) postgresql = std::make_unique<DatabaseReading>("postgresql", url);
  cli::ExprReading* tree = readings().back().name == "tree" ? readings().back().reading.get() : nullptr;

  size_t done = 0, empty = 0;
  for (bool good = true; good && done < evaluations;) {
    std::vector<Work> batch;
    while (batch.size() < kBatch) {
      Work work = work_on(generator.sample(kRows));
      if (HasFailure()) return;
      if (work.expression) batch.push_back(std::move(work));
    }
    good = sqlite.holds(batch) && (!postgresql || postgresql->holds(batch)) && (!tree || tree_holds(*tree, batch));
    for (const auto& work : batch)
      for (const auto& value : work.expected) {
        ++done;
        empty += value.is_null() ? 1 : 0;
      }
  }
  std::printf("%zu evaluations, %zu of them null\n", done, empty);
}

}  // namespace
}  // namespace halfsky::testing
