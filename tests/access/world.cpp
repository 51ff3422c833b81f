#include "access/world.hpp"

#include <filesystem>

#include "engine/command/command.hpp"
#include "engine/journal/journal.hpp"
#include "engine/org/org_commands.hpp"

namespace halfsky::testing {

namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

std::vector<engine::NewOrg> orgs() {
  using lang::Level;
  std::vector<engine::NewOrg> list = {{"990000000000", "", "示例省", Level::province, ""}, {"990100000000", "", "示例市", Level::city, ""}};
  for (int c = 1; c <= 2; ++c) {
    const std::string county = "99010" + std::to_string(c);
    list.push_back({county + "000000", "", "县" + std::to_string(c), Level::county, ""});
    for (int t = 1; t <= 2; ++t) {
      const std::string town = county + "10" + std::to_string(t);
      list.push_back({town + "000", "", "镇" + std::to_string(t), Level::township, "town"});
      for (int v = 1; v <= 2; ++v) list.push_back({town + "20" + std::to_string(v), "", "村" + std::to_string(v), Level::village, "village"});
    }
  }
  return list;
}

}  // namespace

Offices::Offices(const std::string& database) {
  std::string folder = (fs::temp_directory_path() / "halfsky-access-XXXXXX").string();
  HALFSKY_ASSERT(mkdtemp(folder.data()) != nullptr);
  folder_ = folder;
  const std::string source = HALFSKY_SOURCE_DIR;
  lang::Diagnostics found;
  const auto sources = lang::read_packs_with_uses({source + "/tests/access/packs/errands"}, source + "/programmes/core", found);
  auto checked = lang::check_packs(sources);
  for (const auto& problem : checked.problems) ADD_FAILURE() << lang::to_text(problem);
  HALFSKY_ASSERT(found.empty() && checked.packs);
  engine::Options options;
  options.data_folder = folder_;
  options.database = database;
  options.clock = &clock;
  options.create = true;
  base::Problems problems;
  engine = engine::Engine::open(options, std::move(checked.packs), {}, problems);
  HALFSKY_ASSERT(engine);
  HALFSKY_ASSERT(engine::OrgCommands(*engine).load("", orgs(), base::kDayMin));
  for (const auto& org : engine->site().orgs()->all()) {
    if (org.level == lang::Level::county) counties.push_back(org.id);
    if (org.level == lang::Level::township) townships.push_back(org.id);
    if (org.level == lang::Level::village) villages.push_back(org.id);
    if (base::depth_of(org.id) >= 3) all.push_back(org.id);
  }
}

Offices::~Offices() {
  engine.reset();
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

engine::Acting Offices::acting(const std::string& role, base::OrgId org) {
  engine::Acting who;
  who.account = who.login = who.name = role + "/" + std::to_string(org);
  who.grants.push_back({who.account, who.account, org, role});
  return who;
}

engine::Outcome Offices::run(const engine::Acting& who, json::object body) {
  body["id"] = engine->new_id();
  auto command = engine::parse_command(engine->site(), who, body);
  if (command) return engine->writer().run(std::move(*command));
  engine::Outcome outcome;
  outcome.problems = command.problems();
  return outcome;
}

std::string Offices::enter(const engine::Acting& who, const std::string& type, json::object values) {
  const std::string id = engine->new_id();
  const auto outcome = run(who, {{"type", "errands." + type}, {"move", "enter"}, {"record", id}, {"values", std::move(values)}});
  EXPECT_TRUE(outcome.accepted) << type << ": " << say(outcome.problems);
  return id;
}

void Offices::edit(const engine::Acting& who, const std::string& type, const std::string& id, json::object values) {
  const auto outcome = run(who, {{"type", "errands." + type}, {"move", "edit"}, {"record", id}, {"values", std::move(values)}});
  EXPECT_TRUE(outcome.accepted) << type << ": " << say(outcome.problems);
}

std::vector<std::string> Offices::verified() {
  std::vector<std::string> result;
  for (const auto& finding : engine->reading([&](db::Connection& connection) { return engine::verify(engine->site(), connection); }))
    result.push_back(finding.what + " " + finding.kind + " " + finding.id);
  return result;
}

std::string say(const base::Problems& problems) {
  std::string text;
  for (const auto& problem : problems) {
    text += problem.path + ": " + problem.code;
    for (const auto& [key, value] : problem.args) text += " " + key + "=" + value;
    text += "; ";
  }
  return text;
}

}  // namespace halfsky::testing
