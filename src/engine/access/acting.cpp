// Which county a viewer looks at.
#include "engine/access/acting.hpp"

#include "engine/site.hpp"

namespace halfsky::engine {

base::County county_of_viewer(const Site& site, const Acting& who, base::OrgId org) {
  if (base::county_of(org) != 0) return base::county_of(org);
  for (const Grant& grant : who.grants)
    if (base::county_of(grant.org) != 0) return base::county_of(grant.org);
  if (who.grants.empty()) return 0;
  const auto orgs = site.orgs();
  for (const Org& below : orgs->within(base::range_of(who.grants.front().org)))
    if (base::depth_of(below.id) == 3) return base::county_of(below.id);
  return 0;
}

}  // namespace halfsky::engine
