// The two halves of the formatter: which keys a map has, and how a map or list in brackets is written. Private to this folder.
#pragma once

#include <string>
#include <vector>

#include "lang/pack/keys.hpp"
#include "lang/source/layout.hpp"

namespace halfsky::lang {

// What stands after a key of a map that is `place` itself. A list's items are what the list is.
Within within(const Within& place, std::string_view key);

// In which order the keys of a map are written: those of a construct as its table has them, others as they stand.
std::vector<size_t> order_of(const Within& place, const std::vector<std::string>& keys);

// A scalar as it is spelt; a map or list in brackets in the house form where it stands on one line, else with its line ends as they are.
std::u32string flow_text(const std::u32string& points, const source::Part& part, const Within& place);

}  // namespace halfsky::lang
