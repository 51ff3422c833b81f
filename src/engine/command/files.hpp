// Photos and papers: each encrypted with a key of its own, journaled, in its county.
#pragma once

#include <string>

#include "engine/engine.hpp"

namespace halfsky::engine {

struct NewFile {
  std::string id;            // empty: a fresh one
  std::string name;          // what whoever sent it called it
  std::string media_type;    // image/jpeg, image/png, image/webp, application/pdf
  std::string bytes;
};

// Keeps it for `account` and gives its id. Problems: as Writer::note has them.
base::Result<std::string> keep_file(Engine& engine, base::County county, const std::string& account, NewFile file);

}  // namespace halfsky::engine
