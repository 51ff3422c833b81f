// Sums of deltas by table and key.
#include "engine/command/counters.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace halfsky::engine {

std::string CounterTable::upsert_sql() const {
  std::string columns, parameters, conflict, set;
  int n = 0;
  for (const auto& key : keys) {
    columns += (columns.empty() ? "" : ", ") + key;
    conflict += (conflict.empty() ? "" : ", ") + key;
    parameters += fmt::format("{}?{}", n ? ", " : "", n + 1);
    ++n;
  }
  for (const auto& value : values) {
    columns += ", " + value;
    parameters += fmt::format(", ?{}", ++n);
    set += fmt::format("{}{} = {}.{} + excluded.{}", set.empty() ? "" : ", ", value, name, value, value);
  }
  return fmt::format("insert into {} ({}) values ({}) on conflict ({}) do update set {}", name, columns, parameters, conflict, set);
}

std::string CounterTable::select_sql() const {
  std::string columns, where;
  for (const auto& value : values) columns += (columns.empty() ? "" : ", ") + value;
  int n = 0;
  for (const auto& key : keys) where += fmt::format("{}{} = ?{}", where.empty() ? "" : " and ", key, ++n);
  return fmt::format("select {} from {} where {}", columns, name, where);
}

void Counters::add(const CounterTable& table, const Key& key, const Sums& deltas) {
  Sums& sums = sums_[&table][key];
  sums.resize(table.values.size());
  for (size_t i = 0; i < deltas.size(); ++i) sums[i] += deltas[i];
}

const Counters::Sums* Counters::find(const CounterTable& table, const Key& key) const {
  const auto at = sums_.find(&table);
  if (at == sums_.end()) return nullptr;
  const auto row = at->second.find(key);
  return row == at->second.end() ? nullptr : &row->second;
}

void Counters::each(const CounterTable& table, const Key& prefix, const std::function<void(const Key&, const Sums&)>& visit) const {
  const auto rows = sums_.find(&table);
  if (rows == sums_.end()) return;
  for (auto at = rows->second.lower_bound(prefix); at != rows->second.end() && std::equal(prefix.begin(), prefix.end(), at->first.begin()); ++at) visit(at->first, at->second);
}

void Counters::merge(const Counters& other) {
  for (const auto& [table, rows] : other.sums_)
    for (const auto& [key, deltas] : rows) add(*table, key, deltas);
}

std::vector<db::Call> Counters::calls() const {
  std::vector<db::Call> result;
  for (const auto& [table, rows] : sums_) {
    const std::string sql = table->upsert_sql();
    for (const auto& [key, sums] : rows) {
      if (std::all_of(sums.begin(), sums.end(), [](int64_t v) { return v == 0; })) continue;
      std::vector<db::Value> args = key;
      args.insert(args.end(), sums.begin(), sums.end());
      result.push_back({sql, std::move(args)});
    }
  }
  return result;
}

}  // namespace halfsky::engine
