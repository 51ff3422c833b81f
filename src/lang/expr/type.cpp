// Types compared and written out.
#include "lang/expr/type.hpp"

namespace halfsky::lang {
namespace {

// A choice without a list takes any code (`halfsky expr`), so it goes with every other.
bool same_codes(const CodeList* a, const CodeList* b) {
  if (a == b || a == nullptr || b == nullptr) return true;
  if (!a->name.empty() || !b->name.empty()) return a->name == b->name;
  if (a->codes.size() != b->codes.size()) return false;
  for (size_t i = 0; i < a->codes.size(); ++i)
    if (a->codes[i].id != b->codes[i].id) return false;
  return true;
}

}  // namespace

bool operator==(const Type& a, const Type& b) {
  if (a.kind != b.kind || a.target != b.target) return false;
  if (a.kind == Kind::choice || a.kind == Kind::choices) return same_codes(a.codes.get(), b.codes.get());
  if (a.kind != Kind::list) return true;
  if (!a.element || !b.element) return a.element == b.element;
  return *a.element == *b.element;
}

std::string to_text(const Type& type) {
  switch (type.kind) {
    case Kind::null_: return "null";
    case Kind::flag: return "flag";
    case Kind::int_: return "int";
    case Kind::decimal: return "decimal";
    case Kind::money: return "money";
    case Kind::date: return "date";
    case Kind::time: return "time";
    case Kind::span: return "span";
    case Kind::text: return "text";
    case Kind::choice: return "choice";
    case Kind::choices: return "choices";
    case Kind::ref: return type.target.empty() ? "ref" : "ref " + type.target;
    case Kind::file: return "file";
    case Kind::tally: return "tally";
    case Kind::consent: return "consent";
    case Kind::list: return "list(" + (type.element ? to_text(*type.element) : std::string("null")) + ")";
    case Kind::scope: return "scope " + type.target;
  }
  return "null";
}

}  // namespace halfsky::lang
