// Records that the calendar makes (`every`): one period ahead, never twice. They are ordinary entries of the clock.
#pragma once

#include "engine/engine.hpp"

namespace halfsky::engine {

class Calendar {
 public:
  explicit Calendar(Engine& engine) : engine_(engine) {}
  // Makes what is missing for the period after the one that the clock is in. Returns how many records were made.
  size_t run();

 private:
  size_t run_every(const lang::RecordType& type, const lang::Every& every);

  Engine& engine_;
};

}  // namespace halfsky::engine
