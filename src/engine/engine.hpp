// The engine: runs checked packs on a database. This header is its manual.
//
//   auto engine = Engine::open(options, std::move(packs), {&ledger, &rubrics, &indicate, &reports, &forms}, problems);
//   engine->writer().submit(command, done);            // everything that changes a record
//   engine->read([&](db::Connection& c) { … });        // a snapshot; never longer than kReadMsMax
//
// Below it: lang (what the packs say), db (where rows lie), crypto (keys). Beside it, unknown to it: capabilities, which join a
// command's transaction through capability.hpp.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/uuid.hpp"
#include "engine/access/looks.hpp"
#include "engine/capability.hpp"
#include "engine/command/writer.hpp"
#include "engine/site.hpp"

namespace halfsky::engine {

constexpr int64_t kReadMsMax = 30'000;

struct Options {
  std::string data_folder;       // keys, and the SQLite file
  std::string database;          // "" : data_folder/halfsky.db; or postgresql://…
  Clock* clock = nullptr;        // null: the machine's
  std::string calendar_file;     // CSV: date,works,source; read at start where it is there
  bool create = false;           // keys and tables, where there are none yet
  crypto::SuiteName suite = crypto::SuiteName::international;
};

class Recurring;

class Engine {
 public:
  // Null where the packs would lose what people entered; `problems` says what. Throws where the machine can't.
  static std::unique_ptr<Engine> open(const Options& options, std::shared_ptr<const lang::Packs> packs, std::vector<Capability*> capabilities, base::Problems& problems);
  ~Engine();

  Site& site() { return *site_; }
  const Site& site() const { return *site_; }
  Writer& writer() { return *writer_; }
  db::Database& database() { return *database_; }
  LookBook& looks() { return *looks_; }
  // Answers what is queued and takes no more. For whoever waits for answers.
  void stop() { writer_->stop(); }

  // A reader's connection with a snapshot, from a pool.
  void read(const std::function<void(db::Connection&)>& work);
  template <class Work>
  auto reading(Work&& work) {
    decltype(work(std::declval<db::Connection&>())) result;
    read([&](db::Connection& connection) { result = work(connection); });
    return result;
  }

  void reload_orgs(db::Connection& connection);
  // The calendar as the tables have it now, and deadlines that follow it. Waits for the writer.
  void reload_calendar();
  // Where the calendar is another one than open work was planned by: brings tasks and timers up to it; returns of how many records.
  size_t follow_calendar();

  // Makes due timers and the calendar's records happen, through the ordinary path, until nothing is due at the clock's now.
  // Returns how many commands ran.
  size_t run_clock();
  // Brings records from before the packs changed up to them (`fill`, stages that are gone). Call when all capabilities are attached.
  base::Problems upgrade();
  std::string new_id();

 private:
  Engine() = default;
  std::optional<size_t> run_timers();
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<Site> site_;
  std::unique_ptr<Clock> own_clock_;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<LookBook> looks_;
  std::unique_ptr<Recurring> recurring_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<db::Connection>> readers_;
  std::unique_ptr<base::UuidMaker> ids_;
  std::mutex ids_mutex_;
};

}  // namespace halfsky::engine
