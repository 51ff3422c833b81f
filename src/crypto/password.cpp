// Passwords: Argon2id over Botan, and what a new one must be like.
#include "crypto/password.hpp"

#include <botan/argon2.h>
#include <botan/system_rng.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.hpp"
#include "crypto/secret.hpp"

namespace halfsky::crypto {

namespace {

constexpr size_t kMemoryKib = 19'456, kPasses = 3, kLanes = 1;
constexpr std::string_view kParameters = "$argon2id$v=19$m=19456,t=3,p=1$";
constexpr size_t kCharactersMin = 8, kKindsMin = 3, kCharactersOfAnyKindMin = 14;

// The stems of what people choose when they must: what is left without the digits and signs around it.
constexpr std::array<std::string_view, 26> kCommonStems = {
    "password", "passwd",  "passw0rd", "p@ssw0rd", "p@ssword", "admin",  "administrator", "root",    "qwerty",
    "qwertyuiop", "asdfgh", "asdfghjkl", "zxcvbn", "zxcvbnm", "qwer",    "asdf",          "iloveyou", "woaini",
    "welcome",  "letmein", "fulian",   "funv",     "halfsky", "banbiantian", "test",      "changeme"};

std::string normal(std::string_view password) { return base::is_utf8(password) ? base::nfc(password) : std::string(password); }

size_t kinds_of(std::string_view text) {
  bool lower = false, upper = false, digit = false, sign = false, hanzi = false;
  for (const unsigned char c : text) {
    if (c >= 'a' && c <= 'z') lower = true;
    else if (c >= 'A' && c <= 'Z') upper = true;
    else if (c >= '0' && c <= '9') digit = true;
    else if (c < 0x80) sign = true;
    else hanzi = true;  // and every other script
  }
  return static_cast<size_t>(lower) + upper + digit + sign + hanzi;
}

// Each character follows from the one before it: the same step all along, but for two places.
bool is_run(std::string_view text) {
  size_t breaks = 0;
  for (size_t i = 2; i < text.size(); ++i)
    breaks += text[i] - text[i - 1] != text[i - 1] - text[i - 2] || std::abs(text[i] - text[i - 1]) > 1;
  return breaks <= 2;
}

bool is_common(std::string_view lower) {
  const auto is_letter_or_at = [](char c) { return (c >= 'a' && c <= 'z') || c == '@'; };
  const auto first = std::find_if(lower.begin(), lower.end(), is_letter_or_at);
  const auto last = std::find_if(lower.rbegin(), lower.rend(), is_letter_or_at).base();
  if (first >= last) return false;
  std::string_view stem = lower.substr(static_cast<size_t>(first - lower.begin()), static_cast<size_t>(last - first));
  while (!stem.empty() && stem.back() == '@') stem.remove_suffix(1);
  return std::find(kCommonStems.begin(), kCommonStems.end(), stem) != kCommonStems.end();
}

base::Problem problem(const char* code, std::vector<std::pair<std::string, std::string>> args = {}) {
  return {code, "password", std::move(args)};
}

}  // namespace

std::string hash_password(std::string_view password) {
  std::string text = normal(password);
  std::string hash = Botan::argon2_generate_pwhash(text.data(), text.size(), Botan::system_rng(), kLanes, kMemoryKib, kPasses);
  wipe(text);
  return hash;
}

bool verify_password(std::string_view password, std::string_view stored) {
  if (password.size() > kPasswordBytesMax) return false;
  std::string text = normal(password);
  const bool good = Botan::argon2_check_pwhash(text.data(), text.size(), std::string(stored));
  wipe(text);
  return good;
}

bool verify_no_password(std::string_view password) {
  static const std::string kNobodys = hash_password("\x01 nobody's");
  verify_password(password, kNobodys);
  return false;
}

bool is_outdated(std::string_view stored) { return !stored.starts_with(kParameters); }

base::Problems check_password(std::string_view password, std::string_view login) {
  if (!base::is_utf8(password) || password.size() > kPasswordBytesMax)
    return {problem("password_long", {{"max", std::to_string(kPasswordBytesMax)}})};
  const std::string text = base::nfc(password);
  const std::string lower = base::lower(text);
  const std::string low_login = base::lower(std::string(login));
  const size_t characters = base::code_points(text);
  base::Problems problems;
  if (characters < kCharactersMin) problems.push_back(problem("password_short", {{"min", std::to_string(kCharactersMin)}}));
  else if (characters < kCharactersOfAnyKindMin && kinds_of(text) < kKindsMin) problems.push_back(problem("password_simple"));
  if (is_run(lower) || is_common(lower)) problems.push_back(problem("password_common"));
  if (low_login.size() >= 3 && lower.find(low_login) != std::string::npos) problems.push_back(problem("password_like_login"));
  return problems;
}

}  // namespace halfsky::crypto
