// What a command (or a recount) changes of the kept figures: parts come in, key rows and cells come out.
#pragma once

#include <functional>
#include <map>

#include "capabilities/indicate/part.hpp"
#include "capabilities/indicate/plan.hpp"
#include "engine/command/unit.hpp"

namespace halfsky::indicate {

class Changes {
 public:
  using Key = engine::Counters::Key;
  using Group = engine::Unit::CounterGroup;
  using Rows = std::map<Key, engine::Counters::Sums>;
  // How the rows below each key's beginning stood before these changes.
  using Before = std::function<std::vector<Rows>(const std::vector<Group>&)>;

  explicit Changes(base::County county) : county_(county) {}

  // A row's part comes in (sign 1) or goes out (-1): of flows and `latest`.
  void part(const Kept& kept, const std::string& record, const Part& part, int sign);
  // On `day` it began to hold, or ended to.
  void held(const Kept& kept, const std::string& record, base::Day day, const Part& part, int sign);
  void money(const Kept& kept, base::OrgId org, base::Day day, int64_t amount_fen);

  // What is counted has another home: all of its rows, these changes among them, go over to `org`.
  void rehome(const Kept& kept, const std::string& key, base::OrgId org, const Before& before);

  // Works out the cells of the keys and groups that changed. Once, after all parts.
  void finish(const Before& before);

  const engine::Counters& counters() const { return counters_; }

 private:
  struct CellKey {
    std::string kind, dim;
    base::OrgId org;
    int month;
    bool operator<(const CellKey& other) const { return std::tie(kind, dim, org, month) < std::tie(other.kind, other.dim, other.org, other.month); }
  };
  using Cells = std::map<CellKey, Sums>;

  void cell(const std::string& indicator, const CellKey& key, const Sums& sums);
  void seen(const lang::Indicator& indicator, const Part& part, base::Day day, int64_t n);
  Cells distinct_cells(const Rows& rows) const;
  static Cells latest_cells(const Rows& rows);

  base::County county_;
  engine::Counters counters_;
  std::map<std::string, bool> distinct_held_;   // by indicator
};

}  // namespace halfsky::indicate
