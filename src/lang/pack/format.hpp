// The house form of a pack's YAML (docs/PACKS.md section 1):
//   - two spaces a level; what goes on over several lines moves along with its first;
//   - the keys of a pack, a record type, a field, a move, … in the order of the reference; names (fields, stages, codes) stay as they are
//     ordered, since their order means something;
//   - `{ a: b, c: d }`, `[a, b]`, `[ { a: b } ]` where a map or a list stands on one line; where lines break in it is left to its author;
//   - values that were aligned in a column stay so, and a key that is too long for the column has one space after it;
//   - no space at a line's end, no two empty lines, one line end at the file's end.
// Comments stay with the line that they stand behind, or with the key that they stand above.
#pragma once

#include <string>
#include <string_view>

#include "lang/diagnostic.hpp"

namespace halfsky::lang {

enum class FileForm { pack, plain };   // plain: texts and examples, whose keys keep their order

struct Formatted {
  std::string text;        // as it was where there is a problem
  Diagnostics problems;    // the file can't be read, or (code "layout") lies in a way that this can't keep
};

// The meaning is the same: it is read again and held against what it was.
Formatted format_yaml(const std::string& file, std::string_view text, FileForm form);

}  // namespace halfsky::lang
