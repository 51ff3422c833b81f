// Indicators' names at run time.
#include "engine/figure_source.hpp"

namespace halfsky::engine {

using lang::Binding;
using lang::Kind;
using lang::Type;

std::optional<Binding> IndicatorNames::name(std::string_view name) const {
  if (const auto* own = packs_.indicator(programme_ + "." + std::string(name))) return Binding{Binding::How::variable, Type::of(Kind::decimal), own->name, nullptr, nullptr};
  if (packs_.pack(name)) return Binding{Binding::How::scope, Type{Kind::scope, std::string(name), {}, {}}, std::string(name), nullptr, nullptr};
  return std::nullopt;
}

std::optional<Binding> IndicatorNames::member(const Type& of, std::string_view name) const {
  const auto* found = of.kind == Kind::scope ? packs_.indicator(of.target + "." + std::string(name)) : nullptr;
  if (found == nullptr) return std::nullopt;
  return Binding{Binding::How::variable, Type::of(Kind::decimal), found->name, nullptr, nullptr};
}

std::vector<std::string> IndicatorNames::names() const {
  std::vector<std::string> result = members(Type{Kind::scope, programme_, {}, {}});
  for (const auto& pack : packs_.packs) result.push_back(pack->programme);
  return result;
}

std::vector<std::string> IndicatorNames::members(const Type& of) const {
  std::vector<std::string> result;
  if (const auto* pack = packs_.pack(of.target))
    for (const auto& indicator : pack->indicators) result.push_back(indicator->id);
  return result;
}

bool IndicatorNames::indicator(std::string_view name) const { return packs_.indicator(name) || packs_.indicator(programme_ + "." + std::string(name)); }

}  // namespace halfsky::engine
