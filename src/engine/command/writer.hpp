// The one writer: takes the commands that are queued, decides them as a batch, writes them in one transaction with one sync, and
// only then answers. On both back ends: chain rows first in ascending order, reads in as few rounds as can be, decisions in memory,
// writes in one pipeline, one commit (ARCHITECTURE, "One command").
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

#include "engine/command/command.hpp"
#include "engine/command/unit.hpp"
#include "engine/journal/groups.hpp"

namespace halfsky::engine {

constexpr size_t kBatchMax = 128;       // commands in one transaction
constexpr size_t kQueueMax = 4'096;     // commands waiting; more are told to come again

// A look at private data, a login, and other acts that leave a line in the journal but change no record.
struct Note {
  std::string id;
  std::string kind;
  std::string account;
  std::string what;        // goes into the chain as the body
  std::vector<Group> groups = {};   // of rows that the statements change, bound to the chain as they stand after them
  std::string body_hash = {};       // where `id` is a client's: sent again with the same body, nothing is done again
};

// What an act that is no command writes into one county's chain.
struct ActEntry {
  base::County county = 0;
  Note note;
  std::vector<db::Call> calls;
  std::vector<Written> written = {};
};

// Decides an act once its chains are held: locks what it needs (ascending, above the first one, which is locked before), reads what stands, and
// says what is to be written, all of it or nothing.
using ActLock = std::function<void(base::County)>;
using Act = std::function<base::Result<std::vector<ActEntry>>(db::Connection&, const ActLock&)>;

struct ChainHead;

// Decides and writes one batch. Not for two threads at once.
class BatchWriter {
 public:
  BatchWriter(Site& site, db::Connection& connection) : site_(site), connection_(connection) {}
  std::vector<Outcome> run(std::span<const Command* const> commands);
  Outcome run_alone(const Command& command);
  // The engine's own change above or beside records (orgs, accounts, looks): statements and what of them goes into the chain.
  // Problems: command_used, constraint.
  Outcome run_note(base::County county, const Note& note, std::vector<db::Call> calls, std::vector<Written> written);
  // An act over several chains in one transaction. Its id is known in the first. Problems: command_used, constraint, the act's own.
  Outcome run_act(base::County first, const std::string& id, const std::string& account, const std::string& body_hash, const Act& act);
  std::optional<Outcome> known(base::County county, const std::string& command, const std::string& account, const std::string& body_hash);

 private:
  void write_entry(ChainHead& chain, ActEntry& entry);
  void fetch(std::span<const Command* const> commands, std::map<base::County, std::unique_ptr<Batch>>& batches);
  // `other`: the county, if any, that the command is written in, too.
  void decide(const Command& command, base::County other, std::map<base::County, std::unique_ptr<Batch>>& batches, std::map<base::County, ChainHead>& chains, Outcome& outcome);
  void accept(const Command& command, const std::string& id, Unit& unit, Batch& batch, ChainHead& chain, Outcome& outcome);
  std::vector<Outcome> try_batch(std::span<const Command* const> commands);

  Site& site_;
  db::Connection& connection_;
};

// A thread with a queue in front of it.
class Writer {
 public:
  using Done = std::function<void(Outcome)>;
  Writer(Site& site, std::unique_ptr<db::Connection> connection);
  ~Writer();
  void stop();   // answers what is queued, takes no more

  // False where the queue is full or the writer has stopped. `done` is called on the writer's thread once the command is durable or refused.
  bool submit(Command command, Done done);
  Outcome run(Command command);   // waits
  Outcome note(base::County county, Note note, std::vector<db::Call> calls, std::vector<Written> written);
  Outcome act(base::County first, const std::string& id, const std::string& account, const std::string& body_hash, const Act& act);
  // Where the journal has the command already: done, or command_used where another account or body had its id. Else nothing.
  std::optional<Outcome> known(base::County county, const std::string& command, const std::string& account, const std::string& body_hash);
  // Runs a piece of work between batches, on the writer's thread and connection.
  void between(std::function<void(db::Connection&)> work);
  size_t batches() const { return batches_; }   // transactions so far
  // On the writer's thread, for each command that changed records, once it is on disk and before its sender is answered.
  void on_written(std::function<void(const Outcome&)> listener) { listener_ = std::move(listener); }

 private:
  struct Queued { std::optional<Command> command; Done done; std::function<void()> work; };
  void loop();
  void work_off(std::vector<Queued>& taken);

  Site& site_;
  std::unique_ptr<db::Connection> connection_;
  BatchWriter batch_writer_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Queued> queue_;
  bool stop_ = false;
  std::atomic<size_t> batches_ = 0;
  std::function<void(const Outcome&)> listener_;
  std::thread thread_;
};

}  // namespace halfsky::engine
