// Steps to events.
#include "app/demo/story/teller.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <algorithm>
#include <ostream>

#include "app/demo/province.hpp"
#include "base/text.hpp"
#include "capabilities/indicate/targets.hpp"
#include "cli/figures_command.hpp"
#include "engine/store/snapshot.hpp"

namespace halfsky::app::demo {
namespace json = boost::json;

using lang::Kind;

namespace {

constexpr size_t kListedMax = 20'000;   // events, before they are made

std::string where(const lang::Span& at) { return at.file.text() + ":" + std::to_string(at.line); }

}  // namespace

void Teller::tell(const Story& story, std::ostream& out) {
  const size_t before = hands_.records();
  open_orgs(story);
  for (const StoryAccount& account : story.accounts) {
    actors_.open(account.login, account.name);
    for (const std::string& code : account.at) actors_.grant(account.login, org_of(app_, code), account.role);
    out << fmt::format("{:14} {:18} {:14} {}\n", account.login, kPassword, account.role, account.name);
  }
  std::set<std::string> bound;
  for (const StoryBlock& block : story.work) {
    Items items(app_, people_, story.place, block);
    for (const StoryStep& step : block.steps) make(story, block, step, items);
    bind_persons(story, bound);
  }
  for (const StoryAccount& account : story.accounts)
    if (!account.person.empty() && !bound.contains(account.login)) throw Surprise(where(account.where) + ": nobody is entered as '" + account.person + "'");
  for (const StoryTarget& target : story.targets) {
    const base::OrgId at = org_of(app_, target.at.empty() ? story.place : target.at);
    if (!indicate::Targets(app_.engine()).set("", *target.indicator, at, target.year, target.of, target.value).empty()) throw Surprise(story.file + ": a target of " + target.indicator->name + " can't be set");
  }
  compile(story);
  out << fmt::format("{}: {} records and moves\n", story.title, hands_.records() - before);
}

void Teller::open_orgs(const Story& story) {
  std::vector<engine::NewOrg> fresh;
  for (const StoryOrgs& orgs : story.orgs)
    for (int64_t n = 0; n < orgs.times; ++n) {
      FormulaWorld world(app_.engine().site().clock->today());
      world.set("n", lang::Value::integer(n));
      world.set("times", lang::Value::integer(orgs.times));
      engine::NewOrg org{orgs.code.read(world), orgs.under.read(world), orgs.name.read(world), orgs.level, orgs.kind};
      if (!app_.engine().site().orgs()->find_by_code(org.code)) fresh.push_back(std::move(org));
    }
  if (fresh.empty()) return;
  const auto loaded = engine::OrgCommands(app_.engine()).load("", fresh, base::day_of({1990, 1, 1}));
  if (loaded) return;
  std::string text;
  for (const auto& problem : loaded.problems()) text += " " + problem.path + ": " + problem.code;
  throw Surprise(story.file + ": the orgs can't be loaded:" + text);
}

void Teller::make(const Story& story, const StoryBlock& block, const StoryStep& step, Items& items) {
  if (step.what == StoryStep::What::run_jobs) return void(app_.jobs().work_off());
  if (step.what == StoryStep::What::run_clock) return void(app_.engine().run_clock());
  try {
    for (int64_t n = 0; n < items.count(); ++n) {
      const Item item = items.item(n);
      FormulaWorld world = items.world(item);
      auto event = event_of(story, block, step, item, world);
      if (!event) continue;
      const base::County county = base::county_of(event->org);
      if (step.move != "enter") event->org = 0;
      if (!step.refused.empty()) {
        hands_.refused(*event, county, step.refused);
        continue;
      }
      listed_[county].push_back(std::move(*event));
      if (++listed_count_ >= kListedMax) flush();
    }
    flush();
  } catch (const Surprise& surprise) {
    throw Surprise(where(step.where) + ": " + surprise.what());
  }
}

void Teller::flush() {
  for (auto& [county, events] : listed_) hands_.make(std::move(events), county);
  listed_.clear();
  listed_count_ = 0;
}

std::optional<Event> Teller::event_of(const Story& story, const StoryBlock& block, const StoryStep& step, const Item& item, FormulaWorld& world) {
  if (step.only.given() && step.only.read(world) != "true") return std::nullopt;
  Event event;
  event.day = item.day;
  if (step.after.given()) event.day += base::Day(std::atoll(step.after.read(world).c_str()));
  if (step.on.given()) {
    const std::string text = step.on.read(world);
    const auto day = base::parse_day(text);
    if (!day) throw Surprise("'" + text + "' is no day");
    event.day = *day;
  }
  event.type = step.type->name;
  event.move = step.move;
  if (step.what == StoryStep::What::enter) {
    event.org = step.at.given() ? org_named(step.at.read(world), item) : item.org;
    const std::string name = fmt::format("{}/{}[{}].{}", story.place, block.name, item.n, step.id);
    event.record = id_of(name);
    if (step.refused.empty()) known_[name] = {step.type, event.record, event.org};
  } else {
    const Known record = named(story, block, step.of.read(world), item);
    event.record = record.id;
    event.org = record.org;
  }
  event.login = actors_.login(step.by, event.org, step.type->name.substr(0, step.type->name.find('.')));
  event.values = values_of(story, block, step.values, item, world, event.record);
  return event;
}

json::object Teller::values_of(const Story& story, const StoryBlock& block, const std::vector<StorySet>& sets, const Item& item, FormulaWorld& world, const std::string& record) {
  json::object values;
  for (const StorySet& set : sets) {
    if (set.field) {
      std::vector<std::string> texts;
      for (const Text& text : set.texts)
        if (auto read = text.read(world); !read.empty()) texts.push_back(std::move(read));
      if (!texts.empty()) values[set.key] = value_of(story, block, *set.field, texts, item);
      continue;
    }
    json::array rows;
    for (const auto& row : set.rows) {
      const std::string id = id_of(fmt::format("{}/{}", record, set.key), rows.size());
      json::object line = values_of(story, block, row, item, world, id);
      line["id"] = id;
      rows.push_back(std::move(line));
    }
    values[set.key] = std::move(rows);
  }
  return values;
}

json::value Teller::value_of(const Story& story, const StoryBlock& block, const lang::Field& field, const std::vector<std::string>& texts, const Item& item) {
  const std::string& text = texts.front();
  switch (field.type.kind) {
    case Kind::choices: {
      json::array codes;
      for (const std::string& code : texts) codes.emplace_back(code);
      return codes;
    }
    case Kind::file: {
      json::array files;
      for (const std::string& file : texts) files.emplace_back(hands_.photo(file, base::county_of(item.org)));
      return files;
    }
    case Kind::flag: return text == "true" || text == "yes";
    case Kind::consent: return json::object{{"given", text == "yes" || text == "true"}, {"on", base::format_day(item.day)}};
    case Kind::tally: {
      for (const auto& [word, sureness] : {std::pair{"about ", "about"}, {"at least ", "at_least"}})
        if (text.starts_with(word)) return json::object{{"value", std::atoll(text.c_str() + std::string_view(word).size())}, {"sureness", sureness}};
      return json::object{{"value", std::atoll(text.c_str())}, {"sureness", "exact"}};
    }
    case Kind::ref:
      if (field.target->is_org) return org_named(text, item);
      return json::string(named(story, block, text, item).id);
    default: return json::string(text);
  }
}

base::OrgId Teller::org_named(const std::string& name, const Item& item) {
  if (name == "place") return item.org;
  if (const auto level = lang::level_of(name)) {
    const auto* org = app_.engine().site().orgs()->at_level(item.org, *level);
    if (org == nullptr) throw Surprise("there is no " + name + " above the item");
    return org->id;
  }
  return org_of(app_, name);
}

// w, stop[7].s, plan.p, each of which may go on: w.rosters[0].
Teller::Known Teller::named(const Story& story, const StoryBlock& block, const std::string& name, const Item& item) {
  const auto parts = base::split(name, '.');
  auto found = known_.find(fmt::format("{}/{}[{}].{}", story.place, block.name, item.n, parts[0]));
  size_t next = 1;
  if (found == known_.end() && parts.size() > 1) {
    found = known_.find(fmt::format("{}/{}.{}", story.place, parts[0].back() == ']' ? parts[0] : parts[0] + "[0]", parts[1]));
    next = 2;
  }
  if (found == known_.end()) throw Surprise("there is no record '" + name + "'");
  Known at = found->second;
  for (; next < parts.size(); ++next) at = follow(at, parts[next]);
  return at;
}

Teller::Known Teller::follow(Known at, const std::string& step) {
  const size_t bracket = step.find('[');
  const std::string member = step.substr(0, bracket);
  const size_t index = bracket == std::string::npos ? 0 : size_t(std::atoll(step.c_str() + bracket + 1));
  const auto* back = at.type->back(member);
  if (back == nullptr) throw Surprise("'" + at.type->id + "' has no rows '" + member + "'");
  const auto& site = app_.engine().site();
  return app_.engine().reading([&](db::Connection& connection) {
    engine::Snapshot snapshot(site, connection, base::county_of(at.org));
    auto rows = snapshot.rows_by_ref(*back->ref, lang::Value::record(at.id));
    std::erase_if(rows, [](const auto& row) { return row->struck; });
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return std::pair(a->entered, a->id) < std::pair(b->entered, b->id); });
    if (index >= rows.size()) throw Surprise(fmt::format("there are {} of '{}', and {} is wanted", rows.size(), member, step));
    return Known{rows[index]->type, rows[index]->id, rows[index]->org};
  });
}

// Accounts whose person the blocks so far have entered.
void Teller::bind_persons(const Story& story, std::set<std::string>& bound) {
  for (const StoryAccount& account : story.accounts) {
    if (account.person.empty() || bound.contains(account.login)) continue;
    const auto found = known_.find(story.place + "/" + account.person);
    if (found == known_.end()) continue;
    actors_.bind(account.login, found->second.id);
    bound.insert(account.login);
  }
}

// How `halfsky figures` compiles the reports where nobody says otherwise.
void Teller::compile(const Story& story) {
  for (const StoryReport& each : story.compiled) {
    FormulaWorld world(app_.engine().site().clock->today());
    const auto until = base::parse_day(each.until.read(world));
    if (!until) throw Surprise(where(each.where) + ": 'until' is no day");
    cli::CompiledFor compiled_for{org_of(app_, each.at.empty() ? story.place : each.at), *until, {}};
    for (const auto& [id, name] : each.with) compiled_for.params[id] = named(story, {}, name, {}).id;
    cli::keep_report_default(app_.engine(), each.report, compiled_for);
  }
}

}  // namespace halfsky::app::demo
