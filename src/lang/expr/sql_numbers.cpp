// SQL for exact arithmetic. PostgreSQL calculates in numeric, which is exact and wide. SQLite has 64 bits: products and quotients
// of decimals are put together from parts that fit; what would not fit turns into a float, and so into null.
#include "lang/expr/sql_emitter.hpp"

namespace halfsky::lang {
namespace {

using Op = Node::Op;
using Grip = Sql::Grip;

}  // namespace

Sql SqlEmitter::arithmetic(const Node& node) {
  const Kind kind = node.type.kind;
  const Sql a = emit(*node.args[0]);
  if (kind == Kind::date || kind == Kind::time) return moved(a, kind == Kind::time, *node.args[1], node.op == Op::subtract ? -1 : 1);
  const Sql b = emit(*node.args[1]);
  const bool decimal = node.args[0]->type.kind == Kind::decimal || node.args[1]->type.kind == Kind::decimal;
  switch (node.op) {
    case Op::add:
      if (kind == Kind::text) return joined(at_least(a, Grip::sum) + " || " + at_least(b, Grip::sum), Grip::sum, {&a, &b});
      return simple("+", Grip::sum, a, b);
    case Op::subtract: return simple("-", Grip::sum, a, b);
    case Op::multiply: return decimal ? scaled_product(a, b) : simple("*", Grip::product, a, b);
    case Op::divide:
      if (kind == Kind::decimal || decimal) return rounded_quotient(a, b, 10'000);
      return kind == Kind::money ? rounded_quotient(a, b, 1) : whole_quotient(a, b);
    default: return remainder(a, b);
  }
}

// + - * where the database's own operator is exact or, beyond 64 bits, recognisable.
Sql SqlEmitter::simple(const char* sign, Grip grip, const Sql& a, const Sql& b) {
  const Sql left = numeric(a);
  return fitting(joined(at_least(left, grip) + " " + sign + " " + at_least(b, Grip::atom), grip, {&left, &b}));
}

Sql SqlEmitter::negated(const Sql& a) {
  const Sql wide = numeric(a);
  return fitting(joined("0 - " + at_least(wide, Grip::atom), Grip::sum, {&wide}));
}

// a * b / 10'000, rounded half away from zero. With a = 10'000 q + r and b = 10'000 s + t it is q b + r s + r t / 10'000; all
// three parts have the sign of the product, so none can hide another's overflow.
Sql SqlEmitter::scaled_product(const Sql& first, const Sql& second) {
  if (!sqlite_) {
    const Sql wide = numeric(first);
    return fitting(joined("round(" + wide.text + " * " + at_least(second, Grip::atom) + " * 0.0001)", Grip::atom, {&wide, &second}));
  }
  const Sql a = twice(first), b = twice(second);
  const std::string &x = a.text, &y = b.text;
  return fitting(joined(x + " / 10000 * " + y + " + " + x + " % 10000 * (" + y + " / 10000) + (" + x + " % 10000 * (" + y +
                            " % 10000) + case when (" + x + " < 0) = (" + y + " < 0) then 5000 else -5000 end) / 10000",
                        Grip::sum, {&a, &b}));
}

Sql SqlEmitter::whole_quotient(const Sql& a, const Sql& b) {
  if (sqlite_) return fitting(joined(at_least(a, Grip::product) + " / " + at_least(b, Grip::atom), Grip::product, {&a, &b}));
  const Sql wide = numeric(a);
  return fitting(joined("div(" + wide.text + ", nullif(" + b.text + ", 0))", Grip::atom, {&wide, &b}));
}

Sql SqlEmitter::remainder(const Sql& a, const Sql& b) {
  if (sqlite_) return joined(at_least(a, Grip::product) + " % " + at_least(b, Grip::atom), Grip::product, {&a, &b});
  return joined(at_least(a, Grip::atom) + "::bigint % nullif(" + b.text + ", 0)::bigint", Grip::product, {&a, &b});
}

// a * scale / b, rounded half away from zero; scale is 1 or 10'000.
Sql SqlEmitter::rounded_quotient(const Sql& first, const Sql& second, int64_t scale) {
  const Sql a = twice(first), b = twice(second);
  if (!sqlite_) {
    const std::string x = a.text + "::numeric", y = b.text + "::numeric";
    return fitting(joined("sign(" + x + ") * sign(" + y + ") * div(" + std::to_string(2 * scale) + " * abs(" + x + ") + abs(" + y + "), 2 * nullif(abs(" + y + "), 0))",
                          Grip::product, {&a, &b}));
  }
  const Sql rest = step(joined(a.text + " % " + b.text, Grip::product, {&a, &b}));
  const Sql quotient = joined(a.text + " / " + b.text, Grip::product, {&a, &b});
  if (scale != 1) {
    const Sql share = exact_share(rest, b);
    return fitting(joined("(" + quotient.text + ") * 10000 + " + at_least(share, Grip::atom), Grip::sum, {&quotient, &share}));
  }
  // Half of the divisor or more rounds away. Both as negative numbers, as the lowest one has no positive.
  const std::string low_rest = "min(" + rest.text + ", -" + rest.text + ")", low_divisor = "min(" + b.text + ", -" + b.text + ")";
  return fitting(joined("(" + quotient.text + ") + case when " + low_rest + " > " + low_divisor + " - " + low_rest + " then 0 when (" + rest.text + " < 0) = (" + b.text + " < 0) then 1 else -1 end",
                        Grip::sum, {&quotient, &rest}));
}

// rest * 10'000 / divisor, rounded half away from zero, where |rest| < |divisor|: a number up to 10'000.
// A divisor up to 10^14 leaves room to calculate it at once. Beyond, the float's estimate is off by one at most, and the two
// halves around it are compared exactly in two limbs of nine digits: k is reached where 20'000 rest <= (2k - 1) divisor (both negative).
Sql SqlEmitter::exact_share(const Sql& rest, const Sql& divisor) {
  const std::string &r = rest.text, &b = divisor.text;
  const std::string same_sign = "(" + r + " < 0) = (" + b + " < 0)";
  const std::string low_r = "min(" + r + ", -" + r + ")", low_b = "min(" + b + ", -" + b + ")";
  const Sql limbs = columns("m, r1, r0, b1, b0", "cast(" + low_r + " * 10000.0 / " + low_b + " + 0.5 as integer), " + low_r + " / 1000000000, " + low_r + " % 1000000000, " + low_b +
                                " / 1000000000, " + low_b + " % 1000000000", {&rest, &divisor});
  const auto reached = [&](const std::string& k) {
    const std::string n = limbs.text, low = "(20000 * " + n + ".r0 - " + k + " * " + n + ".b0)";
    return "((" + k + " * " + n + ".b1 - 20000 * " + n + ".r1) >= (" + low + " + case when " + low + " > 0 then 999999999 else 0 end) / 1000000000)";
  };
  const std::string m = limbs.text + ".m";
  return step(joined("case when " + b + " between -100000000000000 and 100000000000000 then (20000 * " + r + " + case when " + same_sign + " then " + b + " else -" + b + " end) / (2 * " + b +
                         ") else (" + m + " - 1 + " + reached("(2 * " + m + " - 1)") + " + " + reached("(2 * " + m + " + 1)") + ") * case when " + same_sign + " then 1 else -1 end end",
                     Grip::atom, {&rest, &divisor, &limbs}));
}

// Decimals to whole numbers: floor, ceil, round half away from zero.
Sql SqlEmitter::rounded(Function function, const Sql& value) {
  if (!sqlite_) {
    const char* name = function == Function::floor ? "floor" : function == Function::ceil ? "ceil" : "round";
    return joined(std::string(name) + "(" + at_least(value, Grip::product) + " * 0.0001)::bigint", Grip::atom, {&value});
  }
  const Sql a = twice(value);
  std::string text = a.text + " / 10000";
  if (function == Function::floor) text += " - (" + a.text + " % 10000 < 0)";
  if (function == Function::ceil) text += " + (" + a.text + " % 10000 > 0)";
  if (function == Function::round) text += " + (" + a.text + " % 10000 + case when " + a.text + " < 0 then -5000 else 5000 end) / 10000";
  return joined(std::move(text), Grip::sum, {&a});
}

// A decimal of yuan as fen, rounded half away from zero.
Sql SqlEmitter::hundredth(const Sql& value) {
  if (!sqlite_) return joined("round(" + at_least(value, Grip::product) + " * 0.01)::bigint", Grip::atom, {&value});
  const Sql a = twice(value);
  return joined(a.text + " / 100 + (" + a.text + " % 100 + case when " + a.text + " < 0 then -50 else 50 end) / 100", Grip::sum, {&a});
}

}  // namespace halfsky::lang
