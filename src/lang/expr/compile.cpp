// compile(): parse, check, and find out what an expression reads.
#include <algorithm>

#include "lang/expr/checker.hpp"
#include "lang/expr/functions.hpp"

namespace halfsky::lang {
namespace {

using Op = Node::Op;
using How = Binding::How;

const Node* before_scopes(const Node* node) {
  while (node && node->binding.how == How::scope && (node->op == Op::name || node->op == Op::member))
    node = node->args.empty() ? nullptr : node->args.front().get();
  return node;
}

// How many refs are followed to reach the record (or value) that the node reads from; its own ref, if it is one, not counted.
int hops_to(const Node& node);

// Following what `base` gives: one more where it is a ref that was read from a record; orgs are free.
int hops_through(const Node& base) {
  const int before = hops_to(base);
  if (base.type.kind != Kind::ref || base.type == org_type()) return before;
  const bool own = base.op == Op::element || (base.op == Op::name && base.binding.how == How::variable);
  return own || base.op == Op::call ? before : before + 1;
}

int hops_to(const Node& node) {
  if (node.op == Op::member) {
    const Node* base = before_scopes(node.args.front().get());
    return base ? hops_through(*base) : 0;
  }
  if (node.op == Op::condition) return std::max(hops_to(*node.args[1]), hops_to(*node.args[2]));
  return 0;
}

class Facts {
 public:
  explicit Facts(Expression& expression) : to_(expression) {}

  void visit(const Node& node) {
    if (node.op == Op::call) {
      const Signature* signature = find_function(node.text);
      to_.reads_today = to_.reads_today || node.function == Function::today;
      to_.asks_server = to_.asks_server || (signature && signature->server);
    }
    if (node.op == Op::name || node.op == Op::member) bound(node);
    for (const auto& arg : node.args) visit(*arg);
  }

 private:
  void bound(const Node& node) {
    if (node.binding.how == How::back) to_.reads_back = true;
    const Field* field = node.binding.field;
    if (field && std::find(to_.reads.begin(), to_.reads.end(), field) == to_.reads.end()) to_.reads.push_back(field);
    to_.hops = std::max(to_.hops, hops_to(node));
  }

  Expression& to_;
};

}  // namespace

const Type& Expression::type() const { return root->type; }

ExpressionPtr compile(std::string_view source, const Names& names, const Expected& expected, Diagnostics& out) {
  const size_t problems = out.size();
  const SyntaxPtr syntax = parse_expression(source, out);
  if (!syntax) return nullptr;
  Checker checker(names, expected.decimal_division, out);
  MutableNode root = checker.root(*syntax, expected);
  if (out.size() > problems) return nullptr;

  auto expression = std::make_shared<Expression>();
  expression->source = source;
  expression->root = std::move(root);
  expression->slots = checker.slots();
  Facts(*expression).visit(*expression->root);
  return expression;
}

}  // namespace halfsky::lang
