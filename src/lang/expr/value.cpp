// Values compared.
#include "lang/expr/value.hpp"

#include "base/decimal.hpp"

namespace halfsky::lang {
namespace {

bool is_number(Kind kind) { return kind == Kind::int_ || kind == Kind::decimal || kind == Kind::tally; }

__int128 ten_thousandths(const Value& value) {
  return value.kind == Kind::decimal ? __int128{value.number} : __int128{value.number} * base::kDecimalScale;
}

bool same_items(const Value& a, const Value& b) {
  static const std::vector<Value> kNone;
  const auto& left = a.items ? *a.items : kNone;
  const auto& right = b.items ? *b.items : kNone;
  if (left.size() != right.size()) return false;
  for (size_t i = 0; i < left.size(); ++i)
    if (!same(left[i], right[i])) return false;
  return true;
}

}  // namespace

bool same(const Value& a, const Value& b) {
  if (is_number(a.kind) && is_number(b.kind)) {
    if (a.kind != Kind::decimal && b.kind != Kind::decimal) return a.number == b.number;
    return ten_thousandths(a) == ten_thousandths(b);
  }
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case Kind::null_: return true;
    case Kind::text: case Kind::choice: return a.text == b.text;
    case Kind::ref: return a.number == b.number && a.text == b.text;
    case Kind::list: case Kind::choices: case Kind::file: return same_items(a, b);
    case Kind::span: return a.number == b.number && a.extra == b.extra;
    case Kind::consent: return a.number == b.number && a.extra == b.extra && a.text == b.text;
    default: return a.number == b.number;
  }
}

}  // namespace halfsky::lang
