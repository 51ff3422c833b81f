// Text of the DDL for record tables; used by migrate.cpp and by the test that holds the schema against its rules (ARCHITECTURE).
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "engine/store/schema.hpp"

namespace halfsky::engine {

using Tables = std::map<std::string, std::set<std::string>>;   // table -> columns

Tables existing_tables(db::Connection& connection);

std::string column_sql(const Column& column, db::Backend backend);
bool has_foreign_key(const Column& column);
std::string create_record_sql(const RecordTable& table, db::Backend backend);
std::string create_history_sql(const RecordTable& table, db::Backend backend);
std::string add_foreign_key_sql(const RecordTable& table, const Column& column);
std::vector<std::string> record_index_sql(const RecordTable& table);

// SQLite: how selective each index is (planner.cpp). Called when all tables stand.
void tell_planner(db::Connection& connection);

}  // namespace halfsky::engine
