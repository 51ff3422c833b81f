// SQL for lists and the macros over them: a list is a from-clause, a macro an aggregate over it.
#include "lang/expr/sql_emitter.hpp"

namespace halfsky::lang {
namespace {

using Op = Node::Op;
using Grip = Sql::Grip;

constexpr size_t kMostUnions = 400;   // SQLite joins at most 500 selects

// "place, value" rows as a select of n and v.
std::string values_of(const std::vector<std::string>& rows) {
  std::string text;
  for (const auto& row : rows) text += (text.empty() ? "(" : ", (") + row + ")";
  return "select column1 as n, column2 as v from (values " + text + ") as q";
}

// The same for SQLite, whose `values` loses its columns' names where a row reads from an outer select.
std::string unions_of(const std::vector<std::string>& rows) {
  std::string all, part;
  const bool parts = rows.size() > kMostUnions;
  for (size_t i = 0; i < rows.size(); ++i) {
    part += part.empty() ? "select " + rows[i].substr(0, rows[i].find(',')) + " as n," + rows[i].substr(rows[i].find(',') + 1) + " as v" : " union all select " + rows[i];
    if (i + 1 < rows.size() && (i + 1) % kMostUnions != 0) continue;
    all += (all.empty() ? "" : " union all ") + (parts ? "select n, v from (" + part + ")" : part);
    part.clear();
  }
  return all;
}

}  // namespace

// The next macro's elements stand under this alias.
std::string SqlEmitter::alias() const { return sql_alias(int(elements_.size())); }

std::string SqlEmitter::where(const List& list, const std::string& condition) const {
  if (condition.empty()) return list.from;
  return list.from + (list.has_where ? " and (" : " where (") + condition + ")";
}

// A scalar select over a list.
Sql SqlEmitter::subselect(std::string text, const List& list) {
  Sql sql{std::move(text), Grip::atom, list.steps, false};
  return sql.steps.size() > 16 ? step(sql) : sql;
}

SqlEmitter::List SqlEmitter::list(const Node& node) {
  switch (node.op) {
    case Op::list: return literal_list(node);
    case Op::convert: return list(*node.args[0]);
    case Op::condition: return either(node);
    case Op::macro: return node.function == Function::filter ? filtered(node) : mapped(node);
    case Op::name: case Op::member: break;
    case Op::literal: {
      List none;
      none.from = "from (select 0 as n, " + null_text(Type::of(Kind::null_)) + " as v where " + (sqlite_ ? "0" : "false") + ") as " + alias();
      none.value = alias() + ".v";
      none.order = alias() + ".n";
      return none;
    }
    default: throw NoReading{};
  }
  if (node.type.kind == Kind::choices) return split_choices(node);
  List made;
  made.rows = node.binding.how == Binding::How::back;
  made.from = made.rows ? names_.rows(node, alias()) : names_.list(node, alias());
  if (made.from.empty()) throw NoReading{};
  made.has_where = made.rows;
  if (!made.rows) {
    made.value = alias() + ".v";
    made.order = alias() + ".n";
    made.kind = node.type.element ? node.type.element->kind : Kind::null_;
  } else if (node.type.element) {
    Node row{.op = Op::element, .type = *node.type.element, .slot = int(elements_.size())};
    made.value = names_.column(row);   // the row's own id
    made.order = "0";
    made.kind = Kind::ref;
  }
  return made;
}

SqlEmitter::List SqlEmitter::literal_list(const Node& node) {
  List made;
  made.kind = node.type.element ? node.type.element->kind : node.type.kind == Kind::choices ? Kind::choice : Kind::null_;
  made.value = alias() + ".v";
  made.order = alias() + ".n";
  if (node.args.empty()) {
    Type element = node.type.element ? *node.type.element : Type::of(made.kind);
    if (element.kind == Kind::flag) element = Type::of(Kind::int_);
    made.from = "from (select 0 as n, " + null_text(element) + " as v where " + (sqlite_ ? "0" : "false") + ") as " + alias();
    return made;
  }
  std::vector<std::string> values;
  std::vector<Sql> items;
  std::vector<const Sql*> parts;
  items.reserve(node.args.size());
  for (const auto& arg : node.args) {
    items.push_back(emit(*arg));
    parts.push_back(&items.back());
    values.push_back(std::to_string(items.size()) + ", " + flag_as_number(*arg, items.back().text));
  }
  const Sql all = joined("", Grip::atom, parts);
  made.steps = all.steps;
  made.from = "from (" + (sqlite_ ? unions_of(values) : values_of(values)) + ") as " + alias();
  return made;
}

// "|a|b|" to rows.
SqlEmitter::List SqlEmitter::split_choices(const Node& node) {
  const Sql codes = emit(node);
  List made;
  made.kind = Kind::choice;
  made.steps = codes.steps;
  const std::string name = alias();
  if (sqlite_) {
    made.from = "from json_each('[\"' || replace(trim(" + codes.text + ", '|'), '|', '\",\"') || '\"]') as " + name;
    made.value = name + ".value";
    made.order = name + ".key";
  } else {
    made.from = "from unnest(string_to_array(trim(both '|' from " + codes.text + "), '|')) with ordinality as " + name + "(v, n)";
    made.value = name + ".v";
    made.order = name + ".n";
  }
  return made;
}

std::string SqlEmitter::body(const Node& macro, const List& list) {
  elements_.push_back({list.rows, list.value, list.kind});
  std::string text = block(*macro.args[1]);
  elements_.pop_back();
  return text;
}

SqlEmitter::List SqlEmitter::filtered(const Node& node) {
  List made = list(*node.args[0]);
  made.from = where(made, body(node, made));
  made.has_where = true;
  return made;
}

SqlEmitter::List SqlEmitter::mapped(const Node& node) {
  if (node.function != Function::map) throw NoReading{};
  const List from = list(*node.args[0]);
  const std::string value = flag_as_number(*node.args[1], body(node, from));
  List made;
  made.from = "from (select " + from.order + " as n, " + value + " as v " + from.from + ") as " + alias();
  made.value = alias() + ".v";
  made.order = alias() + ".n";
  made.kind = node.args[1]->type.kind;
  made.steps = from.steps;
  return made;
}

SqlEmitter::List SqlEmitter::either(const Node& node) {
  const Sql test = twice(emit(*node.args[0]));
  const List yes = list(*node.args[1]), no = list(*node.args[2]);
  if (yes.rows || no.rows) throw NoReading{};
  const auto half = [&](const List& from, const std::string& condition) { return "select " + from.order + " as n, " + from.value + " as v " + where(from, condition); };
  List made;
  made.kind = yes.kind == Kind::null_ ? no.kind : yes.kind;
  made.from = "from (" + half(yes, test.text) + " union all " + half(no, "not coalesce(" + test.text + ", " + truth(false) + ")") + ") as " + alias();
  made.value = alias() + ".v";
  made.order = alias() + ".n";
  const Sql a{"", Grip::atom, yes.steps, false}, b{"", Grip::atom, no.steps, false};
  made.steps = joined("", Grip::atom, {&test, &a, &b}).steps;
  return made;
}

Sql SqlEmitter::macro(const Node& node) {
  const List from = list(*node.args[0]);
  switch (node.function) {
    case Function::exists: return folded(node, from, true);
    case Function::all: return folded(node, from, false);
    case Function::exists_one: {
      const Sql count = subselect("(select count(*) " + where(from, body(node, from)) + ")", from);
      return joined(count.text + " = 1", Grip::compare, {&count});
    }
    case Function::count: return subselect("(select count(*) " + where(from, body(node, from)) + ")", from);
    case Function::sum: return summed(node, from);
    case Function::least: return subselect("(select min(" + body(node, from) + ") " + from.from + ")", from);
    case Function::greatest: return subselect("(select max(" + body(node, from) + ") " + from.from + ")", from);
    default: throw NoReading{};   // filter and map are lists
  }
}

// exists is ||, all is && over the elements, with their three values.
Sql SqlEmitter::folded(const Node& node, const List& from, bool deciding) {
  const std::string text = body(node, from);
  if (is_never_null(*node.args[1])) {
    if (deciding) return subselect("exists (select 1 " + where(from, text) + ")", from);
    const Sql found = subselect("not exists (select 1 " + where(from, "not (" + text + ")") + ")", from);
    return joined(found.text, Grip::not_, {&found});
  }
  const std::string value = sqlite_ ? text : "(" + text + ")::int";
  return subselect("(select case when " + std::string(deciding ? "max" : "min") + "(v) = " + (deciding ? "1" : "0") + " then " + truth(deciding) + " when count(v) < count(*) then null else " +
                       truth(!deciding) + " end from (select " + value + " as v " + from.from + ") as q)",
                   from);
}

// The exact total, whatever the order. SQLite's sum() fails beyond 64 bits, so it sums halves of 32.
Sql SqlEmitter::summed(const Node& node, const List& from) {
  const std::string values = "(select " + body(node, from) + " as v " + from.from + ") as q";
  if (!sqlite_)
    return subselect("(select case when v between " + number(INT64_MIN) + " and " + number(INT64_MAX) + " then v::bigint end from (select coalesce(sum(v::numeric), 0) as v from " + values + ") as q)", from);
  return subselect("(select case when h + (l >> 32) between -2147483648 and 2147483647 then (h + (l >> 32)) * 4294967296 + (l & 4294967295) end from "
                   "(select coalesce(sum(v >> 32), 0) as h, coalesce(sum(v & 4294967295), 0) as l from " + values + ") as q)",
                   from);
}

Sql SqlEmitter::size(const Node& node) {
  const List from = list(*node.args[0]);
  return subselect("(select count(*) " + from.from + ")", from);
}

Sql SqlEmitter::list_probe(const Node& node) {
  const Sql one{"1", Grip::atom, {}, true};
  switch (node.op) {
    case Op::literal: return {"null", Grip::atom, {}, true};
    case Op::condition: {
      const Sql test = emit(*node.args[0]), yes = list_probe(*node.args[1]), no = list_probe(*node.args[2]);
      return joined("case when " + test.text + " then " + yes.text + " else " + no.text + " end", Grip::atom, {&test, &yes, &no});
    }
    case Op::name: case Op::member:
      if (node.binding.how == Binding::How::back) return one;
      return {names_.column(node), Grip::atom, {}, true};
    default: return one;
  }
}

// A whole list as the text of a JSON array.
Sql SqlEmitter::json(const Node& node) {
  if (node.op == Op::literal) return {"null", Grip::atom, {}, true};
  const List from = list(node);
  const Sql probe = list_probe(node);
  if (from.rows || from.value.empty() || probe.text.empty()) throw NoReading{};
  const Sql array = subselect(sqlite_ ? "(select json_group_array(v) from (select " + from.value + " as v " + from.from + " order by " + from.order + "))"
                                      : "(select coalesce(json_agg(" + from.value + " order by " + from.order + "), '[]')::text " + from.from + ")",
                              from);
  if (probe.text == "1") return array;
  return joined("case when " + probe.text + " is not null then " + array.text + " end", Grip::atom, {&probe, &array});
}

}  // namespace halfsky::lang
