// Sorts the packs' indicators.
#include "capabilities/indicate/plan.hpp"

#include <algorithm>

#include "lang/pack/definition.hpp"

namespace halfsky::indicate {

using lang::Indicator;
using Verb = Indicator::Verb;

const lang::ExpressionPtr& date_of(const Indicator& indicator) { return indicator.date ? indicator.date : indicator.type->date; }

Plan::Plan(const lang::Packs& packs) {
  for (const auto& pack : packs.packs)
    for (const auto& indicator : pack->indicators) add(packs, *indicator);
}

void Plan::add(const lang::Packs& packs, const Indicator& indicator) {
  const bool money = indicator.verb == Verb::received || indicator.verb == Verb::spent || indicator.verb == Verb::balance;
  if (!lang::is_kept(indicator)) return;

  auto made = std::make_unique<Kept>();
  Kept& kept = *made;
  kept.indicator = &indicator;
  kept.how = money ? Kept::How::money : indicator.held ? Kept::How::held : !indicator.latest.empty() ? Kept::How::latest : Kept::How::flow;
  kept.distinct = indicator.verb == Verb::distinct;
  all_.push_back(std::move(made));
  by_indicator_[&indicator] = &kept;
  if (money) {
    money_.push_back(&kept);
    return;
  }

  std::vector<lang::ExpressionPtr> read = {indicator.path, indicator.where, indicator.org};
  if (kept.how != Kept::How::held) read.push_back(date_of(indicator));
  read.insert(read.end(), indicator.by.begin(), indicator.by.end());
  read.insert(read.end(), indicator.latest.begin(), indicator.latest.end());
  types_[indicator.type].own.push_back(&kept);
  for (const auto& expression : read) {
    if (!expression) continue;
    for (engine::Watch& watch : engine::watches_of(*expression, *indicator.type)) {
      if (watch.path.empty()) continue;
      const lang::Field* ref = watch.path.front().ref;
      if (std::find(kept.refs.begin(), kept.refs.end(), ref) == kept.refs.end()) kept.refs.push_back(ref);
      types_[watch.watched].dependents.push_back({std::move(watch), &kept});
    }
  }
  if (!kept.distinct) return;
  const std::string& target = indicator.path->type().target;
  const lang::RecordType* type = packs.record_type(target);
  if (type && !type->is_org) kept.keyed = type;
  if (kept.keyed) types_[kept.keyed].homes.push_back(&kept);
}

std::vector<const Kept*> Plan::parts_of(const Indicator& open) const {
  std::vector<const Kept*> result;
  for (const auto& kept : all_)
    if (kept->indicator->into == &open) result.push_back(kept.get());
  return result;
}

}  // namespace halfsky::indicate
