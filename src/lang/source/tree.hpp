// The carrier of packs: a strict subset of YAML 1.2 as a tree in which everything knows its place (PACKS section 1).
// Every scalar is text; what it means is the schema's business. Columns count code points, as an editor does.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lang/diagnostic.hpp"

namespace halfsky::lang::source {

struct Entry;

struct Node {
  enum class Kind { scalar, list, map } kind = Kind::scalar;
  Span at;                       // where it begins; of a quoted scalar the quote
  std::string text;              // scalar
  bool quoted = false;           // scalar in quotes or folded: certainly meant as text
  std::vector<Node> items;       // list
  std::vector<Entry> entries;    // map, in the order of the file
  // Where each code point of `text` stands (line, column), and one place more for its end. Null where the text stands plainly
  // on one line, so that its places can be counted.
  std::shared_ptr<const std::vector<std::pair<int, int>>> places;

  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_list() const { return kind == Kind::list; }
  bool is_map() const { return kind == Kind::map; }
  bool is_empty_scalar() const { return is_scalar() && text.empty() && !quoted; }

  const Node* find(std::string_view key) const;    // value of a key of a map
  const Entry* entry(std::string_view key) const;
  // The place of the code point at `column` (from 1) within the text.
  Span place_of(int column) const;
};

struct Entry {
  Node key;
  Node value;
};

// Limits, so that no text can make reading slow or deep.
constexpr size_t kBytesMax = 1 << 20;
constexpr int kDepthMax = 32;

// Reads one file. What lies outside the subset is appended to `out`; the tree then holds what could be read all the same, so that
// one run finds as many errors as it can. An empty or unreadable file gives an empty map. `first_line` is the number of the
// text's first line in its file (front matter begins below the file's first line).
Node read_yaml(const std::string& file, std::string_view text, Diagnostics& out, int first_line = 1);

}  // namespace halfsky::lang::source
