// Which keys each construct of a pack has, and what may stand after them (PACKS sections 1 to 8).
#pragma once

#include <string_view>
#include <vector>

#include "lang/source/tree.hpp"

namespace halfsky::lang {

enum class Construct {
  pack, code, fund, record, field, stage, notice, move, effect, posting, settle, every, listing, look, look_view, look_group, look_desk,
  look_missed, indicator, rubric, rubric_version, criterion, grade, match, match_term, match_side, report, param, print,
};

struct Key {
  std::string_view name;
  // What may stand after it: t text, f true or false, l list, m map, n a whole number, x an expression. Where a list is allowed, a
  // single value may stand for it.
  std::string_view forms;
};

const std::vector<Key>& keys_of(Construct construct);
std::string_view name_of(Construct construct);   // "a move"

class Context;

// Refuses what is no map, keys that are none, and values of a wrong form. False where `node` is no map: nothing more can be read.
bool check_keys(Context& context, const source::Node& node, Construct construct);

}  // namespace halfsky::lang
