// Encrypted fields: a data key for each person (or other subject), wrapped by a master key that is not in the database.
// Erasing a person destroys her key: what was encrypted with it is gone, every hash over the cipher text still holds.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "crypto/keys.hpp"
#include "db/connection.hpp"
#include "engine/store/row.hpp"
#include "engine/store/schema.hpp"
#include "engine/store/stable_names.hpp"

namespace halfsky::engine {

class Vault {
 public:
  static TableSpec table();   // data_key (county, subject, wrapped): a destroyed key is an empty one
  Vault(std::shared_ptr<crypto::Keyring> keyring, const StableNames& names);

  // Whose key encrypts the fields of this row: the person it is about (the row itself, or its first ref to a person),
  // else the row itself.
  static std::string subject_of(const Row& row);

  // Plain value of an encrypted field; null where it is empty or the key was destroyed.
  lang::Value open(const Row& row, const lang::Field& field, db::Connection& connection);

  // Encrypts into row.ciphers and row.blinds. A key made for a new subject is added to `new_keys`, as (subject, wrapped),
  // to be written in the same transaction.
  void seal(Row& row, const lang::Field& field, const lang::Value& value, db::Connection& connection,
            std::vector<std::pair<std::string, std::string>>& new_keys);

  std::string blind(const lang::Field& field, const lang::Value& value) const;     // "" for null
  std::string token(const lang::Field& field, const std::string& token) const;     // of a name's prefix
  void forget(base::County county, const std::string& subject);

 private:
  using Key = std::shared_ptr<const crypto::Secret>;
  Key key_of(base::County county, const std::string& subject, db::Connection& connection);   // null: none, or destroyed
  std::string associated(const Row& row, const lang::Field& field) const;

  std::shared_ptr<crypto::Keyring> keyring_;
  const StableNames& names_;
  std::mutex mutex_;
  std::unordered_map<std::string, Key> keys_;   // "county/subject"; bounded by kKeysMax
};

// What is encrypted and indexed: the value as text, as people would type it, normalised.
std::string plain_text_of(const lang::Value& value);
lang::Value value_of_plain_text(const lang::Field& field, const std::string& text);

}  // namespace halfsky::engine
