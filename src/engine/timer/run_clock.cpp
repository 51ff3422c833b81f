// Time as a writer: due timers and the calendar's records become commands of the clock, on the ordinary path.
#include <fmt/format.h>

#include "engine/capability.hpp"
#include "engine/command/clock_command.hpp"
#include "engine/engine.hpp"
#include "engine/timer/recurring.hpp"
#include "engine/timer/timer.hpp"

namespace halfsky::engine {
namespace {

constexpr int64_t kTimersAtOnce = 500;

std::vector<Timer> due_timers(db::Connection& connection, base::Instant now) {
  const db::Rows rows = connection.read({"select county, record, move, kind, type, at from timer where at > ?3 and at <= ?1 order by at, county, record limit ?2", {now, kTimersAtOnce, int64_t{kHasRun}}});
  std::vector<Timer> result;
  for (size_t i = 0; i < rows.size(); ++i)
    result.push_back({rows.integer(i, 0), rows.text(i, 1), rows.text(i, 2), rows.text(i, 3), rows.text(i, 4), rows.integer(i, 5)});
  return result;
}

// The timer's row after its command: gone with the stage it stood in, or set to its next try.
db::Call next_try(const Timer& timer, base::Instant at) {
  return {"update timer set at = ?5 where county = ?1 and record = ?2 and move = ?3 and kind = ?4 and at = ?6", {timer.county, timer.record, timer.move, timer.kind, at, timer.at}};
}

}  // namespace

// Returns how many commands ran; nothing where the writer takes no more: the timers are still due at the next look.
std::optional<size_t> Engine::run_timers() {
  size_t ran = 0;
  for (;;) {
    const base::Instant now = site_->clock->now();
    const auto timers = reading([&](db::Connection& connection) { return due_timers(connection, now); });
    if (timers.empty()) return ran;
    std::vector<std::pair<Timer, std::future<Outcome>>> sent;
    for (const Timer& timer : timers) {
      const lang::RecordType* type = site_->packs->record_type(timer.type);
      const lang::Move* move = type ? type->move(timer.move) : nullptr;
      if (move == nullptr) {   // the pack no longer has it
        writer_->between([&](db::Connection& c) { c.write(next_try(timer, kHasRun)); });
        continue;
      }
      Step step;
      step.what = timer.kind == "late" ? Step::What::late : Step::What::move;
      step.type = type;
      step.move = move;
      step.day = std::min(base::day_at(timer.at), site_->clock->today());
      Item item;
      item.record = timer.record;
      step.items.push_back(std::move(item));
      Command command = clock_command(*site_, base::derived_uuid("clock", fmt::format("{}/{}/{}/{}", timer.record, timer.move, timer.kind, timer.at)), timer.county,
                                      timer.type + "." + timer.move + (timer.kind == "late" ? ".late" : ""), std::move(step));
      auto promise = std::make_shared<std::promise<Outcome>>();
      sent.emplace_back(timer, promise->get_future());
      if (!writer_->submit(std::move(command), [promise](Outcome outcome) { promise->set_value(std::move(outcome)); })) {
        sent.pop_back();
        if (sent.empty()) return std::nullopt;
        break;
      }
    }
    std::vector<db::Call> after;
    for (auto& [timer, future] : sent) {
      const Outcome outcome = future.get();
      ++ran;
      const lang::Move* move = site_->packs->record_type(timer.type)->move(timer.move);
      // A guard that fails is tried again the next day; without `to`, and a lateness, happen once.
      const bool once = timer.kind == "late" || move->to.empty();
      after.push_back(next_try(timer, outcome.accepted && once ? kHasRun : std::max(base::start_of(base::day_at(now) + 1), timer.at + base::kMicrosPerDay)));
    }
    if (!after.empty()) writer_->between([&](db::Connection& c) { c.write_all(after); });
  }
}

size_t Engine::run_clock() {
  size_t ran = 0;
  for (bool more = true; more;) {
    const auto timers = run_timers();
    if (!timers) return ran;
    ran += *timers + recurring_->run();
    more = false;
    for (Capability* capability : site_->capabilities) {
      const auto due = capability->run_due();
      ran += due.acts;
      more = more || due.more;
    }
  }
  return ran;
}

}  // namespace halfsky::engine
