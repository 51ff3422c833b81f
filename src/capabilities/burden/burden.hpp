// The work that a pack asks for: what each move costs (effort.hpp), times how often people made it. Of secret types only what the pack
// says is told: how often something of theirs happens tells too much.
#pragma once

#include "base/org_id.hpp"
#include "capabilities/burden/effort.hpp"
#include "engine/engine.hpp"

namespace halfsky::burden {

struct Line {
  const lang::RecordType* type = nullptr;
  const lang::Move* move = nullptr;
  std::string role;
  Effort effort;
  std::optional<double> times;      // a month, by all with the role; nothing of a secret type
  int64_t people = 0;               // who made it
  double minutes() const { return times.value_or(0) * effort.seconds() / 60; }
};

struct Span { base::Day from = 0, until = 0; };   // whole days, both ends

// Each move that people make, by each role that makes it: those that were made in the span, and those that the pack names and nobody made.
// Dearest first.
std::vector<Line> measure(engine::Engine& engine, base::OrgRange range, Span span);

}  // namespace halfsky::burden
