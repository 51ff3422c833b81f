// Files that the build puts into the binary (cmake/embed.cmake): the web client, and the sentences for problems.
#pragma once

#include <string_view>
#include <vector>

#include "http/assets.hpp"

namespace halfsky::app {

std::vector<http::Asset> embedded_assets();
std::string_view embedded_problems_zh();
std::string_view embedded_problems_en();

}  // namespace halfsky::app
