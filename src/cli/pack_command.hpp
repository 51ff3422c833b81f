// halfsky pack check DIR…: reads and checks packs, and says every problem with its place.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace halfsky::cli {

// `arguments` are those after `pack`. Gives the exit code: 0 sound, 1 problems, 2 a wrong call.
int pack_command(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err);

}  // namespace halfsky::cli
