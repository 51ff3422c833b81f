// The two cipher suites behind one interface: what the engine hashes, seals and signs with.
//
//   national       SM3, HMAC-SM3, SM4-GCM, SM2      (GB/T 32905, 32907, 32918)
//   international  SHA-256, HMAC-SHA-256, AES-256-GCM, Ed25519
//
// Bytes are std::string. What fails to open or to verify is a value (nothing, false); an exception is a broken machine.
// All functions may be called from any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/secret.hpp"

namespace halfsky::crypto {

enum class SuiteName { national, international };

std::string_view text_of(SuiteName name);                        // "national", "international"
std::optional<SuiteName> suite_name(std::string_view text);

constexpr size_t kHashBytes = 32;   // of both suites
constexpr size_t kNonceBytes = 12;
constexpr size_t kTagBytes = 16;

std::string random_bytes(size_t count);   // from the operating system
uint64_t random_seed();
std::string hex(std::string_view bytes);
std::optional<std::string> from_hex(std::string_view text);

// A hash in pieces. finish() leaves it ready for the next.
class Hasher {
 public:
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;
  void add(std::string_view bytes);
  std::string finish();  // kHashBytes

 private:
  friend class Suite;
  struct State;
  explicit Hasher(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

class SigningKey;

class Suite {
 public:
  static const Suite& of(SuiteName name);

  SuiteName name() const { return name_; }
  size_t key_bytes() const;  // of seal and open

  Hasher hasher() const;
  std::string hash(std::string_view bytes) const;                                     // kHashBytes
  std::string hmac(std::string_view key, std::string_view bytes) const;               // kHashBytes

  // nonce | cipher | tag, with a fresh random nonce. `associated` is not kept in it but must be the same to open:
  // it binds a value to its place. REQUIRES: key.size() == key_bytes()
  std::string seal(const Secret& key, std::string_view plain, std::string_view associated) const;
  std::optional<std::string> open(const Secret& key, std::string_view sealed, std::string_view associated) const;

  Secret new_key() const;  // key_bytes() random bytes

  SigningKey new_signing_key() const;
  std::optional<SigningKey> signing_key(const Secret& private_key) const;  // as SigningKey::private_key() gave it
  // `public_key` as SigningKey::public_key() gave it.
  bool verify(std::string_view public_key, std::string_view message, std::string_view signature) const;

 private:
  explicit Suite(SuiteName name) : name_(name) {}
  SuiteName name_;
};

// Signs seals. 64-byte signatures in both suites.
class SigningKey {
 public:
  ~SigningKey();
  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;
  std::string sign(std::string_view message) const;
  std::string public_key() const;  // X.509 SubjectPublicKeyInfo, DER
  Secret private_key() const;      // PKCS #8, DER

 private:
  friend class Suite;
  struct State;
  explicit SigningKey(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace halfsky::crypto
