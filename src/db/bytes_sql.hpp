// Where the two databases differ in the text of a condition on bytes.
#pragma once

#include <string>

#include "db/connection.hpp"

namespace halfsky::db {

// The bytes `needle` stand somewhere in the bytes `hay`; both are SQL.
inline std::string contains_bytes(Backend backend, const std::string& hay, const std::string& needle) {
  return backend == Backend::sqlite ? "instr(" + hay + ", " + needle + ") > 0" : "position(" + needle + " in " + hay + ") > 0";
}

}  // namespace halfsky::db
