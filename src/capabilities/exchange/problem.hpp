// What is wrong with a file: its code and what fills the sentence. Where it is, who read it knows. Private to exchange.
#pragma once

#include "base/problem.hpp"

namespace halfsky::exchange {

inline base::Problem problem(const char* code, std::vector<std::pair<std::string, std::string>> args = {}) { return {code, "", std::move(args)}; }

}  // namespace halfsky::exchange
