// The keys of an installation. The master key lies in a file outside the database (DIR/keys/master.key, mode 0600), so a stolen
// database says nothing; everything else follows from it:
//   - data keys, one a person, random, kept by the engine in a table as wrapped blobs (destroying the blob erases the person);
//   - a key for each column's blind index, derived, so that equal values can be found without being read;
//   - the key that signs seals (DIR/keys/seal.key, wrapped by the master key).
//
// The file, two lines:   halfsky-master-key 1 international
//                        64 hex digits
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/suite.hpp"

namespace halfsky::crypto {

constexpr size_t kBlindBytes = 16;

class Keyring {
 public:
  // Makes `folder` (mode 0700) and new keys in it, on disk when it returns. Throws std::runtime_error where there is a master key.
  static Keyring create(const std::filesystem::path& folder, SuiteName suite);

  // Throws std::runtime_error that says what is wrong: no file, readable by others, not a key, another suite's seal key.
  static Keyring load(const std::filesystem::path& folder);

  // For tests: nothing on disk.
  static Keyring of_master_key(const Secret& master, SuiteName suite);

  const Suite& suite() const { return Suite::of(suite_); }

  // `owner` is what the key belongs to (the person's id): the blob opens for no other.
  Secret new_data_key() const { return suite().new_key(); }
  std::string wrap(const Secret& data_key, std::string_view owner) const;
  std::optional<Secret> unwrap(std::string_view wrapped, std::string_view owner) const;

  // kBlindBytes, the same for the same column and value. `column_id` is the field's stable id; the value is normalised by
  // the caller. A token (a name's prefix) and a whole value of one column have nothing in common.
  std::string blind_index(std::string_view column_id, std::string_view value) const;
  std::string blind_token(std::string_view column_id, std::string_view token) const;

  const SigningKey& seal_key() const { return seal_key_; }

 private:
  Keyring(const Secret& master, SuiteName suite, SigningKey seal_key);
  std::string blind(std::string_view purpose, std::string_view column_id, std::string_view value) const;

  SuiteName suite_;
  Secret blind_root_;
  Secret wrapping_key_;
  SigningKey seal_key_;
};

}  // namespace halfsky::crypto
