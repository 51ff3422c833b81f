// Tokens of names.
#include "engine/store/name_tokens.hpp"

#include "base/text.hpp"

namespace halfsky::engine {

std::string name_token(const Vault& vault, const lang::Field& field, const std::string& prefix) { return vault.token(field, prefix).substr(0, kTokenBytes); }

std::string name_tokens(const Vault& vault, const lang::Field& field, const std::string& name) {
  std::string result;
  for (const std::string& prefix : base::name_tokens(name)) result += name_token(vault, field, prefix);
  return result;
}

}  // namespace halfsky::engine
