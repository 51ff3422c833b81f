// What a guard that fails says: the pack's sentence, and which records it fails for, where it asks something of each row of a list
// (`packets.all(p, …)`, `!candidates.exists(c, …)`). Only records that the asker may read are named; the others are counted.
#pragma once

#include <string>

#include "engine/access/gate.hpp"
#include "engine/world.hpp"

namespace halfsky::engine {

// REQUIRES: `world` stands on the record as the move leaves it, and its guard does not hold.
std::string said_by_guard(const Site& site, RowSource& source, const Gate& gate, const Acting& who, const lang::Move& move, RowWorld& world, base::Day today);

}  // namespace halfsky::engine
