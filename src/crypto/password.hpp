// Passwords: Argon2id (19 MB, 3 passes: about 15 ms), and what a new one must be like.
#pragma once

#include <string>
#include <string_view>

#include "base/problem.hpp"

namespace halfsky::crypto {

// "$argon2id$v=19$m=19456,t=3,p=1$salt$hash". The password is brought into NFC first, so that it is the same from any keyboard.
std::string hash_password(std::string_view password);
bool verify_password(std::string_view password, std::string_view stored);

// Takes as long as verify_password and is always false: for a login that does not exist, so that nobody learns which do.
bool verify_no_password(std::string_view password);

bool is_outdated(std::string_view stored);  // with other parameters than today's: hashed again at the next good sign-in

constexpr size_t kPasswordBytesMax = 256;

// Eight characters of three kinds (lower, upper, digits, signs, Chinese), or fourteen of any; not well known, not a run ("abcdefgh",
// "12345678", "aaaaaaaa" and what is made of them), not the login. Codes: password_short, password_long, password_simple,
// password_common, password_like_login; path "password".
base::Problems check_password(std::string_view password, std::string_view login);

}  // namespace halfsky::crypto
