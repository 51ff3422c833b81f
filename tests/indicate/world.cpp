#include "indicate/world.hpp"

#include <algorithm>
#include <unistd.h>

namespace halfsky::testing {

namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

// 2 counties of 2 townships of 3 villages and a school each.
std::vector<engine::NewOrg> orgs() {
  std::vector<engine::NewOrg> list = {{"990000000000", "", "示例省", lang::Level::province, ""}, {"990100000000", "", "示例市", lang::Level::city, ""}};
  for (int c = 1; c <= 2; ++c) {
    const std::string county = "99010" + std::to_string(c);
    list.push_back({county + "000000", "", "县" + std::to_string(c), lang::Level::county, ""});
    for (int t = 1; t <= 2; ++t) {
      const std::string town = county + "10" + std::to_string(t);
      list.push_back({town + "000", "", "镇" + std::to_string(t), lang::Level::township, t == 1 ? "town" : "township"});
      list.push_back({"s" + town, town + "000", "校" + std::to_string(t), lang::Level::partner, "school"});
      for (int v = 1; v <= 3; ++v) list.push_back({town + "20" + std::to_string(v), "", "村" + std::to_string(t) + std::to_string(v), lang::Level::village, "village"});
    }
  }
  return list;
}

}  // namespace

World::World(const std::string& url, const std::string& pack_name) : database(url), pack(pack_name) {
  static int count = 0;
  folder = (fs::temp_directory_path() / ("halfsky-indicate-" + std::to_string(getpid()) + "-" + std::to_string(++count))).string();
  fs::remove_all(folder);
  clock.set(day("2026-01-05"));
  open(true);
  const auto loaded = engine::OrgCommands(*engine).load("", orgs(), base::kDayMin);
  HALFSKY_ASSERT(loaded);
  for (const auto& org : engine->site().orgs()->all()) {
    if (org.level == lang::Level::province) province = org.id;
    if (org.level == lang::Level::county) counties.push_back(org.id);
    if (org.level == lang::Level::township) townships.push_back(org.id);
    if (org.level == lang::Level::village) villages.push_back(org.id);
    if (org.level == lang::Level::partner) schools.push_back(org.id);
  }
}

World::~World() {
  engine.reset();
  fs::remove_all(folder);
}

void World::open(bool create) {
  engine.reset();
  indicate = std::make_unique<indicate::Indicate>();
  lang::Diagnostics found;
  const std::string source = HALFSKY_SOURCE_DIR;
  const auto sources = lang::read_packs_with_uses({source + "/tests/indicate/packs/" + pack}, source + "/programmes/core", found);
  auto checked = lang::check_packs(sources);
  for (const auto& problem : found) ADD_FAILURE() << lang::to_text(problem);
  for (const auto& problem : checked.problems) ADD_FAILURE() << lang::to_text(problem);
  HALFSKY_ASSERT(checked.packs);
  base::Problems problems;
  engine::Options options;
  options.data_folder = folder;
  options.database = database;
  options.clock = &clock;
  options.create = create;
  engine = engine::Engine::open(options, std::move(checked.packs), {&ledger, indicate.get()}, problems);
  for (const auto& problem : problems) ADD_FAILURE() << problem.code << " " << problem.path;
  HALFSKY_ASSERT(engine);
  ledger.attach(*engine);
  indicate->attach(*engine);
}

void World::reopen() { open(false); }

engine::Acting World::acting(const std::string& who, base::OrgId org) const {
  engine::Acting acting;
  acting.account = acting.login = acting.name = who;
  acting.grants.push_back({who, who, org / 1'000'000 * 1'000'000, who});
  return acting;
}

engine::Outcome World::run_steps(const std::string& who, json::array steps, base::OrgId org) {
  json::object body{{"id", engine->new_id()}, {"steps", std::move(steps)}};
  if (org) body["county"] = base::county_of(org);
  auto command = engine::parse_command(engine->site(), acting(who, org ? org : counties[0]), body);
  if (!command) {
    engine::Outcome outcome;
    outcome.problems = command.problems();
    return outcome;
  }
  if (burst == nullptr) return engine->writer().run(std::move(*command));
  const auto promise = std::make_shared<std::promise<engine::Outcome>>();
  burst->push_back(promise->get_future());
  engine->writer().submit(std::move(*command), [promise](engine::Outcome outcome) { promise->set_value(std::move(outcome)); });
  engine::Outcome sent;
  sent.accepted = true;
  return sent;
}

engine::Outcome World::run(const std::string& who, json::object step, base::Day on) {
  step["day"] = base::format_day(on);
  base::OrgId org = counties[0];
  if (const auto home = homes_.find(std::string(step["record"].as_string())); home != homes_.end()) org = home->second;
  if (const auto* given = step.if_contains("county_org")) org = given->to_number<int64_t>();
  step.erase("county_org");
  json::array steps;
  steps.push_back(std::move(step));
  return run_steps(who, std::move(steps), org);
}

namespace {

std::string say(const base::Problems& problems) {
  std::string text;
  for (const auto& problem : problems) {
    text += problem.path + ": " + problem.code;
    for (const auto& [key, value] : problem.args) text += " " + key + "=" + value;
    text += "\n";
  }
  return text;
}

}  // namespace

std::optional<std::string> World::try_enter(const std::string& type, base::OrgId org, json::object values, base::Day on, const std::string& who, base::Problems* problems) {
  const std::string id = engine->new_id();
  auto outcome = run(who, {{"type", type}, {"move", "enter"}, {"record", id}, {"org", org}, {"values", std::move(values)}, {"county_org", org}}, on);
  if (problems) *problems = std::move(outcome.problems);
  if (!outcome.accepted) return std::nullopt;
  homes_[id] = org;
  return id;
}

std::string World::enter(const std::string& type, base::OrgId org, json::object values, base::Day on, const std::string& who) {
  base::Problems problems;
  const auto id = try_enter(type, org, std::move(values), on, who, &problems);
  EXPECT_TRUE(id) << type << "\n" << say(problems);
  return id.value_or("");
}

bool World::move(const std::string& type, const std::string& id, const std::string& name, base::Day on, const std::string& who, json::object values) {
  const auto outcome = run(who, {{"type", type}, {"move", name}, {"record", id}, {"values", std::move(values)}}, on);
  if (!outcome.accepted && std::getenv("HALFSKY_SAY")) std::printf("%s.%s: %s", type.c_str(), name.c_str(), say(outcome.problems).c_str());
  return outcome.accepted;
}

bool World::edit(const std::string& type, const std::string& id, json::object values) {
  return run("officer", {{"type", type}, {"move", "edit"}, {"record", id}, {"values", std::move(values)}}, clock.today()).accepted;
}

bool World::hand_over(const std::string& type, const std::string& id, base::OrgId to, base::Day on, const std::string& who) {
  const auto outcome = run(who, {{"type", type}, {"move", "handover"}, {"record", id}, {"org", to}, {"reason", "村子重新划片"}}, on);
  if (!outcome.accepted && std::getenv("HALFSKY_SAY")) std::printf("%s.handover: %s", type.c_str(), say(outcome.problems).c_str());
  return outcome.accepted;
}

bool World::strike(const std::string& type, const std::string& id, const std::string& who) {
  return run(who, {{"type", type}, {"move", "strike"}, {"record", id}}, clock.today()).accepted;
}

indicate::Figure World::figure(const std::string& id, const indicate::Scope& scope) {
  return engine->reading([&](db::Connection& connection) { return indicate->value(connection, indicator(id), scope); });
}

std::vector<std::string> World::rows(const std::string& id, indicate::Scope scope, bool of_place) {
  std::vector<std::string> lines;
  engine->read([&](db::Connection& c) {
    if (of_place) scope.as_of = indicate->places(c, base::kNation);
    indicate->records(c, indicator(id), scope, [&](const indicate::Counted& row) {
      lines.push_back(row.type + " " + row.id + " " + row.key + " " + std::to_string(row.org) + " " + base::format_day(row.day) + " " + std::to_string(row.value));
    });
  });
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::set<std::pair<std::string, base::OrgId>> World::reached(const std::string& id, indicate::Scope scope, bool of_place) {
  std::set<std::pair<std::string, base::OrgId>> found;
  engine->read([&](db::Connection& c) {
    if (of_place) scope.as_of = indicate->places(c, base::kNation);
    indicate->reached(c, indicator(id), scope, [&](const indicate::Reached& one) { found.emplace(one.id, one.org); });
  });
  return found;
}

indicate::Figure World::counted(const std::string& id, indicate::Scope scope) {
  return engine->reading([&](db::Connection& connection) {
    scope.as_of = indicate->places(connection, base::kNation);
    return indicate->value(connection, indicator(id), scope);
  });
}

std::vector<std::string> World::differences() { return indicate->recount(indicate::Indicate::Then::only_say); }

}  // namespace halfsky::testing
