// Reports that compile themselves on their day: one for each office of their level, about the last whole period before; what passed while
// nothing ran is caught up with. Each is an act of its own in the journal, under an id that follows from office and period, so that a
// crash in between makes none twice.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "base/uuid.hpp"
#include "capabilities/report/reports.hpp"
#include "engine/store/settings.hpp"
#include "engine/timer/rhythm.hpp"

namespace halfsky::report {

using Each = lang::Every::Each;

namespace {

constexpr std::chrono::milliseconds kAtOnce{1'000};   // then timers have their turn

// The last day of the last whole period that is over before `day`: "6 months" end with a month, "2 years" with a year.
base::Day period_end(const std::string& period, base::Day day) {
  const auto date = base::date_of(day);
  const auto is = [&](const char* unit) { return period.find(unit) != std::string::npos; };
  if (is("month")) return base::day_of({date.year, date.month, 1}) - 1;
  if (is("quarter")) return base::day_of({date.year, (date.month - 1) / 3 * 3 + 1, 1}) - 1;
  if (is("term")) return engine::term_start(day) - 1;
  return base::day_of({date.year, 1, 1}) - 1;
}

bool is_of(const lang::Report& report, lang::Level level) { return std::find(report.levels.begin(), report.levels.end(), level) != report.levels.end(); }

std::string id_of(const lang::Report& report, base::OrgId org, base::Day until) { return base::derived_uuid("report", fmt::format("{}/{}/{}", report.name, org, until)); }

}  // namespace

engine::Capability::Due Reports::run_due() {
  Due due;
  if (engine_ == nullptr) return due;
  for (const auto& pack : engine_->site().packs->packs)
    for (const auto& report : pack->reports) {
      if (!report->every) continue;
      if (compile_due(*report, engine::setting::looked_until("report " + report->name + "/" + engine::rhythm_name(*report->every)), due.acts)) continue;
      due.more = true;
      return due;
    }
  return due;
}

// Whether all that is due is made.
bool Reports::compile_due(const lang::Report& report, const std::string& looked_name, size_t& acts) {
  engine::Site& site = engine_->site();
  const base::Day today = site.clock->today();
  const auto looked = engine_->reading([&](db::Connection& connection) -> std::optional<base::Day> {
    const auto kept = engine::setting::find(connection, looked_name);
    return kept ? std::optional(base::Day(std::stoll(*kept))) : std::nullopt;
  });
  if (looked && *looked >= today) return true;
  const auto begun = std::chrono::steady_clock::now();
  const auto orgs = site.orgs();
  for (const engine::Occurrence& time : engine::occurrences(*report.every, looked.value_or(today - 1), today, site.calendar)) {
    const base::Day until = period_end(report.period, time.start), from = figures_->span_begin(report.period, until);
    std::map<base::County, std::set<base::OrgId>> there;   // offices that have theirs
    for (const engine::Org& org : orgs->all()) {
      if (!is_of(report, org.level) || org.from > until || org.until < until) continue;
      const base::County county = base::county_of(org.id);
      if (!there.contains(county)) {
        auto& known = there[county];
        const db::Rows rows = engine_->reading([&](db::Connection& c) {   // its own, or one that somebody has made and closed before
          return c.read({"select org, id, state from report where county = ?1 and report = ?2 and from_day = ?3 and until_day = ?4", {county, report.name, int64_t{from}, int64_t{until}}});
        });
        for (size_t r = 0; r < rows.size(); ++r)
          if (rows.text(r, 2) == "final" || rows.text(r, 1) == id_of(report, rows.integer(r, 0), until)) known.insert(rows.integer(r, 0));
      }
      if (there[county].contains(org.id)) continue;
      How how;
      how.id = id_of(report, org.id, until);
      how.command = base::derived_uuid("report-command", how.id);
      how.asked = how.command;
      how.rhythm = engine::rhythm_name(*report.every);
      if (compile(engine::Acting::clock(), report, org.id, until, {}, std::move(how))) ++acts;   // one that cannot be compiled keeps none of the others back
      if (std::chrono::steady_clock::now() - begun > kAtOnce) return false;
    }
  }
  engine_->writer().between([&](db::Connection& c) { c.write(engine::setting::keep(looked_name, std::to_string(today))); });
  return true;
}

std::vector<Coming> Reports::coming(base::OrgId org) {
  std::vector<Coming> result;
  const auto orgs = engine_->site().orgs();
  const engine::Org* here = orgs->find(org);
  if (here == nullptr) return result;
  const base::Day today = engine_->site().clock->today();
  for (const auto& pack : engine_->site().packs->packs)
    for (const auto& report : pack->reports) {
      if (!report->every || !is_of(*report, here->level)) continue;
      const base::Day day = engine::horizon(*report->every, today), until = period_end(report->period, day);
      result.push_back({report.get(), day, figures_->span_begin(report->period, until), until});
    }
  std::stable_sort(result.begin(), result.end(), [](const Coming& a, const Coming& b) { return a.day < b.day; });
  return result;
}

}  // namespace halfsky::report
