// The SQLite back end, for connection.cpp only.
#pragma once

#include "db/connection.hpp"

namespace halfsky::db {

std::unique_ptr<Database> open_sqlite(const std::string& path);

}  // namespace halfsky::db
