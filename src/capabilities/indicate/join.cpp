// The difference that a command makes: each row that it changed, and each that reads one of them, evaluated before and after.
#include <algorithm>

#include "capabilities/indicate/changes.hpp"
#include "capabilities/indicate/indicate.hpp"
#include "capabilities/indicate/tables.hpp"

namespace halfsky::indicate {

using engine::Change;
using engine::Counters;
using engine::RecordId;
using engine::RowPtr;
using engine::Unit;

namespace {

class Join {
 public:
  Join(const Plan& plan, Unit& unit) : plan_(plan), unit_(unit), site_(unit.site()), changes_(unit.county()) {}

  void run() {
    for (const auto& [record, change] : unit_.changes()) note(record, change);
    for (const auto& [kept, records] : touched_)
      for (const RecordId& record : records) count(*kept, record);
    for (const auto& [kept, keys] : moved_homes_)
      for (const std::string& key : keys) rehome(*kept, key);
    for (const engine::Posted& posted : unit_.posted())
      for (const Kept* kept : plan_.money())
        if (const int64_t amount = share_of(*kept->indicator, posted.from_fund, posted.to_fund, posted.amount_fen)) changes_.money(*kept, posted.org, posted.day, amount);
    changes_.finish([this](const std::vector<Changes::Group>& groups) { return unit_.counter_groups(groups); });
    for (const auto* table : {&cell_table(), &county_cell_table(), &distinct_table(), &held_table(), &latest_table()})
      changes_.counters().each(*table, {}, [&](const Counters::Key& key, const Counters::Sums& sums) {
        if (std::any_of(sums.begin(), sums.end(), [](int64_t v) { return v != 0; })) unit_.count(*table, key, sums);
      });
  }

 private:
  // Who has to be counted anew.
  void note(const RecordId& record, const Change& change) {
    const Plan::OfType* of = plan_.of(*record.type);
    if (of == nullptr) return;
    for (const Kept* kept : of->own) touched_[kept].insert(record);
    for (const auto& [watch, kept] : of->dependents) {
      if (!engine::differs(watch, change.before, change.after)) continue;
      for (const RecordId& target : engine::records_at(watch, change.after, unit_)) touched_[kept].insert(target);
      if (change.before)
        for (const RecordId& target : engine::records_at(watch, change.before, unit_.before())) touched_[kept].insert(target);
    }
    if (change.before && home_of(*change.before) != home_of(*change.after))
      for (const Kept* kept : of->homes) moved_homes_[kept].insert(record.id);
  }

  void count(const Kept& kept, const RecordId& record) {
    const RowPtr before = unit_.before().load(*record.type, record.id), after = unit_.load(*record.type, record.id);
    const Parts was = parts_of(site_, *kept.indicator, before, unit_.before());
    const Parts now = parts_of(site_, *kept.indicator, after, unit_);
    if (kept.how == Kept::How::held) return held(kept, record, before, after, was, now);
    if (was == now) return;
    for (const Part& part : was) changes_.part(kept, record.id, part, -1);
    for (const Part& part : now) changes_.part(kept, record.id, part, 1);
  }

  void held(const Kept& kept, const RecordId& record, const RowPtr& before, const RowPtr& after, const Parts& was, const Parts& now) {
    const Counters::Key prefix{unit_.county(), kept.indicator->name, record.id};
    if (after->struck && !after->away) {   // it never held
      if (before && !before->struck)
        unit_.each_counter(held_table(), prefix, [&](const Counters::Key& key, const Counters::Sums& sums) {
          changes_.held(kept, record.id, base::Day(std::get<int64_t>(key[3])), part_of(kept, *after, key, sums), -1);
        });
      return;
    }
    if (was == now) return;
    base::Day day = after->moved;
    if (!kept.refs.empty()) {
      day = std::max(day, latest_move(kept.refs, after, unit_));
      if (before)
        unit_.each_counter(held_table(), prefix, [&](const Counters::Key& key, const Counters::Sums& sums) {
          if (std::any_of(sums.begin(), sums.end(), [](int64_t v) { return v != 0; })) day = std::max(day, base::Day(std::get<int64_t>(key[3])));
        });
    }
    for (const Part& part : was) changes_.held(kept, record.id, day, part, -1);
    for (const Part& part : now) changes_.held(kept, record.id, day, part, 1);
  }

  Part part_of(const Kept& kept, const engine::Row& row, const Counters::Key& key, const Counters::Sums& sums) {
    Part part;
    part.org = std::get<int64_t>(key[4]);
    part.dim = std::get<std::string>(key[5]);
    part.key = std::get<std::string>(key[6]);
    if (kept.distinct) part.org = kept.keyed ? home_of(*unit_.load(*kept.keyed, part.key)) : credited(std::stoll(part.key), row.county, row.org);
    part.sums = {sums[0], sums[1], sums[2], sums[3]};
    return part;
  }

  // She moves home and takes her keys along. What this very command counted has the new home already; what stands with the old one
  // goes over.
  void rehome(const Kept& kept, const std::string& key) {
    const RowPtr now = unit_.load(*kept.keyed, key);
    changes_.rehome(kept, key, home_of(*now), [this](const std::vector<Changes::Group>& groups) { return unit_.counter_groups(groups); });
  }

  const Plan& plan_;
  Unit& unit_;
  engine::Site& site_;
  Changes changes_;
  std::map<const Kept*, std::set<RecordId>> touched_;
  std::map<const Kept*, std::set<std::string>> moved_homes_;
};

}  // namespace

base::Problems Indicate::join(Unit& unit) {
  if (plan_) Join(*plan_, unit).run();
  return {};
}

}  // namespace halfsky::indicate
