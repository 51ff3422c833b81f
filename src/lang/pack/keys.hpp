// Which keys each construct of a pack has, what may stand after them, and what they mean (PACKS sections 1 to 8). One table (key_table.cpp):
// the checker holds maps against it, the reference and the schema for editors are printed from it, and `pack fmt` has its order from it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lang/source/tree.hpp"

namespace halfsky::lang {

enum class Construct {
  pack, code, fund, record, field, stage, notice, move, effect, posting, settle, every, listing, look, look_view, look_group, look_desk,
  look_count, look_board, look_missed, indicator, rubric, rubric_version, criterion, grade, match, match_term, match_side, report, param, print,
};

// What a map after a key holds.
struct Within {
  enum class How {
    nothing,       // no map stands there
    one,           // the keys of `construct`
    named,         // ids, each with a map of `construct`
    lists,         // ids, each with a map of ids as `named`
    words,         // ids, each with a text
    expressions,   // fields, each with an expression
  } how = How::nothing;
  Construct construct = Construct::pack;
};

struct Key {
  std::string_view name;
  // What may stand after it: t text, f true or false, l list, m map, n a whole number, x an expression. Where a list is allowed, a
  // single value may stand for it.
  std::string_view forms;
  std::string_view meaning;
  std::string_view values;     // in words; "one of a, b": these and no others; "": its form says it
  std::string_view standard;   // what holds without the key; "needed" where there is no going without
  std::string_view example;    // the key as it stands in a pack
  Within within = {};

  bool allows(char form) const { return forms.find(form) != std::string_view::npos; }
  std::vector<std::string> closed() const;   // the values after "one of"; none where others may stand there
};

struct ConstructEntry {
  std::string_view name;       // "a move"
  std::string_view place;      // where it stands, for the reference
  std::string_view plain;      // the form that may stand for its map: t (its title), n (its points), or ""
  std::vector<Key> keys;       // in the order of the house
};

const ConstructEntry& entry_of(Construct construct);
const std::vector<Key>& keys_of(Construct construct);
std::string_view name_of(Construct construct);
const std::vector<Construct>& constructs();   // all, in the order of the language
const Key* key_of(Construct construct, std::string_view name);   // null where it has none of that name

class Context;

// Refuses what is no map, keys that are none, and values of a wrong form. False where `node` is no map: nothing more can be read.
bool check_keys(Context& context, const source::Node& node, Construct construct);

}  // namespace halfsky::lang
