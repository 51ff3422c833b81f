// Rows, and which back end a URL means.
#include "db/connection.hpp"

#include "base/result.hpp"
#include "db/postgresql.hpp"
#include "db/sqlite.hpp"

namespace halfsky::db {

const Value* Rows::row(size_t row) const {
  HALFSKY_ASSERT(row < size());
  return values_.data() + row * columns_;
}

const Value& Rows::at(size_t row, size_t column) const {
  HALFSKY_ASSERT(column < columns_);
  return this->row(row)[column];
}

int64_t Rows::integer(size_t row, size_t column) const {
  const auto* value = std::get_if<int64_t>(&at(row, column));
  HALFSKY_ASSERT(value != nullptr);
  return *value;
}

const std::string& Rows::text(size_t row, size_t column) const {
  const auto* value = std::get_if<std::string>(&at(row, column));
  HALFSKY_ASSERT(value != nullptr);
  return *value;
}

const std::string& Rows::bytes(size_t row, size_t column) const {
  const auto* value = std::get_if<Bytes>(&at(row, column));
  HALFSKY_ASSERT(value != nullptr);
  return value->data;
}

std::unique_ptr<Database> Database::open(const std::string& url) {
  if (url.starts_with("postgresql://") || url.starts_with("postgres://")) return open_postgresql(url);
  constexpr std::string_view kScheme = "sqlite:";
  return open_sqlite(url.starts_with(kScheme) ? url.substr(kScheme.size()) : url);
}

}  // namespace halfsky::db
