// The keyring: what is in its files, and what follows from the master key.
#include "crypto/keys.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

namespace halfsky::crypto {
namespace {

namespace fs = std::filesystem;

class Keys : public ::testing::TestWithParam<SuiteName> {
 protected:
  void SetUp() override {
    root = (fs::temp_directory_path() / "halfsky-keys-XXXXXX").string();
    ASSERT_NE(mkdtemp(root.data()), nullptr);
    folder = root + "/keys";
  }
  void TearDown() override { fs::remove_all(root); }

  std::string root;
  fs::path folder;
};

TEST_P(Keys, AreTheSameWhenLoadedAgain) {
  const Keyring made = Keyring::create(folder, GetParam());
  const Keyring loaded = Keyring::load(folder);
  EXPECT_EQ(loaded.suite().name(), GetParam());
  const Secret key = made.new_data_key();
  EXPECT_EQ(loaded.unwrap(made.wrap(key, "person"), "person"), key);
  EXPECT_EQ(loaded.blind_index("f1", "李小雨"), made.blind_index("f1", "李小雨"));
  EXPECT_EQ(loaded.seal_key().public_key(), made.seal_key().public_key());
}

TEST_P(Keys, AreForTheirOwnerOnly) {
  Keyring::create(folder, GetParam());
  struct stat status {};
  for (const char* name : {"master.key", "seal.key"}) {
    ASSERT_EQ(stat((folder / name).c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u);
  }
  chmod((folder / "master.key").c_str(), 0644);
  EXPECT_THROW(Keyring::load(folder), std::runtime_error);
}

TEST_P(Keys, AreNeverOverwritten) {
  Keyring::create(folder, GetParam());
  EXPECT_THROW(Keyring::create(folder, GetParam()), std::runtime_error);
}

TEST_P(Keys, OfAnotherMasterAreRefused) {
  Keyring::create(folder, GetParam());
  Keyring::create(root + "/other", GetParam());
  fs::copy_file(root + "/other/seal.key", folder / "seal.key", fs::copy_options::overwrite_existing);
  EXPECT_THROW(Keyring::load(folder), std::runtime_error);
}

TEST_P(Keys, BrokenFilesAreRefused) {
  EXPECT_THROW(Keyring::load(folder), std::runtime_error);
  Keyring::create(folder, GetParam());
  std::ofstream(folder / "master.key") << "halfsky-master-key 1 international\n00ff\n";
  EXPECT_THROW(Keyring::load(folder), std::runtime_error);
}

TEST_P(Keys, AWrappedKeyOpensForItsOwnerOnly) {
  const Keyring keyring = Keyring::of_master_key(Secret(std::string(32, 'm')), GetParam());
  const Secret key = keyring.new_data_key();
  const std::string wrapped = keyring.wrap(key, "person 1");
  EXPECT_EQ(wrapped.find(std::string(key.view())), std::string::npos);
  EXPECT_EQ(keyring.unwrap(wrapped, "person 1"), key);
  EXPECT_FALSE(keyring.unwrap(wrapped, "person 2"));
  EXPECT_FALSE(keyring.unwrap("", "person 1"));
  EXPECT_FALSE(Keyring::of_master_key(Secret(std::string(32, 'n')), GetParam()).unwrap(wrapped, "person 1"));
}

TEST_P(Keys, BlindIndexesDependOnColumnPurposeValueAndMaster) {
  const Keyring keyring = Keyring::of_master_key(Secret(std::string(32, 'm')), GetParam());
  const std::string index = keyring.blind_index("f1", "a");
  EXPECT_EQ(index.size(), kBlindBytes);
  EXPECT_EQ(keyring.blind_index("f1", "a"), index);
  EXPECT_NE(keyring.blind_index("f2", "a"), index);
  EXPECT_NE(keyring.blind_index("f1", "b"), index);
  EXPECT_NE(keyring.blind_token("f1", "a"), index);
  EXPECT_NE(Keyring::of_master_key(Secret(std::string(32, 'n')), GetParam()).blind_index("f1", "a"), index);
}

INSTANTIATE_TEST_SUITE_P(Crypto, Keys, ::testing::Values(SuiteName::national, SuiteName::international),
                         [](const auto& one) { return std::string(text_of(one.param)); });

}  // namespace
}  // namespace halfsky::crypto
