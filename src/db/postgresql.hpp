// The PostgreSQL back end, for connection.cpp only.
#pragma once

#include "db/connection.hpp"

namespace halfsky::db {

std::unique_ptr<Database> open_postgresql(const std::string& url);

}  // namespace halfsky::db
