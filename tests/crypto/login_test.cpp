// What a login rests on: the password's hash and rules, the second factor.
#include <gtest/gtest.h>

#include "crypto/password.hpp"
#include "crypto/totp.hpp"

namespace halfsky::crypto {
namespace {

TEST(Password, IsVerifiedAgainstItsHash) {
  const std::string stored = hash_password("春天 Blume 7");
  EXPECT_TRUE(stored.starts_with("$argon2id$v=19$m=19456,t=3,p=1$"));
  EXPECT_TRUE(verify_password("春天 Blume 7", stored));
  EXPECT_FALSE(verify_password("春天 Blume 8", stored));
  EXPECT_FALSE(verify_password("", stored));
  EXPECT_FALSE(verify_password("春天 Blume 7", "not a hash"));
  EXPECT_FALSE(verify_no_password("春天 Blume 7"));
  EXPECT_NE(hash_password("春天 Blume 7"), stored);
}

TEST(Password, IsTheSameFromAnyKeyboard) {
  EXPECT_TRUE(verify_password("cafe\xcc\x81 Nr 7", hash_password("caf\xc3\xa9 Nr 7")));
}

// Made by the reference implementation: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1
TEST(Password, ReadsOtherParametersAndCallsThemOutdated) {
  const std::string stored = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
  EXPECT_TRUE(verify_password("password", stored));
  EXPECT_FALSE(verify_password("differentpassword", stored));
  EXPECT_TRUE(is_outdated(stored));
  EXPECT_FALSE(is_outdated(hash_password("x")));
}

struct Rule {
  const char* password;
  const char* code;  // empty: fine
};

TEST(Password, RulesForANewOne) {
  const std::vector<Rule> rules = {
      {"Chun7tian", ""},          {"Lei#2026x", ""},           {"correct horse battery", ""}, {"春蕾计划 2026 好", ""},
      {"Ab1", "password_short"},  {"chunlei2", "password_simple"}, {"Password2026!", "password_common"},
      {"Admin@123", "password_common"}, {"12345678Aa", "password_common"}, {"aaaaaaaaaaaaaaaa", "password_common"},
      {"Wang.li77", "password_like_login"},
  };
  for (const Rule& rule : rules) {
    const auto problems = check_password(rule.password, "wang.li");
    const std::string codes = problems.empty() ? "" : problems.front().code;
    EXPECT_EQ(codes, rule.code) << rule.password;
  }
}

TEST(Totp, CodesOfRfc6238) {
  const Secret secret("12345678901234567890");
  EXPECT_EQ(totp_code(secret, totp_step(59 * 1'000'000LL), 8), "94287082");
  EXPECT_EQ(totp_code(secret, totp_step(1111111109 * 1'000'000LL), 8), "07081804");
  EXPECT_EQ(totp_code(secret, totp_step(1111111111 * 1'000'000LL), 8), "14050471");
  EXPECT_EQ(totp_code(secret, totp_step(1234567890 * 1'000'000LL), 8), "89005924");
  EXPECT_EQ(totp_code(secret, totp_step(2000000000 * 1'000'000LL), 8), "69279037");
  EXPECT_EQ(totp_code(secret, totp_step(20000000000 * 1'000'000LL), 8), "65353130");
  EXPECT_EQ(totp_code(secret, totp_step(59 * 1'000'000LL)), "287082");
}

TEST(Totp, EachCodeOnceAndNearItsTime) {
  const Secret secret = new_totp_secret();
  const base::Instant now = 1'795'000'000'000'000;
  const int64_t step = totp_step(now);
  const std::string code = totp_code(secret, step);
  EXPECT_EQ(accept_totp(secret, code, now, 0), step);
  EXPECT_FALSE(accept_totp(secret, code, now, step));
  EXPECT_EQ(accept_totp(secret, totp_code(secret, step - 1), now, 0), step - 1);
  EXPECT_EQ(accept_totp(secret, totp_code(secret, step + 1), now, step), step + 1);
  EXPECT_FALSE(accept_totp(secret, totp_code(secret, step - 3), now, 0));
  EXPECT_FALSE(accept_totp(secret, "", now, 0));
}

TEST(Totp, UriForTheQrCode) {
  EXPECT_EQ(base32("12345678901234567890"), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  EXPECT_EQ(totp_uri("半边天", "wang li", Secret("12345678901234567890")),
            "otpauth://totp/%e5%8d%8a%e8%be%b9%e5%a4%a9:wang%20li?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%e5%8d%8a%e8%be%b9%e5%a4%a9");
}

TEST(Secret, EqualsByContentAndMoves) {
  Secret a("key");
  Secret b = std::move(a);
  EXPECT_EQ(b, Secret("key"));
  EXPECT_FALSE(b == Secret("kez"));
  EXPECT_FALSE(b == Secret("keys"));
  EXPECT_EQ(b.copy(), b);
}

}  // namespace
}  // namespace halfsky::crypto
