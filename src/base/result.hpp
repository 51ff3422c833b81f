// Result<T>: a value, or the list of everything that is wrong. For what a user can cause.
// What only a bug can cause is HALFSKY_ASSERT; what the machine does is an exception.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <utility>
#include <variant>

#include "base/problem.hpp"

// An invariant of ours. Stays on in release builds: a broken invariant must not reach the disk.
#define HALFSKY_ASSERT(condition)                                                                  \
  do {                                                                                             \
    if (!(condition)) {                                                                            \
      std::fprintf(stderr, "%s:%d: broken invariant: %s\n", __FILE__, __LINE__, #condition);       \
      std::abort();                                                                                \
    }                                                                                              \
  } while (false)

namespace halfsky::base {

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Problems problems) : state_(std::in_place_index<1>, std::move(problems)) {}
  Result(Problem problem) : state_(std::in_place_index<1>, Problems{std::move(problem)}) {}

  explicit operator bool() const { return state_.index() == 0; }
  bool ok() const { return state_.index() == 0; }

  // REQUIRES: ok()
  T& value() & { HALFSKY_ASSERT(ok()); return std::get<0>(state_); }
  const T& value() const& { HALFSKY_ASSERT(ok()); return std::get<0>(state_); }
  T&& value() && { HALFSKY_ASSERT(ok()); return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  // REQUIRES: !ok()
  const Problems& problems() const { HALFSKY_ASSERT(!ok()); return std::get<1>(state_); }

 private:
  std::variant<T, Problems> state_;
};

}  // namespace halfsky::base
