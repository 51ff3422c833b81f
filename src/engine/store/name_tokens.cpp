// Tokens of names.
#include "engine/store/name_tokens.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "db/bytes_sql.hpp"

namespace halfsky::engine {

std::string name_token(const Vault& vault, const lang::Field& field, const std::string& prefix) { return vault.token(field, prefix).substr(0, kTokenBytes); }

std::string name_tokens(const Vault& vault, const lang::Field& field, const std::string& name) {
  std::string result;
  for (const std::string& prefix : base::name_tokens(name)) result += name_token(vault, field, prefix);
  return result;
}

std::string found_by_name_sql(db::Backend backend, const std::string& id, TokenAt at) {
  return fmt::format("{} in (select k.id from name_tokens k where k.county = ?1 and k.type = ?{} and k.field = ?{} and {})", id, at.type, at.field, db::contains_bytes(backend, "k.tokens", fmt::format("?{}", at.token)));
}

}  // namespace halfsky::engine
