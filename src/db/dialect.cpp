// Where the two databases differ in the text of DDL.
#include "db/dialect.hpp"

#include "base/result.hpp"

namespace halfsky::db {

namespace {

constexpr size_t kNameBytesMax = 63;

std::string quote(std::string_view text, char mark) {
  std::string out(1, mark);
  for (const char c : text) {
    HALFSKY_ASSERT(c != '\0');
    if (c == mark) out += mark;
    out += c;
  }
  out += mark;
  return out;
}

}  // namespace

std::string_view column_type(Backend backend, ColumnType type) {
  const bool sqlite = backend == Backend::sqlite;
  switch (type) {
    case ColumnType::integer: return sqlite ? "integer" : "bigint";
    case ColumnType::text: return sqlite ? "text" : "text collate \"C\"";
    case ColumnType::bytes: return sqlite ? "blob" : "bytea";
    case ColumnType::real: return sqlite ? "real" : "double precision";
  }
  HALFSKY_ASSERT(false);
}

std::string_view table_options(Backend backend, RowOrder order) {
  if (backend == Backend::postgresql) return "";
  return order == RowOrder::by_key ? " strict, without rowid" : " strict";
}

std::string quote_name(std::string_view name) {
  HALFSKY_ASSERT(!name.empty() && name.size() <= kNameBytesMax);
  return quote(name, '"');
}

}  // namespace halfsky::db
