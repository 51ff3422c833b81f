// The cells that follow from key rows: a key counts once in a month however often it was seen, so its cells are worked out from all
// of its rows, before and after.
#include "capabilities/indicate/changes.hpp"

#include <set>

#include "capabilities/indicate/tables.hpp"

namespace halfsky::indicate {

using base::month_of;
using engine::Counters;

namespace {

int64_t integer(const db::Value& value) { return std::get<int64_t>(value); }
const std::string& text(const db::Value& value) { return std::get<std::string>(value); }

Sums times(const Sums& sums, int sign) { return sign > 0 ? sums : -sums; }

}  // namespace

void Changes::cell(const std::string& indicator, const CellKey& key, const Sums& sums) {
  counters_.add(cell_table(), {county_, indicator, key.kind, key.dim, key.org, int64_t{key.month}}, sums.vector());
  counters_.add(county_cell_table(), {county_, indicator, key.kind, key.dim, int64_t{key.month}}, sums.vector());
}

// One more, or one less, sight of a key; also of the open indicator that this one is a part of.
void Changes::seen(const lang::Indicator& indicator, const Part& part, base::Day day, int64_t n) {
  const auto add = [&](const lang::Indicator& to) {
    distinct_held_[to.name] = indicator.held;
    counters_.add(distinct_table(), {county_, to.name, part.key, part.dim, part.org, int64_t{day}}, {n});
  };
  add(indicator);
  if (indicator.into && part.dim.empty()) add(*indicator.into);
}

void Changes::part(const Kept& kept, const std::string& record, const Part& part, int sign) {
  const lang::Indicator& indicator = *kept.indicator;
  if (kept.distinct) return seen(indicator, part, part.day, sign);
  if (kept.how == Kept::How::latest)
    return counters_.add(latest_table(), {county_, indicator.name, part.key, int64_t{part.day}, record, part.org, part.dim}, times(part.sums, sign).vector());
  cell(indicator.name, {kSums, part.dim, part.org, month_of(part.day)}, times(part.sums, sign));
}

void Changes::held(const Kept& kept, const std::string& record, base::Day day, const Part& part, int sign) {
  const base::OrgId org = kept.distinct ? 0 : part.org;   // a key's home may change; its rows have it
  counters_.add(held_table(), {county_, kept.indicator->name, record, int64_t{day}, org, part.dim, part.key}, times(part.sums, sign).vector());
  if (kept.distinct) seen(*kept.indicator, part, day, sign * part.sums.n);
  else cell(kept.indicator->name, {kSums, part.dim, part.org, month_of(day)}, times(part.sums, sign));
}

void Changes::money(const Kept& kept, base::OrgId org, base::Day day, int64_t amount_fen) {
  const Sums sums{amount_fen, 1, 0, 0};
  counters_.add(held_table(), {county_, kept.indicator->name, std::string(), int64_t{day}, org, std::string(), std::string()}, sums.vector());
  cell(kept.indicator->name, {kSums, "", org, month_of(day)}, sums);
}

void Changes::rehome(const Kept& kept, const std::string& key, base::OrgId org, const Before& before) {
  for (const lang::Indicator* indicator : {kept.indicator, kept.indicator->into}) {
    if (indicator == nullptr) continue;
    distinct_held_.try_emplace(indicator->name, kept.indicator->held);
    Rows rows;
    const auto add = [&](const Key& at, const Counters::Sums& sums) {
      auto& sum = rows[at];
      sum.resize(1);
      sum[0] += sums[0];
    };
    const Key prefix{county_, indicator->name, key};
    const auto stood = before({{&distinct_table(), prefix}});
    for (const auto& [at, sums] : stood.front()) add(at, sums);
    counters_.each(distinct_table(), prefix, add);
    for (const auto& [at, sums] : rows) {
      if (integer(at[4]) == org || sums[0] == 0) continue;
      Key there = at;
      there[4] = org;
      counters_.add(distinct_table(), at, {-sums[0]});
      counters_.add(distinct_table(), there, {sums[0]});
    }
  }
}

void Changes::finish(const Before& before) {
  std::map<std::pair<const engine::CounterTable*, Key>, Rows> deltas;   // what changes of each group
  const auto gather = [&](const engine::CounterTable& table, long prefix) {
    counters_.each(table, {}, [&](const Key& key, const Counters::Sums& sums) { deltas[{&table, Key(key.begin(), key.begin() + prefix)}][key] = sums; });
  };
  gather(distinct_table(), 5);
  gather(latest_table(), 3);
  std::vector<Group> groups;
  for (const auto& [group, rows] : deltas) groups.push_back({group.first, group.second});
  const std::vector<Rows> stood = before(groups);
  size_t g = 0;
  for (const auto& [group, rows] : deltas) {
    const Rows& was = stood[g++];
    Rows now = was;
    for (const auto& [key, sums] : rows) {
      auto& sum = now[key];
      sum.resize(sums.size());
      for (size_t i = 0; i < sums.size(); ++i) sum[i] += sums[i];
    }
    const auto cells_of = [&](const Rows& all) { return group.first == &latest_table() ? latest_cells(all) : distinct_cells(all); };
    const std::string& indicator = text(group.second[1]);
    for (const auto& [key, sums] : cells_of(was)) cell(indicator, key, -sums);
    for (const auto& [key, sums] : cells_of(now)) cell(indicator, key, sums);
  }
}

// Rows of one key, dimension and org, by day.
Changes::Cells Changes::distinct_cells(const Rows& rows) const {
  Cells cells;
  if (rows.empty()) return cells;
  const Key& any = rows.begin()->first;
  const std::string& dim = text(any[3]);
  const base::OrgId org = integer(any[4]);
  std::map<int, int64_t> by_month;
  for (const auto& [key, sums] : rows) by_month[month_of(base::Day(integer(key[5])))] += sums[0];
  const Sums one{1, 1, 0, 0};
  if (const auto held = distinct_held_.find(text(any[1])); held != distinct_held_.end() && held->second) {
    int64_t standing = 0;
    for (const auto& [month, n] : by_month) {
      const bool was = standing > 0;
      standing += n;
      if (standing > 0 && !was) cells[{kSums, dim, org, month}] = one;
      if (standing <= 0 && was) cells[{kSums, dim, org, month}] = -one;
    }
    return cells;
  }
  bool first = true;
  for (const auto& [month, n] : by_month) {
    if (n <= 0) continue;
    cells[{kByMonth, dim, org, month}] = one;
    cells[{kByYear, dim, org, month / 12 * 12}] = one;
    if (first) cells[{kFirst, dim, org, month}] = one;
    first = false;
  }
  return cells;
}

// Rows of one group, in order of day and record: each counts from its day until the next one's.
Changes::Cells Changes::latest_cells(const Rows& rows) {
  struct Step { base::Day day; std::string record; std::vector<std::pair<CellKey, Sums>> sums; };
  std::vector<Step> steps;
  for (const auto& [key, sums] : rows) {
    if (sums[1] <= 0) continue;
    const base::Day day = base::Day(integer(key[3]));
    const std::string& record = text(key[4]);
    if (steps.empty() || steps.back().day != day || steps.back().record != record) steps.push_back({day, record, {}});
    steps.back().sums.push_back({{kSums, text(key[6]), integer(key[5]), month_of(day)}, {sums[0], sums[1], sums[2], sums[3]}});
  }
  Cells cells;
  for (size_t i = 0; i < steps.size(); ++i)
    for (auto [key, sums] : steps[i].sums) {
      cells[key] += sums;
      if (i + 1 == steps.size()) continue;
      key.month = month_of(steps[i + 1].day);
      cells[key] += -sums;
    }
  return cells;
}

}  // namespace halfsky::indicate
