// An accepted command becomes statements: rows and their history, who moved what, keys of new persons, and the journal's list.
#include <fmt/format.h>

#include <algorithm>

#include "engine/command/unit.hpp"
#include "engine/journal/groups.hpp"
#include "engine/journal/journal.hpp"

namespace halfsky::engine {
namespace {

const std::string kInsertMade =
    "insert into made (county, seq, n, type, record, move, account, person, org, role, day, by_effect) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
const std::string kInsertKey = "insert into data_key (county, subject, wrapped) values (?1, ?2, ?3)";

}  // namespace

void Unit::accept() {
  Site& site = batch_.site_;
  const base::County county = batch_.county_;
  std::vector<db::Call>& calls = batch_.calls_;
  std::vector<Written> list;
  const size_t rows = 2 * order_.size() + made_.size(), bound_rows = order_.size() + made_.size() + new_keys_.made.size() + bound_.size();
  const size_t wanted = calls.size() + new_keys_.made.size() + rows + bound_rows + calls_.size() + 1;
  if (wanted > calls.capacity()) calls.reserve(std::max(wanted, 2 * calls.capacity()));   // small commands of one batch still double it
  list.reserve(bound_rows);

  for (auto& [subject, made] : new_keys_.made) {
    calls.push_back({kInsertKey, {county, subject, db::Bytes{made.wrapped}}});
    bound_.push_back(engine::bound(site, Vault::table(), calls.back().args));
    batch_.new_keys_.made[subject] = std::move(made);
  }
  for (const RecordId& record : order_) {
    const Change& change = changes_[record];
    const RecordTable& table = site.schema->table(*record.type);
    std::vector<db::Value> values = table.values_of(*change.after);
    if (const auto later = later_.find(record); later != later_.end())
      for (const lang::Field* ref : later->second) {
        const Column& column = table.column_of(*ref);
        db::Value& value = values[size_t(&column - table.columns().data())];
        calls_.push_back({fmt::format("update {} set {} = ?3 where county = ?1 and id = ?2", table.name(), db::quote_name(column.name)), {county, record.id, std::exchange(value, db::Value{})}});
      }
    if (change.before) {
      calls.push_back({table.history_sql(), {county, record.id, place_}});
      calls.push_back({table.update_sql(), std::move(values)});
    } else {
      calls.push_back({table.insert_sql(), std::move(values)});
    }
    list.push_back({record.type->name, record.id, change.after->version, row_hash(site, table, *change.after)});
  }
  for (size_t n = 0; n < made_.size(); ++n) {
    const Made& made = made_[n];
    calls.push_back({kInsertMade, {county, place_, int64_t(n), made.record.type->name, made.record.id, made.move, made.account, made.person, made.org, made.role,
                                   int64_t{made.day}, int64_t{made.by_effect}}});
    list.push_back({"made", made.record.id, int64_t(n), made_hash(site, made)});
  }
  list.insert(list.end(), bound_.begin(), bound_.end());
  for (size_t n = 0; n < list.size(); ++n)
    calls.push_back(change_call(county, place_, n, list[n]));
  for (db::Call& call : calls_) calls.push_back(std::move(call));
  bound_ = std::move(list);

  for (auto& [record, change] : changes_) {
    batch_.rows_[record] = change.after;
    batch_.rows_to_write_[record] = change.after;
    batch_.written_refs_.add(*change.after);
    batch_.written_keys_.add(*change.after);
  }
  for (const auto& [record, change] : changes_)
    if (!change.before) batch_.made_.try_emplace(record);   // a new record's timeline is all in memory
  for (const Made& made : made_) batch_.made_pending_[made.record].push_back(made);
  batch_.counters_.merge(counters_);
  for (const auto& act : on_accept_) act(batch_);
}

}  // namespace halfsky::engine
