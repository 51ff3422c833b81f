// Tables made from packs: one a record type, one column a field, real foreign keys, a history beside each (ARCHITECTURE, "Tables").
// What a column is called and holds is said here and nowhere else.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "db/connection.hpp"
#include "db/dialect.hpp"
#include "engine/store/row.hpp"

namespace halfsky::engine {

// The slot below the county in which an org lies, kept beside it: a page of a township's records in one stage is then one
// stretch of an index, already in the page's order.
constexpr int64_t township_slot(base::OrgId org) { return org / 1000 * 1000; }

// A column of a record table, in the order of the table.
struct Column {
  enum class Holds {
    county, id, org, township, stage, entered, moved, version, since, struck, handed, reached,
    value,        // a field's value: an integer or text
    sureness,     // tally
    given_on, given_by, given_until,   // consent: the day, the person, until when
    cipher, blind,
  } holds = Holds::value;
  std::string name;
  const lang::Field* field = nullptr;
  int stage = -1;                       // reached: its place in the type
  const lang::Stage* type_stage = nullptr;
  bool text = false;                    // else integer; cipher and blind are bytes
  bool bytes() const { return holds == Holds::cipher || holds == Holds::blind; }
};

// The table of one record type.
class RecordTable {
 public:
  explicit RecordTable(const lang::RecordType& type);

  const lang::RecordType& type() const { return *type_; }
  const std::string& name() const { return name_; }              // spring_bud_girl
  std::string history() const { return name_ + "_history"; }
  const std::vector<Column>& columns() const { return columns_; }
  const std::string& column_list() const { return column_list_; }   // quoted, comma-separated
  const Column& column_of(const lang::Field& field) const;   // REQUIRES: has_column
  bool has_column(const lang::Field& field) const;               // not: worked out on reading
  Row empty_row() const;

  std::vector<db::Value> values_of(const Row& row) const;        // by column
  // `at` is a row of a result whose first columns are column_list().
  Row row_of(const db::Value* at) const;
  // What the column `handed_` says; "" where a record was never handed over.
  static std::vector<Handed> handed_of(const std::string& text);

  // For statements: "insert into … values (?1, …)", "update … set … where county = and id =".
  const std::string& insert_sql() const { return insert_sql_; }
  const std::string& update_sql() const { return update_sql_; }
  const std::string& history_sql() const { return history_sql_; }   // keeps the version that stands: ?1 county, ?2 id, ?3 until_, the place that ends it

 private:
  const lang::RecordType* type_;
  std::string name_, column_list_, insert_sql_, update_sql_, history_sql_;
  std::vector<Column> columns_;
  std::vector<int> column_by_field_;
};

// All tables of a set of packs.
class Schema {
 public:
  explicit Schema(const lang::Packs& packs);
  const RecordTable& table(const lang::RecordType& type) const;
  const std::vector<std::unique_ptr<RecordTable>>& tables() const { return tables_; }

 private:
  std::vector<std::unique_ptr<RecordTable>> tables_;
};

// A table that is not a record's, declared in the same words by the engine and by capabilities.
struct TableSpec {
  struct Part { std::string name; enum class Type { integer, text, bytes } type; bool nullable = false; };
  std::string name;
  std::vector<Part> columns;
  std::vector<std::string> key;
  bool local = true;                     // local data: county is the first column of the key
  std::vector<std::string> indexes;      // "name (a, b, c)" or "unique name (a, b)" or "… include (d)"
  // Facts that are no record's: rows with the same value here are bound to the chain together (journal/groups.hpp). Columns in
  // `passing` are left out: they change without an act that is journaled.
  std::string group = {};
  std::vector<std::string> passing = {};
};

std::string create_table_sql(const TableSpec& spec, db::Backend backend);
std::vector<std::string> create_index_sql(const TableSpec& spec, db::Backend backend);

// Brings the database to these packs: makes what is missing, renames by `was`, keeps what is gone. What `fill` and removed stages ask of
// records is Engine::upgrade's. Refuses (problems) what would lose what people entered. REQUIRES: the tables of `specs` are there (create_table_sql).
base::Problems migrate(db::Connection& connection, const lang::Packs& packs, const Schema& schema,
                       const std::vector<TableSpec>& specs);

}  // namespace halfsky::engine
