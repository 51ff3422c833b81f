// The two layers in which a command sees the world: its own changes, over those of the batch, over the database.
#include "engine/command/unit.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace halfsky::engine {
namespace {

bool points_at(const Row& row, const lang::Field& ref, const lang::Value& target) {
  const lang::Value& value = row.fields[ref.index];
  return !row.struck && !value.is_null() && value.number == target.number && value.text == target.text;
}

std::string text_key_of(const lang::Value& target) { return target.text.empty() ? std::to_string(target.number) : target.text; }

// Empty where a part of the key is: that is no key.
std::string text_of_key(const Row& row) {
  std::string text;
  if (row.type->key_has_org) text = std::to_string(row.org);
  for (const lang::Field* field : row.type->key) {
    const std::string part = field->encrypted() ? row.blinds[field->index] : row.fields[field->index].is_null() ? "" : text_key_of(row.fields[field->index]);
    if (part.empty()) return "";
    text += fmt::format("|{}|{}", part.size(), part);
  }
  return text;
}

db::Value key_of(const lang::Value& target) { return target.text.empty() ? db::Value{target.number} : db::Value{target.text}; }

constexpr size_t kFetchMax = 100;   // ids in one statement

std::vector<Made> made_in(db::Connection& connection, base::County county, const RecordId& record) {
  const db::Rows rows = connection.read({"select move, account, person, org, role, day, by_effect from made where county = ?1 and type = ?2 and record = ?3 order by seq, n",
                                         {county, record.type->name, record.id}});
  std::vector<Made> result;
  for (size_t r = 0; r < rows.size(); ++r)
    result.push_back({record, rows.text(r, 0), rows.text(r, 1), rows.text(r, 2), rows.integer(r, 3), rows.text(r, 4),
                      base::Day(rows.integer(r, 5)), rows.integer(r, 6) != 0});
  return result;
}

}  // namespace

void RefIndex::add(const Row& row) {
  for (const auto& field : row.type->fields)
    if (field->type.kind == lang::Kind::ref && !row.fields[field->index].is_null()) ids_[{field.get(), text_key_of(row.fields[field->index])}].push_back(row.id);
}

const std::vector<std::string>& RefIndex::of(const lang::Field& ref, const lang::Value& target) const {
  static const std::vector<std::string> none;
  const auto at = ids_.find({&ref, text_key_of(target)});
  return at == ids_.end() ? none : at->second;
}

void KeyIndex::add(const Row& row) {
  if (std::string key = text_of_key(row); !key.empty()) ids_[{row.type, std::move(key)}].push_back(row.id);
}

const std::vector<std::string>& KeyIndex::like(const Row& row) const {
  static const std::vector<std::string> none;
  const auto at = ids_.find({row.type, text_of_key(row)});
  return at == ids_.end() ? none : at->second;
}

RowPtr Batch::load(const lang::RecordType& type, const std::string& id) {
  const RecordId record{&type, id};
  const auto known = rows_.find(record);
  if (known != rows_.end()) return known->second;
  fetch({record});
  return rows_[record];
}

void Batch::fetch(const std::vector<RecordId>& records) {
  std::map<const lang::RecordType*, std::vector<std::string>> wanted;
  for (const RecordId& record : records)
    if (rows_.try_emplace(record, nullptr).second) wanted[record.type].push_back(record.id);
  std::vector<db::Call> calls;
  std::vector<const RecordTable*> tables;
  for (const auto& [type, ids] : wanted) {
    const RecordTable& table = site_.schema->table(*type);
    for (size_t from = 0; from < ids.size(); from += kFetchMax) {
      const size_t to = std::min(ids.size(), from + kFetchMax);
      std::string places;
      std::vector<db::Value> args{county_};
      for (size_t i = from; i < to; ++i) {
        args.push_back(ids[i]);
        places += fmt::format("{}?{}", i > from ? ", " : "", args.size());
      }
      calls.push_back({fmt::format("select {} from {} where county = ?1 and id in ({})", table.column_list(), table.name(), places), std::move(args)});
      tables.push_back(&table);
    }
  }
  if (calls.empty()) return;
  const std::vector<db::Rows> results = connection_.read_all(calls);
  for (size_t i = 0; i < results.size(); ++i)
    for (size_t r = 0; r < results[i].size(); ++r) {
      auto row = std::make_shared<const Row>(tables[i]->row_of(results[i].row(r)));
      rows_[row->record()] = row;
    }
}

std::vector<RowPtr> Batch::rows_by_ref(const lang::Field& ref, const lang::Value& target) {
  const auto cache_key = std::pair(&ref, text_key_of(target));
  const auto known = by_ref_.find(cache_key);
  if (known == by_ref_.end()) {
    const RecordTable& table = site_.schema->table(*ref.owner);
    const db::Rows rows = connection_.read({fmt::format("select {} from {} where county = ?1 and {} = ?2 and struck_ = 0 order by entered, id", table.column_list(),
                                                        table.name(), db::quote_name(ref.id)), {county_, key_of(target)}});
    std::vector<std::string> ids;
    for (size_t r = 0; r < rows.size(); ++r) {
      Row row = table.row_of(rows.row(r));
      ids.push_back(row.id);
      const RecordId record = row.record();
      rows_.try_emplace(record, std::make_shared<const Row>(std::move(row)));
    }
    by_ref_[cache_key] = std::move(ids);
  }
  std::vector<RowPtr> result;
  std::set<std::string> seen;
  for (const std::string& id : by_ref_[cache_key]) {
    const RowPtr row = rows_[{ref.owner, id}];
    seen.insert(id);
    if (row && points_at(*row, ref, target)) result.push_back(row);
  }
  for (const std::string& id : written_refs_.of(ref, target)) {
    if (!seen.insert(id).second) continue;
    const RowPtr& row = rows_to_write_.at({ref.owner, id});
    if (points_at(*row, ref, target)) result.push_back(row);
  }
  return result;
}

std::vector<Made> Batch::made_of(const RecordId& record) {
  const auto with_pending = [&](std::vector<Made> result) {
    if (const auto pending = made_pending_.find(record); pending != made_pending_.end()) result.insert(result.end(), pending->second.begin(), pending->second.end());
    return result;
  };
  if (const auto known = made_.find(record); known != made_.end()) return with_pending(known->second);
  std::vector<Made> result = made_in(connection_, county_, record);
  made_[record] = result;
  return with_pending(std::move(result));
}

Counters::Sums Batch::counter(const CounterTable& table, const Counters::Key& key) {
  auto [at, fresh] = counter_reads_.try_emplace({&table, key});
  if (fresh) {
    const db::Rows rows = connection_.read({table.select_sql(), key});
    at->second.resize(table.values.size());
    for (size_t i = 0; i < table.values.size() && !rows.empty(); ++i) at->second[i] = rows.integer(0, i);
  }
  Counters::Sums sums = at->second;
  if (const auto* pending = counters_.find(table, key))
    for (size_t i = 0; i < sums.size(); ++i) sums[i] += (*pending)[i];
  return sums;
}

RowPtr Unit::load(const lang::RecordType& type, const std::string& id) {
  const auto mine = changes_.find({&type, id});
  return mine != changes_.end() ? mine->second.after : batch_.load(type, id);
}

std::vector<RowPtr> Unit::rows_by_ref(const lang::Field& ref, const lang::Value& target) {
  std::vector<RowPtr> result;
  std::set<std::string> seen;
  for (const RowPtr& row : batch_.rows_by_ref(ref, target)) {
    const auto mine = changes_.find(row->record());
    seen.insert(row->id);
    if (mine == changes_.end()) result.push_back(row);
    else if (points_at(*mine->second.after, ref, target)) result.push_back(mine->second.after);
  }
  for (const std::string& id : changed_refs_.of(ref, target)) {
    if (!seen.insert(id).second) continue;
    const RowPtr& row = changes_.at({ref.owner, id}).after;
    if (points_at(*row, ref, target)) result.push_back(row);
  }
  return result;
}

void Unit::put(Row row) {
  const RecordId record = row.record();
  auto [at, first] = changes_.try_emplace(record);
  if (first) {
    at->second.before = batch_.load(*record.type, record.id);
    order_.push_back(record);
  }
  row.version = at->second.before ? at->second.before->version + 1 : 1;
  row.since = place_;
  changed_refs_.add(row);
  changed_keys_.add(row);
  at->second.after = std::make_shared<const Row>(std::move(row));
}

void Unit::add_made(Made made) {
  made_at_[made.record].push_back(made_.size());
  made_.push_back(std::move(made));
}

std::vector<const Made*> Unit::made_now(const RecordId& record) const {
  std::vector<const Made*> result;
  if (const auto at = made_at_.find(record); at != made_at_.end())
    for (const size_t i : at->second) result.push_back(&made_[i]);
  return result;
}

std::vector<Made> Unit::made_of(const RecordId& record) {
  // What was done with it in other counties comes first: it is the same record.
  std::vector<Made> result;
  if (const RowPtr row = load(*record.type, record.id))
    for (const base::County county : counties_before(*row)) {
      const std::vector<Made> there = made_in(connection(), county, record);
      result.insert(result.end(), there.begin(), there.end());
    }
  const std::vector<Made> here = batch_.made_of(record);
  result.insert(result.end(), here.begin(), here.end());
  for (const Made* made : made_now(record)) result.push_back(*made);
  return result;
}

Counters::Sums Unit::counter(const CounterTable& table, const Counters::Key& key) {
  Counters::Sums sums = batch_.counter(table, key);
  if (const auto* mine = counters_.find(table, key))
    for (size_t i = 0; i < sums.size(); ++i) sums[i] += (*mine)[i];
  return sums;
}

void Unit::each_counter(const CounterTable& table, const Counters::Key& prefix, const std::function<void(const Counters::Key&, const Counters::Sums&)>& visit) {
  const auto groups = counter_groups({{&table, prefix}});
  for (const auto& [key, sums] : groups.front()) visit(key, sums);
}

std::vector<std::map<Counters::Key, Counters::Sums>> Unit::counter_groups(const std::vector<CounterGroup>& groups) {
  std::vector<db::Call> calls;
  for (const auto& [table, prefix] : groups) {
    std::string keys, values, where;
    for (const auto& key : table->keys) keys += (keys.empty() ? "" : ", ") + key;
    for (const auto& value : table->values) values += ", " + value;
    for (size_t i = 0; i < prefix.size(); ++i) where += fmt::format("{}{} = ?{}", i ? " and " : "", table->keys[i], i + 1);
    calls.push_back({fmt::format("select {}{} from {} where {}", keys, values, table->name, where), prefix});
  }
  const std::vector<db::Rows> found = calls.empty() ? std::vector<db::Rows>{} : connection().read_all(calls);
  std::vector<std::map<Counters::Key, Counters::Sums>> result(groups.size());
  for (size_t g = 0; g < groups.size(); ++g) {
    const auto& [table, prefix] = groups[g];
    auto& all = result[g];
    const db::Rows& rows = found[g];
    for (size_t r = 0; r < rows.size(); ++r) {
      Counters::Key key(rows.row(r), rows.row(r) + table->keys.size());
      Counters::Sums sums;
      for (size_t i = 0; i < table->values.size(); ++i) sums.push_back(rows.integer(r, table->keys.size() + i));
      all[std::move(key)] = std::move(sums);
    }
    const auto add = [&](const Counters::Key& key, const Counters::Sums& deltas) {
      Counters::Sums& sums = all[key];
      sums.resize(deltas.size());
      for (size_t i = 0; i < deltas.size(); ++i) sums[i] += deltas[i];
    };
    batch_.counters_.each(*table, prefix, add);
    counters_.each(*table, prefix, add);
  }
  return result;
}

}  // namespace halfsky::engine
