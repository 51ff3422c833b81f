// `halfsky verify --data DIR`: exit 0 and a summary when every row is what the journal says, 1 and a line a finding when not.
#pragma once

#include <iosfwd>

#include "engine/engine.hpp"

namespace halfsky::cli {

int run_verify_command(engine::Engine& engine, std::ostream& out);

}  // namespace halfsky::cli
