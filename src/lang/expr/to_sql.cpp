// The SQL reading's trunk: literals, columns, logic, comparisons.
#include "lang/expr/expression.hpp"
#include "lang/expr/sql_emitter.hpp"
#include "lang/pack/model.hpp"

namespace halfsky::lang {
namespace {

using Op = Node::Op;
using Grip = Sql::Grip;

constexpr size_t kCheapBytes = 80;

// Of the literal null, and of an element of an empty list, nothing but null can come.
bool is_null_literal(const Node& node) { return node.type.kind == Kind::null_ || (node.op == Op::literal && node.value.is_null()); }
bool is_list(const Type& type) { return type.kind == Kind::list; }
bool is_encrypted(const Node& node) { return (node.op == Op::name || node.op == Op::member) && node.binding.field && node.binding.field->encrypted(); }

}  // namespace

std::string sql_alias(int slot) { return "e" + std::to_string(slot); }

bool is_never_null(const Node& node) {
  switch (node.op) {
    case Op::literal: return !node.value.is_null();
    case Op::equal: case Op::not_equal: case Op::in: return true;
    case Op::not_: return is_never_null(*node.args[0]);
    case Op::and_: case Op::or_: return is_never_null(*node.args[0]) && is_never_null(*node.args[1]);
    case Op::condition: return is_never_null(*node.args[1]) && is_never_null(*node.args[2]);
    case Op::macro:
      if (node.function == Function::exists || node.function == Function::all) return is_never_null(*node.args[1]);
      return node.function == Function::count || node.function == Function::exists_one;
    default: return false;
  }
}

std::string SqlEmitter::root(const Node& node) {
  blocks_.emplace_back();
  std::string text = closed(is_list(node.type) ? json(node) : emit(node));
  blocks_.pop_back();
  return text;
}

std::string SqlEmitter::block(const Node& node) {
  blocks_.emplace_back();
  std::string text = closed(emit(node));
  blocks_.pop_back();
  return text;
}

Sql SqlEmitter::emit(const Node& node) {
  switch (node.op) {
    case Op::literal: return literal(node.value, node.type);
    case Op::name: case Op::member: return column(node);
    case Op::element: return element(node);
    case Op::not_: {
      const Sql inner = emit(*node.args[0]);
      return joined("not " + at_least(inner, Grip::compare), Grip::not_, {&inner});
    }
    case Op::and_: case Op::or_: return logic(node);
    case Op::equal: case Op::not_equal: return equality(node);
    case Op::less: case Op::less_equal: case Op::greater: case Op::greater_equal: return order(node);
    case Op::in: return membership(node);
    case Op::negate: return negated(emit(*node.args[0]));
    case Op::condition: return condition(node);
    case Op::call: return call(node);
    case Op::method: return method(node);
    case Op::macro: return macro(node);
    case Op::convert: return convert(node);
    case Op::index: case Op::list: throw NoReading{};
    default: return arithmetic(node);
  }
}

Sql SqlEmitter::literal(const Value& value, const Type& type) {
  switch (value.kind) {
    case Kind::null_: return {null_text(type), Grip::atom, {}, true};
    case Kind::flag: return {truth(value.is_true()), Grip::atom, {}, true};
    case Kind::text: case Kind::choice: return {quoted(value.text), Grip::atom, {}, value.text.size() < kCheapBytes};
    default: return {number(value.number), Grip::atom, {}, true};
  }
}

// A flag stands as 0 or 1 in a column; PostgreSQL wants a condition.
Sql SqlEmitter::flag_of_column(std::string text) {
  if (sqlite_) return {std::move(text), Grip::atom, {}, true};
  return {"(" + text + " = 1)", Grip::atom, {}, true};
}

std::string SqlEmitter::flag_as_number(const Node& node, std::string text) const {
  if (sqlite_ || node.type.kind != Kind::flag) return text;
  return "(" + text + ")::int";
}

Sql SqlEmitter::column(const Node& node) {
  if (is_encrypted(node)) throw NoReading{};
  const std::string text = names_.column(node);
  if (text.empty()) throw NoReading{};
  const bool cheap = text.size() <= kCheapBytes && text.find('(') == std::string::npos;
  Sql sql = node.type.kind == Kind::flag ? flag_of_column(text) : Sql{text, Grip::atom, {}, cheap};
  sql.cheap = cheap;
  return sql;
}

Sql SqlEmitter::element(const Node& node) {
  if (node.type.kind == Kind::null_) return literal(Value::null(), node.type);
  const Element& known = elements_.at(size_t(node.slot));
  if (known.rows) return column(node);
  if (known.kind == Kind::flag) return flag_of_column(known.value);
  return {known.value, Grip::atom, {}, true};
}

Sql SqlEmitter::logic(const Node& node) {
  const Grip grip = node.op == Op::and_ ? Grip::and_ : Grip::or_;
  const Sql left = emit(*node.args[0]), right = emit(*node.args[1]);
  return joined(at_least(left, grip) + (node.op == Op::and_ ? " and " : " or ") + at_least(right, grip), grip, {&left, &right});
}

// Null is a value: `is` in SQLite, `is not distinct from` in PostgreSQL; where one side is a literal, a form that an index serves.
Sql SqlEmitter::equality(const Node& node) {
  const bool equal = node.op == Op::equal;
  const Node *a = node.args[0].get(), *b = node.args[1].get();
  if (is_null_literal(*a) || (a->op == Op::literal && !is_null_literal(*b))) std::swap(a, b);
  if (is_encrypted(*a) || is_encrypted(*b)) {
    const std::string text = is_encrypted(*a) ? names_.encrypted_equal(*a, *b) : names_.encrypted_equal(*b, *a);
    if (text.empty()) throw NoReading{};
    return {equal ? "(" + text + ")" : "not (" + text + ")", equal ? Grip::atom : Grip::not_, {}, false};
  }
  if (is_null_literal(*b)) {
    const Sql value = is_list(a->type) ? list_probe(*a) : emit(*a);
    return joined(at_least(value, Grip::sum) + (equal ? " is null" : " is not null"), Grip::compare, {&value});
  }
  const Sql left = emit(*a), right = emit(*b);
  const std::string x = at_least(left, Grip::sum), y = at_least(right, Grip::sum);
  if (is_never_null(*a) && is_never_null(*b)) return joined(x + (equal ? " = " : " <> ") + y, Grip::compare, {&left, &right});
  if (sqlite_) return joined(x + (equal ? " is " : " is not ") + y, Grip::compare, {&left, &right});
  if (b->op == Op::literal && left.cheap && equal) return joined("(" + x + " is not null and " + x + " = " + y + ")", Grip::atom, {&left, &right});
  return joined(x + (equal ? " is not distinct from " : " is distinct from ") + y, Grip::compare, {&left, &right});
}

Sql SqlEmitter::order(const Node& node) {
  const Sql left = emit(*node.args[0]), right = emit(*node.args[1]);
  const char* sign = node.op == Op::less ? " < " : node.op == Op::less_equal ? " <= " : node.op == Op::greater ? " > " : " >= ";
  const bool text = node.args[0]->type.kind == Kind::text;
  const std::string collation = !sqlite_ && text ? " collate \"C\"" : "";
  return joined(at_least(left, Grip::atom) + collation + sign + at_least(right, Grip::atom), Grip::compare, {&left, &right});
}

Sql SqlEmitter::membership(const Node& node) {
  const Node& list_node = *node.args[1];
  if (is_null_literal(*node.args[0]) || is_null_literal(list_node)) return {truth(false), Grip::atom, {}, true};
  if (is_encrypted(*node.args[0]) || is_encrypted(list_node)) throw NoReading{};
  const Sql left = emit(*node.args[0]);
  if (list_node.op == Op::list) return among(left, list_node);
  if (list_node.type.kind == Kind::choices) {
    const Sql all = emit(list_node);
    const Node& code = *node.args[0];
    const std::string part = code.op == Op::literal ? quoted("|" + code.value.text + "|") : "'|' || " + at_least(left, Grip::sum) + " || '|'";
    return joined("coalesce(" + std::string(sqlite_ ? "instr(" : "strpos(") + all.text + ", " + part + ") > 0, " + truth(false) + ")", Grip::atom, {&all, &left});
  }
  const Sql value = twice(left);
  const List items = list(list_node);
  if (items.value.empty()) throw NoReading{};
  if (items.kind == Kind::null_) return {truth(false), Grip::atom, {}, true};
  const std::string item = items.kind == Kind::flag && !sqlite_ ? "(" + items.value + " = 1)" : items.value;
  const Sql found = subselect("exists (select 1 " + where(items, item + " = " + value.text) + ")", items);
  return joined(found.text, Grip::atom, {&found, &value});
}

Sql SqlEmitter::among(const Sql& left, const Node& list_node) {
  std::vector<Sql> items;
  bool literals = true;
  for (const auto& arg : list_node.args) {
    if (is_null_literal(*arg)) continue;   // nothing is in it by a null
    literals = literals && arg->op == Op::literal;
    items.push_back(emit(*arg));
  }
  if (items.empty()) return {truth(false), Grip::atom, {}, true};
  std::string text;
  std::vector<const Sql*> parts = {&left};
  for (const auto& item : items) {
    text += (text.empty() ? "" : ", ") + item.text;
    parts.push_back(&item);
  }
  const std::string x = at_least(left, Grip::sum);
  if (literals && left.cheap) return joined("(" + x + " is not null and " + x + " in (" + text + "))", Grip::atom, parts);
  return joined("coalesce(" + x + " in (" + text + "), " + truth(false) + ")", Grip::atom, parts);
}

Sql SqlEmitter::condition(const Node& node) {
  const Sql test = emit(*node.args[0]), yes = emit(*node.args[1]), no = emit(*node.args[2]);
  return joined("case when " + test.text + " then " + yes.text + " else " + no.text + " end", Grip::atom, {&test, &yes, &no});
}

Sql SqlEmitter::convert(const Node& node) {
  if (node.type.kind == Kind::choices) throw NoReading{};
  const Sql inner = emit(*node.args[0]);
  return node.type.kind == Kind::decimal ? simple("*", Grip::product, inner, {"10000", Grip::atom, {}, true}) : inner;
}

std::optional<std::string> to_sql_sureness(const Expression& expression, SqlDialect dialect, const SqlNames& names) {
  try {
    return SqlEmitter(dialect, names).root_sureness(*expression.root);
  } catch (const NoReading&) {
    return std::nullopt;
  }
}

std::optional<std::string> to_sql(const Expression& expression, SqlDialect dialect, const SqlNames& names) {
  try {
    return SqlEmitter(dialect, names).root(*expression.root);
  } catch (const NoReading&) {
    return std::nullopt;
  }
}

}  // namespace halfsky::lang
