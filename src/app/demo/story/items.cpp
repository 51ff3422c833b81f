// Spreading items over orgs and days: n div k each, the first n mod k one more.
#include "app/demo/story/items.hpp"

#include <algorithm>

#include "app/demo/hands.hpp"
#include "app/demo/province.hpp"

namespace halfsky::app::demo {

using lang::Value;

namespace {

// Which of k units the n-th of `count` things goes to.
size_t unit_of(int64_t n, int64_t count, size_t units) {
  const int64_t each = count / int64_t(units), more = count % int64_t(units);
  const int64_t in_larger = more * (each + 1);
  if (n < in_larger) return size_t(n / (each + 1));
  return each == 0 ? 0 : size_t(more + (n - in_larger) / each);
}

}  // namespace

Items::Items(Application& app, People& people, const std::string& place, const StoryBlock& block) : app_(app), people_(people), block_(block), place_(org_of(app, place)), region_(place.substr(0, 6)) {
  if (!block.over.empty()) {
    for (const auto& org : app.engine().site().orgs()->within(base::range_of(place_))) {
      const bool wanted = block.over == "villages" ? org.level == lang::Level::village : block.over == "townships" ? org.level == lang::Level::township : org.level == lang::Level::partner && org.kind == block.over;
      if (wanted) over_.push_back(org.id);
    }
    if (over_.empty()) throw Surprise(block.where.file.text() + ":" + std::to_string(block.where.line) + ": there are no '" + block.over + "' in " + place);
  }
  if (!block.from.empty()) {
    FormulaWorld calendar(0);
    const base::Day from = *base::parse_day(block.from), until = *base::parse_day(block.until);
    for (base::Day day = from; day <= until; ++day)
      if (calendar.working_days(day, day) == 1) days_.push_back(day);
    if (days_.empty()) days_.push_back(from);
  }
}

base::Day Items::nth_day(int64_t n) const { return days_[size_t(n * int64_t(days_.size()) / std::max<int64_t>(1, block_.times))]; }

FormulaWorld Items::world(const Item& item) { return kept_[size_t(item.n)]; }

Item Items::item(int64_t n) {
  const bool fresh = size_t(n) == kept_.size();   // items are made in order
  if (fresh) {
    FormulaWorld world(app_.engine().site().clock->today());
    world.set("n", Value::integer(n));
    world.set("times", Value::integer(block_.times));
    world.set("woman", Value::string(people_.girl_name()));
    world.set("man", Value::string(people_.grown_name()));
    world.set("phone", Value::string(people_.phone()));
    Chance chance(uint64_t(n) * 1'000'003 + std::hash<std::string>{}(block_.name));
    world.set("chance", Value::integer(int64_t(chance.below(1000))));
    kept_.push_back(std::move(world));
  }
  FormulaWorld& world = kept_[size_t(n)];
  Item item;
  item.n = n;
  item.org = over_.empty() ? place_ : over_[unit_of(n, block_.times, over_.size())];
  if (block_.at.given()) item.org = org_of(app_, block_.at.read(world));
  if (!days_.empty()) {
    item.day = nth_day(n);
  } else {
    const std::string text = block_.on.read(world);
    const auto day = base::parse_day(text);
    if (!day) throw Surprise(block_.where.file.text() + ":" + std::to_string(block_.where.line) + ": '" + text + "' is no day");
    item.day = *day;
  }
  if (!fresh) return item;
  world.set("day", Value::date(item.day));
  world.set("org", Value::string(app_.engine().site().orgs()->find(item.org)->name));
  for (const auto& [name, formula] : block_.let) {
    const Value value = lang::evaluate(*formula, world);
    if (name == "birth" && !value.is_null())
      for (const bool female : {true, false}) world.set(female ? "woman_number" : "man_number", Value::string(people_.id_number(region_, base::Day(value.number), female)));
    world.set(name, value);
  }
  return item;
}

}  // namespace halfsky::app::demo
