// Opening, orgs, time.
#include "app/examples/stage.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <filesystem>
#include <utility>
#include <stdexcept>

#include "engine/org/org_commands.hpp"

namespace halfsky::app::examples {

namespace {

using lang::Level;

const std::string kCounty = "990101";
const base::Day kOrgsFrom = base::day_of({1990, 1, 1});

// In memory where the system has a folder there: an example syncs some hundred times.
std::string fresh_folder() {
  std::error_code none;
  const std::filesystem::path memory = "/dev/shm", base = std::filesystem::is_directory(memory, none) ? memory : std::filesystem::temp_directory_path();
  std::string folder = (base / "halfsky-example-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) throw std::runtime_error("no temporary folder can be made at " + folder);
  return folder;
}

bool ends_with_any(const std::string& name, std::initializer_list<const char*> ends) {
  for (const char* end : ends)
    if (name.ends_with(end)) return true;
  return false;
}

}  // namespace

Stage::Stage(std::shared_ptr<const lang::Packs> packs, const std::string& calendar_file, base::Day today, const std::string& scenery) : folder_(fresh_folder()) {
  if (!scenery.empty()) std::filesystem::copy(scenery, folder_, std::filesystem::copy_options::recursive);
  clock_.set(today);
  engine::Options options;
  options.data_folder = folder_;
  options.clock = &clock_;
  options.calendar_file = calendar_file;
  options.create = scenery.empty();
  base::Problems problems;
  engine_ = engine::Engine::open(options, std::move(packs), {&ledger_, &rubrics_, &indicate_}, problems);
  if (!engine_) throw std::runtime_error("no engine can be opened in " + folder_);
  ledger_.attach(*engine_);
  if (!rubrics_.attach(*engine_).empty()) throw std::runtime_error("a fresh folder has sheets of another rubric");
  indicate_.attach(*engine_);
  if (scenery.empty()) {
    const auto loaded = engine::OrgCommands(*engine_).load("", {{"990000000000", "", "示例省", Level::province, ""},
                                                              {"990100000000", "", "示例市", Level::city, ""},
                                                              {kCounty + "000000", "", "示例县", Level::county, ""},
                                                              {kCounty + "100000", "", "示例镇", Level::township, "town"},
                                                              {kCounty + "100200", "", "示例村", Level::village, "village"}}, kOrgsFrom);
    if (!loaded) throw std::runtime_error("the example's orgs can't be loaded");
  }
  for (const auto& org : site().orgs()->all()) orgs_[org.name] = org.id;
  county_ = org("示例县");
  township_ = org("示例镇");
  village_ = org("示例村");
}

std::string Stage::strike() {
  engine_.reset();
  return std::exchange(folder_, "");
}

Stage::~Stage() {
  engine_.reset();
  if (folder_.empty()) return;
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void Stage::wait_until(base::Day day) {
  while (today() < day) {
    clock_.set(today() + 1);
    engine_->run_clock();
  }
}

void Stage::need_org(const std::string& name, const std::string& kind) {
  if (name.empty() || orgs_.contains(name)) return;
  const std::string township = kCounty + "100";
  engine::NewOrg fresh;
  if (ends_with_any(name, {"镇", "乡", "街道"})) fresh = {fmt::format("{}{:03}000", kCounty, ++townships_), "", name, Level::township, "town"};
  else if (ends_with_any(name, {"村", "社区"})) fresh = {fmt::format("{}{:03}", township, ++villages_), "", name, Level::village, "village"};
  else fresh = {fmt::format("{}{:03}", township, partners_++), township + "000", name, Level::partner, kind};
  (void)engine::OrgCommands(*engine_).load("", {fresh}, kOrgsFrom);
  if (const auto* made = site().orgs()->find_by_code(fresh.code)) orgs_[name] = made->id;
}

base::OrgId Stage::org(const std::string& name) const {
  const auto found = orgs_.find(name);
  return found == orgs_.end() ? 0 : found->second;
}

base::OrgId Stage::at_level(base::OrgId near, Level level) const {
  if (const auto* at = site().orgs()->at_level(near, level)) return at->id;
  if (level == Level::village) return village_;
  if (level == Level::township) return township_;
  return level == Level::county ? county_ : 0;
}

engine::Acting Stage::person_with(const std::string& role, base::OrgId org, int n) {
  engine::Acting who;
  who.account = fmt::format("{}/{}/{}", role, org, n);
  who.login = who.name = who.account;
  engine::Grant grant;
  grant.id = who.account;
  grant.account = who.account;
  grant.org = org;
  grant.role = role;
  who.grants = {grant};
  return who;
}

}  // namespace halfsky::app::examples
