// The language of packs as documents that are made from the checker's own table (keys.hpp): for readers, and for editors.
#pragma once

#include <string>

namespace halfsky::lang {

// Markdown: every key of every place with its meaning, values, what holds without it, and an example. Kept in docs/PACKS.md between
// kReferenceBegin and kReferenceEnd.
std::string pack_reference();

inline constexpr const char* kReferenceBegin = "<!-- made by `halfsky pack reference`: begin -->";
inline constexpr const char* kReferenceEnd = "<!-- made by `halfsky pack reference`: end -->";

// JSON Schema, draft 7, of a pack's *.yaml files as an editor reads them. It refuses no file that the checker takes; what it can't know
// (names, expressions, what goes with what) is left to `pack check`.
std::string pack_schema();

}  // namespace halfsky::lang
