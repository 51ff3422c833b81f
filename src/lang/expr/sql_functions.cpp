// SQL for functions and the methods of texts.
#include "lang/expr/functions.hpp"
#include "lang/expr/sql_emitter.hpp"

namespace halfsky::lang {
namespace {

using Grip = Sql::Grip;

}  // namespace

Sql SqlEmitter::call(const Node& node) {
  if (node.function == Function::today) {
    const std::string text = names_.today();
    if (text.empty()) throw NoReading{};
    return {text, Grip::atom, {}, true};
  }
  const Signature* signature = find_function(node.text);
  if (!signature || signature->server || node.function == Function::target || node.function == Function::prior) throw NoReading{};
  if (node.type.kind == Kind::span) throw NoReading{};   // only beside a date; sql_days.cpp
  std::vector<Sql> args;
  for (const auto& arg : node.args) args.push_back(emit(*arg));
  return call_of(node, args);
}

Sql SqlEmitter::call_of(const Node& node, const std::vector<Sql>& args) {
  const Sql& first = args.front();
  switch (node.function) {
    case Function::days_between: return joined(at_least(args[1], Grip::sum) + " - " + at_least(first, Grip::atom), Grip::sum, {&first, &args[1]});
    case Function::age_at: return age(first, args[1]);
    case Function::year: return joined(day_part("year", first.text), Grip::atom, {&first});
    case Function::month: return joined(day_part("month", first.text), Grip::atom, {&first});
    case Function::yuan: return node.args[0]->type.kind == Kind::decimal ? hundredth(first) : simple("*", Grip::product, first, {"100", Grip::atom, {}, true});
    case Function::abs: {
      const Sql a = twice(first), wide = numeric(a);
      return fitting(joined("case when " + a.text + " < 0 then -" + at_least(wide, Grip::atom) + " else " + wide.text + " end", Grip::atom, {&a}));
    }
    case Function::min: case Function::max: return extreme(node.function, args);
    case Function::ceil: case Function::floor: case Function::round: return rounded(node.function, first);
    case Function::within: return within(first, args[1]);
    case Function::id_card_ok: return id_card(first);
    case Function::working_days: case Function::add_working_days: {
      const Sql a = twice(first), b = twice(args[1]);
      const std::string text = node.function == Function::working_days ? names_.working_days(a.text, b.text) : names_.add_working_days(a.text, b.text);
      if (text.empty()) throw NoReading{};
      return joined(text, Grip::atom, {&a, &b});
    }
    default: throw NoReading{};
  }
}

// Null where one of the values is: SQLite's min and max do so, PostgreSQL's leave nulls out.
Sql SqlEmitter::extreme(Function function, const std::vector<Sql>& args) {
  std::vector<Sql> values;
  for (const auto& arg : args) values.push_back(sqlite_ ? arg : twice(arg));
  std::string all, present;
  std::vector<const Sql*> parts;
  for (const auto& value : values) {
    all += (all.empty() ? "" : ", ") + value.text;
    present += (present.empty() ? "" : " and ") + value.text + " is not null";
    parts.push_back(&value);
  }
  const bool least = function == Function::min;
  if (sqlite_) return joined((least ? "min(" : "max(") + all + ")", Grip::atom, parts);
  return joined("case when " + present + " then " + (least ? "least(" : "greatest(") + all + ") end", Grip::atom, parts);
}

// An org's subtree is a range of ids, three digits a level (base/org_id.hpp).
Sql SqlEmitter::within(const Sql& org, const Sql& unit) {
  const Sql a = twice(org), b = twice(unit);
  const std::string& u = b.text;
  const std::string width = "case when " + u + " % 1000 <> 0 then 1 when " + u + " % 1000000 <> 0 then 1000 when " + u + " % 1000000000 <> 0 then 1000000 when " + u +
                            " % 1000000000000 <> 0 then 1000000000 when " + u + " <> 0 then 1000000000000 else 1000000000000000 end";
  return joined(a.text + " between " + u + " and " + u + " + " + width + " - 1", Grip::compare, {&a, &b});
}

// GB 11643: 17 digits and a check character, a date that exists.
Sql SqlEmitter::id_card(const Sql& text) {
  static constexpr int kWeights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  const Sql card = twice(text);
  const std::string& t = card.text;
  const auto digits = [&](int from, int count) {
    const std::string part = "substr(" + t + ", " + std::to_string(from) + ", " + std::to_string(count) + ")";
    return sqlite_ ? "cast(" + part + " as integer)" : part + "::int";
  };
  std::string sum;
  for (int i = 0; i < 17; ++i) sum += (i ? " + " : "") + digits(i + 1, 1) + " * " + std::to_string(kWeights[i]);
  std::string shape = "length(" + t + ") = 18 and " + t + " glob '";
  for (int i = 0; i < 17; ++i) shape += "[0-9]";
  shape = sqlite_ ? shape + "[0-9X]'" : t + " ~ '^[0-9]{17}[0-9X]$'";
  const std::string year = digits(7, 4), month = digits(11, 2), day = digits(13, 2);
  const std::string leap = "(" + year + " % 4 = 0 and " + year + " % 100 <> 0 or " + year + " % 400 = 0)";
  const std::string length = "case when " + month + " in (4, 6, 9, 11) then 30 when " + month + " <> 2 then 31 when " + leap + " then 29 else 28 end";
  const std::string real_date = year + " >= 1 and " + month + " between 1 and 12 and " + day + " between 1 and " + length;
  const std::string checked = "substr('10X98765432', (" + sum + ") % 11 + 1, 1) = substr(" + t + ", 18, 1)";
  return joined("case when " + shape + " then " + real_date + " and " + checked + " when " + t + " is not null then " + truth(false) + " end", Grip::atom, {&card});
}

Sql SqlEmitter::method(const Node& node) {
  if (node.function == Function::size && node.args[0]->type.kind != Kind::text) return node.args[0]->type.kind == Kind::null_ ? literal(Value::null(), node.type) : size(node);
  const Sql text = emit(*node.args[0]);
  if (node.function == Function::size) return joined((sqlite_ ? "length(" : "char_length(") + text.text + ")" + (sqlite_ ? "" : "::bigint"), Grip::atom, {&text});
  const Sql part = emit(*node.args[1]);
  if (node.function == Function::contains) return joined((sqlite_ ? "instr(" : "strpos(") + text.text + ", " + part.text + ") > 0", Grip::compare, {&text, &part});
  if (node.function == Function::starts_with) {
    if (!sqlite_) return joined("starts_with(" + text.text + ", " + part.text + ")", Grip::atom, {&text, &part});
    const Sql start = twice(part);
    return joined("substr(" + text.text + ", 1, length(" + start.text + ")) = " + start.text, Grip::compare, {&text, &start});
  }
  const Sql end = twice(part);
  if (!sqlite_) return joined("right(" + text.text + ", char_length(" + end.text + ")) = " + end.text, Grip::compare, {&text, &end});
  const Sql whole = twice(text);
  return joined("substr(" + whole.text + ", length(" + whole.text + ") - length(" + end.text + ") + 1) = " + end.text, Grip::compare, {&whole, &end});
}

}  // namespace halfsky::lang
