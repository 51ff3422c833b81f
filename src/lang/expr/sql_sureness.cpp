// SQL for how sure a tally is (0 exact, 1 at least, 2 about), worked out beside its number: the weakest of what went in.
// Where the number is null the sureness says nothing.
#include "lang/expr/sql_emitter.hpp"

namespace halfsky::lang {
namespace {

using Op = Node::Op;
using Grip = Sql::Grip;

const Sql kExact{"0", Grip::atom, {}, true};

}  // namespace

std::string SqlEmitter::root_sureness(const Node& node) {
  blocks_.emplace_back();
  std::string text = closed(sureness(node));
  blocks_.pop_back();
  return text;
}

Sql SqlEmitter::sureness(const Node& node) {
  if (node.type.kind != Kind::tally || node.op == Op::literal) return kExact;
  switch (node.op) {
    case Op::element:
      if (const Element& known = elements_.at(size_t(node.slot)); !known.rows) return known.sureness.empty() ? kExact : Sql{known.sureness, Grip::atom, {}, true};
      throw NoReading{};
    case Op::name: case Op::member: {
      const std::string text = names_.sureness(node);
      if (text.empty()) throw NoReading{};
      return {text, Grip::atom, {}, false};
    }
    case Op::condition: {
      const Sql test = emit(*node.args[0]), yes = sureness(*node.args[1]), no = sureness(*node.args[2]);
      return joined("case when " + test.text + " then " + yes.text + " else " + no.text + " end", Grip::atom, {&test, &yes, &no});
    }
    case Op::macro: return sureness_of_macro(node);
    default: return weakest(node);
  }
}

Sql SqlEmitter::weakest(const Node& node) {
  std::vector<Sql> parts;
  for (const auto& arg : node.args)
    if (arg->type.kind == Kind::tally) parts.push_back(sureness(*arg));
  if (parts.empty()) return kExact;
  std::string text;
  std::vector<const Sql*> all;
  for (const auto& part : parts) {
    text += (text.empty() ? "" : ", ") + part.text;
    all.push_back(&part);
  }
  if (parts.size() == 1) return parts.front();
  return joined((sqlite_ ? "max(" : "greatest(") + text + ")", Grip::atom, all);
}

// Of all elements that have a number.
Sql SqlEmitter::sureness_of_macro(const Node& node) {
  const List from = list(*node.args[0]);
  const std::string text = "case when (" + body(node, from) + ") is not null then " + body_sureness(node, from) + " end";
  return subselect("(select coalesce(max(v), 0) from (select " + text + " as v " + from.from + ") as q)", from);
}

}  // namespace halfsky::lang
