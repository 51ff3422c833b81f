#include "rubric/world.hpp"

#include <unistd.h>

#include "engine/command/field_value.hpp"
#include "engine/store/snapshot.hpp"

namespace halfsky::testing {

namespace fs = std::filesystem;
namespace json = boost::json;

Sheets::Sheets(const std::string& url, const std::string& packs) : database(url) {
  static int count = 0;
  folder = (fs::temp_directory_path() / ("halfsky-sheets-" + std::to_string(getpid()) + "-" + std::to_string(++count))).string();
  fs::remove_all(folder);
  const std::string source = HALFSKY_SOURCE_DIR;
  app = app::Application::open({folder, database, {packs.empty() ? source + "/tests/rubric/packs" : packs, source + "/programmes/core"}, true, &clock});
  HALFSKY_ASSERT(app);
  const auto loaded = engine::OrgCommands(app->engine()).load("", {{"990000000000", "", "示例省", lang::Level::province, ""}, {"990100000000", "", "示例市", lang::Level::city, ""}, {"990101000000", "", "示例县", lang::Level::county, ""},
                                                                   {"990101100000", "", "示例镇", lang::Level::township, "town"}, {"990101100200", "", "示例村", lang::Level::village, "village"}}, on("1990-01-01"));
  HALFSKY_ASSERT(loaded);
  for (const auto& org : app->engine().site().orgs()->all()) {
    if (org.level == lang::Level::county) county = org.id;
    if (org.level == lang::Level::village) village = org.id;
  }
}

Sheets::~Sheets() {
  app.reset();
  fs::remove_all(folder);
}

bool Sheets::reopen(const std::string& packs) {
  app.reset();
  app = app::Application::open({folder, database, {packs, std::string(HALFSKY_SOURCE_DIR) + "/programmes/core"}, false, &clock});
  return app != nullptr;
}

engine::Acting Sheets::acting(const std::string& role, const std::string& account) const {
  engine::Acting who;
  who.account = who.login = who.name = account.empty() ? role : account;
  who.grants.push_back({role, who.account, county, role});
  return who;
}

engine::Outcome Sheets::run(const std::string& role, json::object step, const std::string& account) {
  json::object body{{"id", app->engine().new_id()}, {"county", base::county_of(county)}};
  if (const auto* dry = step.if_contains("dry_run")) body["dry_run"] = *dry;
  step.erase("dry_run");
  body["steps"] = json::array{std::move(step)};
  auto command = engine::parse_command(app->engine().site(), acting(role, account), body);
  engine::Outcome outcome;
  if (!command) return outcome.problems = command.problems(), outcome;
  return app->engine().writer().run(std::move(*command));
}

namespace {
std::vector<std::string> said(const engine::Outcome& outcome) {
  std::vector<std::string> lines;
  for (const auto& problem : outcome.problems) lines.push_back(problem.path.substr(problem.path.starts_with("steps[0].") ? 9 : 0) + " " + problem.code);
  std::sort(lines.begin(), lines.end());
  return lines;
}
}  // namespace

std::string Sheets::enter(const std::string& of, json::object values, const std::string& role) {
  const std::string id = app->engine().new_id();
  const auto outcome = run(role, {{"type", type(of).name}, {"move", "enter"}, {"record", id}, {"org", village}, {"values", std::move(values)}});
  for (const auto& line : said(outcome)) ADD_FAILURE() << line;
  return id;
}

std::vector<std::string> Sheets::edit(const std::string& of, const std::string& id, json::object values, const std::string& role) { return move(of, id, "edit", std::move(values), role); }

std::vector<std::string> Sheets::move(const std::string& of, const std::string& id, const std::string& name, json::object values, const std::string& role) {
  return said(run(role, {{"type", type(of).name}, {"move", name}, {"record", id}, {"values", std::move(values)}}));
}

std::string Sheets::kept(const std::string& of, const std::string& id, const std::string& field) {
  return app->engine().reading([&](db::Connection& connection) {
    const lang::RecordType& at = type(of);
    const auto row = engine::Snapshot(app->engine().site(), connection, base::county_of(county)).load(at, id);
    if (field == "stage") return row->stage;
    const lang::Field& declared = *at.field(field);
    const lang::Value& value = row->fields[size_t(declared.index)];
    if (value.is_null()) return std::string("none");
    return value.kind == lang::Kind::flag ? std::string(value.is_true() ? "true" : "false") : value.text.empty() ? engine::text_of(value.number, declared.type.kind) : value.text;
  });
}

json::value Sheets::shown(const std::string& of, const std::string& id, const std::string& field, const std::string& role) {
  return app->engine().reading([&](db::Connection& connection) {
    const auto page = engine::record_page(app->engine().site(), connection, acting(role), type(of), id, {}, {}, base::county_of(county));
    return page ? json::parse(json::serialize(page->at("values").at(field))) : json::value("not there");   // a page's values live in its arena
  });
}

bool Sheets::opens(const std::string& of, const std::string& id, const std::string& role) { return shown(of, id, type(of).fields.front()->id, role) != json::value("not there"); }

}  // namespace halfsky::testing
