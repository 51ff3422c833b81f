// What a move costs whoever makes it, read from the pack alone: how many fields, taps and seconds. Seconds follow the keystroke-level model
// (Card, Moran, Newell: The keystroke-level model for user performance time with interactive systems, CACM 23, 1980), with its values for an
// average typist: a look and a thought for each field (M, 1.35 s), a tap (P, 1.1 s), a key (K, 0.28 s). It compares forms; it is no stop-watch.
#pragma once

#include <string>
#include <vector>

#include "lang/pack/model.hpp"

namespace halfsky::burden {

struct FieldEffort {
  const lang::Field* field = nullptr;
  int taps = 0, keys = 0;
  double seconds() const;
};

struct Effort {
  std::vector<FieldEffort> fields;   // what is asked: of `enter` the required fields and those of the quick form; of a move its `asks`
  int taps() const;                  // with those that open the form and send it
  double seconds() const;
};

Effort effort_of(const lang::RecordType& type, const lang::Move& move);

// A field that people fill in as they enter a record, though a record that this one must name has a field of that name and kind.
struct AskedThoughKnown {
  const lang::Field* field = nullptr;
  const lang::Field* through = nullptr;   // the ref
  const lang::Field* known = nullptr;
};
std::vector<AskedThoughKnown> asked_though_known(const lang::RecordType& type);

}  // namespace halfsky::burden
