// Lookups in the sorted list of orgs.
#include "engine/org/org_tree.hpp"

#include <algorithm>

namespace halfsky::engine {

using base::OrgId;

OrgTree::OrgTree(std::vector<Org> orgs) : orgs_(std::move(orgs)) {
  std::sort(orgs_.begin(), orgs_.end(), [](const Org& a, const Org& b) { return a.id < b.id; });
  for (size_t i = 0; i < orgs_.size(); ++i) {
    if (orgs_[i].code.empty()) continue;
    const auto [at, fresh] = by_code_.emplace(orgs_[i].code, i);
    if (!fresh && orgs_[i].until > orgs_[at->second].until) at->second = i;
  }
}

const Org* OrgTree::find(OrgId id) const {
  const auto at = std::lower_bound(orgs_.begin(), orgs_.end(), id, [](const Org& org, OrgId key) { return org.id < key; });
  return at != orgs_.end() && at->id == id ? &*at : nullptr;
}

const Org* OrgTree::find_by_code(std::string_view code) const {
  const auto at = by_code_.find(std::string(code));
  return at == by_code_.end() ? nullptr : &orgs_[at->second];
}

std::span<const Org> OrgTree::within(base::OrgRange range) const {
  const auto less = [](const Org& org, OrgId key) { return org.id < key; };
  const auto from = std::lower_bound(orgs_.begin(), orgs_.end(), range.low, less);
  const auto to = std::lower_bound(from, orgs_.end(), range.high + 1, less);
  return {from, to};
}

std::vector<const Org*> OrgTree::children(OrgId parent) const {
  std::vector<const Org*> result;
  for (const Org& org : within(base::range_of(parent)))
    if (org.parent == parent && org.id != parent) result.push_back(&org);
  return result;
}

const Org* OrgTree::at_level(OrgId org, lang::Level level) const {
  for (const Org* at = find(org); at != nullptr; at = at->id == 0 ? nullptr : find(at->parent))
    if (at->level == level) return at;
  return nullptr;
}

std::optional<OrgId> OrgTree::free_slot(OrgId parent, bool partner) const {
  const int depth = base::depth_of(parent) + 1;
  if (depth > 5) return std::nullopt;
  const OrgId unit = base::unit_at(depth);
  const OrgId first = parent + unit * (partner ? 600 : 1), last = parent + unit * (partner ? 999 : 599);
  OrgId free = first;
  for (const Org& org : within({first, last + unit - 1}))
    if (base::depth_of(org.id) == depth && org.id >= free) free = org.id + unit;
  return free <= last ? std::optional(free) : std::nullopt;
}

}  // namespace halfsky::engine
