// Tokens -> syntax tree, before names and types are known. A Pratt parser over CEL's precedence.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lang/diagnostic.hpp"
#include "lang/expr/expression.hpp"

namespace halfsky::lang {

constexpr size_t kMaxExpressionBytes = 4096;
constexpr int kMaxExpressionDepth = 64;      // brackets, calls, branches and signs inside each other
constexpr int kMaxExpressionHeight = 256;    // of the tree: so many operators in a row, too
constexpr size_t kMaxListLiterals = 1000;

struct Syntax {
  Node::Op op = Node::Op::literal;   // literal name member index list not_ negate, the binary ones, condition, call, method
  int column = 1;
  std::string text;                  // name; member: what follows the dot; call and method: the function's name
  Value value;                       // literal
  int height = 1;
  std::vector<std::unique_ptr<Syntax>> args;
};
using SyntaxPtr = std::unique_ptr<Syntax>;

// Null where the text does not parse; the first problem is appended to `out`.
SyntaxPtr parse_expression(std::string_view source, Diagnostics& out);

}  // namespace halfsky::lang
