// What both back ends must know of a statement's text without parsing SQL.
#pragma once

#include <string>
#include <string_view>

namespace halfsky::db {

struct NumberedText {
  std::string sql;         // ?1 has become $1
  size_t parameters = 0;   // the highest number
};

// ?N to $N, outside strings, quoted names and comments.
NumberedText to_dollar_parameters(std::string_view sql);

// select, insert, update, delete, with: worth a prepared statement. All else (DDL, pragma, vacuum) is run once.
bool is_worth_preparing(std::string_view sql);

// "chain_pkey_102315", as a Citus node says it, to "chain_pkey".
std::string without_shard_number(std::string_view name);

}  // namespace halfsky::db
