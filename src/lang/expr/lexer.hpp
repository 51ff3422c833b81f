// Text -> tokens. Columns count from 1 in code points.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lang/diagnostic.hpp"
#include "lang/expr/value.hpp"

namespace halfsky::lang {

struct Token {
  enum class What { end, name, literal, sign };
  What what = What::end;
  std::string text;     // name; sign: "+", "&&", "?"…
  Value value;          // literal
  bool too_low = false; // a number that fits only behind a minus: the lowest one; `value` has it already
  int column = 1;

  bool is(std::string_view sign) const { return what == What::sign && text == sign; }
};

// All tokens with `end` last. At the first thing that is no token: a diagnostic and an empty list.
std::vector<Token> tokens_of(std::string_view source, Diagnostics& out);

}  // namespace halfsky::lang
