// All rows of one database put into another, whichever back ends they are: how a site moves, and how a copy of it is kept.
#pragma once

#include "base/result.hpp"
#include "db/connection.hpp"

namespace halfsky::engine {

struct CopiedRows {
  size_t tables = 0;   // with rows
  int64_t rows = 0;
};

// `from` is read as it is at one instant, while others may write on; `to` gets all or nothing, and loses what stood in it.
// REQUIRES: `to` was made for the same packs (Engine::open).
// Problems: no_such_table, no_such_column (got): what `from` has and these packs do not make.
base::Result<CopiedRows> copy_tables(db::Database& from, db::Database& to);

}  // namespace halfsky::engine
