// Versions of records: one as it stood at a version, all of a county as they stood at a place in its journal.
#pragma once

#include "engine/site.hpp"

namespace halfsky::engine {

RowPtr version_of(const Site& site, db::Connection& connection, const lang::RecordType& type, base::County county, const std::string& id, int64_t version);

// "(select columns from t where since_ <= ?P union all select columns from t_history where since_ <= ?P and until_ > ?P)": every row
// of the county as it stood at place ?P, for statements that count as of a place. ?1 is the county.
std::string rows_as_of_sql(const RecordTable& table, int parameter);

}  // namespace halfsky::engine
