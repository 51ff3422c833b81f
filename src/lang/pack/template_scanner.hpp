// The text of a report or print divided into what stands outside and inside of {{ … }}. Private to this folder.
#pragma once

#include <string>
#include <vector>

#include "lang/pack/context.hpp"

namespace halfsky::lang {

struct TemplateToken {
  enum class Kind { text, tag, comment } kind = Kind::text;   // comment: an HTML comment, inside
  source::Node node;                                          // its text, with places
};

// An unclosed {{ is refused.
std::vector<TemplateToken> scan_template(Context& context, const std::string& file, std::string_view body, int first_line);

// A part of a tag's text, with where it begins in it (in code points, from 1).
struct Part {
  std::string text;
  int from = 1;
};

// Parts between `separator`, outside of quotes and brackets, without the space around them. `|` does not divide at `||`.
std::vector<Part> split_outside(const Part& whole, char separator);
// The part before and after the last ` word ` outside of quotes and brackets; nothing where the word is not there.
std::optional<std::pair<Part, Part>> split_at_word(const Part& whole, std::string_view word);
Part trimmed(const Part& part);

}  // namespace halfsky::lang
