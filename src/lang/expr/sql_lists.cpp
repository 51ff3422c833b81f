// SQL for lists and the macros over them: a list is a from-clause, a macro an aggregate over it. What is aggregated is always a
// column of an inner select: an aggregate whose argument reads outer columns only would belong to the outer select.
#include "lang/expr/sql_emitter.hpp"

namespace halfsky::lang {
namespace {

using Op = Node::Op;
using Grip = Sql::Grip;

constexpr size_t kMostUnions = 400;   // SQLite joins at most 500 selects

const char* const kColumns[] = {"n", "v", "s"};   // place, value, sureness of a tally

std::string row_text(const std::vector<std::string>& row, bool named) {
  std::string text;
  for (size_t i = 0; i < row.size(); ++i) text += (i ? ", " : "") + row[i] + (named ? std::string(" as ") + kColumns[i] : "");
  return text;
}

std::string values_of(const std::vector<std::vector<std::string>>& rows) {
  std::string columns, text;
  for (size_t i = 0; i < rows.front().size(); ++i) columns += (i ? ", column" : "column") + std::to_string(i + 1) + " as " + kColumns[i];
  for (const auto& row : rows) text += (text.empty() ? "(" : ", (") + row_text(row, false) + ")";
  return "select " + columns + " from (values " + text + ") as q";
}

// The same for SQLite, whose `values` loses its columns' names where a row reads from an outer select.
std::string unions_of(const std::vector<std::vector<std::string>>& rows) {
  std::string all, part;
  const bool parts = rows.size() > kMostUnions;
  for (size_t i = 0; i < rows.size(); ++i) {
    part += (part.empty() ? "select " : " union all select ") + row_text(rows[i], part.empty());
    if (i + 1 < rows.size() && (i + 1) % kMostUnions != 0) continue;
    all += (all.empty() ? "" : " union all ") + (parts ? "select * from (" + part + ")" : part);
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
    case Op::literal: return values({}, Kind::null_, Type::of(Kind::null_));
    default: throw NoReading{};
  }
  if (node.type.kind == Kind::choices) return split_choices(node);
  if (node.binding.how != Binding::How::back) {
    const std::string from = names_.list(node, alias());
    if (from.empty()) throw NoReading{};
    List made = selected({}, {}, node.type.element ? node.type.element->kind : Kind::null_);
    made.from = from;
    return made;
  }
  List made;
  made.rows = made.has_where = true;
  made.from = names_.rows(node, alias());
  if (made.from.empty()) throw NoReading{};
  if (node.type.element) {
    Node row{.op = Op::element, .type = *node.type.element, .slot = int(elements_.size())};
    made.value = names_.column(row);   // the row's own id
    made.order = "0";
    made.kind = Kind::ref;
  }
  return made;
}

// "from (select COLUMNS FROM) as ALIAS", whose columns are n, v and of tallies s.
SqlEmitter::List SqlEmitter::selected(const std::string& columns, const std::string& from, Kind kind) const {
  List made;
  made.kind = kind;
  made.from = "from (select " + columns + " " + from + ") as " + alias();
  made.value = alias() + ".v";
  made.order = alias() + ".n";
  if (kind == Kind::tally) made.sureness = alias() + ".s";
  return made;
}

SqlEmitter::List SqlEmitter::values(std::vector<std::vector<std::string>> rows, Kind kind, const Type& empty) {
  List made = selected("0 as n, " + null_text(empty.kind == Kind::flag ? Type::of(Kind::int_) : empty) + " as v" + (kind == Kind::tally ? ", 0 as s" : ""), "where 0 = 1", kind);
  if (!rows.empty()) made.from = "from (" + (sqlite_ ? unions_of(rows) : values_of(rows)) + ") as " + alias();
  return made;
}

SqlEmitter::List SqlEmitter::literal_list(const Node& node) {
  const Type element = node.type.element ? *node.type.element : Type::of(node.type.kind == Kind::choices ? Kind::choice : Kind::null_);
  std::vector<std::vector<std::string>> rows;
  std::vector<Sql> items;
  for (const auto& arg : node.args) {
    items.push_back(emit(*arg));
    rows.push_back({std::to_string(rows.size() + 1), flag_as_number(*arg, items.back().text)});
    if (element.kind != Kind::tally) continue;
    items.push_back(sureness(*arg));
    rows.back().push_back(items.back().text);
  }
  List made = values(std::move(rows), element.kind, element);
  std::vector<const Sql*> parts;
  for (const auto& item : items) parts.push_back(&item);
  made.steps = joined("", Grip::atom, parts).steps;
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
  elements_.push_back({list.rows, list.value, list.sureness, list.kind});
  std::string text = block(*macro.args[1]);
  elements_.pop_back();
  return text;
}

std::string SqlEmitter::body_sureness(const Node& macro, const List& list) {
  elements_.push_back({list.rows, list.value, list.sureness, list.kind});
  std::string text = root_sureness(*macro.args[1]);
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
  const Kind kind = node.args[1]->type.kind;
  std::string columns = from.order + " as n, " + flag_as_number(*node.args[1], body(node, from)) + " as v";
  if (kind == Kind::tally) columns += ", " + body_sureness(node, from) + " as s";
  List made = selected(columns, from.from, kind);
  made.steps = from.steps;
  return made;
}

SqlEmitter::List SqlEmitter::either(const Node& node) {
  const Sql test = twice(emit(*node.args[0]));
  const List yes = list(*node.args[1]), no = list(*node.args[2]);
  if (yes.rows || no.rows) throw NoReading{};
  const Kind kind = yes.kind == Kind::null_ ? no.kind : yes.kind;
  // PostgreSQL 15 forgets to work out an `exists` anew for each row where one half of a `union all` falls away at planning and the
  // other is pulled up; `offset 0` keeps it from pulling up.
  const std::string fence = sqlite_ ? "" : " offset 0";
  const auto columns = [&](const List& from) {
    return from.order + " as n, " + from.value + " as v" + (kind == Kind::tally ? ", " + (from.sureness.empty() ? "0" : from.sureness) + " as s" : "");
  };
  List made = selected(columns(yes), where(yes, test.text) + " union all select " + columns(no) + " " + where(no, "not coalesce(" + test.text + ", " + truth(false) + ")") + fence, kind);
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
    case Function::least: return subselect("(select min(v) from (select " + body(node, from) + " as v " + from.from + ") as q)", from);
    case Function::greatest: return subselect("(select max(v) from (select " + body(node, from) + " as v " + from.from + ") as q)", from);
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

// A whole list as the text of a JSON array; of tallies as pairs of number and sureness.
Sql SqlEmitter::json(const Node& node) {
  if (node.op == Op::literal) return {"null", Grip::atom, {}, true};
  const List from = list(node);
  const Sql probe = list_probe(node);
  if (from.rows || from.value.empty() || probe.text.empty()) throw NoReading{};
  const std::string pair = from.value + ", " + from.sureness;
  const std::string item = from.sureness.empty() ? from.value : (sqlite_ ? "json_array(" : "json_build_array(") + pair + ")";
  const std::string in_order = sqlite_ ? "json_group_array(" + std::string(from.sureness.empty() ? "v" : "json(v)") + ") from (select " + item + " as v " + from.from + " order by " + from.order + ")"
                                       : "coalesce(json_agg(" + item + " order by " + from.order + "), '[]')::text " + from.from;
  const Sql array = subselect("(select " + in_order + ")", from);
  if (probe.text == "1") return array;
  return joined("case when " + probe.text + " is not null then " + array.text + " end", Grip::atom, {&probe, &array});
}

}  // namespace halfsky::lang
