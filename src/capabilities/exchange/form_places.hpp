// Orgs as strange forms name them: 口头庄 for 口头庄村, 东山镇妇联 for 东山镇. Private to exchange.
#pragma once

#include <string>
#include <vector>

#include "capabilities/exchange/form_plan.hpp"
#include "engine/org/org_tree.hpp"

namespace halfsky::exchange {

class FormPlaces {
 public:
  FormPlaces(const engine::OrgTree& orgs, const FormWords& words, const FormPeriod& period) : orgs_(orgs), words_(words), period_(period) {}

  // Those of the range that a text names; by their whole name first.
  std::vector<const engine::Org*> named(const std::string& text, base::OrgId within) const;
  // Those at a level, in their order; without a level the children. Partners are no places.
  std::vector<const engine::Org*> below(base::OrgId org, const std::string& level) const;
  // The org itself, or the one above it at that level: its name.
  std::string name_at(base::OrgId org, const std::string& level) const;

 private:
  bool stands(const engine::Org& org) const { return org.until >= period_.from && org.from <= period_.to; }
  const engine::OrgTree& orgs_;
  const FormWords& words_;
  FormPeriod period_;
};

}  // namespace halfsky::exchange
