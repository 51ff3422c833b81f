// Versions of a record: as it stood at a version, or at a place in its county's journal.
#pragma once

#include "engine/site.hpp"

namespace halfsky::engine {

RowPtr version_of(const Site& site, db::Connection& connection, const lang::RecordType& type, base::County county, const std::string& id, int64_t version);
// As it stood when the journal had `place` entries; null where it was not there yet.
RowPtr as_of(const Site& site, db::Connection& connection, const lang::RecordType& type, base::County county, const std::string& id, int64_t place);

// "(select columns from t where since_ <= ?P union all select columns from t_history where since_ <= ?P and until_ > ?P)": every row
// of the county as it stood at place ?P, for statements that count as of a place. ?1 is the county.
std::string rows_as_of_sql(const RecordTable& table, int parameter);

}  // namespace halfsky::engine
