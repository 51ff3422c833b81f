// Places in a county's journal as they leave the house. Numbers without gaps would tell everybody how much happens that she may not see, so
// what is shown is a permutation of them under a key: equal for equal places, in no order, below 2^52 so that a browser keeps it exactly.
// Whoever hands one back (`after`, `place`) has it turned round here. The shell and the journal itself keep the plain numbers.
#pragma once

#include "engine/site.hpp"

namespace halfsky::engine {

int64_t shown_place(const Site& site, base::County county, int64_t seq);    // 0, before everything, stays 0
int64_t place_of(const Site& site, base::County county, int64_t shown);

// The last place up to `seq` at which a record that is no secret changed: as of it, all that is no secret reads as it does as of `seq`, and
// it does not move when a secret one changes or somebody looks.
int64_t open_place(const Site& site, db::Connection& connection, base::County county, int64_t seq);

}  // namespace halfsky::engine
