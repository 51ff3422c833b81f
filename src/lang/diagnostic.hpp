// What is wrong with the text of a pack, and where: the compiler front end's errors.
#pragma once

#include <string>
#include <vector>

namespace halfsky::lang {

// A place in a file of a pack. Lines and columns count from 1, columns in code points; 0 is "the whole file".
struct Span {
  std::string file;
  int line = 0;
  int column = 0;
};

struct Diagnostic {
  Span at;
  std::string code;     // stable: "unknown_key", "no_such_name", "wrong_type", …
  std::string message;  // "what is wrong; what was probably meant"
};

using Diagnostics = std::vector<Diagnostic>;

// "programmes/x/programme.yaml:12:7: unknown_key: 'tilte' is no key of a move; did you mean 'title'?"
inline std::string to_text(const Diagnostic& d) {
  return d.at.file + ":" + std::to_string(d.at.line) + ":" + std::to_string(d.at.column) + ": " + d.code + ": " + d.message;
}

}  // namespace halfsky::lang
