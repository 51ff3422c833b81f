// When the calendar has changed: which open work is due on another day by now, and the clock's commands that plan it again.
#include <fmt/format.h>

#include <map>

#include "engine/command/clock_command.hpp"
#include "engine/engine.hpp"
#include "engine/journal/journal.hpp"
#include "engine/store/settings.hpp"
#include "engine/store/snapshot.hpp"
#include "engine/task/due.hpp"
#include "engine/timer/timer.hpp"
#include "engine/world.hpp"

namespace halfsky::engine {
namespace {

constexpr size_t kAtOnce = 500;

struct Open { std::string record, type, move, kind; std::optional<base::Instant> at; };   // kind: task, late, clock

// Tasks that are open and timers that have not run.
std::map<std::string, std::vector<Open>> open_work(db::Connection& connection, base::County county) {
  std::map<std::string, std::vector<Open>> by_type;
  connection.each_row({"select record, type, move, due_at from task where county = ?1 and closed_at is null", {county}}, [&](const db::Value* at) {
    by_type[std::get<std::string>(at[1])].push_back({std::get<std::string>(at[0]), std::get<std::string>(at[1]), std::get<std::string>(at[2]), "task", at[3].index() == 0 ? std::nullopt : std::optional(std::get<int64_t>(at[3]))});
  });
  connection.each_row({"select record, type, move, kind, at from timer where county = ?1 and at > ?2", {county, int64_t{kHasRun}}}, [&](const db::Value* at) {
    by_type[std::get<std::string>(at[1])].push_back({std::get<std::string>(at[0]), std::get<std::string>(at[1]), std::get<std::string>(at[2]), std::get<std::string>(at[3]), std::get<int64_t>(at[4])});
  });
  return by_type;
}

bool counts_days(const lang::Due& due) { return due.unit != lang::Due::Unit::hours; }

std::optional<base::Instant> now_due(const Site& site, Snapshot& snapshot, const Open& open, const lang::Move& move, const RowPtr& row) {
  if (open.kind != "clock") return due_of(site, snapshot, move, row);
  const lang::Value after = RowWorld(site, snapshot, row, site.clock->today()).evaluate(*move.after);
  return after.is_null() ? std::nullopt : std::optional(base::start_of(base::Day(after.number)));
}

}  // namespace

size_t Engine::follow_calendar() {
  size_t count = 0;
  const std::string days = crypto::hex(site_->keyring->suite().hash(site_->calendar.text()));
  if (reading([](db::Connection& c) { return setting::find(c, setting::kPlannedBy); }) == days) return 0;   // what differs now was changed by somebody else: verify names it
  for (const base::County county : reading(counties)) {
    std::map<const lang::RecordType*, std::vector<std::string>> changed;
    read([&](db::Connection& connection) {
      Snapshot snapshot(*site_, connection, county);
      for (const auto& [name, works] : open_work(connection, county)) {
        const lang::RecordType* type = site_->packs->record_type(name);
        if (type == nullptr) continue;
        std::vector<std::string> ids;
        for (const Open& open : works) ids.push_back(open.record);
        snapshot.fetch(*type, ids);
        for (const Open& open : works) {
          const lang::Move* move = type->move(open.move);
          const RowPtr row = snapshot.load(*type, open.record);
          if (!move || !row || row->struck || (open.kind == "clock" ? !move->after : !move->due || !counts_days(*move->due))) continue;
          // A timer that was tried again stands later than it was set for: that one stays.
          const auto due = now_due(*site_, snapshot, open, *move, row);
          const bool waits = open.kind == "task" || (open.at && *open.at > site_->clock->now());
          if (waits && due != open.at && (changed[type].empty() || changed[type].back() != open.record)) changed[type].push_back(open.record);
        }
      }
    });
    for (const auto& [type, records] : changed)
      for (size_t from = 0; from < records.size(); from += kAtOnce) {
        Step step;
        step.what = Step::What::plan;
        step.type = type;
        for (size_t i = from; i < std::min(records.size(), from + kAtOnce); ++i) {
          Item item;
          item.record = records[i];
          item.path = fmt::format("{} {} ", type->name, records[i]);
          step.items.push_back(std::move(item));
        }
        count += step.items.size();
        writer_->run(clock_command(*site_, new_id(), county, type->name + ".plan", std::move(step)));
      }
  }
  writer_->between([&](db::Connection& c) { c.write(setting::keep(setting::kPlannedBy, days)); });
  return count;
}

}  // namespace halfsky::engine
