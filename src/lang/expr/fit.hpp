// Where one type may stand for another: null everywhere, an int for a decimal, a literal text for a choice that has it. What the
// checker puts in for it (a folded literal, a convert node).
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "lang/expr/expression.hpp"

namespace halfsky::lang {

using MutableNode = std::unique_ptr<Node>;

// The type of what could not be checked: fits everywhere, so that one mistake is reported once.
Type unknown_type();
bool is_unknown(const Type& type);
bool is_null(const Type& type);       // the literal null, or unknown
bool is_number(const Type& type);     // int, decimal, tally

MutableNode make_node(Node::Op op, Type type, int column);
MutableNode null_node(Type type, int column);

// A node's own child, to be changed while the tree is still being made.
MutableNode reopen(NodePtr node);

bool can_fit(const Node& node, const Type& wanted);

// REQUIRES: can_fit. A code that the wanted list lacks is reported.
MutableNode fit(MutableNode node, const Type& wanted, Diagnostics& out);

// The type as which both can stand beside each other.
std::optional<Type> common_type(const Node& a, const Node& b);

}  // namespace halfsky::lang
