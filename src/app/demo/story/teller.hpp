// Tells stories: steps of items become events, which hands make.
#pragma once

#include <set>
#include <unordered_map>

#include "app/demo/story/actors.hpp"
#include "app/demo/story/items.hpp"

namespace halfsky::app::demo {

class Teller {
 public:
  Teller(Application& app, Hands& hands) : app_(app), hands_(hands), people_(9), actors_(app, hands, people_) {}

  // Throws Surprise where something was refused.
  void tell(const Story& story, std::ostream& out);

 private:
  struct Known { const lang::RecordType* type; std::string id; base::OrgId org; };

  void open_orgs(const Story& story);
  void make(const Story& story, const StoryBlock& block, const StoryStep& step, Items& items);
  std::optional<Event> event_of(const Story& story, const StoryBlock& block, const StoryStep& step, const Item& item, FormulaWorld& world);
  boost::json::object values_of(const Story& story, const StoryBlock& block, const std::vector<StorySet>& sets, const Item& item, FormulaWorld& world, const std::string& record);
  boost::json::value value_of(const Story& story, const StoryBlock& block, const lang::Field& field, const std::vector<std::string>& texts, const Item& item);
  Known named(const Story& story, const StoryBlock& block, const std::string& name, const Item& item);
  Known follow(Known at, const std::string& step);
  base::OrgId org_named(const std::string& name, const Item& item);
  void flush();
  void compile(const Story& story);
  void bind_persons(const Story& story, std::set<std::string>& bound);

  Application& app_;
  Hands& hands_;
  People people_;
  Actors actors_;
  std::unordered_map<std::string, Known> known_;                    // PLACE/BLOCK[N].ID
  std::map<base::County, std::vector<Event>> listed_;
  size_t listed_count_ = 0;
};

}  // namespace halfsky::app::demo
