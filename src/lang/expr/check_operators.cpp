// The checker on operators: which types go together, what comes out (PACKS section 10).
#include <utility>

#include "lang/expr/checker.hpp"

namespace halfsky::lang {
namespace {

using Op = Node::Op;

std::string sign_of(Op op) {
  switch (op) {
    case Op::add: return "+";
    case Op::subtract: return "-";
    case Op::multiply: return "*";
    case Op::divide: return "/";
    case Op::modulo: return "%";
    default: return "?";
  }
}

bool has_order(Kind kind) {
  switch (kind) {
    case Kind::int_: case Kind::decimal: case Kind::tally: case Kind::money: case Kind::date: case Kind::time: case Kind::text: return true;
    default: return false;
  }
}

bool is_day_like(const Type& type) { return type.kind == Kind::date || type.kind == Kind::time; }

}  // namespace

MutableNode Checker::made(const Syntax& syntax, Type type, MutableNode left, MutableNode right) {
  MutableNode node = make_node(syntax.op, std::move(type), syntax.column);
  node->args.push_back(std::move(left));
  node->args.push_back(std::move(right));
  return node;
}

MutableNode Checker::unary(const Syntax& syntax) {
  MutableNode node = make_node(syntax.op, Type::of(Kind::flag), syntax.column);
  if (syntax.op == Op::not_) {
    node->args.push_back(condition_value(*syntax.args[0]));
    return node;
  }
  MutableNode inner = value(*syntax.args[0]);
  if (is_null(inner->type)) return inner;
  if (!is_number(inner->type) && inner->type.kind != Kind::money && inner->type.kind != Kind::span) return wanted_but_is(*inner, "a number");
  node->type = inner->type;
  node->args.push_back(std::move(inner));
  return node;
}

MutableNode Checker::logic(const Syntax& syntax) {
  MutableNode left = condition_value(*syntax.args[0]);
  MutableNode right = condition_value(*syntax.args[1]);
  return made(syntax, Type::of(Kind::flag), std::move(left), std::move(right));
}

MutableNode Checker::equality(const Syntax& syntax) {
  MutableNode left = value(*syntax.args[0]), right = value(*syntax.args[1]);
  const auto common = common_type(*left, *right);
  if (!common) return problem(syntax.column, "wrong_type", to_text(left->type) + " can't be compared with " + to_text(right->type));
  const bool with_null = is_null(left->type) || is_null(right->type);
  const bool whole = common->kind == Kind::list || common->kind == Kind::choices || common->kind == Kind::file || common->kind == Kind::consent || common->kind == Kind::span;
  if (whole && !with_null) return problem(syntax.column, "wrong_type", to_text(*common) + " can be compared with null only");
  if (!with_null) {
    left = fit(std::move(left), *common, out_);
    right = fit(std::move(right), *common, out_);
  }
  return made(syntax, Type::of(Kind::flag), std::move(left), std::move(right));
}

MutableNode Checker::order(const Syntax& syntax) {
  MutableNode left = value(*syntax.args[0]), right = value(*syntax.args[1]);
  const auto common = common_type(*left, *right);
  if (!common) {
    const bool money = left->type.kind == Kind::money || right->type.kind == Kind::money;
    const std::string hint = money && (is_number(left->type) || is_number(right->type)) ? "; yuan(100) makes money of a number" : "";
    return problem(syntax.column, "wrong_type", to_text(left->type) + " can't be compared with " + to_text(right->type) + hint);
  }
  if (!is_null(*common) && !has_order(common->kind)) return problem(syntax.column, "wrong_type", to_text(*common) + " has no order; only == and != compare it");
  if (is_null(left->type) || is_null(right->type)) return null_node(Type::of(Kind::flag), syntax.column);
  left = fit(std::move(left), *common, out_);
  right = fit(std::move(right), *common, out_);
  return made(syntax, Type::of(Kind::flag), std::move(left), std::move(right));
}

MutableNode Checker::membership(const Syntax& syntax) {
  MutableNode left = value(*syntax.args[0]), right = value(*syntax.args[1]);
  if (is_null(left->type) || is_null(right->type)) return made(syntax, Type::of(Kind::flag), std::move(left), std::move(right));
  if (right->type.kind != Kind::list && right->type.kind != Kind::choices) {
    const std::string hint = right->type.kind == Kind::text ? "; for a part of a text write text.contains(part)" : "";
    return problem(syntax.column, "wrong_type", "'in' wants a list on its right, this is " + to_text(right->type) + hint);
  }
  const Type element = right->type.kind == Kind::choices ? Type::choice_of(right->type.codes) : right->type.element ? *right->type.element : Type();
  const bool widen_list = is_number(element) && left->type.kind == Kind::decimal && element.kind != Kind::decimal;
  if (can_fit(*left, element) && !widen_list) {
    left = fit(std::move(left), element, out_);
  } else if (const Type list = Type::list_of(left->type); can_fit(*right, list)) {
    right = fit(std::move(right), list, out_);
  } else {
    return problem(syntax.column, "wrong_type", to_text(left->type) + " can't be in " + to_text(right->type));
  }
  return made(syntax, Type::of(Kind::flag), std::move(left), std::move(right));
}

MutableNode Checker::arithmetic(const Syntax& syntax) {
  MutableNode left = value(*syntax.args[0]), right = value(*syntax.args[1]);
  const Type &a = left->type, &b = right->type;
  if (is_unknown(a) || is_unknown(b)) return null_node(unknown_type(), syntax.column);
  const auto calculable = [](const Type& type) {
    return is_null(type) || is_number(type) || type.kind == Kind::money || is_day_like(type) || type.kind == Kind::span || type.kind == Kind::text;
  };
  if (is_null(a) || is_null(b)) {
    if (!calculable(a) || !calculable(b)) return operands_wrong(syntax, *left, *right);
    const Type& other = is_null(a) ? b : a;
    return null_node(other.kind == Kind::span ? Type() : other, syntax.column);
  }
  if (is_number(a) && is_number(b)) return numbers(syntax, std::move(left), std::move(right));
  if (a.kind == Kind::money || b.kind == Kind::money) return moneys(syntax, std::move(left), std::move(right));
  if (a.kind == Kind::span || b.kind == Kind::span) return with_span(syntax, std::move(left), std::move(right));
  if (syntax.op == Op::add && a.kind == Kind::text && b.kind == Kind::text) return made(syntax, a, std::move(left), std::move(right));
  return operands_wrong(syntax, *left, *right);
}

MutableNode Checker::numbers(const Syntax& syntax, MutableNode left, MutableNode right) {
  const auto is = [&](Kind kind) { return left->type.kind == kind || right->type.kind == kind; };
  const bool decimal = is(Kind::decimal) || (syntax.op == Op::divide && decimal_division_);
  if (decimal && syntax.op == Op::modulo) return problem(syntax.column, "wrong_type", "'%' is for whole numbers");
  const Type type = Type::of(decimal ? Kind::decimal : is(Kind::tally) ? Kind::tally : Kind::int_);
  if (decimal) {
    left = fit(std::move(left), type, out_);
    right = fit(std::move(right), type, out_);
  }
  MutableNode node = made(syntax, type, std::move(left), std::move(right));
  node->decimal_division = syntax.op == Op::divide && decimal_division_;
  return node;
}

MutableNode Checker::moneys(const Syntax& syntax, MutableNode left, MutableNode right) {
  const bool both = left->type.kind == Kind::money && right->type.kind == Kind::money;
  const Type money = Type::of(Kind::money);
  if (both && (syntax.op == Op::add || syntax.op == Op::subtract)) return made(syntax, money, std::move(left), std::move(right));
  if (both && syntax.op == Op::divide) return made(syntax, Type::of(Kind::decimal), std::move(left), std::move(right));
  const auto plain = [&](MutableNode node) { return node->type.kind == Kind::tally ? fit(std::move(node), Type::of(Kind::int_), out_) : std::move(node); };
  const bool times = syntax.op == Op::multiply && !both && (is_number(left->type) || is_number(right->type));
  const bool share = syntax.op == Op::divide && left->type.kind == Kind::money && is_number(right->type);
  if (!times && !share) return operands_wrong(syntax, *left, *right);
  return made(syntax, money, plain(std::move(left)), plain(std::move(right)));
}

MutableNode Checker::with_span(const Syntax& syntax, MutableNode left, MutableNode right) {
  if (syntax.op == Op::add && left->type.kind == Kind::span && is_day_like(right->type)) std::swap(left, right);
  if ((syntax.op != Op::add && syntax.op != Op::subtract) || !is_day_like(left->type)) return operands_wrong(syntax, *left, *right);
  Type type = left->type;
  return made(syntax, std::move(type), std::move(left), std::move(right));
}

MutableNode Checker::operands_wrong(const Syntax& syntax, const Node& left, const Node& right) {
  const Type &a = left.type, &b = right.type;
  std::string hint;
  if (is_day_like(a) && is_day_like(b) && syntax.op == Op::subtract) hint = "; days_between(a, b) counts the days from a to b";
  if ((is_day_like(a) && is_number(b)) || (is_number(a) && is_day_like(b))) hint = "; a date takes days(n), months(n) or years(n)";
  if ((a.kind == Kind::money && is_number(b)) || (is_number(a) && b.kind == Kind::money)) hint = "; yuan(100) makes money of a number";
  if (a.kind == Kind::span || b.kind == Kind::span) hint = "; a span is added to a date or a time, or taken from one";
  return problem(syntax.column, "wrong_type", to_text(a) + " " + sign_of(syntax.op) + " " + to_text(b) + " makes no sense" + hint);
}

}  // namespace halfsky::lang
