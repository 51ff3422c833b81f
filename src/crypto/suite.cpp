// The two cipher suites, over Botan: a suite is a handful of names.
#include "crypto/suite.hpp"

#include <botan/aead.h>
#include <botan/data_src.h>
#include <botan/ed25519.h>
#include <botan/hash.h>
#include <botan/hex.h>
#include <botan/mac.h>
#include <botan/pk_keys.h>
#include <botan/pkcs8.h>
#include <botan/pubkey.h>
#include <botan/sm2.h>
#include <botan/system_rng.h>
#include <botan/x509_key.h>

#include <array>
#include <cstring>

#include "base/result.hpp"

namespace halfsky::crypto {

namespace {

struct Names {
  SuiteName name;
  const char* text;
  const char* hash;
  const char* hmac;
  const char* aead;
  const char* signature_padding;  // SM2 signs an id with the message: the standard's default one
  size_t key_bytes;
};

constexpr std::array<Names, 2> kNames = {{
    {SuiteName::national, "national", "SM3", "HMAC(SM3)", "SM4/GCM", "1234567812345678,SM3", 16},
    {SuiteName::international, "international", "SHA-256", "HMAC(SHA-256)", "AES-256/GCM", "Pure", 32},
}};

const Names& names(SuiteName name) { return kNames[static_cast<size_t>(name)]; }

const uint8_t* octets(std::string_view bytes) { return reinterpret_cast<const uint8_t*>(bytes.data()); }

template <class Vector>
std::string text(const Vector& bytes) { return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()); }

// Objects of Botan cost more to make than to use, so each thread keeps its own.
Botan::HashFunction& thread_hash(SuiteName name) {
  thread_local std::array<std::unique_ptr<Botan::HashFunction>, 2> hashes;
  auto& hash = hashes[static_cast<size_t>(name)];
  if (!hash) hash = Botan::HashFunction::create_or_throw(names(name).hash);
  return *hash;
}

Botan::MessageAuthenticationCode& thread_hmac(SuiteName name) {
  thread_local std::array<std::unique_ptr<Botan::MessageAuthenticationCode>, 2> hmacs;
  auto& hmac = hmacs[static_cast<size_t>(name)];
  if (!hmac) hmac = Botan::MessageAuthenticationCode::create_or_throw(names(name).hmac);
  return *hmac;
}

// Takes the key out of the thread's cipher on every way out.
class KeyedCipher {
 public:
  KeyedCipher(SuiteName name, Botan::Cipher_Dir direction, const Secret& key) : cipher_(of_thread(name, direction)) {
    HALFSKY_ASSERT(key.size() == names(name).key_bytes);
    cipher_.set_key(octets(key.view()), key.size());
  }
  ~KeyedCipher() { cipher_.clear(); }
  KeyedCipher(const KeyedCipher&) = delete;
  KeyedCipher& operator=(const KeyedCipher&) = delete;
  Botan::AEAD_Mode* operator->() { return &cipher_; }

 private:
  static Botan::AEAD_Mode& of_thread(SuiteName name, Botan::Cipher_Dir direction) {
    thread_local std::array<std::unique_ptr<Botan::AEAD_Mode>, 4> ciphers;
    auto& cipher = ciphers[static_cast<size_t>(name) * 2 + (direction == Botan::ENCRYPTION ? 0 : 1)];
    if (!cipher) cipher = Botan::AEAD_Mode::create_or_throw(names(name).aead, direction);
    return *cipher;
  }

  Botan::AEAD_Mode& cipher_;
};

}  // namespace

std::string_view text_of(SuiteName name) { return names(name).text; }

std::optional<SuiteName> suite_name(std::string_view text) {
  for (const Names& one : kNames)
    if (text == one.text) return one.name;
  return std::nullopt;
}

std::string random_bytes(size_t count) {
  // Drawn from the system some at a time, each byte handed out once: a call a nonce would cost more than sealing.
  constexpr size_t kDrawn = 4'096;
  if (count > kDrawn) {
    std::string bytes(count, '\0');
    Botan::system_rng().randomize(reinterpret_cast<uint8_t*>(bytes.data()), bytes.size());
    return bytes;
  }
  thread_local Botan::secure_vector<uint8_t> drawn;
  thread_local size_t used = 0;
  if (drawn.size() - used < count) {
    drawn.resize(kDrawn);
    Botan::system_rng().randomize(drawn.data(), drawn.size());
    used = 0;
  }
  std::string bytes(reinterpret_cast<const char*>(drawn.data()) + used, count);
  std::memset(drawn.data() + used, 0, count);
  used += count;
  return bytes;
}

uint64_t random_seed() {
  uint64_t seed = 0;
  Botan::system_rng().randomize(reinterpret_cast<uint8_t*>(&seed), sizeof seed);
  return seed;
}

std::string hex(std::string_view bytes) { return Botan::hex_encode(octets(bytes), bytes.size(), /*uppercase*/ false); }

std::optional<std::string> from_hex(std::string_view digits) {
  try {
    return text(Botan::hex_decode(digits.data(), digits.size(), /*ignore_ws*/ false));
  } catch (const Botan::Invalid_Argument&) {
    return std::nullopt;
  }
}

struct Hasher::State {
  std::unique_ptr<Botan::HashFunction> hash;
};

Hasher::Hasher(std::unique_ptr<State> state) : state_(std::move(state)) {}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::add(std::string_view bytes) { state_->hash->update(octets(bytes), bytes.size()); }
std::string Hasher::finish() { return text(state_->hash->final()); }

const Suite& Suite::of(SuiteName name) {
  static const Suite kNational(SuiteName::national), kInternational(SuiteName::international);
  return name == SuiteName::national ? kNational : kInternational;
}

size_t Suite::key_bytes() const { return names(name_).key_bytes; }

Hasher Suite::hasher() const {
  return Hasher(std::make_unique<Hasher::State>(Hasher::State{std::unique_ptr<Botan::HashFunction>(thread_hash(name_).clone())}));
}

std::string Suite::hash(std::string_view bytes) const {
  auto& hash = thread_hash(name_);
  hash.update(octets(bytes), bytes.size());
  std::string out(kHashBytes, '\0');
  hash.final(reinterpret_cast<uint8_t*>(out.data()));
  return out;
}

std::string Suite::hmac(std::string_view key, std::string_view bytes) const {
  auto& hmac = thread_hmac(name_);
  hmac.set_key(octets(key), key.size());
  hmac.update(octets(bytes), bytes.size());
  std::string out(kHashBytes, '\0');
  hmac.final(reinterpret_cast<uint8_t*>(out.data()));
  hmac.clear();
  return out;
}

std::string Suite::seal(const Secret& key, std::string_view plain, std::string_view associated) const {
  KeyedCipher cipher(name_, Botan::ENCRYPTION, key);
  const std::string nonce = random_bytes(kNonceBytes);
  Botan::secure_vector<uint8_t> buffer;
  buffer.reserve(plain.size() + kTagBytes);
  buffer.assign(octets(plain), octets(plain) + plain.size());
  cipher->set_associated_data(octets(associated), associated.size());
  cipher->start(octets(nonce), nonce.size());
  cipher->finish(buffer);
  HALFSKY_ASSERT(buffer.size() == plain.size() + kTagBytes);
  return nonce + text(buffer);
}

std::optional<std::string> Suite::open(const Secret& key, std::string_view sealed, std::string_view associated) const {
  if (sealed.size() < kNonceBytes + kTagBytes) return std::nullopt;
  KeyedCipher cipher(name_, Botan::DECRYPTION, key);
  Botan::secure_vector<uint8_t> buffer(octets(sealed) + kNonceBytes, octets(sealed) + sealed.size());
  cipher->set_associated_data(octets(associated), associated.size());
  cipher->start(octets(sealed), kNonceBytes);
  try {
    cipher->finish(buffer);
  } catch (const Botan::Invalid_Authentication_Tag&) {
    return std::nullopt;
  }
  return text(buffer);
}

Secret Suite::new_key() const {
  std::string bytes = random_bytes(key_bytes());
  Secret key(bytes);
  wipe(bytes);
  return key;
}

struct SigningKey::State {
  SuiteName suite;
  std::unique_ptr<Botan::Private_Key> key;
};

SigningKey::SigningKey(std::unique_ptr<State> state) : state_(std::move(state)) {}
SigningKey::~SigningKey() = default;
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;

std::string SigningKey::sign(std::string_view message) const {
  auto& random = Botan::system_rng();
  Botan::PK_Signer signer(*state_->key, random, names(state_->suite).signature_padding);
  return text(signer.sign_message(octets(message), message.size(), random));
}

std::string SigningKey::public_key() const { return text(Botan::X509::BER_encode(*state_->key)); }

Secret SigningKey::private_key() const {
  const auto der = Botan::PKCS8::BER_encode(*state_->key);
  return Secret({reinterpret_cast<const char*>(der.data()), der.size()});
}

SigningKey Suite::new_signing_key() const {
  auto& random = Botan::system_rng();
  std::unique_ptr<Botan::Private_Key> key;
  if (name_ == SuiteName::national)
    key = std::make_unique<Botan::SM2_PrivateKey>(random, Botan::EC_Group("sm2p256v1"));
  else
    key = std::make_unique<Botan::Ed25519_PrivateKey>(random);
  return SigningKey(std::make_unique<SigningKey::State>(SigningKey::State{name_, std::move(key)}));
}

std::optional<SigningKey> Suite::signing_key(const Secret& private_key) const {
  try {
    Botan::DataSource_Memory source(octets(private_key.view()), private_key.size());
    std::unique_ptr<Botan::Private_Key> key = Botan::PKCS8::load_key(source);
    const std::string expected = name_ == SuiteName::national ? "SM2" : "Ed25519";
    const std::string algorithm = key->algo_name();
    if (!algorithm.starts_with(expected)) return std::nullopt;
    return SigningKey(std::make_unique<SigningKey::State>(SigningKey::State{name_, std::move(key)}));
  } catch (const Botan::Exception&) {
    return std::nullopt;
  }
}

bool Suite::verify(std::string_view public_key, std::string_view message, std::string_view signature) const {
  try {
    const std::vector<uint8_t> der(octets(public_key), octets(public_key) + public_key.size());
    const std::unique_ptr<Botan::Public_Key> key(Botan::X509::load_key(der));
    const std::string expected = name_ == SuiteName::national ? "SM2" : "Ed25519";
    if (!key->algo_name().starts_with(expected)) return false;
    Botan::PK_Verifier verifier(*key, names(name_).signature_padding);
    return verifier.verify_message(octets(message), message.size(), octets(signature), signature.size());
  } catch (const Botan::Exception&) {
    return false;
  }
}

}  // namespace halfsky::crypto
