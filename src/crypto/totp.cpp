// The second factor: RFC 6238 over Botan's HMAC.
#include "crypto/totp.hpp"

#include <botan/mac.h>

#include <array>
#include <cctype>

#include "base/result.hpp"
#include "crypto/suite.hpp"

namespace halfsky::crypto {

namespace {

constexpr int64_t kStepsOfGrace = 1;

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const unsigned char c : text) {
    if (std::isalnum(c) != 0 || c == '-' || c == '.' || c == '_' || c == '~') out += static_cast<char>(c);
    else out += '%' + hex(std::string(1, static_cast<char>(c)));
  }
  return out;
}

}  // namespace

Secret new_totp_secret() {
  std::string bytes = random_bytes(kTotpSecretBytes);
  Secret secret(bytes);
  wipe(bytes);
  return secret;
}

std::string base32(std::string_view bytes) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  uint32_t bits = 0;
  int count = 0;
  for (const unsigned char c : bytes) {
    bits = bits << 8 | c;
    for (count += 8; count >= 5; count -= 5) out += kAlphabet[bits >> (count - 5) & 31];
  }
  if (count > 0) out += kAlphabet[bits << (5 - count) & 31];
  return out;
}

std::string totp_uri(std::string_view issuer, std::string_view account, const Secret& secret) {
  return "otpauth://totp/" + percent_encoded(issuer) + ":" + percent_encoded(account) + "?secret=" + base32(secret.view()) +
         "&issuer=" + percent_encoded(issuer);
}

int64_t totp_step(base::Instant now) { return now / 1'000'000 / kTotpStepSeconds; }

std::string totp_code(const Secret& secret, int64_t step, int digits) {
  HALFSKY_ASSERT(digits >= 6 && digits <= 8);
  std::array<uint8_t, 8> counter{};
  for (int i = 0; i < 8; ++i) counter[static_cast<size_t>(i)] = static_cast<uint8_t>(step >> (56 - 8 * i));
  const auto hmac = Botan::MessageAuthenticationCode::create_or_throw("HMAC(SHA-1)");
  hmac->set_key(reinterpret_cast<const uint8_t*>(secret.view().data()), secret.size());
  hmac->update(counter.data(), counter.size());
  const auto mac = hmac->final();
  const size_t offset = mac.back() & 15;
  const uint32_t number = (mac[offset] & 0x7fu) << 24 | mac[offset + 1] << 16 | mac[offset + 2] << 8 | mac[offset + 3];
  uint32_t modulus = 1;
  for (int i = 0; i < digits; ++i) modulus *= 10;
  const std::string code = std::to_string(number % modulus);
  return std::string(static_cast<size_t>(digits) - code.size(), '0') + code;
}

std::optional<int64_t> accept_totp(const Secret& secret, std::string_view code, base::Instant now, int64_t last_step) {
  const int64_t current = totp_step(now);
  std::optional<int64_t> accepted;
  for (int64_t step = current - kStepsOfGrace; step <= current + kStepsOfGrace; ++step) {
    const bool same = equal_in_constant_time(totp_code(secret, step), code);
    if (same && step > last_step && !accepted) accepted = step;
  }
  return accepted;
}

}  // namespace halfsky::crypto
