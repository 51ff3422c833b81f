// Looking things up in a tree.
#include "lang/source/tree.hpp"

#include <algorithm>

namespace halfsky::lang::source {

const Entry* Node::entry(std::string_view key) const {
  for (const auto& entry : entries)
    if (entry.key.text == key) return &entry;
  return nullptr;
}

const Node* Node::find(std::string_view key) const {
  const Entry* found = entry(key);
  return found ? &found->value : nullptr;
}

Span Node::place_of(int column) const {
  if (places && !places->empty()) {
    const size_t index = std::min(places->size() - 1, size_t(column < 1 ? 0 : column - 1));
    return {at.file, (*places)[index].first, (*places)[index].second};
  }
  return {at.file, at.line, at.column + (quoted ? 1 : 0) + (column < 1 ? 0 : column - 1)};
}

}  // namespace halfsky::lang::source
