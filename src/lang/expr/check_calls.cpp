// The checker on functions, methods and macros.
#include <algorithm>
#include <utility>

#include "lang/expr/checker.hpp"

namespace halfsky::lang {
namespace {

using Op = Node::Op;

bool is_text_literal(const Node& node) { return node.op == Op::literal && node.value.kind == Kind::text; }

bool can_be_extreme(Kind kind) {
  switch (kind) {
    case Kind::null_: case Kind::int_: case Kind::decimal: case Kind::tally: case Kind::money: case Kind::date: case Kind::time: return true;
    default: return false;
  }
}

bool can_be_summed(Kind kind) {
  return kind == Kind::null_ || kind == Kind::int_ || kind == Kind::decimal || kind == Kind::tally || kind == Kind::money;
}

bool wants_condition(Function function) {
  switch (function) {
    case Function::exists: case Function::all: case Function::exists_one: case Function::filter: case Function::count: return true;
    default: return false;
  }
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

}  // namespace

bool Checker::count_is(const Syntax& syntax, size_t given, size_t least, size_t most) {
  if (given >= least && given <= most) return true;
  const std::string wanted = least == most ? std::to_string(least) : most > 100 ? "at least " + std::to_string(least) : std::to_string(least) + " to " + std::to_string(most);
  problem(syntax.column, "wrong_arguments", syntax.text + "() takes " + wanted + (wanted == "1" ? " value" : " values") + ", not " + std::to_string(given));
  return false;
}

MutableNode Checker::argument(const Syntax& syntax, const Type& wanted) {
  MutableNode node = value(syntax);
  if (can_fit(*node, wanted)) return fit(std::move(node), wanted, out_);
  return wanted_but_is(*node, to_text(wanted));
}

bool Checker::is_word(const Node& node, const std::vector<std::string>& words, const std::string& what) {
  if (is_unknown(node.type)) return true;
  if (!is_text_literal(node)) {
    problem(node.column, "wrong_type", what + " is written as a text, one of " + joined(words));
    return false;
  }
  if (std::find(words.begin(), words.end(), node.value.text) != words.end()) return true;
  problem(node.column, "no_such_code", "'" + node.value.text + "' is no " + what + did_you_mean(node.value.text, words) + " (" + joined(words) + ")");
  return false;
}

MutableNode Checker::no_such_function(const Syntax& syntax) {
  std::string hint = did_you_mean(syntax.text, function_names());
  if (find_macro(syntax.text) != Function::none || find_method(syntax.text) != Function::none) hint = "; it stands after a list or a text, as in x." + syntax.text + "(…)";
  return problem(syntax.column, "no_such_function", "there is no function '" + syntax.text + "'" + hint);
}

MutableNode Checker::call(const Syntax& syntax) {
  if (syntax.text == "size" && syntax.args.size() == 1) {   // CEL writes size(x) too
    MutableNode receiver = value(*syntax.args[0]);
    return text_method(syntax, Function::size, std::move(receiver));
  }
  const Signature* signature = find_function(syntax.text);
  if (!signature) return no_such_function(syntax);
  if (signature->function == Function::today) return problem(syntax.column, "wrong_arguments", "'today' is written without brackets");
  return signature->gives ? fixed_call(syntax, *signature) : free_call(syntax, *signature);
}

MutableNode Checker::fixed_call(const Syntax& syntax, const Signature& signature) {
  if (!count_is(syntax, syntax.args.size(), signature.takes.size(), signature.takes.size())) return null_node(unknown_type(), syntax.column);
  MutableNode node = make_node(Op::call, *signature.gives, syntax.column);
  node->text = syntax.text;
  node->function = signature.function;
  const bool rounds = signature.function == Function::ceil || signature.function == Function::floor || signature.function == Function::round;
  for (size_t i = 0; i < syntax.args.size(); ++i) {
    if (rounds) {
      MutableNode number = value(*syntax.args[i]);
      if (number->type.kind == Kind::int_ || number->type.kind == Kind::tally) return fit(std::move(number), Type::of(Kind::int_), out_);
      node->args.push_back(can_fit(*number, signature.takes[i]) ? fit(std::move(number), signature.takes[i], out_) : wanted_but_is(*number, "decimal"));
      continue;
    }
    node->args.push_back(argument(*syntax.args[i], signature.takes[i]));
  }
  if (signature.function == Function::orgs) is_word(*node->args[0], level_names(), "level");
  return node;
}

MutableNode Checker::free_call(const Syntax& syntax, const Signature& signature) {
  MutableNode node = make_node(Op::call, unknown_type(), syntax.column);
  node->text = syntax.text;
  node->function = signature.function;
  switch (signature.function) {
    case Function::yuan: {
      if (!count_is(syntax, syntax.args.size(), 1, 1)) return node;
      MutableNode number = value(*syntax.args[0]);
      if (!is_null(number->type) && !is_number(number->type)) return wanted_but_is(*number, "a number");
      node->type = Type::of(Kind::money);
      node->args.push_back(std::move(number));
      return node;
    }
    case Function::abs: {
      if (!count_is(syntax, syntax.args.size(), 1, 1)) return node;
      MutableNode number = value(*syntax.args[0]);
      if (is_null(number->type)) return number;
      if (!is_number(number->type) && number->type.kind != Kind::money) return wanted_but_is(*number, "a number");
      node->type = number->type;
      node->args.push_back(std::move(number));
      return node;
    }
    case Function::min: case Function::max: return extreme_call(syntax, std::move(node));
    case Function::rows: case Function::figure: return place_call(syntax, std::move(node));
    case Function::sample: {
      if (!count_is(syntax, syntax.args.size(), 3, 3)) return node;
      MutableNode list = value(*syntax.args[0]);
      if (list->type.kind != Kind::list && !is_unknown(list->type)) return wanted_but_is(*list, "a list");
      node->type = list->type;
      node->args.push_back(std::move(list));
      node->args.push_back(argument(*syntax.args[1], Type::of(Kind::decimal)));
      node->args.push_back(argument(*syntax.args[2], Type::of(Kind::int_)));
      return node;
    }
    default: return indicator_call(syntax, std::move(node));
  }
}

MutableNode Checker::extreme_call(const Syntax& syntax, MutableNode node) {
  if (!count_is(syntax, syntax.args.size(), 2, 1000)) return node;
  std::vector<MutableNode> values;
  Type type;
  for (const auto& arg : syntax.args) {
    MutableNode item = value(*arg);
    if (is_unknown(item->type)) return item;
    if (!can_be_extreme(item->type.kind)) return wanted_but_is(*item, "a number, money, date or time");
    const Node so_far{.op = Op::name, .type = type};
    const auto common = common_type(so_far, *item);
    if (!common) return problem(item->column, "wrong_type", to_text(item->type) + " can't be compared with " + to_text(type));
    type = *common;
    values.push_back(std::move(item));
  }
  for (auto& item : values) node->args.push_back(fit(std::move(item), type, out_));
  node->type = type;
  return node;
}

// rows(TYPE, org, span, day) and figure(NAME, org, span, day); the span and its day may be left out together: ever.
MutableNode Checker::place_call(const Syntax& syntax, MutableNode node) {
  if (!count_is(syntax, syntax.args.size(), 2, 4)) return node;
  const bool rows = node->function == Function::rows;
  MutableNode what = value(*syntax.args[0]);
  if (is_unknown(what->type)) return what;
  if (!is_text_literal(*what)) return problem(what->column, "wrong_type", std::string(rows ? "a record type" : "a figure") + " is named by a text, as in " + syntax.text + (rows ? "('sheet', org)" : "('core.households', org)"));
  node->type = Type::of(Kind::decimal);
  if (rows) {
    const auto full_name = names_.record_type(what->value.text);
    if (!full_name) return problem(what->column, "no_such_name", "there is no record type '" + what->value.text + "'");
    what->value.text = *full_name;
    node->type = Type::list_of(Type::ref_to(*full_name));
  } else if (!names_.indicator(what->value.text)) {
    return problem(what->column, "no_such_name", "there is no indicator '" + what->value.text + "'");
  }
  node->args.push_back(std::move(what));
  node->args.push_back(argument(*syntax.args[1], org_type()));
  if (syntax.args.size() > 2) {
    MutableNode span = value(*syntax.args[2]);
    is_word(*span, span_names(), "span");
    if (syntax.args.size() == 3 && span->value.text != "ever")
      return problem(syntax.column, "wrong_arguments", syntax.text + "() takes a day after the span: the span around it is meant");
    node->args.push_back(std::move(span));
  }
  if (syntax.args.size() > 3) node->args.push_back(argument(*syntax.args[3], Type::of(Kind::date)));
  return node;
}

MutableNode Checker::indicator_call(const Syntax& syntax, MutableNode node) {
  if (!count_is(syntax, syntax.args.size(), 1, 1)) return node;
  MutableNode figure = value(*syntax.args[0]);
  if (is_unknown(figure->type)) return figure;
  if (figure->op != Op::index) return problem(figure->column, "wrong_type", syntax.text + "() takes an indicator or a slice of one");
  node->type = Type::of(Kind::decimal);
  node->args.push_back(std::move(figure));
  return node;
}

MutableNode Checker::method(const Syntax& syntax) {
  MutableNode receiver = value(*syntax.args[0]);
  if (is_null(receiver->type) && !is_unknown(receiver->type)) receiver = null_node(Type(), receiver->column);
  const Function macro_function = find_macro(syntax.text);
  if (macro_function != Function::none) return macro(syntax, macro_function, std::move(receiver));
  const Function function = find_method(syntax.text);
  if (function != Function::none) return text_method(syntax, function, std::move(receiver));
  std::string hint = did_you_mean(syntax.text, method_and_macro_names());
  if (find_function(syntax.text)) hint = "; " + syntax.text + "(…) is a function, it stands before its values";
  return problem(syntax.column, "no_such_function", "there is no '" + syntax.text + "' of lists or texts" + hint);
}

MutableNode Checker::text_method(const Syntax& syntax, Function function, MutableNode receiver) {
  const bool size = function == Function::size;
  MutableNode node = make_node(Op::method, Type::of(size ? Kind::int_ : Kind::flag), syntax.column);
  node->text = syntax.text;
  node->function = function;
  if (syntax.op == Op::method && !count_is(syntax, syntax.args.size() - 1, size ? 0 : 1, size ? 0 : 1)) return null_node(unknown_type(), syntax.column);
  const Kind kind = receiver->type.kind;
  const bool list = kind == Kind::list || kind == Kind::choices || kind == Kind::file;
  if (!is_null(receiver->type) && kind != Kind::text && !(size && list)) {
    const std::string hint = list && function == Function::contains ? "; write 'x in list'" : "";
    return problem(syntax.column, "wrong_type", syntax.text + "() is for " + (size ? "texts and lists" : "texts") + ", this is " + to_text(receiver->type) + hint);
  }
  if (!size) receiver = fit(std::move(receiver), Type::of(Kind::text), out_);
  node->args.push_back(std::move(receiver));
  if (!size) node->args.push_back(argument(*syntax.args[1], Type::of(Kind::text)));
  return node;
}

MutableNode Checker::macro(const Syntax& syntax, Function function, MutableNode receiver) {
  Type element = unknown_type();
  switch (receiver->type.kind) {
    case Kind::null_: break;
    case Kind::list: element = receiver->type.element ? *receiver->type.element : Type(); break;
    case Kind::choices: element = Type::choice_of(receiver->type.codes); break;
    case Kind::file: element = Type::of(Kind::text); break;
    default: return problem(syntax.column, "wrong_type", syntax.text + "() is for lists, this is " + to_text(receiver->type));
  }
  const bool named = syntax.args.size() >= 2 && syntax.args[1]->op == Op::name;
  if (syntax.args.size() != 3 || !named)
    return problem(syntax.column, "wrong_arguments", syntax.text + "() takes a name for the element and " + (wants_condition(function) ? "a condition" : "a value") + ": list." + syntax.text + "(x, …)");
  elements_.push_back({syntax.args[1]->text, element, int(elements_.size())});
  slots_ = std::max(slots_, int(elements_.size()));
  MutableNode body = macro_body(*syntax.args[2], function);
  elements_.pop_back();

  Type type;
  switch (function) {
    case Function::count: type = Type::of(Kind::int_); break;
    case Function::filter: type = Type::list_of(element); break;
    case Function::map: type = is_unknown(body->type) ? body->type : Type::list_of(body->type); break;
    case Function::sum: type = is_null(body->type) && !is_unknown(body->type) ? Type::of(Kind::int_) : body->type; break;
    case Function::least: case Function::greatest: type = body->type; break;
    default: type = Type::of(Kind::flag);
  }
  if (function == Function::filter && is_unknown(element)) type = unknown_type();
  MutableNode node = make_node(Op::macro, std::move(type), syntax.column);
  node->text = syntax.text;
  node->function = function;
  node->slot = int(elements_.size());
  node->args.push_back(std::move(receiver));
  node->args.push_back(std::move(body));
  return node;
}

MutableNode Checker::macro_body(const Syntax& syntax, Function function) {
  if (wants_condition(function)) return condition_value(syntax);
  MutableNode body = value(syntax);
  const Kind kind = body->type.kind;
  if (function == Function::map && !fits_a_list(body->type)) return problem(body->column, "wrong_type", "a list can't hold " + to_text(body->type));
  if (function == Function::sum && !can_be_summed(kind)) return wanted_but_is(*body, "a number or money");
  if ((function == Function::least || function == Function::greatest) && !can_be_extreme(kind)) return wanted_but_is(*body, "a number, money, date or time");
  return body;
}

}  // namespace halfsky::lang
