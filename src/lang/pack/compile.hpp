// Expressions of a pack: compiled where they stand, with places in the file, and held against the rules of their kind.
// Private to this folder.
#pragma once

#include "lang/pack/names.hpp"

namespace halfsky::lang {

// Where an expression stands: a scalar of the file, or a part of one that begins at `from` (in code points, from 1).
struct ExpressionText {
  const source::Node& node;
  std::string text;
  int from = 1;
  ExpressionText(const source::Node& whole) : node(whole), text(whole.text) {}
  ExpressionText(const source::Node& whole, std::string part, int from_column) : node(whole), text(std::move(part)), from(from_column) {}
  Span place(int column) const { return node.place_of(from + column - 1); }
};

Expected any_value();
Expected a_condition();
Expected exactly(Type type);

// Nothing where there was a problem; it is in the context then.
ExpressionPtr compile_at(Context& context, const ExpressionText& text, const Names& names, const Expected& expected);
// The value of a field.
ExpressionPtr compile_for(Context& context, const ExpressionText& text, const Names& names, const Field& field);

// A formula over indicators: `want` is a decimal or a condition; division is decimal. A name of a pack that is not in use is said so.
enum class FormulaWant { figure, condition };
ExpressionPtr compile_formula(Context& context, const ExpressionText& text, const PackInProgress& pack, FormulaWant want);

// Kinds of expressions, by what they may read (PACKS section 10).
enum class Reading {
  computed,     // `is`: own fields, one ref further, own back names in the forms B.count, B.size, B.filter(…).sum
  standing,     // date, key, indicators: own fields, one ref further
  fields,       // after, due, required, check, label: own fields and refs, no rows, nothing that only the server answers
  moment,       // anything
};
// False where the expression reads more than its kind may; that is in the context then.
bool check_reading(Context& context, const ExpressionText& text, const Expression& expression, Reading reading);

// Does it read today, itself or through a field that is worked out on reading?
bool reads_today(const Expression& expression);

// What must not get into the open without `lowers`.
struct Secrets {
  const Field* encrypted = nullptr;          // a private field that it reads (sealed too)
  const Field* private_ = nullptr;           // a private field that it reads
  const RecordType* secret = nullptr;        // a type of class secret that it reads
};
Secrets secrets_of(const Expression& expression);

// Calls `visit` for each node of the tree.
template <class Visit>
void walk(const Node& node, const Visit& visit) {
  visit(node);
  for (const auto& arg : node.args)
    if (arg) walk(*arg, visit);
}

}  // namespace halfsky::lang
