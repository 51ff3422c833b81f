// Reading three: the checked tree as JSON, for the interpreter in web/src/expr. Keys that say nothing are left out.
//
//   { "op": "add", "type": "int", "args": [ … ] }
//   { "op": "literal", "type": "money", "value": 1250 }        numbers beyond 2^53 as text; flags true/false; null left out
//   { "op": "member", "type": "text", "how": "field", "key": "name", "record": "core.person", "args": [ … ] }
//   { "op": "call" | "method" | "macro", "function": "age_at", "slot": 0, "args": [ … ] }
#include <boost/json.hpp>

#include "lang/expr/expression.hpp"
#include "lang/pack/model.hpp"

namespace halfsky::lang {
namespace {

namespace json = boost::json;
using Op = Node::Op;
using How = Binding::How;

constexpr int64_t kSafeInteger = 9'007'199'254'740'991;   // 2^53 - 1: what a number of JavaScript holds

const char* op_name(Op op) {
  switch (op) {
    case Op::literal: return "literal";
    case Op::name: return "name";
    case Op::member: return "member";
    case Op::index: return "index";
    case Op::list: return "list";
    case Op::not_: return "not";
    case Op::negate: return "negate";
    case Op::or_: return "or";
    case Op::and_: return "and";
    case Op::equal: return "equal";
    case Op::not_equal: return "not_equal";
    case Op::less: return "less";
    case Op::less_equal: return "less_equal";
    case Op::greater: return "greater";
    case Op::greater_equal: return "greater_equal";
    case Op::in: return "in";
    case Op::add: return "add";
    case Op::subtract: return "subtract";
    case Op::multiply: return "multiply";
    case Op::divide: return "divide";
    case Op::modulo: return "modulo";
    case Op::condition: return "condition";
    case Op::call: return "call";
    case Op::method: return "method";
    case Op::macro: return "macro";
    case Op::element: return "element";
    case Op::convert: return "convert";
  }
  return "literal";
}

const char* how_name(How how) {
  switch (how) {
    case How::variable: return "variable";
    case How::field: return "field";
    case How::system: return "system";
    case How::reached: return "reached";
    case How::level: return "level";
    case How::back: return "back";
    case How::part: return "part";
    case How::scope: return "scope";
  }
  return "variable";
}

json::value literal(const Value& value) {
  switch (value.kind) {
    case Kind::flag: return value.is_true();
    case Kind::text: case Kind::choice: return json::string(value.text);
    default: break;
  }
  if (value.number >= -kSafeInteger && value.number <= kSafeInteger) return value.number;
  return json::string(std::to_string(value.number));
}

void bind(const Node& node, json::object& out) {
  const Binding& binding = node.binding;
  out["how"] = how_name(binding.how);
  out["key"] = !binding.key.empty() ? binding.key : binding.field && binding.how == How::field ? binding.field->id : node.text;
  if (binding.record) out["record"] = binding.record->name;
}

json::object tree(const Node& node) {
  json::object out;
  out["op"] = op_name(node.op);
  out["type"] = to_text(node.type);
  if (node.op == Op::literal && !node.value.is_null()) out["value"] = literal(node.value);
  if (node.op == Op::name || node.op == Op::member) bind(node, out);
  if (node.op == Op::call || node.op == Op::method || node.op == Op::macro) out["function"] = node.text;
  if (node.op == Op::macro || node.op == Op::element) out["slot"] = node.slot;
  if (!node.args.empty()) {
    json::array args;
    for (const auto& arg : node.args) args.push_back(tree(*arg));
    out["args"] = std::move(args);
  }
  return out;
}

}  // namespace

json::value to_tree(const Expression& expression) { return tree(*expression.root); }

}  // namespace halfsky::lang
