// The tree of orgs, in memory: a snapshot that never changes, replaced whole when an org is made, renamed, merged or closed.
// Sorted by id, so a subtree is a slice (base/org_id.hpp).
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/day.hpp"
#include "base/org_id.hpp"
#include "lang/pack/model.hpp"

namespace halfsky::engine {

struct Org {
  base::OrgId id = 0;
  base::OrgId parent = 0;
  lang::Level level = lang::Level::village;
  std::string kind;         // a code of core.org.kind
  std::string name;
  std::string code;         // the 12-digit division code in force, or the last one; partners have none
  base::Day from = base::kDayMin;
  base::Day until = base::kDayMax;   // last day on which it stands
  base::OrgId successor = 0;
};

class OrgTree {
 public:
  explicit OrgTree(std::vector<Org> orgs);

  const Org* find(base::OrgId id) const;
  const Org* find_by_code(std::string_view code) const;   // the one that stands longest
  std::span<const Org> within(base::OrgRange range) const;
  std::span<const Org> all() const { return orgs_; }
  std::vector<const Org*> children(base::OrgId parent) const;

  // The ancestor of `org` (or itself) at a level; null where it has none there.
  const Org* at_level(base::OrgId org, lang::Level level) const;

  // A free id below `parent`: after the last one of its kind (orgs from 1, partners from 600), nothing where all are taken.
  std::optional<base::OrgId> free_slot(base::OrgId parent, bool partner) const;

 private:
  std::vector<Org> orgs_;
  std::unordered_map<std::string, size_t> by_code_;
};

}  // namespace halfsky::engine
