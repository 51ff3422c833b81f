// Random well-typed expressions over random rows, for holding the readings against each other.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "cli/expr_line.hpp"

namespace halfsky::testing {

// An expression and rows of values for its variables. Variables that are lists are the same in all rows.
struct Sample {
  std::string expression;
  std::vector<cli::ExprLine> rows;   // each with `expression`, the same variables and types
};

class Generator {
 public:
  explicit Generator(uint64_t seed) : random_(seed) {}
  Sample sample(size_t rows);

 private:
  using Kind = lang::Kind;

  // Texts of expressions of a type; `depth` is how much may still be nested.
  std::string any(Kind kind, int depth);
  std::string whole(int depth);
  std::string decimal(int depth);
  std::string money(int depth);
  std::string tally(int depth);
  std::string date(int depth);
  std::string time(int depth);
  std::string span(int depth);
  std::string text(int depth);
  std::string choice(int depth);
  std::string flag(int depth);
  std::string comparison(int depth);
  std::string over_list(const std::string& macro, Kind element, Kind body, int depth);
  std::string list(Kind element, int depth);
  std::string literal(Kind kind);
  std::string variable(Kind kind);
  std::string condition_of(Kind kind, int depth);

  lang::Value value(const lang::Type& type);
  int64_t number(int64_t scale);

  size_t below(size_t count) { return std::uniform_int_distribution<size_t>(0, count - 1)(random_); }
  bool one_in(size_t count) { return below(count) == 0; }
  template <class T>
  const T& pick(const std::vector<T>& from) { return from[below(from.size())]; }

  struct Element {
    std::string name;
    Kind kind;
  };
  std::mt19937_64 random_;
  std::vector<Element> elements_;   // of the macros around
};

}  // namespace halfsky::testing
