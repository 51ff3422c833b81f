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
  const Sql parts = columns("q, r, b", a.text + " / " + b.text + ", " + a.text + " % " + b.text + ", " + b.text, {&a, &b});
  return fitting(scale == 1 ? with_half(parts) : with_share(parts));
}

// q + r / b, rounded: half of the divisor or more counts as one. Both as negative numbers, as the lowest one has no positive.
Sql SqlEmitter::with_half(const Sql& parts) {
  const std::string &p = parts.text, low_r = "min(" + p + ".r, -" + p + ".r)", low_b = "min(" + p + ".b, -" + p + ".b)";
  return joined(p + ".q + case when " + low_r + " > " + low_b + " - " + low_r + " then 0 when (" + p + ".r < 0) = (" + p + ".b < 0) then 1 else -1 end", Grip::sum, {&parts});
}

// 10'000 q + 10'000 r / b, rounded half away from zero, where |r| < |b|.
// A divisor up to 10^14 leaves room to calculate it at once. Beyond, a float's estimate m is off by one at most, and the two
// halves around it are compared exactly in two limbs of nine digits: m is reached where 20'000 r <= (2m - 1) b (both negative).
Sql SqlEmitter::with_share(const Sql& parts) {
  const std::string &p = parts.text, low_r = "min(" + p + ".r, -" + p + ".r)", low_b = "min(" + p + ".b, -" + p + ".b)";
  const Sql limbs = columns("q, r, b, m, r1, r0, b1, b0",
                            p + ".q, " + p + ".r, " + p + ".b, cast(" + low_r + " * 10000.0 / " + low_b + " + 0.5 as integer), " + low_r + " / 1000000000, " + low_r + " % 1000000000, " +
                                low_b + " / 1000000000, " + low_b + " % 1000000000",
                            {&parts});
  const std::string& n = limbs.text;
  const auto reached = [&](const std::string& k) {
    const std::string low = "(20000 * " + n + ".r0 - " + k + " * " + n + ".b0)";
    return "((" + k + " * " + n + ".b1 - 20000 * " + n + ".r1) >= (" + low + " + case when " + low + " > 0 then 999999999 else 0 end) / 1000000000)";
  };
  const std::string same_sign = "(" + n + ".r < 0) = (" + n + ".b < 0)";
  const std::string direct = "(20000 * " + n + ".r + case when " + same_sign + " then " + n + ".b else -" + n + ".b end) / (2 * " + n + ".b)";
  const std::string wide = "(" + n + ".m - 1 + " + reached("(2 * " + n + ".m - 1)") + " + " + reached("(2 * " + n + ".m + 1)") + ") * case when " + same_sign + " then 1 else -1 end";
  return joined(n + ".q * 10000 + case when " + n + ".b between -100000000000000 and 100000000000000 then " + direct + " else " + wide + " end", Grip::sum, {&limbs});
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
