// One batch from lock to commit.
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "engine/command/answer.hpp"
#include "engine/command/writer.hpp"
#include "engine/journal/journal.hpp"
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

void BatchWriter::decide(const Command& command, Batch& batch, ChainHead& chain, Outcome& outcome) {
  Unit unit(batch, chain.seq + 1, chain.head);
  outcome.problems = Decider(unit, command).run();
  outcome.county = command.county;
  if (!outcome.problems.empty()) return;
  outcome.place = unit.place();
  outcome.answer = boost::json::serialize(answer_json(command, unit));
  for (const auto& [record, change] : unit.changes())
    if (std::find(outcome.types.begin(), outcome.types.end(), record.type->name) == outcome.types.end()) outcome.types.push_back(record.type->name);
  outcome.accepted = true;
  if (command.dry_run) return;
  unit.accept();
  chain.seq = unit.place();
  const JournalEntry entry{command.county, chain.seq, command.id, command.who.account, site_.clock->now(), command.kind, command.body_hash, outcome.answer};
  chain.head = entry_hash(site_, chain.head, entry, unit.bound());
  batch.calls_.push_back({kEntry, {entry.county, entry.seq, entry.command, entry.account, entry.at, entry.kind, db::Bytes{entry.body_hash}, entry.answer, db::Bytes{chain.head}}});
}

std::vector<Outcome> BatchWriter::try_batch(std::span<const Command* const> commands) {
  std::vector<Outcome> outcomes(commands.size());
  connection_.begin();
  std::map<base::County, ChainHead> chains;
  for (const Command* command : commands) chains[command->county];
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
    decide(command, *batches[command.county], chains[command.county], outcome);
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
  } catch (const db::Unavailable&) {
    Outcome outcome;
    outcome.county = command.county;
    outcome.problems = {{"machine", "", {}}};
    return outcome;
  }
}

std::optional<Outcome> BatchWriter::known(base::County county, const std::string& command, const std::string& account, const std::string& body_hash) {
  const db::Rows rows = connection_.read({kKnown, {county, command}});
  if (rows.empty()) return std::nullopt;
  return known_before(county, rows.text(0, 1) == account && rows.bytes(0, 2) == body_hash, rows.text(0, 3), rows.integer(0, 0));
}

Outcome BatchWriter::run_note(base::County county, const Note& note, std::vector<db::Call> calls, std::vector<Written> written) {
  try {
    connection_.begin();
    ChainHead chain = lock_chain(connection_, county);
    if (!note.body_hash.empty())
      if (auto before = known(county, note.id, note.account, note.body_hash)) {
        connection_.roll_back();
        return *std::move(before);
      }
    ++chain.seq;
    if (!note.groups.empty()) {   // what the rows are after the act is known when it is written
      connection_.write_all(calls);
      calls.clear();
      for (Written& group : bound(site_, connection_, county, note.groups)) written.push_back(std::move(group));
    }
    const JournalEntry entry{county, chain.seq, note.id, note.account, site_.clock->now(), note.kind, note.body_hash.empty() ? site_.keyring->suite().hash(note.what) : note.body_hash, note.what};
    chain.head = entry_hash(site_, chain.head, entry, written);
    for (size_t n = 0; n < written.size(); ++n) calls.push_back(change_call(county, chain.seq, n, written[n]));
    calls.push_back({kEntry, {entry.county, entry.seq, entry.command, entry.account, entry.at, entry.kind, db::Bytes{entry.body_hash}, entry.answer, db::Bytes{chain.head}}});
    calls.push_back({kAdvance, {county, chain.seq, db::Bytes{chain.head}}});
    connection_.write_all(calls);
    connection_.commit();
    Outcome outcome;
    outcome.accepted = true;
    outcome.county = county;
    outcome.place = chain.seq;
    return outcome;
  } catch (const db::ConstraintFailure& failure) {
    connection_.roll_back();
    return broken_constraint(county, failure);
  } catch (...) {
    connection_.roll_back();
    throw;
  }
}

}  // namespace halfsky::engine
