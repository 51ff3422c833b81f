// One command on its way: what it has read, what it will write. Nothing reaches the database before the batch is written,
// so a refused command leaves nothing behind.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/command/counters.hpp"
#include "engine/site.hpp"
#include "engine/store/source.hpp"

namespace halfsky::engine {

// What happened to one record in a command. `before` is null for a new one.
struct Change {
  RowPtr before;
  RowPtr after;
};

// Who made which move when: the record's timeline, and what `unlike` looks at.
struct Made {
  RecordId record;
  std::string move;
  std::string account;      // "" for the clock and for effects of it
  std::string person;       // the account's person, where it has one
  base::OrgId org = 0;      // of the grant that acted
  std::string role;
  base::Day day = 0;
  bool by_effect = false;
};

// Money that a move asks for; the ledger turns acts into postings. The engine knows no balances.
struct MoneyAct {
  enum class What { post, hold, settle, void_, reverse } what = What::post;
  RecordId record;                 // whose move it is
  std::string move;                // the move that holds or posts; settle, void: the move whose holds are meant
  struct Party { std::string fund; RecordId record; base::OrgId org = 0; } from, to;   // a fund's full name, a record, or an org
  base::OrgId fund_org = 0;        // the org that holds the fund (its level's ancestor of the record's org)
  int64_t amount_fen = 0;
  bool all_that_is_left = false;   // settle without an amount
  RecordId purpose;                // `for`
  std::vector<lang::Posting::Draw> draws;
  base::Day day = 0;
  int line = 0;                    // place among the acts of this move
};

// Money that moved for good: what the ledger tells the capabilities that join after it. Holds are not among them.
struct Posted {
  std::string from_fund, to_fund;   // full names; empty where that side is no fund
  base::OrgId org = 0;              // that holds the fund
  int64_t amount_fen = 0;           // negative where an earlier posting is reversed
  base::Day day = 0;
};

// An entry of the journal's list of what a command wrote: enough to find the row and hold it against its hash.
struct Written {
  std::string kind;         // a record type's name, or "made", "posting", "grant", …
  std::string id;
  int64_t version = 0;
  std::string hash;         // 32 bytes
};

// Rows not written yet, by what they point at: a command over ten thousand records must not look through all of them for each.
class RefIndex {
 public:
  void add(const Row& row);
  // In the order in which they were added, some twice; a row may point elsewhere by now.
  const std::vector<std::string>& of(const lang::Field& ref, const lang::Value& target) const;

 private:
  std::map<std::pair<const lang::Field*, std::string>, std::vector<std::string>> ids_;
};

// Rows not written yet, by their type's `key`.
class KeyIndex {
 public:
  void add(const Row& row);
  const std::vector<std::string>& like(const Row& row) const;   // ids; some rows have another key by now

 private:
  std::map<std::pair<const lang::RecordType*, std::string>, std::vector<std::string>> ids_;
};

// What a batch has read and what its accepted commands will write, for one county.
class Batch : public RowSource {
 public:
  Batch(Site& site, db::Connection& connection, base::County county) : site_(site), connection_(connection), county_(county) {}

  RowPtr load(const lang::RecordType& type, const std::string& id) override;
  std::vector<RowPtr> rows_by_ref(const lang::Field& ref, const lang::Value& target) override;
  db::Connection& connection() override { return connection_; }
  base::County county() const override { return county_; }
  const NewKeys* fresh_keys() const override { return &new_keys_; }
  Site& site() { return site_; }

  // Reads many records in one round.
  void fetch(const std::vector<RecordId>& records);
  std::vector<Made> made_of(const RecordId& record);
  Counters::Sums counter(const CounterTable& table, const Counters::Key& key);
  // What the accepted commands add to each counter below a key's beginning.
  void each_pending(const CounterTable& table, const Counters::Key& prefix, const std::function<void(const Counters::Key&, const Counters::Sums&)>& visit) const { counters_.each(table, prefix, visit); }
  const KeyIndex& written_keys() const { return written_keys_; }
  // What a capability remembers of the commands that this batch has accepted but not written yet.
  template <class T>
  T& shared(const std::string& name) {
    auto& slot = shared_[name];
    if (!slot) slot = std::make_shared<T>();
    return *static_cast<T*>(slot.get());
  }

 private:
  friend class Unit;
  friend class BatchWriter;

  Site& site_;
  db::Connection& connection_;
  base::County county_;
  std::map<RecordId, RowPtr> rows_;                               // as the next command sees them; null: there is none
  std::map<std::pair<const lang::Field*, std::string>, std::vector<std::string>> by_ref_;   // ids in the database
  std::map<RecordId, RowPtr> rows_to_write_;                      // newest
  RefIndex written_refs_;
  KeyIndex written_keys_;
  std::map<RecordId, std::vector<Made>> made_;                    // in the database
  std::map<RecordId, std::vector<Made>> made_pending_;            // of the commands accepted so far
  Counters counters_;
  std::map<std::pair<const CounterTable*, Counters::Key>, Counters::Sums> counter_reads_;
  std::vector<db::Call> calls_;                                   // in the order of the commands
  std::map<std::string, std::shared_ptr<void>> shared_;
  NewKeys new_keys_;                                              // of the accepted commands
};

class Unit : public RowSource {
 public:
  Unit(Batch& batch, int64_t place, std::string head = {}) : batch_(batch), place_(place), head_(std::move(head)) { new_keys_.before = &batch.new_keys_; }

  RowPtr load(const lang::RecordType& type, const std::string& id) override;
  std::vector<RowPtr> rows_by_ref(const lang::Field& ref, const lang::Value& target) override;
  db::Connection& connection() override { return batch_.connection_; }
  base::County county() const override { return batch_.county_; }
  Site& site() { return batch_.site_; }
  Batch& before() { return batch_; }              // the world as it was before this command
  int64_t place() const { return place_; }        // in the county's journal, if the command is accepted

  // The row that the command will leave behind. The first put of a record makes a new version; later ones change it.
  void put(Row row);
  const std::map<RecordId, Change>& changes() const { return changes_; }
  const std::vector<RecordId>& order() const { return order_; }   // of first puts: parents before lines
  const KeyIndex& changed_keys() const { return changed_keys_; }

  // The record's ref to one that is put after it: written empty, and set when both rows are there.
  void point_later(const RecordId& record, const lang::Field& ref) { later_[record].push_back(&ref); }

  void add_made(Made made);
  std::vector<Made> made_of(const RecordId& record);
  const std::vector<Made>& made() const { return made_; }
  std::vector<const Made*> made_now(const RecordId& record) const;   // by this command

  void add_money(MoneyAct act) { money_.push_back(std::move(act)); }
  const std::vector<MoneyAct>& money() const { return money_; }

  void add_posted(Posted posted) { posted_.push_back(std::move(posted)); }
  const std::vector<Posted>& posted() const { return posted_; }

  // Each counter of the table below a key's beginning, as it will stand.
  void each_counter(const CounterTable& table, const Counters::Key& prefix, const std::function<void(const Counters::Key&, const Counters::Sums&)>& visit);
  // The same for many, from the database in one round.
  struct CounterGroup { const CounterTable* table; Counters::Key prefix; };
  std::vector<std::map<Counters::Key, Counters::Sums>> counter_groups(const std::vector<CounterGroup>& groups);
  void count(const CounterTable& table, const Counters::Key& key, const Counters::Sums& deltas) { counters_.add(table, key, deltas); }
  Counters::Sums counter(const CounterTable& table, const Counters::Key& key);   // as it will stand

  // Statements of the engine's and the capabilities' own tables, run in this order after the rows.
  void add_call(db::Call call) { calls_.push_back(std::move(call)); }
  // What the journal's entry binds besides rows.
  void add_bound(Written entry) { bound_.push_back(std::move(entry)); }
  const std::vector<Written>& bound() const { return bound_; }   // once accepted: all of it

  // Handovers to or from another county that the command proposed or answered, for its answer.
  struct Waiting { std::string id, record, state; base::OrgId to = 0; };
  void add_waiting(Waiting waiting) { waiting_.push_back(std::move(waiting)); }
  const std::vector<Waiting>& waiting() const { return waiting_; }

  // Keys for new persons' data, written with the command.
  NewKeys& new_keys() { return new_keys_; }
  const NewKeys* fresh_keys() const override { return &new_keys_; }
  std::string journal_head() const override { return head_; }

  // Called when the command is accepted into its batch.
  void on_accept(std::function<void(Batch&)> act) { on_accept_.push_back(std::move(act)); }

  // Takes the command into the batch. REQUIRES: it was decided to accept it.
  void accept();

 private:
  Batch& batch_;
  int64_t place_;
  std::string head_;
  std::map<RecordId, Change> changes_;
  std::vector<RecordId> order_;
  RefIndex changed_refs_;
  KeyIndex changed_keys_;
  std::vector<Made> made_;
  std::map<RecordId, std::vector<size_t>> made_at_;   // in made_
  std::map<RecordId, std::vector<const lang::Field*>> later_;
  std::vector<MoneyAct> money_;
  std::vector<Posted> posted_;
  std::vector<Written> bound_;
  Counters counters_;
  std::vector<db::Call> calls_;
  std::vector<Waiting> waiting_;
  NewKeys new_keys_;
  std::vector<std::function<void(Batch&)>> on_accept_;
};

}  // namespace halfsky::engine
