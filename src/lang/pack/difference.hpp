// What lies between two editions of a pack: what came, went, was renamed or says something else, and what that does to records that are
// there. Pure: it compares the checked packs, not their texts, so layout, comments and the order of keys are no difference.
#pragma once

#include <string>
#include <vector>

#include "lang/pack/facts.hpp"

namespace halfsky::lang {

struct Change {
  enum class What { added, removed, renamed, changed } what = What::changed;
  Thing before, after;                 // before: not of added; after: not of removed
  std::vector<std::string> keys;       // changed, renamed: the keys of the language that say something else now
  std::string does;                    // to records and figures that are there, in words; "" where nothing
  bool migrates = false;               // the database is changed at the next start (or refuses to be)
  bool loses = false;                  // records or values that are there would be lost or read wrongly: the engine refuses it
  const RecordType* record_before = nullptr;   // of what stands in a record of both editions: that record in the old one

  const Thing& thing() const { return what == What::removed ? before : after; }
};

struct Difference {
  std::vector<Change> changes;
  std::vector<std::string> recounted;  // indicators whose cells are counted again at the next start; of another pack by its full name
  std::vector<const Field*> incomplete;   // fields of the new edition that old records lack and have to have
  bool edition_should_rise = false;    // something existing is removed or gets another type, and the edition is the same

  bool empty() const { return changes.empty() && recounted.empty(); }
};

// REQUIRES: a pack of that programme in both.
Difference difference(const Packs& before, const Packs& after, const std::string& programme);

}  // namespace halfsky::lang
