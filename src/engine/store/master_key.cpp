// The value: kKnown wrapped as a data key is, as hex.
#include "engine/store/master_key.hpp"

#include <stdexcept>

#include "crypto/suite.hpp"
#include "engine/store/settings.hpp"

namespace halfsky::engine {
namespace {

constexpr std::string_view kKnown = "this is the key", kOwner = "halfsky master key";
constexpr int kDataKeysTried = 20;   // one that was spoiled says nothing about the master key

bool opens_known(const crypto::Keyring& keyring, const std::string& kept) {
  const auto wrapped = crypto::from_hex(kept);
  const auto opened = wrapped ? keyring.unwrap(*wrapped, kOwner) : std::nullopt;
  return opened && opened->view() == kKnown;
}

// True where there is none to try.
bool opens_a_data_key(db::Connection& connection, const crypto::Keyring& keyring) {
  const db::Rows rows = connection.read({"select subject, wrapped from data_key where length(wrapped) > 0 limit ?1", {int64_t{kDataKeysTried}}});
  for (size_t r = 0; r < rows.size(); ++r)
    if (keyring.unwrap(rows.bytes(r, 1), rows.text(r, 0))) return true;
  return rows.empty();
}

}  // namespace

void hold_to_master_key(db::Connection& connection, const crypto::Keyring& keyring, const std::string& path) {
  const auto kept = setting::find(connection, setting::kMasterKey);
  if (kept ? !opens_known(keyring, *kept) : !opens_a_data_key(connection, keyring))
    throw std::runtime_error(path + ": not the key that this data was written with; nothing was started or changed. Put back the keys/ folder that belongs to the database");
  if (!kept) connection.write(setting::keep_first(setting::kMasterKey, crypto::hex(keyring.wrap(crypto::Secret(kKnown), kOwner))));
}

}  // namespace halfsky::engine
