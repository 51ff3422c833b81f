// Opens a database with packs, and keeps readers ready.
#include "engine/engine.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>

#include "base/text.hpp"
#include "engine/move/standing.hpp"
#include "engine/store/master_key.hpp"
#include "engine/store/settings.hpp"
#include "engine/tables.hpp"
#include "engine/timer/recurring.hpp"

namespace halfsky::engine {
namespace {

class MachineClock : public Clock {
 public:
  base::Instant now() override {
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  }
};

constexpr size_t kReadersKept = 8;

void read_calendar_file(const std::string& path, db::Connection& connection) {
  std::ifstream file(path);
  std::vector<db::Call> calls;
  std::set<std::string> by_hand;   // years that an administrator has entered
  const db::Rows entered = connection.read({"select name from setting where name like ?1", {setting::kAllDaysByHand}});
  for (size_t r = 0; r < entered.size(); ++r) by_hand.insert(entered.text(r, 0));
  for (std::string line; std::getline(file, line);) {
    const auto parts = base::split(line, ',');
    const auto day = parts.size() >= 2 ? base::parse_day(parts[0]) : std::nullopt;
    if (!day || by_hand.contains(setting::days_by_hand(base::date_of(*day).year))) continue;   // the heading
    calls.push_back({"insert into calendar_day (day, works, source) values (?1, ?2, ?3) on conflict (day) do update set works = excluded.works, source = excluded.source",
                     {int64_t{*day}, int64_t{base::trim(parts[1]) == "1"}, parts.size() > 2 ? base::trim(parts[2]) : std::string()}});
  }
  if (!calls.empty()) connection.write_all(calls);
}

}  // namespace

std::unique_ptr<Engine> Engine::open(const Options& options, std::shared_ptr<const lang::Packs> packs, std::vector<Capability*> capabilities, base::Problems& problems) {
  namespace fs = std::filesystem;
  std::unique_ptr<Engine> engine(new Engine);
  const fs::path folder = options.data_folder, keys = folder / "keys";
  if (options.create) {
    if (fs::create_directories(folder)) fs::permissions(folder, fs::perms::owner_all);   // what it holds is its owner's alone
    if (!fs::exists(keys / "master.key")) (void)crypto::Keyring::create(keys, options.suite);
  }
  engine->database_ = db::Database::open(options.database.empty() ? (folder / "halfsky.db").string() : options.database);
  engine->site_ = std::make_unique<Site>();
  Site& site = *engine->site_;
  site.keyring = std::make_shared<crypto::Keyring>(crypto::Keyring::load(keys));
  site.packs = std::move(packs);
  site.schema = std::make_unique<Schema>(*site.packs);
  site.standing = std::make_unique<Standing>(*site.packs);
  site.capabilities = std::move(capabilities);
  if (options.clock == nullptr) engine->own_clock_ = std::make_unique<MachineClock>();
  site.clock = options.clock ? options.clock : engine->own_clock_.get();
  site.vault = std::make_unique<Vault>(site.keyring, site.names);

  auto connection = engine->database_->connect_writer();
  std::vector<TableSpec> specs = engine_tables();
  for (const Capability* capability : site.capabilities)
    for (auto& spec : capability->tables()) specs.push_back(std::move(spec));
  for (const TableSpec& spec : specs) connection->write({create_table_sql(spec, connection->backend()), {}});
  hold_to_master_key(*connection, *site.keyring, (keys / "master.key").string());
  problems = migrate(*connection, *site.packs, *site.schema, specs);
  if (!problems.empty()) return nullptr;
  site.names.read(*connection);
  if (!options.calendar_file.empty()) read_calendar_file(options.calendar_file, *connection);
  site.calendar.read(*connection);
  engine->reload_orgs(*connection);
  engine->ids_ = std::make_unique<base::UuidMaker>(crypto::random_seed());
  engine->writer_ = std::make_unique<Writer>(site, std::move(connection));
  engine->looks_ = std::make_unique<LookBook>(site, *engine->writer_);
  engine->recurring_ = std::make_unique<Recurring>(*engine);
  return engine;
}

Engine::~Engine() {
  writer_.reset();   // answers what is queued, before what it stands on goes
}

void Engine::read(const std::function<void(db::Connection&)>& work) {
  std::unique_ptr<db::Connection> connection;
  {
    const std::lock_guard lock(mutex_);
    if (!readers_.empty()) {
      connection = std::move(readers_.back());
      readers_.pop_back();
    }
  }
  if (!connection) {
    connection = database_->connect_reader();
    connection->limit_time_ms(kReadMsMax);
  }
  try {
    connection->begin();
    work(*connection);
    connection->commit();
  } catch (...) {
    connection->roll_back();
    throw;   // the connection goes: its state is not known
  }
  const std::lock_guard lock(mutex_);
  if (readers_.size() < kReadersKept) readers_.push_back(std::move(connection));
}

void Engine::reload_calendar() {
  read([&](db::Connection& connection) { site_->calendar.read(connection); });
  follow_calendar();
}

void Engine::reload_orgs(db::Connection& connection) {
  const db::Rows rows = connection.read({"select id, parent, level, kind, name, code, from_day, until_day, successor from org order by id", {}});
  std::vector<Org> orgs;
  orgs.reserve(rows.size());
  for (size_t i = 0; i < rows.size(); ++i)
    orgs.push_back({rows.integer(i, 0), rows.integer(i, 1), lang::level_of(rows.text(i, 2)).value_or(lang::Level::partner), rows.text(i, 3), rows.text(i, 4), rows.text(i, 5),
                    base::Day(rows.integer(i, 6)), base::Day(rows.integer(i, 7)), rows.integer(i, 8)});
  site_->set_orgs(std::make_shared<const OrgTree>(std::move(orgs)));
}

std::string Engine::new_id() {
  const std::lock_guard lock(ids_mutex_);
  return ids_->make(site_->clock->now());
}

}  // namespace halfsky::engine
