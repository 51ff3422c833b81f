// The checker's trunk: names, paths, slices of figures, lists, conditions.
#include "lang/expr/checker.hpp"

#include <utility>

#include "base/text.hpp"

namespace halfsky::lang {

using Op = Node::Op;

std::string did_you_mean(const std::string& word, const std::vector<std::string>& known) {
  const auto near = base::nearest(word, known);
  return near ? "; did you mean '" + *near + "'?" : std::string();
}

bool fits_a_list(const Type& type) {
  switch (type.kind) {
    case Kind::list: case Kind::choices: case Kind::file: case Kind::consent: case Kind::span: case Kind::scope: return false;
    default: return true;
  }
}

MutableNode Checker::problem(int column, std::string code, std::string message) {
  out_.push_back({{"", 1, column}, std::move(code), std::move(message)});
  return null_node(unknown_type(), column);
}

MutableNode Checker::wanted_but_is(const Node& node, const std::string& wanted) {
  std::string hint;
  if (wanted == "int" && node.type.kind == Kind::decimal) hint = "; round(), floor() and ceil() make a whole number";
  if (wanted == "money" && is_number(node.type)) hint = "; yuan(100) makes money of a number";
  if (wanted == "date" && node.type.kind == Kind::span) hint = "; a span is added to a date, as day + days(3)";
  if (wanted == "choice" && node.type.kind == Kind::text) hint = "; a choice takes only its own codes, written as texts";
  return problem(node.column, "wrong_type", "this is " + to_text(node.type) + ", but " + wanted + " is wanted here" + hint);
}

MutableNode Checker::root(const Syntax& syntax, const Expected& expected) {
  if (expected.want == Expected::Want::condition) return condition_value(syntax);
  MutableNode node = value(syntax);
  if (expected.want == Expected::Want::any) return node;
  if (!can_fit(*node, expected.type)) return wanted_but_is(*node, to_text(expected.type));
  return fit(std::move(node), expected.type, out_);
}

MutableNode Checker::check(const Syntax& syntax) {
  switch (syntax.op) {
    case Op::literal: {
      MutableNode node = make_node(Op::literal, Type::of(syntax.value.kind), syntax.column);
      node->value = syntax.value;
      return node;
    }
    case Op::name: return name(syntax);
    case Op::member: return member(syntax);
    case Op::index: return index(syntax);
    case Op::list: return list(syntax);
    case Op::condition: return condition(syntax);
    case Op::not_: case Op::negate: return unary(syntax);
    case Op::or_: case Op::and_: return logic(syntax);
    case Op::equal: case Op::not_equal: return equality(syntax);
    case Op::less: case Op::less_equal: case Op::greater: case Op::greater_equal: return order(syntax);
    case Op::in: return membership(syntax);
    case Op::call: return call(syntax);
    case Op::method: return method(syntax);
    default: return arithmetic(syntax);
  }
}

MutableNode Checker::value(const Syntax& syntax) {
  MutableNode node = check(syntax);
  if (node->type.kind != Kind::scope) return node;
  return problem(node->column, "wrong_type", "'" + syntax.text + "' is nothing by itself; a dot and a name must follow");
}

MutableNode Checker::condition_value(const Syntax& syntax) {
  MutableNode node = value(syntax);
  if (node->type.kind == Kind::flag || is_null(node->type)) return fit(std::move(node), Type::of(Kind::flag), out_);
  return problem(node->column, "not_a_condition", "a condition (true or false) is wanted here, this is " + to_text(node->type));
}

bool Checker::is_indicator(const Binding& binding) const {
  return binding.how == Binding::How::variable && binding.type.kind == Kind::decimal && !binding.key.empty() && names_.indicator(binding.key);
}

// Puts the binding into a name or member node; an indicator's name becomes an index without codes.
MutableNode Checker::bound(MutableNode node, Binding binding) {
  node->type = binding.type;
  node->binding = std::move(binding);
  if (!is_indicator(node->binding)) return node;
  MutableNode figure = make_node(Op::index, node->type, node->column);
  figure->args.push_back(std::move(node));
  return figure;
}

MutableNode Checker::name(const Syntax& syntax) {
  for (size_t i = elements_.size(); i-- > 0;) {
    if (elements_[i].name != syntax.text) continue;
    MutableNode node = make_node(Op::element, elements_[i].type, syntax.column);
    node->text = syntax.text;
    node->slot = elements_[i].slot;
    return node;
  }
  if (syntax.text == "today") {
    MutableNode node = make_node(Op::call, Type::of(Kind::date), syntax.column);
    node->text = syntax.text;
    node->function = Function::today;
    return node;
  }
  MutableNode node = make_node(Op::name, unknown_type(), syntax.column);
  node->text = syntax.text;
  if (auto binding = names_.name(syntax.text)) return bound(std::move(node), std::move(*binding));
  if (find_function(syntax.text)) return problem(syntax.column, "no_such_name", "'" + syntax.text + "' is a function: its values stand in brackets after it");
  std::vector<std::string> known = names_.names();
  for (const auto& element : elements_) known.push_back(element.name);
  return problem(syntax.column, "no_such_name", "there is no '" + syntax.text + "' here" + did_you_mean(syntax.text, known));
}

MutableNode Checker::member(const Syntax& syntax) {
  MutableNode base = check(*syntax.args[0]);
  if (is_unknown(base->type)) return base;
  auto binding = names_.member(base->type, syntax.text);
  if (!binding) {
    if (base->type.kind == Kind::list)
      return problem(syntax.column, "no_such_member", "these are many records; write …filter(x, x." + syntax.text + " …), …sum(x, x." + syntax.text + ") or the like");
    const bool is_call = find_macro(syntax.text) != Function::none || find_method(syntax.text) != Function::none;
    const std::string hint = is_call ? "; '" + syntax.text + "' needs brackets" : did_you_mean(syntax.text, names_.members(base->type));
    return problem(syntax.column, "no_such_member", to_text(base->type) + " has no '" + syntax.text + "'" + hint);
  }
  MutableNode node = make_node(Op::member, unknown_type(), syntax.column);
  node->text = syntax.text;
  node->args.push_back(std::move(base));
  return bound(std::move(node), std::move(*binding));
}

MutableNode Checker::index(const Syntax& syntax) {
  MutableNode base = value(*syntax.args[0]);
  if (is_unknown(base->type)) return base;
  if (base->op != Op::index || base->args.size() > 1)
    return problem(syntax.column, "wrong_type", "[…] gives a slice of a figure, as in paid['tuition']; this is " + to_text(base->type));
  for (size_t i = 1; i < syntax.args.size(); ++i) {
    MutableNode code = value(*syntax.args[i]);
    if (code->op != Op::literal || code->value.kind != Kind::text)
      return problem(code->column, "wrong_type", "a slice is named by a code, written as a text");
    base->args.push_back(std::move(code));
  }
  base->column = syntax.column;
  return base;
}

MutableNode Checker::list(const Syntax& syntax) {
  MutableNode node = make_node(Op::list, Type::of(Kind::null_), syntax.column);
  Type element;
  bool unknown = false;
  std::vector<MutableNode> items;
  for (const auto& arg : syntax.args) {
    MutableNode item = value(*arg);
    if (!fits_a_list(item->type)) item = problem(item->column, "wrong_type", "a list can't hold " + to_text(item->type));
    unknown = unknown || is_unknown(item->type);
    const Node sample_of_type{.op = Op::name, .type = element};
    const auto common = items.empty() ? std::optional<Type>(item->type) : common_type(sample_of_type, *item);
    if (!common) {
      item = problem(item->column, "wrong_type", "the values of a list are of one type; this is " + to_text(item->type) + " beside " + to_text(element));
      unknown = true;
    } else if (!is_unknown(*common)) {
      element = *common;
    }
    items.push_back(std::move(item));
  }
  for (auto& item : items) node->args.push_back(can_fit(*item, element) ? fit(std::move(item), element, out_) : std::move(item));
  node->type = unknown ? unknown_type() : Type::list_of(std::move(element));
  return node;
}

MutableNode Checker::condition(const Syntax& syntax) {
  MutableNode test = condition_value(*syntax.args[0]);
  MutableNode yes = value(*syntax.args[1]);
  MutableNode no = value(*syntax.args[2]);
  const auto common = common_type(*yes, *no);
  if (!common) return problem(syntax.column, "wrong_type", "both branches are of one type; these are " + to_text(yes->type) + " and " + to_text(no->type));
  MutableNode node = make_node(Op::condition, *common, syntax.column);
  node->args.push_back(std::move(test));
  node->args.push_back(fit(std::move(yes), *common, out_));
  node->args.push_back(fit(std::move(no), *common, out_));
  return node;
}

}  // namespace halfsky::lang
