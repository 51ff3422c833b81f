// Numbers that many commands add to: cells, balances, reference counts. A command adds; the batch sums in memory and writes
// each counter once, by one upsert.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "db/connection.hpp"

namespace halfsky::engine {

// A table of counters: key columns (county first), then value columns that hold whole numbers.
// REQUIRES: the same object lives as long as the engine; its address is its identity.
struct CounterTable {
  std::string name;
  std::vector<std::string> keys;
  std::vector<std::string> values;

  std::string upsert_sql() const;   // insert … on conflict (keys) do update set v = v + excluded.v
  std::string select_sql() const;   // select values … where keys
};

class Counters {
 public:
  using Key = std::vector<db::Value>;
  using Sums = std::vector<int64_t>;

  void add(const CounterTable& table, const Key& key, const Sums& deltas);
  // What was added so far; null where nothing was.
  const Sums* find(const CounterTable& table, const Key& key) const;
  // Each counter of the table whose key begins with `prefix`, in the order of keys.
  void each(const CounterTable& table, const Key& prefix, const std::function<void(const Key&, const Sums&)>& visit) const;
  void merge(const Counters& other);
  std::vector<db::Call> calls() const;

 private:
  std::map<const CounterTable*, std::map<Key, Sums>> sums_;
};

}  // namespace halfsky::engine
