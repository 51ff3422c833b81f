// Holds a database to the master key that it was begun with: a value that only that key opens lies in `setting`.
#pragma once

#include <string>

#include "crypto/keys.hpp"
#include "db/connection.hpp"

namespace halfsky::engine {

// Throws std::runtime_error where the data was written with another master key than `keyring`'s; nothing is changed then. A
// database from before there was such a value gets one, when the key opens one of its data keys or there are none yet.
// `path`: the key's file, for the message.
void hold_to_master_key(db::Connection& connection, const crypto::Keyring& keyring, const std::string& path);

}  // namespace halfsky::engine
