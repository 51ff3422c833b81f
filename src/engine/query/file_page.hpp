// A photo or paper for whoever may look at it.
#pragma once

#include <optional>
#include <string>

#include "engine/query/view.hpp"

namespace halfsky::engine {

struct OpenedFile { std::string media_type, content; };

// Nothing where there is none of this id in her county, or she may not: it must be one that she kept herself, or stand in a field that she may
// read of a record that she may read. The look at the record is noted.
std::optional<OpenedFile> open_file(const Site& site, db::Connection& connection, const Acting& who, const std::string& id);

}  // namespace halfsky::engine
