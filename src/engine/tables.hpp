// The engine's own tables, beside those of the records.
#pragma once

#include "engine/store/schema.hpp"

namespace halfsky::engine {

std::vector<TableSpec> engine_tables();

}  // namespace halfsky::engine
