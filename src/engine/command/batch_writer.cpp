// One batch from lock to commit.
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "base/uuid.hpp"
#include "engine/command/answer.hpp"
#include "engine/command/writer.hpp"
#include "engine/journal/journal.hpp"
#include "engine/move/county_handover.hpp"
#include "engine/move/decider.hpp"

namespace halfsky::engine {
namespace {

const std::string kKnown = "select seq, account, body_hash, answer from journal where county = ?1 and command = ?2";
const std::string kEntry = "insert into journal (county, seq, command, account, at, kind, body_hash, answer, hash) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
const std::string kAdvance = "update chain set seq = ?2, head = ?3 where county = ?1";

// A command whose id is known: the old answer where the same account sent the same body, else a refusal.
Outcome known_before(base::County county, bool is_same, const std::string& answer, int64_t place) {
  Outcome outcome;
  outcome.county = county;
  if (is_same) {
    outcome.accepted = outcome.again = true;
    outcome.answer = answer;
    outcome.place = place;
  } else {
    outcome.problems = {{"command_used", "id", {}}};
  }
  return outcome;
}

// A race with another process, or a row that the decision did not see.
Outcome broken_constraint(base::County county, const db::ConstraintFailure& failure) {
  Outcome outcome;
  outcome.county = county;
  outcome.problems = {{"constraint", "", {{"constraint", failure.constraint()}}}};
  return outcome;
}

}  // namespace

// All records that the commands name, in one round; then those that they point at, in another.
void BatchWriter::fetch(std::span<const Command* const> commands, std::map<base::County, std::unique_ptr<Batch>>& batches) {
  std::map<base::County, std::vector<RecordId>> wanted;
  for (const Command* command : commands)
    for (const Step& step : command->steps)
      for (const Item& item : step.items) {
        if (step.type == nullptr) continue;
        wanted[command->county].push_back({step.type, item.record});
        for (const auto& member : item.values) {
          const lang::Field* field = step.type->field(std::string(member.key()));
          if (field && field->type.kind == lang::Kind::ref && !field->target->is_org && member.value().is_string())
            wanted[command->county].push_back({field->target, std::string(member.value().as_string())});
        }
      }
  for (auto& [county, records] : wanted) {
    Batch& batch = *batches.at(county);
    batch.fetch(records);
    std::vector<RecordId> next;
    for (const RecordId& record : records) {
      const RowPtr row = batch.load(*record.type, record.id);
      if (!row) continue;
      for (const auto& field : record.type->fields)
        if (field->type.kind == lang::Kind::ref && !field->target->is_org && !row->fields[field->index].is_null())
          next.push_back({field->target, row->fields[field->index].text});
    }
    batch.fetch(next);
  }
}

// Takes what a unit has decided into its batch, with its entry in the chain.
void BatchWriter::accept(const Command& command, const std::string& id, Unit& unit, Batch& batch, ChainHead& chain, Outcome& outcome) {
  outcome.county = batch.county_;
  outcome.place = unit.place();
  outcome.answer = boost::json::serialize(answer_json(command, unit));
  const auto touched = [&](const std::string& type) {
    if (std::find(outcome.types.begin(), outcome.types.end(), type) == outcome.types.end()) outcome.types.push_back(type);
  };
  for (const auto& [record, change] : unit.changes()) touched(record.type->name);
  outcome.accepted = true;
  if (command.dry_run) return;
  unit.accept();
  for (const std::string& type : types_waiting(batch, unit)) touched(type);
  chain.seq = unit.place();
  const JournalEntry entry{batch.county_, chain.seq, id, command.who.account, site_.clock->now(), command.kind, command.body_hash, outcome.answer};
  chain.head = entry_hash(site_, chain.head, entry, unit.bound());
  batch.calls_.push_back({kEntry, {entry.county, entry.seq, entry.command, entry.account, entry.at, entry.kind, db::Bytes{entry.body_hash}, entry.answer, db::Bytes{chain.head}}});
}

void BatchWriter::decide(const Command& command, base::County other, std::map<base::County, std::unique_ptr<Batch>>& batches, std::map<base::County, ChainHead>& chains, Outcome& outcome) {
  Batch& batch = *batches.at(command.county);
  ChainHead& chain = chains.at(command.county);
  Unit unit(batch, chain.seq + 1, chain.head);
  Decider decider(unit, command);
  outcome.county = command.county;
  if (other == 0) {
    outcome.problems = decider.run();
    if (outcome.problems.empty()) accept(command, command.id, unit, batch, chain, outcome);
    return;
  }
  Batch& batch_there = *batches.at(other);
  ChainHead& chain_there = chains.at(other);
  Unit unit_there(batch_there, chain_there.seq + 1, chain_there.head);
  Decider there(unit_there, command);
  decider.with(there);
  outcome.problems = decider.run();
  if (!outcome.problems.empty()) return;
  accept(command, command.id, unit, batch, chain, outcome);
  accept(command, base::derived_uuid(command.id, "there"), unit_there, batch_there, chain_there, outcome.beside.emplace_back());
}

std::vector<Outcome> BatchWriter::try_batch(std::span<const Command* const> commands) {
  std::vector<Outcome> outcomes(commands.size());
  connection_.begin();
  std::map<base::County, ChainHead> chains;
  std::vector<base::County> others;
  for (const Command* command : commands) {
    chains[command->county];
    others.push_back(command->other ? command->other : other_county(connection_, *command));
    if (others.back() != 0) chains[others.back()];
  }
  for (auto& [county, chain] : chains) chain = lock_chain(connection_, county);   // in ascending order

  std::vector<db::Call> known_calls;
  for (const Command* command : commands) known_calls.push_back({kKnown, {command->county, command->id}});
  const std::vector<db::Rows> known = connection_.read_all(known_calls);

  std::map<base::County, std::unique_ptr<Batch>> batches;
  for (const auto& [county, chain] : chains) batches[county] = std::make_unique<Batch>(site_, connection_, county);
  fetch(commands, batches);

  std::map<std::pair<base::County, std::string>, size_t> in_batch;
  for (size_t i = 0; i < commands.size(); ++i) {
    const Command& command = *commands[i];
    Outcome& outcome = outcomes[i];
    if (!known[i].empty()) {
      const bool is_same = known[i].text(0, 1) == command.who.account && known[i].bytes(0, 2) == command.body_hash;
      outcome = known_before(command.county, is_same, known[i].text(0, 3), known[i].integer(0, 0));
      continue;
    }
    if (const auto before = in_batch.find({command.county, command.id}); before != in_batch.end()) {
      const Command& first = *commands[before->second];
      const bool is_same = first.who.account == command.who.account && first.body_hash == command.body_hash;
      outcome = known_before(command.county, is_same, outcomes[before->second].answer, outcomes[before->second].place);
      continue;
    }
    decide(command, others[i], batches, chains, outcome);
    if (outcome.accepted && !command.dry_run) in_batch[{command.county, command.id}] = i;
  }

  std::vector<db::Call> writes;
  for (auto& [county, batch] : batches) {
    if (batch->calls_.empty()) continue;
    for (auto& call : batch->calls_) writes.push_back(std::move(call));
    for (auto& call : batch->counters_.calls()) writes.push_back(std::move(call));
    writes.push_back({kAdvance, {county, chains[county].seq, db::Bytes{chains[county].head}}});
  }
  if (writes.empty()) {
    connection_.roll_back();
    return outcomes;
  }
  connection_.write_all(writes);
  connection_.commit();
  for (const auto& [county, batch] : batches) site_.vault->learn(county, batch->new_keys_);
  return outcomes;
}

std::vector<Outcome> BatchWriter::run(std::span<const Command* const> commands) {
  constexpr int kTriesMax = 5;
  for (int attempt = 1;; ++attempt) {
    try {
      return try_batch(commands);
    } catch (const db::ConstraintFailure& failure) {
      connection_.roll_back();
      if (commands.size() == 1) return {broken_constraint(commands[0]->county, failure)};
      std::vector<Outcome> outcomes;   // one by one, so that only the one that is wrong is refused
      for (const Command* command : commands) outcomes.push_back(run_alone(*command));
      return outcomes;
    } catch (const db::Unavailable& failure) {
      connection_.roll_back();
      if (!failure.may_retry() || attempt == kTriesMax) throw;
    } catch (...) {
      connection_.roll_back();
      throw;
    }
  }
}

// What was committed before it stays committed, so a machine that fails now fails this command alone.
Outcome BatchWriter::run_alone(const Command& command) {
  const Command* one = &command;
  try {
    return run(std::span(&one, 1)).front();
  } catch (const std::exception& failure) {
    Outcome outcome;
    outcome.county = command.county;
    outcome.problems = {{"machine", "", {}}};
    outcome.failure = failure.what();
    return outcome;
  }
}

std::optional<Outcome> BatchWriter::known(base::County county, const std::string& command, const std::string& account, const std::string& body_hash) {
  const db::Rows rows = connection_.read({kKnown, {county, command}});
  if (rows.empty()) return std::nullopt;
  return known_before(county, rows.text(0, 1) == account && rows.bytes(0, 2) == body_hash, rows.text(0, 3), rows.integer(0, 0));
}

// What the act does, and its link in the chain: bound to the groups of rows as they stand after it.
void BatchWriter::write_entry(ChainHead& chain, ActEntry& act) {
  Note& note = act.note;
  std::vector<db::Call>& calls = act.calls;
  std::vector<Written>& written = act.written;
  ++chain.seq;
  if (!note.groups.empty()) {
    connection_.write_all(calls);
    calls.clear();
    for (Written& group : bound(site_, connection_, act.county, note.groups)) written.push_back(std::move(group));
  }
  const JournalEntry entry{act.county, chain.seq, note.id, note.account, site_.clock->now(), note.kind, note.body_hash.empty() ? site_.keyring->suite().hash(note.what) : note.body_hash, note.what};
  chain.head = entry_hash(site_, chain.head, entry, written);
  for (size_t n = 0; n < written.size(); ++n) calls.push_back(change_call(act.county, chain.seq, n, written[n]));
  calls.push_back({kEntry, {entry.county, entry.seq, entry.command, entry.account, entry.at, entry.kind, db::Bytes{entry.body_hash}, entry.answer, db::Bytes{chain.head}}});
  calls.push_back({kAdvance, {act.county, chain.seq, db::Bytes{chain.head}}});
  connection_.write_all(calls);
}

Outcome BatchWriter::run_note(base::County county, const Note& note, std::vector<db::Call> calls, std::vector<Written> written) {
  ActEntry entry{county, note, std::move(calls), std::move(written)};
  return run_act(county, note.id, note.account, note.body_hash, [&](db::Connection&, const ActLock&) -> base::Result<std::vector<ActEntry>> { return std::vector<ActEntry>{std::move(entry)}; });
}

Outcome BatchWriter::run_act(base::County first, const std::string& id, const std::string& account, const std::string& body_hash, const Act& act) {
  std::map<base::County, ChainHead> chains;
  try {
    connection_.begin();
    chains[first] = lock_chain(connection_, first);
    if (!body_hash.empty())
      if (auto before = known(first, id, account, body_hash)) {
        connection_.roll_back();
        return *std::move(before);
      }
    auto entries = act(connection_, [&](base::County county) {
      if (chains.contains(county)) return;
      HALFSKY_ASSERT(county > chains.rbegin()->first);   // two acts that lock upwards never wait for each other
      chains[county] = lock_chain(connection_, county);
    });
    Outcome outcome;
    outcome.county = first;
    if (!entries) {
      connection_.roll_back();
      outcome.problems = entries.problems();
      return outcome;
    }
    for (ActEntry& entry : *entries) write_entry(chains.at(entry.county), entry);
    connection_.commit();
    outcome.accepted = true;
    outcome.place = chains[first].seq;
    return outcome;
  } catch (const db::ConstraintFailure& failure) {
    connection_.roll_back();
    return broken_constraint(first, failure);
  } catch (...) {
    connection_.roll_back();
    throw;
  }
}

}  // namespace halfsky::engine
