// Floors: the same work done by raw SQLite, and a bare HTTP server with an answer of that size.
#pragma once

#include <cstddef>
#include <string>

namespace halfsky::bench {

// Seconds to write again all rows of the database's local tables into a fresh one with the same schema and full sync, in `commits`
// transactions. It holds them all, so another process does it: memory that is measured is ours.
double raw_rewrite_seconds(const std::string& database, size_t commits);

// Seconds for one statement with one prepared handle, mean of `times`; all columns are read.
double raw_query_seconds(const std::string& database, const std::string& sql, size_t times);

}  // namespace halfsky::bench
