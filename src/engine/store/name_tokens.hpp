// What a sealed name is found by: blind tokens of its prefixes, short ones, one behind the other in one row (tables.cpp says why).
#pragma once

#include "db/connection.hpp"
#include "engine/store/vault.hpp"

namespace halfsky::engine {

constexpr size_t kTokenBytes = 6;

std::string name_token(const Vault& vault, const lang::Field& field, const std::string& prefix);   // kTokenBytes

// The condition that the record whose id stands in `id` has a name of the type and field with the token; `at`: the parameters. ?1 is the county.
struct TokenAt { int type, field, token; };
std::string found_by_name_sql(db::Backend backend, const std::string& id, TokenAt at);

std::string name_tokens(const Vault& vault, const lang::Field& field, const std::string& name);

}  // namespace halfsky::engine
