// Names of orgs, whole and cut short.
#include "capabilities/exchange/form_places.hpp"

#include "base/text.hpp"

namespace halfsky::exchange {

std::vector<const engine::Org*> FormPlaces::named(const std::string& text, base::OrgId within) const {
  const std::string plain = plain_text(text);
  std::vector<const engine::Org*> whole, nearly;
  if (plain.empty()) return whole;
  for (const engine::Org& org : orgs_.within(base::range_of(within))) {
    if (!stands(org)) continue;
    const std::string name = plain_text(org.name);
    if (name == plain) whole.push_back(&org);
    const bool is_longer = name.size() > plain.size() && name.starts_with(plain) && words_.is("orgending", name.substr(plain.size()));
    const bool is_shorter = plain.size() > name.size() && plain.starts_with(name) && words_.is("orgending", plain.substr(name.size()));
    if (is_longer || is_shorter) nearly.push_back(&org);
  }
  return whole.empty() ? nearly : whole;
}

std::vector<const engine::Org*> FormPlaces::below(base::OrgId org, const std::string& level) const {
  std::vector<const engine::Org*> result;
  const auto wanted = lang::level_of(level);
  const engine::Org* own = orgs_.find(org);
  for (const engine::Org& one : orgs_.within(base::range_of(org))) {
    if (!stands(one) || one.level == lang::Level::partner) continue;
    if (wanted ? one.level == *wanted : own && one.parent == own->id) result.push_back(&one);
  }
  return result;
}

std::string FormPlaces::name_at(base::OrgId org, const std::string& level) const {
  const auto wanted = lang::level_of(level);
  const engine::Org* found = wanted ? orgs_.at_level(org, *wanted) : orgs_.find(org);
  return found ? found->name : "";
}

}  // namespace halfsky::exchange
