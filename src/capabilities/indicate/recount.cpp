// All kept rows worked out anew from the records, held against those that stand; one indicator after the other, so that memory holds
// the rows of one.
#include <fmt/format.h>

#include <algorithm>

#include "capabilities/indicate/changes.hpp"
#include "capabilities/indicate/recount.hpp"
#include "capabilities/indicate/scan.hpp"
#include "capabilities/indicate/tables.hpp"

namespace halfsky::indicate {

using engine::Counters;
using engine::CounterTable;
using engine::RowPtr;
using engine::RowSource;

namespace {

const std::vector<const CounterTable*>& tables() {
  static const std::vector<const CounterTable*> all = {&cell_table(), &county_cell_table(), &distinct_table(), &held_table(), &latest_table()};
  return all;
}

bool is_zero(const Counters::Sums& sums) {
  return std::all_of(sums.begin(), sums.end(), [](int64_t v) { return v == 0; });
}

std::string text_of(const CounterTable& table, const Counters::Key& key) {
  std::string text = table.name;
  for (size_t i = 0; i < key.size(); ++i) {
    const std::string value = key[i].index() == 1 ? std::to_string(std::get<int64_t>(key[i])) : std::get<std::string>(key[i]);
    if (!value.empty()) text += fmt::format(" {}={}", table.keys[i], value);
  }
  return text;
}

std::string text_of(const CounterTable& table, const Counters::Sums& sums) {
  std::string text;
  for (size_t i = 0; i < sums.size(); ++i)
    if (sums[i] != 0 || i == 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", table.values[i], sums[i]);
  return text;
}

}  // namespace

Recount::Recount(const engine::Site& site, const Plan& plan, db::Connection& connection, base::County county) : site_(site), plan_(plan), connection_(connection), county_(county) {}

// What the indicator's records say.
void Recount::add(const Kept& kept, Changes& changes) {
  Scan scan(site_, connection_, county_, std::nullopt);
  const lang::Indicator& indicator = *kept.indicator;
  switch (kept.how) {
    case Kept::How::money:
      if (site_.postings)
        site_.postings->each_posting(connection_, county_, [&](const engine::FinalPosting& posting) {
          if (const int64_t amount = share_of(indicator, posting.from_fund, posting.to_fund, posting.amount_fen)) changes.money(kept, posting.org, posting.day, amount);
        });
      return;
    case Kept::How::held:
      return scan.versions(*indicator.type, [&](const std::vector<RowPtr>& versions, RowSource& source) {
        for (const Scan::Event& event : scan.events(kept, versions, source)) changes.held(kept, versions.front()->id, event.day, event.part, 1);
      });
    default:
      scan.rows(indicator, base::kDayMin, base::kDayMax, base::kDayMin, [&](const RowPtr& row, RowSource& source) {
        for (const Part& part : parts_of(site_, indicator, row, source)) changes.part(kept, row->id, part, 1);
      });
  }
}

void Recount::compare(const std::string& indicator, const Changes& changes) {
  for (const CounterTable* table : tables()) {
    std::map<Counters::Key, Counters::Sums> should;
    changes.counters().each(*table, {county_, indicator}, [&](const Counters::Key& key, const Counters::Sums& sums) {
      if (!is_zero(sums)) should[key] = sums;
    });
    std::string columns;
    for (const auto* names : {&table->keys, &table->values})
      for (const auto& name : *names) columns += (columns.empty() ? "" : ", ") + name;
    const db::Rows rows = connection_.read({fmt::format("select {} from {} where county = ?1 and indicator = ?2", columns, table->name), {county_, indicator}});
    const auto differ = [&](const Counters::Key& key, const Counters::Sums& is, const Counters::Sums& ought) {
      differences_.push_back(fmt::format("{}: {} instead of {}", text_of(*table, key), text_of(*table, is), text_of(*table, ought)));
      Counters::Sums delta = ought;
      for (size_t i = 0; i < delta.size(); ++i) delta[i] -= is[i];
      corrections_.add(*table, key, delta);
    };
    for (size_t r = 0; r < rows.size(); ++r) {
      const Counters::Key key(rows.row(r), rows.row(r) + table->keys.size());
      Counters::Sums is, ought(table->values.size());
      for (size_t i = 0; i < table->values.size(); ++i) is.push_back(rows.integer(r, table->keys.size() + i));
      const auto at = should.find(key);
      if (at != should.end()) {
        ought = at->second;
        should.erase(at);
      }
      if (is != ought) differ(key, is, ought);
    }
    for (const auto& [key, ought] : should) differ(key, Counters::Sums(ought.size()), ought);
  }
}

void Recount::run(const std::function<bool(const lang::Indicator&)>& wanted) {
  const auto nothing = [](const std::vector<Changes::Group>& groups) { return std::vector<Changes::Rows>(groups.size()); };
  std::vector<const lang::Indicator*> open;
  for (const auto& kept : plan_.all()) {
    const lang::Indicator& indicator = *kept->indicator;
    if (indicator.into && std::find(open.begin(), open.end(), indicator.into) == open.end()) open.push_back(indicator.into);
    if (!wanted(indicator)) continue;
    Changes changes(county_);
    add(*kept, changes);
    changes.finish(nothing);
    compare(indicator.name, changes);
  }
  for (const lang::Indicator* whole : open) {
    if (!wanted(*whole)) continue;
    Changes changes(county_);
    for (const Kept* part : plan_.parts_of(*whole)) add(*part, changes);
    changes.finish(nothing);
    compare(whole->name, changes);
  }
}

}  // namespace halfsky::indicate
