// The suites against published vectors, and what must hold of both.
#include "crypto/suite.hpp"

#include <gtest/gtest.h>

namespace halfsky::crypto {
namespace {

std::string bytes(std::string_view digits) { return from_hex(digits).value(); }

const Suite& kSm = Suite::of(SuiteName::national);
const Suite& kAes = Suite::of(SuiteName::international);

TEST(Hash, Sm3OfGbt32905) {
  EXPECT_EQ(hex(kSm.hash("abc")), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  std::string message;
  for (int i = 0; i < 16; ++i) message += "abcd";
  EXPECT_EQ(hex(kSm.hash(message)), "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
}

TEST(Hash, Sha256OfFips180) {
  EXPECT_EQ(hex(kAes.hash("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(kAes.hash("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Hmac, Sha256OfRfc4231) {
  EXPECT_EQ(hex(kAes.hmac("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(kAes.hmac(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

// From its definition, HMAC(k, m) = H(k ^ opad | H(k ^ ipad | m)), as the standard's own vectors are not freely published.
TEST(Hmac, Sm3ByItsDefinition) {
  std::string inner(64, '\x36'), outer(64, '\x5c');
  const std::string key = "Jefe";
  for (size_t i = 0; i < key.size(); ++i) {
    inner[i] = static_cast<char>(inner[i] ^ key[i]);
    outer[i] = static_cast<char>(outer[i] ^ key[i]);
  }
  EXPECT_EQ(kSm.hmac(key, "message"), kSm.hash(outer + kSm.hash(inner + "message")));
}

TEST(Seal, Sm4GcmOfRfc8998) {
  // Our form is nonce | cipher | tag.
  const Secret key(bytes("0123456789abcdeffedcba9876543210"));
  const std::string sealed = bytes(
      "00001234567800000000abcd"
      "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
      "83de3541e4c2b58177e065a9bf7b62ec");
  const auto plain = kSm.open(key, sealed, bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2"));
  ASSERT_TRUE(plain);
  EXPECT_EQ(hex(*plain),
            "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa");
}

TEST(Seal, Aes256GcmOfTheGcmPaper) {
  const Secret key(bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"));
  const std::string sealed = bytes(
      "cafebabefacedbaddecaf888"
      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
      "76fc6ece0f4e1768cddf8853bb2d551b");
  const auto plain = kAes.open(key, sealed, bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2"));
  ASSERT_TRUE(plain);
  EXPECT_EQ(hex(plain->substr(0, 8)), "d9313225f88406e5");
}

class BothSuites : public ::testing::TestWithParam<SuiteName> {
 protected:
  const Suite& suite = Suite::of(GetParam());
};

TEST_P(BothSuites, HashInPiecesAsAtOnce) {
  Hasher hasher = suite.hasher();
  hasher.add("half");
  hasher.add("");
  hasher.add("sky");
  EXPECT_EQ(hasher.finish(), suite.hash("halfsky"));
  hasher.add("halfsky");
  EXPECT_EQ(hasher.finish(), suite.hash("halfsky"));
}

TEST_P(BothSuites, OpenWhatTheySealed) {
  const Secret key = suite.new_key();
  for (const std::string plain : {"", "x", "990121198803080028", "她能顶半边天"}) {
    const std::string sealed = suite.seal(key, plain, "field|419001|record");
    EXPECT_EQ(sealed.size(), plain.size() + kNonceBytes + kTagBytes);
    EXPECT_EQ(suite.open(key, sealed, "field|419001|record"), plain);
    EXPECT_NE(suite.seal(key, plain, "field|419001|record"), sealed);
  }
}

TEST_P(BothSuites, DoNotOpenWhatWasTouchedMovedOrIsAnothers) {
  const Secret key = suite.new_key();
  const std::string sealed = suite.seal(key, "secret", "here");
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string touched = sealed;
    touched[i] = static_cast<char>(touched[i] ^ 1);
    EXPECT_FALSE(suite.open(key, touched, "here")) << i;
  }
  EXPECT_FALSE(suite.open(key, sealed, "there"));
  EXPECT_FALSE(suite.open(suite.new_key(), sealed, "here"));
  EXPECT_FALSE(suite.open(key, "", "here"));
  EXPECT_FALSE(suite.open(key, sealed.substr(0, sealed.size() - 1), "here"));
  EXPECT_EQ(suite.open(key, sealed, "here"), "secret");
}

TEST_P(BothSuites, VerifyWhatTheySigned) {
  const SigningKey key = suite.new_signing_key();
  const std::string signature = key.sign("head of county 419001");
  EXPECT_EQ(signature.size(), 64u);
  EXPECT_TRUE(suite.verify(key.public_key(), "head of county 419001", signature));
  EXPECT_FALSE(suite.verify(key.public_key(), "head of county 419002", signature));
  EXPECT_FALSE(suite.verify(suite.new_signing_key().public_key(), "head of county 419001", signature));
  EXPECT_FALSE(suite.verify("no key", "head of county 419001", signature));
  EXPECT_FALSE(suite.verify(key.public_key(), "head of county 419001", ""));
  const auto again = suite.signing_key(key.private_key());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->public_key(), key.public_key());
  EXPECT_TRUE(suite.verify(key.public_key(), "m", again->sign("m")));
}

TEST_P(BothSuites, TakeNoKeyOfTheOther) {
  const Suite& other = Suite::of(GetParam() == SuiteName::national ? SuiteName::international : SuiteName::national);
  const SigningKey key = other.new_signing_key();
  EXPECT_FALSE(suite.signing_key(key.private_key()));
  EXPECT_FALSE(suite.verify(key.public_key(), "m", key.sign("m")));
}

INSTANTIATE_TEST_SUITE_P(Crypto, BothSuites, ::testing::Values(SuiteName::national, SuiteName::international),
                         [](const auto& one) { return std::string(text_of(one.param)); });

TEST(Hex, RefusesWhatIsNone) {
  EXPECT_EQ(from_hex("00ff"), std::string("\0\xff", 2));
  EXPECT_FALSE(from_hex("0"));
  EXPECT_FALSE(from_hex("zz"));
}

}  // namespace
}  // namespace halfsky::crypto
