// Where everything stands in a file of a pack: the same text as tree.hpp reads, kept as places instead of values, for those who write the
// text anew and have to keep what is no value: comments, line ends, the way a scalar is spelt.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace halfsky::lang::source {

struct Part {
  enum class Kind { scalar, list, map } kind = Kind::scalar;
  bool flow = false;               // list, map: in brackets
  bool folded = false;             // scalar: text after '>'
  size_t begin = 0, end = 0;       // code points; of a list or map without brackets the end says nothing
  std::vector<Part> items;
  std::vector<std::pair<Part, Part>> entries;
};

// The parts of a text that read_yaml takes without a problem, in code points as clean_characters gives them. Nothing where it is empty.
std::optional<Part> read_layout(const std::u32string& points);

}  // namespace halfsky::lang::source
