// Reads from a record's table and its history.
#include "engine/store/version.hpp"

#include <fmt/format.h>

namespace halfsky::engine {

RowPtr version_of(const Site& site, db::Connection& connection, const lang::RecordType& type, base::County county, const std::string& id, int64_t version) {
  const RecordTable& table = site.schema->table(type);
  const db::Rows rows = connection.read({fmt::format("select {0} from {1} where county = ?1 and id = ?2 and version_ = ?3 union all "
                                                     "select {0} from {2} where county = ?1 and id = ?2 and version_ = ?3", table.column_list(), table.name(), table.history()),
                                         {county, id, version}});
  return rows.empty() ? nullptr : std::make_shared<const Row>(table.row_of(rows.row(0)));
}

std::string rows_as_of_sql(const RecordTable& table, int parameter) {
  return fmt::format("(select {0} from {1} where county = ?1 and since_ <= ?{3} union all select {0} from {2} where county = ?1 and since_ <= ?{3} and until_ > ?{3})",
                     table.column_list(), table.name(), table.history(), parameter);
}

}  // namespace halfsky::engine
