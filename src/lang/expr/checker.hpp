// Syntax tree -> checked tree: names bound, types strict, macros' elements given places. All problems of an expression are
// reported; what could not be checked has the unknown type, which silences what follows from it.
#pragma once

#include <string>
#include <vector>

#include "lang/expr/expression.hpp"
#include "lang/expr/fit.hpp"
#include "lang/expr/functions.hpp"
#include "lang/expr/parser.hpp"

namespace halfsky::lang {

class Checker {
 public:
  Checker(const Names& names, bool decimal_division, Diagnostics& out) : names_(names), decimal_division_(decimal_division), out_(out) {}

  // The whole expression, fitted to what its place wants.
  MutableNode root(const Syntax& syntax, const Expected& expected);
  int slots() const { return slots_; }

 private:
  // checker.cpp: names, paths, lists, conditions
  MutableNode check(const Syntax& syntax);
  MutableNode value(const Syntax& syntax);          // not a scope
  MutableNode condition_value(const Syntax& syntax);
  MutableNode name(const Syntax& syntax);
  MutableNode member(const Syntax& syntax);
  MutableNode index(const Syntax& syntax);
  MutableNode list(const Syntax& syntax);
  MutableNode condition(const Syntax& syntax);
  MutableNode bound(MutableNode node, Binding binding);
  bool is_indicator(const Binding& binding) const;

  // check_operators.cpp
  MutableNode unary(const Syntax& syntax);
  MutableNode logic(const Syntax& syntax);
  MutableNode equality(const Syntax& syntax);
  MutableNode order(const Syntax& syntax);
  MutableNode membership(const Syntax& syntax);
  MutableNode arithmetic(const Syntax& syntax);
  MutableNode numbers(const Syntax& syntax, MutableNode left, MutableNode right);
  MutableNode moneys(const Syntax& syntax, MutableNode left, MutableNode right);
  MutableNode with_span(const Syntax& syntax, MutableNode left, MutableNode right);
  MutableNode operands_wrong(const Syntax& syntax, const Node& left, const Node& right);
  MutableNode made(const Syntax& syntax, Type type, MutableNode left, MutableNode right);

  // check_calls.cpp
  MutableNode call(const Syntax& syntax);
  MutableNode no_such_function(const Syntax& syntax);
  MutableNode fixed_call(const Syntax& syntax, const Signature& signature);
  MutableNode free_call(const Syntax& syntax, const Signature& signature);
  MutableNode extreme_call(const Syntax& syntax, MutableNode node);
  MutableNode place_call(const Syntax& syntax, MutableNode node);   // rows, figure
  MutableNode indicator_call(const Syntax& syntax, MutableNode node);
  MutableNode method(const Syntax& syntax);
  MutableNode text_method(const Syntax& syntax, Function function, MutableNode receiver);
  MutableNode macro(const Syntax& syntax, Function function, MutableNode receiver);
  MutableNode macro_body(const Syntax& syntax, Function function);
  bool count_is(const Syntax& syntax, size_t given, size_t least, size_t most);
  MutableNode argument(const Syntax& syntax, const Type& wanted);
  bool is_word(const Node& node, const std::vector<std::string>& words, const std::string& what);

  MutableNode problem(int column, std::string code, std::string message);
  MutableNode wanted_but_is(const Node& node, const std::string& wanted);

  struct Element {
    std::string name;
    Type type;
    int slot;
  };

  const Names& names_;
  bool decimal_division_;
  Diagnostics& out_;
  std::vector<Element> elements_;
  int slots_ = 0;
};

// "; did you mean 'x'?" or nothing.
std::string did_you_mean(const std::string& word, const std::vector<std::string>& known);

// May be an element of a list.
bool fits_a_list(const Type& type);

}  // namespace halfsky::lang
