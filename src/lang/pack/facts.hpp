// A checked pack written out: each thing that it declares, with all that is said of it, in words that don't depend on how the text is laid
// out. Two editions are compared by it (difference.hpp), and a formatted pack is held against what it was.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "lang/pack/model.hpp"

namespace halfsky::lang {

struct Thing {
  enum class Kind { programme, role, code, fund, record, field, stage, move, rubric, match, indicator, report, print, english } kind = Kind::programme;
  std::string name;        // "loan", "loan.child", "size.small", "loan.state.good"
  std::string within;      // the name of the record or the code list that it stands in; "" at the top
  std::string was;         // its former id; "" where it was not renamed
  bool gone = false;
  std::vector<std::pair<std::string, std::string>> facts;   // the key of the language, and what it says; in a fixed order
  const RecordType* record = nullptr;   // of a record, and of what stands in one
  const Field* field = nullptr;
  const Stage* stage = nullptr;
  const Indicator* indicator = nullptr;

  std::string fact(std::string_view key) const;   // "" where it has none
};

std::string_view to_text(Thing::Kind kind);   // "record type"

// In the order of their declaration; what stands in a record comes right after it.
std::vector<Thing> things_of(const Pack& pack);

// All of them as lines.
std::string facts_text(const Pack& pack);

}  // namespace halfsky::lang
