// What a sealed name is found by: blind tokens of its prefixes, short ones, one behind the other in one row (tables.cpp says why).
#pragma once

#include "engine/store/vault.hpp"

namespace halfsky::engine {

constexpr size_t kTokenBytes = 6;

std::string name_token(const Vault& vault, const lang::Field& field, const std::string& prefix);   // kTokenBytes
std::string name_tokens(const Vault& vault, const lang::Field& field, const std::string& name);

}  // namespace halfsky::engine
