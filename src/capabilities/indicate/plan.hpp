// Which indicators are kept, and what each change of a record may change of them; worked out once from the packs.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "engine/move/standing.hpp"
#include "lang/pack/model.hpp"

namespace halfsky::indicate {

struct Kept {
  const lang::Indicator* indicator = nullptr;
  enum class How { flow, held, latest, money } how = How::flow;
  bool distinct = false;                       // by key; of flow and held
  const lang::RecordType* keyed = nullptr;     // distinct: the type of what it counts; null for orgs
  std::vector<const lang::Field*> refs;        // own refs through which it reads other records
};

class Plan {
 public:
  explicit Plan(const lang::Packs& packs);

  struct Dependent { engine::Watch watch; const Kept* kept; };
  struct OfType {
    std::vector<const Kept*> own;              // count rows of the type
    std::vector<Dependent> dependents;         // count rows that refer to it, and read it
    std::vector<const Kept*> homes;            // count it: distinct, credited to its org
  };
  const OfType* of(const lang::RecordType& type) const {
    const auto at = types_.find(&type);
    return at == types_.end() ? nullptr : &at->second;
  }
  const Kept* kept(const lang::Indicator& indicator) const {
    const auto at = by_indicator_.find(&indicator);
    return at == by_indicator_.end() ? nullptr : at->second;
  }
  const std::vector<std::unique_ptr<Kept>>& all() const { return all_; }
  const std::vector<const Kept*>& money() const { return money_; }
  // Those whose keys come together in an open one, itself not among them.
  std::vector<const Kept*> parts_of(const lang::Indicator& open) const;

 private:
  void add(const lang::Packs& packs, const lang::Indicator& indicator);
  std::vector<std::unique_ptr<Kept>> all_;
  std::map<const lang::Indicator*, const Kept*> by_indicator_;
  std::map<const lang::RecordType*, OfType> types_;
  std::vector<const Kept*> money_;
};

// The day that decides the period of a row; null: the day of entry.
const lang::ExpressionPtr& date_of(const lang::Indicator& indicator);

}  // namespace halfsky::indicate
