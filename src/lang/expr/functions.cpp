// The table of functions (PACKS section 10).
#include "lang/expr/functions.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace halfsky::lang {
namespace {

const std::vector<Signature>& table() {
  static const Type kInt = Type::of(Kind::int_), kDate = Type::of(Kind::date), kSpan = Type::of(Kind::span), kText = Type::of(Kind::text),
                    kFlag = Type::of(Kind::flag), kDecimal = Type::of(Kind::decimal), kOrg = org_type();
  using F = Function;
  static const std::vector<Signature> functions = {
      {"today", F::today, {}, kDate},
      {"days", F::days, {kInt}, kSpan},
      {"months", F::months, {kInt}, kSpan},
      {"years", F::years, {kInt}, kSpan},
      {"days_between", F::days_between, {kDate, kDate}, kInt},
      {"working_days", F::working_days, {kDate, kDate}, kInt},
      {"add_working_days", F::add_working_days, {kDate, kInt}, kDate},
      {"age_at", F::age_at, {kDate, kDate}, kInt},
      {"year", F::year, {kDate}, kInt},
      {"month", F::month, {kDate}, kInt},
      {"yuan", F::yuan, {}, {}},
      {"abs", F::abs, {}, {}},
      {"min", F::min, {}, {}},
      {"max", F::max, {}, {}},
      {"ceil", F::ceil, {kDecimal}, kInt},
      {"floor", F::floor, {kDecimal}, kInt},
      {"round", F::round, {kDecimal}, kInt},
      {"within", F::within, {kOrg, kOrg}, kFlag},
      {"id_card_ok", F::id_card_ok, {kText}, kFlag},
      {"orgs", F::orgs, {kText, kOrg}, Type::list_of(kOrg), true},
      {"partner", F::partner, {kOrg, kText}, kOrg, true},
      {"rows", F::rows, {}, {}, true},
      {"figure", F::figure, {}, {}, true},
      {"sample", F::sample, {}, {}, true},
      {"numbers", F::numbers, {kInt}, Type::list_of(kInt), true},
      {"target", F::target, {}, {}},
      {"prior", F::prior, {}, {}},
  };
  return functions;
}

using Named = std::pair<std::string_view, Function>;
constexpr std::array<Named, 4> kMethods = {{{"size", Function::size},
                                            {"contains", Function::contains},
                                            {"startsWith", Function::starts_with},
                                            {"endsWith", Function::ends_with}}};
constexpr std::array<Named, 9> kMacros = {{{"exists", Function::exists},
                                           {"all", Function::all},
                                           {"exists_one", Function::exists_one},
                                           {"filter", Function::filter},
                                           {"map", Function::map},
                                           {"count", Function::count},
                                           {"sum", Function::sum},
                                           {"min", Function::least},
                                           {"max", Function::greatest}}};

template <size_t N>
Function find(const std::array<Named, N>& names, std::string_view name) {
  for (const auto& [known, function] : names)
    if (known == name) return function;
  return Function::none;
}

}  // namespace

Type org_type() { return Type::ref_to(std::string(kOrgType)); }

const Signature* find_function(std::string_view name) {
  for (const auto& signature : table())
    if (signature.name == name) return &signature;
  return nullptr;
}

std::vector<std::string> function_names() {
  std::vector<std::string> names;
  for (const auto& signature : table()) names.emplace_back(signature.name);
  return names;
}

Function find_method(std::string_view name) { return find(kMethods, name); }
Function find_macro(std::string_view name) { return find(kMacros, name); }

std::vector<std::string> method_and_macro_names() {
  std::vector<std::string> names;
  for (const auto& [name, function] : kMethods) names.emplace_back(name);
  for (const auto& [name, function] : kMacros) names.emplace_back(name);
  return names;
}

std::vector<std::string> level_names() { return {"country", "province", "city", "county", "township", "village", "partner"}; }
std::vector<std::string> span_names() { return {"month", "term", "quarter", "year", "ever"}; }

}  // namespace halfsky::lang
