// The items of a block: where and when each lies, and what its formulas read.
#pragma once

#include "app/application.hpp"
#include "app/demo/people.hpp"
#include "app/demo/story/story.hpp"

namespace halfsky::app::demo {

struct Item {
  int64_t n = 0;
  base::OrgId org = 0;
  base::Day day = 0;
};

class Items {
 public:
  // Throws Surprise where the place has no such orgs.
  Items(Application& app, People& people, const std::string& place, const StoryBlock& block);

  int64_t count() const { return block_.times; }
  // Each is read once for each of the block's steps: it is the same every time.
  Item item(int64_t n);
  FormulaWorld world(const Item& item);

 private:
  base::Day nth_day(int64_t n) const;

  Application& app_;
  People& people_;
  const StoryBlock& block_;
  base::OrgId place_;
  std::string region_;                       // six digits of ID numbers
  std::vector<base::OrgId> over_;
  std::vector<base::Day> days_;              // working days of a span
  std::vector<FormulaWorld> kept_;           // by item
};

}  // namespace halfsky::app::demo
