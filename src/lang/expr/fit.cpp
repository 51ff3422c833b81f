// Fitting a checked node to the type that its place wants.
#include "lang/expr/fit.hpp"

#include <algorithm>
#include <utility>

#include "base/decimal.hpp"
#include "base/text.hpp"

namespace halfsky::lang {
namespace {

using Op = Node::Op;

bool is_null_literal(const Node& node) { return node.op == Op::literal && node.value.is_null(); }
bool is_text_literal(const Node& node) { return node.op == Op::literal && node.value.kind == Kind::text; }

bool number_fits(Kind given, Kind wanted) {
  if (given == Kind::int_) return wanted == Kind::decimal || wanted == Kind::tally;
  if (given == Kind::tally) return wanted == Kind::int_ || wanted == Kind::decimal;
  return false;
}

MutableNode convert(MutableNode node, const Type& wanted) {
  if (node->op == Op::literal && wanted.kind == Kind::decimal) {
    if (const auto scaled = base::multiply(node->value.number, base::kDecimalScale)) {
      node->value = Value::decimal(*scaled);
      node->type = wanted;
      return node;
    }
  }
  if (node->op == Op::literal && (wanted.kind == Kind::int_ || wanted.kind == Kind::tally)) {
    node->value.kind = wanted.kind;
    node->type = wanted;
    return node;
  }
  MutableNode made = make_node(Op::convert, wanted, node->column);
  made->args.push_back(std::move(node));
  return made;
}

MutableNode as_choice(MutableNode node, const Type& wanted, Diagnostics& out) {
  const std::string code = node->value.text;
  if (wanted.codes && !wanted.codes->find(code)) {
    std::vector<std::string> known;
    for (const auto& known_code : wanted.codes->codes) known.push_back(known_code.id);
    std::string message = "'" + code + "' is no code of " + (wanted.codes->name.empty() ? "this choice" : wanted.codes->name);
    if (const auto near = base::nearest(code, known)) {
      message += "; did you mean '" + *near + "'?";
    } else {
      message += "; it has ";
      for (size_t i = 0; i < std::min<size_t>(known.size(), 12); ++i) message += (i ? ", " : "") + known[i];
      if (known.size() > 12) message += ", …";
    }
    out.push_back({{"", 1, node->column}, "no_such_code", message});
  }
  node->value = Value::choice(code);
  node->type = wanted;
  return node;
}

const Type& item_of(const Type& wanted, Type& scratch) {
  if (wanted.kind == Kind::list && wanted.element) return *wanted.element;
  scratch = wanted.kind == Kind::choices ? Type::choice_of(wanted.codes) : Type::of(Kind::null_);
  return scratch;
}

}  // namespace

Type unknown_type() { return {Kind::null_, "?", {}, {}}; }
bool is_unknown(const Type& type) { return type.kind == Kind::null_ && type.target == "?"; }
bool is_null(const Type& type) { return type.kind == Kind::null_; }
bool is_number(const Type& type) { return type.kind == Kind::int_ || type.kind == Kind::decimal || type.kind == Kind::tally; }

MutableNode make_node(Op op, Type type, int column) {
  auto node = std::make_unique<Node>();
  node->op = op;
  node->type = std::move(type);
  node->column = column;
  return node;
}

MutableNode null_node(Type type, int column) { return make_node(Op::literal, std::move(type), column); }

MutableNode reopen(NodePtr node) { return MutableNode(const_cast<Node*>(node.release())); }

bool can_fit(const Node& node, const Type& wanted) {
  if (node.type.kind == Kind::scope) return false;
  if (is_null(node.type) || is_null(wanted) || is_null_literal(node)) return true;
  if (node.type == wanted) return true;
  if (number_fits(node.type.kind, wanted.kind)) return true;
  if (node.op == Op::condition) return can_fit(*node.args[1], wanted) && can_fit(*node.args[2], wanted);
  if (wanted.kind == Kind::choice) return is_text_literal(node);
  if (wanted.kind != Kind::list && wanted.kind != Kind::choices) return false;
  Type scratch;
  const Type& item = item_of(wanted, scratch);
  if (node.op == Op::list) return std::all_of(node.args.begin(), node.args.end(), [&](const NodePtr& arg) { return can_fit(*arg, item); });
  return wanted.kind == Kind::choices && node.type.kind == Kind::list && node.type.element && *node.type.element == item;
}

MutableNode fit(MutableNode node, const Type& wanted, Diagnostics& out) {
  if (is_null(wanted) || is_unknown(node->type)) return node;
  if (is_null_literal(*node) || is_null(node->type)) return null_node(wanted, node->column);   // nothing but null can come of it
  if (node->op == Op::condition && !(node->type == wanted)) {
    node->args[1] = fit(reopen(std::move(node->args[1])), wanted, out);
    node->args[2] = fit(reopen(std::move(node->args[2])), wanted, out);
    node->type = wanted;
    return node;
  }
  if (node->op == Op::list && !(node->type == wanted)) {
    Type scratch;
    const Type& item = item_of(wanted, scratch);
    for (auto& arg : node->args) arg = fit(reopen(std::move(arg)), item, out);
    node->type = wanted;
    return node;
  }
  if (node->type == wanted) return node;
  if (wanted.kind == Kind::choice) return as_choice(std::move(node), wanted, out);
  return convert(std::move(node), wanted);
}

std::optional<Type> common_type(const Node& a, const Node& b) {
  if (is_null(a.type)) return b.type;
  if (is_null(b.type)) return a.type;
  if (a.type == b.type) return a.type.codes ? a.type : b.type;
  if (is_number(a.type) && is_number(b.type)) {
    const bool decimal = a.type.kind == Kind::decimal || b.type.kind == Kind::decimal;
    return Type::of(decimal ? Kind::decimal : Kind::tally);
  }
  if (can_fit(a, b.type)) return b.type;
  if (can_fit(b, a.type)) return a.type;
  return std::nullopt;
}

}  // namespace halfsky::lang
