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

// Data keys that a command has made and nobody has written yet. They come to be known to others when their batch is on disk: a key
// of a command that was refused, or tried dry, must never encrypt anything that stays.
struct NewKeys {
  struct Made { std::shared_ptr<const crypto::Secret> key; std::string wrapped; };
  std::unordered_map<std::string, Made> made;   // by subject
  const NewKeys* before = nullptr;              // those of the commands accepted earlier in the batch

  const Made* find(const std::string& subject) const {
    const auto at = made.find(subject);
    return at != made.end() ? &at->second : before ? before->find(subject) : nullptr;
  }
};

class Vault {
 public:
  static TableSpec table();   // data_key (county, subject, wrapped): a destroyed key is an empty one
  Vault(std::shared_ptr<crypto::Keyring> keyring, const StableNames& names);

  // Seals what `before` holds under the key of whom `row` is about by now. False where that one's key was destroyed; what was sealed with
  // a destroyed key stays as it is.
  bool seal_again(Row& row, const Row& before, db::Connection& connection, NewKeys& fresh);
  // Whether the field may say whom its row is about.
  static bool is_subject(const lang::Field& field);
  // Whose key encrypts the fields of this row: the person it is about (the row itself, or its first ref to a person),
  // else the row itself.
  static std::string subject_of(const Row& row);

  // Plain value of an encrypted field; null where it is empty or the key was destroyed. `fresh`: keys that are not written yet.
  // Throws std::runtime_error where the key can't be unwrapped: the master key is not the one it was wrapped with.
  lang::Value open(const Row& row, const lang::Field& field, db::Connection& connection, const NewKeys* fresh = nullptr);

  // Encrypts into row.ciphers and row.blinds. A key made for a new subject is added to `fresh`, to be written in the same
  // transaction. False, and nothing is sealed, where the subject's key was destroyed: what is erased stays so. Throws as open does.
  bool seal(Row& row, const lang::Field& field, const lang::Value& value, db::Connection& connection, NewKeys& fresh);
  // The keys are on disk now.
  void learn(base::County county, const NewKeys& written);

  // Papers: bytes under a key of their own. `wrapped` goes into table(), with the subject, in the same transaction.
  struct Bytes { std::string cipher, wrapped; };
  Bytes seal_bytes(const std::string& subject, std::string_view plain) const;
  // As they were stored where the subject has no key (before papers were sealed); empty where it was destroyed.
  std::string open_bytes(base::County county, const std::string& subject, const std::string& stored, db::Connection& connection);

  std::string blind(const lang::Field& field, const lang::Value& value) const;     // "" for null
  std::string token(const lang::Field& field, const std::string& token) const;     // of a name's prefix

 private:
  using Key = std::shared_ptr<const crypto::Secret>;
  struct Found { Key key; bool destroyed = false; };   // neither: there is none yet
  Found key_of(base::County county, const std::string& subject, db::Connection& connection, const NewKeys* fresh);
  void remember(base::County county, const std::string& subject, Key key);
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
