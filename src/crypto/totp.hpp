// The second factor: codes of six digits that change every 30 seconds (RFC 6238 with SHA-1, as the authenticator apps know it).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/day.hpp"
#include "crypto/secret.hpp"

namespace halfsky::crypto {

constexpr int64_t kTotpStepSeconds = 30;

constexpr size_t kTotpSecretBytes = 20;   // as RFC 4226 wants
Secret new_totp_secret();
std::string base32(std::string_view bytes);  // as it is typed into an app

// "otpauth://totp/…", for the QR code.
std::string totp_uri(std::string_view issuer, std::string_view account, const Secret& secret);

int64_t totp_step(base::Instant now);
std::string totp_code(const Secret& secret, int64_t step, int digits = 6);

// The step whose code it is: of now, the one before or the one after (clocks differ), but later than `last_step`, the last one
// accepted for this account, which the caller keeps: each code once.
std::optional<int64_t> accept_totp(const Secret& secret, std::string_view code, base::Instant now, int64_t last_step);

}  // namespace halfsky::crypto
