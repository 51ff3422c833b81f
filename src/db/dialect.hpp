// Where the two databases differ in the text of DDL. Everything else is written once.
// What we store: whole numbers (days, minutes, fen, org ids, 0/1), text (ids of 36 characters too), bytes (ciphers), reals.
#pragma once

#include <string>
#include <string_view>

#include "db/connection.hpp"

namespace halfsky::db {

enum class ColumnType { integer, text, bytes, real };

// "integer" or "bigint", "text" or "text collate \"C\"" (both compare text by its bytes), "blob" or "bytea",
// "real" or "double precision".
std::string_view column_type(Backend backend, ColumnType type);

// What follows the closing bracket of `create table … (…)`. Rows keyed by (county, id) lie in key order on SQLite.
enum class RowOrder { by_key, as_inserted };
std::string_view table_options(Backend backend, RowOrder order);  // " strict, without rowid", " strict" or ""

// SQLite knows no `alter table … add constraint`, so foreign keys stand inside its `create table`; on PostgreSQL they come after.
constexpr bool has_inline_foreign_keys(Backend backend) { return backend == Backend::sqlite; }

// A name in double quotes. REQUIRES: at most 63 bytes (PostgreSQL cuts longer ones silently), no NUL.
std::string quote_name(std::string_view name);

}  // namespace halfsky::db
