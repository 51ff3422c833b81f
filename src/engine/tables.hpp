// The engine's own tables, beside those of the records.
#pragma once

#include "engine/store/schema.hpp"

namespace halfsky::engine {

std::vector<TableSpec> engine_tables();
TableSpec inbox_table();
TableSpec printed_table();
TableSpec file_table();
TableSpec handover_table();   // why a record was handed over; that it was says its own row
TableSpec county_handover_table();   // what one county proposes to hand to another (move/county_handover.hpp)

}  // namespace halfsky::engine
