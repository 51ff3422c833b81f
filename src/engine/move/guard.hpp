// What a guard that fails says: the pack's sentence, and which records it fails for, where it asks something of each row of a list
// (`packets.all(p, …)`, `!candidates.exists(c, …)`). Only records that the asker may read are named; the others are counted.
#pragma once

#include <string>

#include "engine/access/gate.hpp"
#include "engine/world.hpp"

namespace halfsky::engine {

struct GuardSaid {
  std::string chinese, english;   // English is empty where the pack has none
};

// REQUIRES: `world` stands on the record as the move leaves it, and its guard does not hold.
GuardSaid said_by_guard(const Site& site, RowSource& source, const Gate& gate, const Acting& who, const lang::Move& move, RowWorld& world, base::Day today);

// The problem "guard" says it in both: `message`, and `message_en` where there is one.
std::vector<std::pair<std::string, std::string>> guard_args(GuardSaid said);

}  // namespace halfsky::engine
