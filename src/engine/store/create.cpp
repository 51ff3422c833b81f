// DDL for the tables of records and for the others. Two forms: SQLite has foreign keys inline, PostgreSQL apart, when all tables stand.
#include <fmt/format.h>

#include "engine/store/create.hpp"

namespace halfsky::engine {
namespace {

std::string typed(const std::string& name, db::ColumnType type, db::Backend backend) {
  return fmt::format("{} {}", db::quote_name(name), db::column_type(backend, type));
}

db::ColumnType type_of(const Column& column) {
  return column.bytes() ? db::ColumnType::bytes : column.text ? db::ColumnType::text : db::ColumnType::integer;
}

bool never_null(Column::Holds holds) {
  switch (holds) {
    case Column::Holds::county: case Column::Holds::id: case Column::Holds::org: case Column::Holds::township: case Column::Holds::entered:
    case Column::Holds::moved: case Column::Holds::version: case Column::Holds::since: case Column::Holds::struck: return true;
    default: return false;
  }
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

std::string foreign_key(const Column& column) {
  return fmt::format("foreign key (county, {}) references {}_{} (county, id)", db::quote_name(column.name),
                     column.field->target->programme, column.field->target->id);
}

}  // namespace

Tables existing_tables(db::Connection& connection) {
  Tables result;
  const db::Rows rows = connection.read(connection.backend() == db::Backend::sqlite
      ? db::Call{"select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'sqlite_%'", {}}
      : db::Call{"select table_name::text, column_name::text from information_schema.columns where table_schema = current_schema()", {}});
  for (size_t i = 0; i < rows.size(); ++i) result[rows.text(i, 0)].insert(rows.text(i, 1));
  return result;
}

std::string column_sql(const Column& column, db::Backend backend) { return typed(column.name, type_of(column), backend); }

bool has_foreign_key(const Column& column) {
  return column.holds == Column::Holds::value && column.field->type.kind == lang::Kind::ref && !column.field->target->is_org;
}

std::string create_record_sql(const RecordTable& table, db::Backend backend) {
  std::vector<std::string> parts;
  for (const Column& column : table.columns()) parts.push_back(column_sql(column, backend) + (never_null(column.holds) ? " not null" : ""));
  parts.push_back("primary key (county, id)");
  if (db::has_inline_foreign_keys(backend))
    for (const Column& column : table.columns())
      if (has_foreign_key(column)) parts.push_back(foreign_key(column));
  return fmt::format("create table {} ({}){}", table.name(), joined(parts), db::table_options(backend, db::RowOrder::by_key));
}

std::string create_history_sql(const RecordTable& table, db::Backend backend) {
  std::vector<std::string> parts;
  for (const Column& column : table.columns()) parts.push_back(column_sql(column, backend) + (never_null(column.holds) ? " not null" : ""));
  parts.push_back(typed("until_", db::ColumnType::integer, backend) + " not null");
  parts.push_back("primary key (county, id, version_)");
  return fmt::format("create table {} ({}){}", table.history(), joined(parts), db::table_options(backend, db::RowOrder::by_key));
}

std::string add_foreign_key_sql(const RecordTable& table, const Column& column) {
  return fmt::format("alter table {} add {}", table.name(), foreign_key(column));
}

std::vector<std::string> record_index_sql(const RecordTable& table) {
  const std::string& name = table.name();
  std::vector<std::string> result;
  const bool staged = !table.type().stages.empty();
  result.push_back(fmt::format("create index if not exists {0}_page on {0} (county, township_, {1}entered, id)", name, staged ? "stage, " : ""));
  result.push_back(fmt::format("create index if not exists {0}_org on {0} (county, org{1})", name, staged ? ", stage" : ""));
  for (const Column& column : table.columns()) {
    const bool ref = column.holds == Column::Holds::value && column.field->type.kind == lang::Kind::ref;
    if (ref || (column.holds == Column::Holds::blind && !column.field->note))   // nobody looks for a whole paragraph
      result.push_back(fmt::format("create index if not exists {0}_by_{1} on {0} (county, {2})", name, column.name, db::quote_name(column.name)));
  }
  if (!table.type().key.empty() || table.type().key_has_org) {
    std::string columns = "county";
    if (table.type().key_has_org) columns += ", org";
    for (const auto* field : table.type().key)
      columns += ", " + db::quote_name(field->encrypted() ? field->id + "_blind" : field->id);
    // Of a secret type there may be two with one key: who may not see the first is not told of it (move/values.cpp).
    const char* unique = table.type().class_ == lang::Class::secret ? "" : "unique ";
    result.push_back(fmt::format("create {2}index if not exists {0}_key on {0} ({1}) where struck_ = 0", name, columns, unique));
  }
  return result;
}

std::string create_table_sql(const TableSpec& spec, db::Backend backend) {
  std::vector<std::string> parts;
  for (const auto& part : spec.columns) {
    const auto type = part.type == TableSpec::Part::Type::text ? db::ColumnType::text
                      : part.type == TableSpec::Part::Type::bytes ? db::ColumnType::bytes : db::ColumnType::integer;
    parts.push_back(typed(part.name, type, backend) + (part.nullable ? "" : " not null"));
  }
  parts.push_back(fmt::format("primary key ({})", joined(spec.key)));
  return fmt::format("create table if not exists {} ({}){}", spec.name, joined(parts), db::table_options(backend, db::RowOrder::by_key));
}

std::vector<std::string> create_index_sql(const TableSpec& spec, db::Backend backend) {
  std::vector<std::string> result;
  for (const std::string& index : spec.indexes) {   // "name (a, b) include (c)", perhaps after "unique "
    const bool unique = index.starts_with("unique ");
    std::string text = unique ? index.substr(7) : index;
    if (const size_t include = text.find(" include ("); include != std::string::npos && backend == db::Backend::sqlite) {
      const std::string more = text.substr(include + 10, text.size() - include - 11);   // SQLite has no include: longer keys
      text = text.substr(0, include - 1) + ", " + more + ")";
    }
    const size_t bracket = text.find(" (");
    result.push_back(fmt::format("create {}index if not exists {} on {}{}", unique ? "unique " : "", text.substr(0, bracket), spec.name, text.substr(bracket)));
  }
  return result;
}

}  // namespace halfsky::engine
