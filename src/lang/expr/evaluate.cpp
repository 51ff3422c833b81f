// Reading one: a checked tree evaluated on a world, with SQL's three-valued null (PACKS section 10).
#include <algorithm>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "lang/expr/calculate.hpp"
#include "lang/expr/expression.hpp"
#include "lang/expr/parser.hpp"

namespace halfsky::lang {
namespace {

using Op = Node::Op;
using How = Binding::How;
using Items = std::vector<Value>;

class Evaluator {
 public:
  Evaluator(World& world, int slots) : world_(world), elements_(size_t(slots)) {}

  Value value(const Node& node) {
    switch (node.op) {
      case Op::literal: return node.value;
      case Op::element: return elements_[size_t(node.slot)];
      case Op::name: return name(node);
      case Op::member: return member(node);
      case Op::index: return slice(node);
      case Op::list: return list(node);
      case Op::not_: return inverted(value(*node.args[0]));
      case Op::and_: return logic(node, false);
      case Op::or_: return logic(node, true);
      case Op::equal: return Value::flag(same(value(*node.args[0]), value(*node.args[1])));
      case Op::not_equal: return Value::flag(!same(value(*node.args[0]), value(*node.args[1])));
      case Op::less: case Op::less_equal: case Op::greater: case Op::greater_equal: return order(node);
      case Op::in: return membership(node);
      case Op::negate: return negated(node);
      case Op::condition: return value(*node.args[value(*node.args[0]).is_true() ? 1 : 2]);
      case Op::call: return call(node);
      case Op::method: return method(node);
      case Op::macro: return macro(node);
      case Op::convert: return converted(node);
      default: return arithmetic(node);
    }
  }

 private:
  // ---- paths

  Value name(const Node& node) {
    if (node.binding.how == How::variable) return world_.variable(node.binding);
    if (node.binding.how == How::back) return Value::list(world_.back(nullptr, Type{}, node.binding));
    return world_.member(nullptr, Type{}, node.binding);
  }

  static const Node* before_scopes(const Node* node) {
    while (node && node->binding.how == How::scope && (node->op == Op::name || node->op == Op::member))
      node = node->args.empty() ? nullptr : node->args.front().get();
    return node;
  }

  Value member(const Node& node) {
    if (node.binding.how == How::variable) return world_.variable(node.binding);
    const Node* base = before_scopes(node.args.front().get());
    const bool back = node.binding.how == How::back;
    if (!base) {
      const Type& scope = node.args.front()->type;
      return back ? Value::list(world_.back(nullptr, scope, node.binding)) : world_.member(nullptr, scope, node.binding);
    }
    const Value of = value(*base);
    if (of.is_null() && base->type.kind != Kind::consent) return back ? Value::list({}) : Value::null();   // of a consent not given, `given` is false
    return back ? Value::list(world_.back(&of, base->type, node.binding)) : world_.member(&of, base->type, node.binding);
  }

  Value slice(const Node& node) {
    Items codes;
    for (size_t i = 1; i < node.args.size(); ++i) codes.push_back(value(*node.args[i]));
    return world_.slice(node, codes);
  }

  // ---- logic

  static Value inverted(const Value& value) { return value.is_null() ? value : Value::flag(!value.is_true()); }

  // `deciding` is the value that settles && (false) or || (true) whatever stands on the other side.
  Value logic(const Node& node, bool deciding) {
    const Value left = value(*node.args[0]);
    if (!left.is_null() && left.is_true() == deciding) return left;
    const Value right = value(*node.args[1]);
    if (!right.is_null() && right.is_true() == deciding) return right;
    return left.is_null() || right.is_null() ? Value::null() : Value::flag(!deciding);
  }

  Value order(const Node& node) {
    const Value left = value(*node.args[0]), right = value(*node.args[1]);
    if (left.is_null() || right.is_null()) return Value::null();
    const int order = order_of(left, right);
    switch (node.op) {
      case Op::less: return Value::flag(order < 0);
      case Op::less_equal: return Value::flag(order <= 0);
      case Op::greater: return Value::flag(order > 0);
      default: return Value::flag(order >= 0);
    }
  }

  // A null on either side, or as an element, is in nothing.
  Value membership(const Node& node) {
    const Value left = value(*node.args[0]);
    if (left.is_null()) return Value::flag(false);
    const Node& list = *node.args[1];
    if (list.op == Op::list) {
      return Value::flag(std::any_of(list.args.begin(), list.args.end(), [&](const NodePtr& item) { return same(left, value(*item)); }));
    }
    const Value right = value(list);
    const Items& items = items_of(right);
    return Value::flag(std::any_of(items.begin(), items.end(), [&](const Value& item) { return same(left, item); }));
  }

  // ---- numbers and days

  Value negated(const Node& node) {
    const Value inner = value(*node.args[0]);
    return inner.is_null() ? inner : negate(inner);
  }

  Value arithmetic(const Node& node) {
    const Value left = value(*node.args[0]), right = value(*node.args[1]);
    if (left.is_null() || right.is_null()) return Value::null();
    if (node.type.kind == Kind::text) return Value::string(left.text + right.text);
    if (node.type.kind == Kind::date || node.type.kind == Kind::time) return add_span(left, right, node.op == Op::subtract ? -1 : 1);
    return calculate(node.op, node.type.kind, left, right);
  }

  Value converted(const Node& node) {
    Value inner = value(*node.args[0]);
    if (inner.is_null()) return inner;
    if (node.type.kind == Kind::decimal) {
      const auto scaled = base::multiply(inner.number, base::kDecimalScale);
      return scaled ? Value::decimal(*scaled) : Value::null();
    }
    inner.kind = node.type.kind;
    if (inner.kind == Kind::int_) inner.extra = 0;
    if (inner.kind == Kind::choices && items_of(inner).empty()) return Value::null();
    return inner;
  }

  Value call(const Node& node) {
    if (node.function == Function::today) return world_.today();
    if (node.function == Function::target || node.function == Function::prior) return world_.ask(node, {});
    Items args;
    args.reserve(node.args.size());
    bool empty = false;
    for (const auto& arg : node.args) {
      args.push_back(value(*arg));
      empty = empty || args.back().is_null();
    }
    switch (node.function) {
      case Function::orgs: case Function::partner: case Function::rows: case Function::figure: case Function::sample: case Function::numbers: return world_.ask(node, args);
      default: break;
    }
    if (empty) return Value::null();
    if (node.function == Function::working_days) return Value::integer(world_.working_days(args[0].number, args[1].number));
    if (node.function == Function::add_working_days) return working_day(args[0].number, args[1].number);
    return call_function(node.function, node.type.kind, args);
  }

  Value working_day(int64_t day, int64_t count) {
    constexpr int64_t kMost = 4'000'000;   // more than all days there are
    if (count < -kMost || count > kMost) return Value::null();
    const Value zero = {Kind::span, 0, 0, {}, {}};
    return add_span(Value::date(world_.add_working_days(day, count)), zero, 1);
  }

  Value method(const Node& node) {
    const Value receiver = value(*node.args[0]);
    if (node.function == Function::size) {
      const Kind kind = node.args[0]->type.kind;
      if (kind != Kind::text && kind != Kind::null_) return Value::integer(int64_t(items_of(receiver).size()));
      return receiver.is_null() ? receiver : Value::integer(int64_t(base::code_points(receiver.text)));
    }
    const Value part = value(*node.args[1]);
    if (receiver.is_null() || part.is_null()) return Value::null();
    switch (node.function) {
      case Function::contains: return Value::flag(receiver.text.find(part.text) != std::string::npos);
      case Function::starts_with: return Value::flag(starts_with(receiver.text, part.text));
      default: return Value::flag(ends_with(receiver.text, part.text));
    }
  }

  // ---- lists; an empty (null) list is one without elements

  static const Items& items_of(const Value& value) {
    static const Items kNone;
    return value.items ? *value.items : kNone;
  }

  Value list(const Node& node) {
    Items items;
    items.reserve(node.args.size());
    for (const auto& arg : node.args) items.push_back(value(*arg));
    const bool choices = node.type.kind == Kind::choices;
    if (choices && items.empty()) return Value::null();
    return Value::list(std::move(items), choices ? Kind::choices : Kind::list);
  }

  Value macro(const Node& node) {
    const Value receiver = value(*node.args[0]);
    const Items& items = items_of(receiver);
    switch (node.function) {
      case Function::exists: return folded(node, items, true);
      case Function::all: return folded(node, items, false);
      case Function::exists_one: return Value::flag(counted(node, items) == 1);
      case Function::count: return Value::integer(counted(node, items));
      case Function::filter: return filtered(node, items);
      case Function::map: return mapped(node, items);
      case Function::sum: return summed(node, items);
      default: return extreme(node, items);
    }
  }

  Value body(const Node& node, const Value& item) {
    elements_[size_t(node.slot)] = item;
    return value(*node.args[1]);
  }

  // exists is ||, all is && over the elements.
  Value folded(const Node& node, const Items& items, bool deciding) {
    bool unknown = false;
    for (const auto& item : items) {
      const Value result = body(node, item);
      if (result.is_null()) unknown = true;
      else if (result.is_true() == deciding) return result;
    }
    return unknown ? Value::null() : Value::flag(!deciding);
  }

  int64_t counted(const Node& node, const Items& items) {
    return std::count_if(items.begin(), items.end(), [&](const Value& item) { return body(node, item).is_true(); });
  }

  Value filtered(const Node& node, const Items& items) {
    Items kept;
    for (const auto& item : items)
      if (body(node, item).is_true()) kept.push_back(item);
    return Value::list(std::move(kept));
  }

  Value mapped(const Node& node, const Items& items) {
    Items results;
    results.reserve(items.size());
    for (const auto& item : items) results.push_back(body(node, item));
    return Value::list(std::move(results));
  }

  // Empty values are left out; the whole sum is exact, so its order does not matter.
  Value summed(const Node& node, const Items& items) {
    __int128 total = 0;
    int64_t sureness = 0;
    for (const auto& item : items) {
      const Value result = body(node, item);
      if (result.is_null()) continue;
      total += result.number;
      if (result.kind == Kind::tally) sureness = std::max(sureness, result.extra);
    }
    if (total != __int128{int64_t(total)}) return Value::null();
    return {node.type.kind, int64_t(total), sureness, {}, {}};
  }

  Value extreme(const Node& node, const Items& items) {
    Value best;
    for (const auto& item : items) {
      const Value result = body(node, item);
      if (result.is_null()) continue;
      const int order = best.is_null() ? 0 : order_of(result, best);
      const int64_t sureness = std::max(best.extra, result.extra);
      if (best.is_null() || (node.function == Function::least ? order < 0 : order > 0)) best = result;
      if (best.kind == Kind::tally) best.extra = sureness;
    }
    return best;
  }

  World& world_;
  Items elements_;

 public:
  // Adds the elements for which the condition is not as `wanted`.
  void note_failing(const Node& node, bool wanted, std::vector<Decisive>& found) {
    const auto as_wanted = [wanted](const Value& result) { return !result.is_null() && result.is_true() == wanted; };
    if (node.op == Node::Op::not_) return note_failing(*node.args[0], !wanted, found);
    if (node.op == (wanted ? Node::Op::and_ : Node::Op::or_)) {
      for (const auto& arg : node.args)
        if (!as_wanted(value(*arg))) note_failing(*arg, wanted, found);
      return;
    }
    if (node.op != Node::Op::macro || node.function != (wanted ? Function::all : Function::exists)) return;
    const Value list = value(*node.args[0]);
    for (const auto& item : items_of(list)) {
      if (as_wanted(body(node, item))) continue;
      Decisive one{item, node.args[0]->type.element ? *node.args[0]->type.element : Type(), {}};
      elements_[size_t(node.slot)] = item;
      note_failing(*node.args[1], wanted, one.within);
      found.push_back(std::move(one));
    }
  }
};

}  // namespace

std::vector<Decisive> what_fails(const Expression& condition, World& world) {
  std::vector<Decisive> found;
  Evaluator evaluator(world, condition.slots);
  if (!evaluator.value(*condition.root).is_true()) evaluator.note_failing(*condition.root, true, found);
  return found;
}

Value evaluate(const Expression& expression, World& world) { return Evaluator(world, expression.slots).value(*expression.root); }

// Outside of macros no element is in scope, but macros may stand inside the node.
Value evaluate(const Node& node, World& world) { return Evaluator(world, kMaxExpressionDepth).value(node); }

}  // namespace halfsky::lang
