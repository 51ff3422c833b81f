// Opens the packs, the database and the keys, and wires the engine with its capabilities.
#include "app/application.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>

#include "capabilities/exchange/import_job.hpp"
#include "engine/job/elements.hpp"

namespace halfsky::app {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

// Where the programmes lie that came with this binary: beside the source or build tree, or installed.
std::string own_programmes() {
  std::error_code ignored;
  const fs::path binary = fs::read_symlink("/proc/self/exe", ignored);
  for (const fs::path& candidate : {fs::current_path() / "programmes", binary.parent_path() / ".." / "programmes", binary.parent_path() / ".." / "share" / "halfsky" / "programmes"})
    if (fs::exists(candidate / "core" / "programme.yaml")) return fs::canonical(candidate).string();
  return "programmes";
}

json::object read_config(const fs::path& file) {
  std::ifstream in(file);
  if (!in) return {};
  std::stringstream text;
  text << in.rdbuf();
  json::error_code error;
  json::value value = json::parse(text.str(), error);
  return !error && value.is_object() ? value.as_object() : json::object{};
}

void write_config(const fs::path& file, const json::object& config) {
  const fs::path fresh = file.string() + ".new";
  {
    std::ofstream out(fresh);
    out << json::serialize(config) << "\n";
  }
  fs::rename(fresh, file);
}

void say(const base::Problems& problems) {
  for (const auto& problem : problems) {
    std::cerr << problem.path << ": " << problem.code;
    for (const auto& [name, value] : problem.args) std::cerr << " " << name << "=" << value;
    std::cerr << "\n";
  }
}

}  // namespace

Application::~Application() {
  jobs_.reset();
  engine_.reset();
}

std::unique_ptr<db::Database> open_database(const std::string& data_folder, std::string& why) {
  const fs::path folder = data_folder;
  const json::object config = read_config(folder / "config.json");
  const auto* named = config.if_contains("database");
  const std::string database = named && named->is_string() && !named->get_string().empty() ? std::string(named->get_string()) : (folder / "halfsky.db").string();
  if (config.empty() || (!database.starts_with("postgresql:") && !fs::exists(database))) {
    why = data_folder + " is no data folder";
    return nullptr;
  }
  try {
    return db::Database::open(database);
  } catch (const db::Unavailable& error) {
    why = database + " can't be opened: " + error.what();
    return nullptr;
  }
}

std::vector<std::string> programmes_of(const std::string& data_folder) {
  const json::object config = read_config(fs::path(data_folder) / "config.json");
  std::vector<std::string> roots;
  if (const auto* named = config.if_contains("programmes"); named && named->is_array())
    for (const auto& root : named->get_array())
      if (root.is_string()) roots.emplace_back(root.get_string());
  return roots;
}

std::vector<std::string> pack_folders(const std::vector<std::string>& roots) {
  std::set<std::string> result;
  for (const std::string& root : roots) {
    if (fs::exists(fs::path(root) / "programme.yaml")) {
      result.insert(root);
      continue;
    }
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(root, ignored))
      if (fs::exists(entry.path() / "programme.yaml")) result.insert(entry.path().string());
  }
  return {result.begin(), result.end()};
}

std::unique_ptr<Application> Application::open(const Opening& opening) {
  const fs::path folder = opening.data_folder, config_file = folder / "config.json";
  if (!opening.create && !fs::exists(config_file)) {
    std::cerr << "halfsky: " << opening.data_folder << " is no data folder; make one with `halfsky init --data " << opening.data_folder << "`\n";
    return nullptr;
  }
  json::object config = read_config(config_file);
  std::unique_ptr<Application> app(new Application);
  app->programmes_ = opening.programmes.empty() ? programmes_of(opening.data_folder) : opening.programmes;
  if (app->programmes_.empty()) app->programmes_.push_back(own_programmes());
  for (std::string& root : app->programmes_) root = fs::absolute(root).lexically_normal().string();

  lang::Diagnostics found;
  const auto folders = pack_folders(app->programmes_);
  const bool bring_core = std::any_of(folders.begin(), folders.end(), [](const std::string& each) { return fs::path(each).filename() == "core"; });
  const std::string own_core = own_programmes() + "/core";
  auto sources = lang::read_packs_with_uses(folders, !bring_core && fs::exists(own_core) && opening.programmes.size() ? own_core : "", found);
  for (auto& source : sources) source.examples.clear();   // `pack check` plays them; running needs none
  auto checked = lang::check_packs(sources);
  found.insert(found.end(), checked.problems.begin(), checked.problems.end());
  if (!found.empty() || !checked.packs) {
    for (const auto& diagnostic : found) std::cerr << lang::to_text(diagnostic) << "\n";
    std::cerr << "halfsky: " << found.size() << " problems in the packs; nothing was started\n";
    return nullptr;
  }

  engine::Options options;
  options.data_folder = folder.string();
  options.database = !opening.database.empty() ? opening.database : config.contains("database") ? std::string(config["database"].as_string()) : "";
  options.clock = opening.clock;
  options.create = opening.create;
  options.calendar_file = app->programmes_.front() + "/core/calendar.csv";
  base::Problems problems;
  app->engine_ = engine::Engine::open(options, std::move(checked.packs), {&app->ledger_, &app->rubrics_, &app->indicate_, &app->reports_, &app->forms_}, problems);
  if (!app->engine_) {
    say(problems);
    return nullptr;
  }
  app->ledger_.attach(*app->engine_);
  if (problems = app->rubrics_.attach(*app->engine_); !problems.empty()) {
    say(problems);
    return nullptr;
  }
  app->indicate_.attach(*app->engine_);
  app->reports_.attach(*app->engine_, app->figures_);
  app->forms_.attach(*app->engine_, app->figures_);
  app->accounts_ = std::make_unique<engine::Accounts>(*app->engine_);
  app->jobs_ = std::make_unique<engine::Jobs>(*app->engine_, *app->accounts_);
  app->jobs_->add(exchange::import_job());
  app->jobs_->add(engine::elements_job());
  if (const base::Problems left = app->engine_->upgrade(); !left.empty()) {
    std::cerr << "halfsky: records that could not be brought up to the changed packs; tried again at the next start:\n";
    say(left);
  }
  if (opening.create || !opening.programmes.empty()) {
    json::array roots;
    for (const std::string& root : app->programmes_) roots.emplace_back(root);
    config["programmes"] = std::move(roots);
    config["database"] = options.database;
    write_config(config_file, config);
  }
  return app;
}

}  // namespace halfsky::app
