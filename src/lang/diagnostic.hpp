// What is wrong with the text of a pack, and where: the compiler front end's errors.
#pragma once

#include <string>
#include <vector>

namespace halfsky::lang {

// A file as messages name it. Kept once however many places are in it: every value of a pack and each formula's part knows its
// place, and a start of the program copies them by the hundred thousand.
class FileName {
 public:
  FileName() : FileName(std::string()) {}
  FileName(const std::string& text);
  FileName(const char* text) : FileName(std::string(text)) {}

  const std::string& text() const { return *text_; }
  bool empty() const { return text_->empty(); }
  friend bool operator==(FileName a, FileName b) { return a.text_ == b.text_; }
  friend bool operator<(FileName a, FileName b) { return *a.text_ < *b.text_; }

 private:
  const std::string* text_;   // lives as long as the program
};

// A place in a file of a pack. Lines and columns count from 1, columns in code points; 0 is "the whole file".
struct Span {
  FileName file;
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
  return d.at.file.text() + ":" + std::to_string(d.at.line) + ":" + std::to_string(d.at.column) + ": " + d.code + ": " + d.message;
}

}  // namespace halfsky::lang
