// Targets in their table.
#include "capabilities/indicate/targets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "capabilities/indicate/part.hpp"
#include "capabilities/indicate/reader.hpp"
#include "engine/journal/journal.hpp"

namespace halfsky::indicate {

using base::kDecimalScale;
using lang::Indicator;

namespace {

constexpr int64_t kTargetMax = 1'000'000'000'000;   // in the indicator's unit: ten times the yearly product of a large city in yuan

std::vector<std::string> codes_of(const std::string& dim) {
  return dim.empty() ? std::vector<std::string>{} : base::split(dim, '|');
}

// In how many parts of a whole it may be planned: persons whole, money to the fen.
int64_t parts_of(const Indicator& indicator) {
  using Verb = Indicator::Verb;
  if (indicator.verb == Verb::is || indicator.verb == Verb::mean || indicator.verb == Verb::median) return kDecimalScale;
  return scale_of(indicator);
}

}  // namespace

bool grows(const Indicator& indicator) {
  using Verb = Indicator::Verb;
  switch (indicator.verb) {
    case Verb::count: case Verb::sum: case Verb::distinct: case Verb::received: case Verb::spent: case Verb::open: return !indicator.held && indicator.latest.empty();
    default: return false;
  }
}

int Targets::year_max() const { return base::date_of(engine_.site().clock->today()).year + kYearsAhead; }

base::Result<int64_t> Targets::parse(const Indicator& indicator, const std::string& typed) {
  const std::string text = base::trim(base::half_width(typed)), got = base::beginning(text, 40);
  const auto problem = [](const char* code, std::vector<std::pair<std::string, std::string>> args) { return base::Problem{code, "value", std::move(args)}; };
  const bool digits = text.find_first_of("0123456789") != std::string::npos && text.find_first_not_of("0123456789.-+") == std::string::npos;
  const auto value = base::parse_scaled(text, kDecimalScale);
  if (!value && digits && text.size() > 15) return problem("number_too_big", {{"got", got}});
  const int64_t parts = parts_of(indicator);
  if (!value) return problem("not_a_number", {{"got", got}, {"meant", ""}});
  if (*value < 0) return problem("too_small", {{"min", "0"}, {"got", got}});
  if (*value > kTargetMax * kDecimalScale) return problem("number_too_big", {{"got", got}});
  if (*value % (kDecimalScale / parts) != 0) return problem(parts == 1 ? "whole_number" : "two_places", {{"got", got}});
  return *value;
}

base::Problems Targets::set(const engine::By& by, const Indicator& indicator, base::OrgId org, int year, const std::vector<std::string>& dims, std::optional<int64_t> value) {
  base::Problems problems;
  if (!indicator.target) problems.push_back({"no_target", "indicator", {{"indicator", indicator.title}}});
  const auto orgs = engine_.site().orgs();
  const engine::Org* at = orgs->find(org);
  if (at == nullptr) problems.push_back({"no_such_org", "org", {{"got", std::to_string(org)}}});
  if (dims.size() > indicator.by_codes.size()) problems.push_back({"too_many", "dims", {{"max", std::to_string(indicator.by_codes.size())}}});
  for (size_t i = 0; i < dims.size() && i < indicator.by_codes.size(); ++i) {
    const auto& codes = indicator.by_codes[i];
    if (std::any_of(codes.begin(), codes.end(), [&](const lang::Code& code) { return code.id == dims[i]; })) continue;
    std::string offered;
    for (const auto& code : codes) offered += (offered.empty() ? "" : ", ") + code.id;
    problems.push_back({"unknown_code", fmt::format("dims[{}]", i), {{"got", base::beginning(dims[i], 40)}, {"meant", ""}, {"offered", base::beginning(offered, 400)}}});
  }
  if (year < kYearMin || year > year_max()) problems.push_back({"bad_year", "year", {{"from", std::to_string(kYearMin)}, {"to", std::to_string(year_max())}, {"got", std::to_string(year)}}});
  else if (at && value && at->until < base::day_of({year, 1, 1})) problems.push_back({"target_org_closed", "org", {{"org", at->name}, {"day", base::format_day(at->until)}}});
  if (!problems.empty()) return problems;
  const base::County county = base::county_of(org);
  const std::string dim = joined(dims);
  const db::Call call = value ? db::Call{"insert into target (county, indicator, org, year, dim, value) values (?1, ?2, ?3, ?4, ?5, ?6) on conflict (county, indicator, org, year, dim) do update set value = excluded.value",
                                         {county, indicator.name, org, int64_t{year}, dim, *value}}
                              : db::Call{"delete from target where county = ?1 and indicator = ?2 and org = ?3 and year = ?4 and dim = ?5", {county, indicator.name, org, int64_t{year}, dim}};
  const std::string what = fmt::format("{} {} {} {} {}", indicator.name, org, year, dim.empty() ? "-" : dim, value ? std::to_string(*value) : "-");
  const engine::Note note{by.command.empty() ? engine_.new_id() : by.command, "target.set", by.account, what, {{"target", indicator.name}}, by.body_hash};
  return engine_.writer().note(county, note, {call}, {{"target.set", indicator.name, 0, engine_.site().keyring->suite().hash(what)}}).problems;
}

// What a row is called now, where it is not what it was.
std::optional<Targets::Named> Targets::renamed(const std::string& name, const std::string& dim) const {
  const auto& packs = *engine_.site().packs;
  const Indicator* indicator = packs.indicator(name);
  for (const auto& pack : packs.packs)
    for (const auto& each : pack->indicators)
      if (indicator == nullptr && each->target && !each->was.empty() && each->programme + "." + each->was == name) indicator = each.get();
  if (indicator == nullptr) return std::nullopt;
  std::vector<std::string> codes = codes_of(dim);
  for (size_t i = 0; i < codes.size() && i < indicator->by_codes.size(); ++i) {
    const auto& known = indicator->by_codes[i];
    if (std::any_of(known.begin(), known.end(), [&](const lang::Code& code) { return code.id == codes[i]; })) continue;
    const auto now = std::find_if(known.begin(), known.end(), [&](const lang::Code& code) { return code.was == codes[i]; });
    if (now != known.end()) codes[i] = now->id;
  }
  const Named now{indicator->name, joined(codes)};
  return now.indicator == name && now.dim == dim ? std::nullopt : std::optional(now);
}

void Targets::follow_renames(base::County county) {
  const db::Rows rows = engine_.reading([&](db::Connection& c) { return c.read({"select indicator, org, year, dim from target where county = ?1 order by indicator, org, year, dim", {county}}); });
  using Key = std::tuple<std::string, base::OrgId, int64_t, std::string>;
  std::set<Key> there;
  for (size_t r = 0; r < rows.size(); ++r) there.insert({rows.text(r, 0), rows.integer(r, 1), rows.integer(r, 2), rows.text(r, 3)});
  std::vector<db::Call> calls;
  std::set<std::string> touched;
  std::string what;
  for (const auto& [indicator, org, year, dim] : std::set<Key>(there)) {
    const auto now = renamed(indicator, dim);
    if (!now || !there.insert({now->indicator, org, year, now->dim}).second) continue;   // the new name's own stays
    calls.push_back({"update target set indicator = ?6, dim = ?7 where county = ?1 and indicator = ?2 and org = ?3 and year = ?4 and dim = ?5", {county, indicator, org, year, dim, now->indicator, now->dim}});
    what += fmt::format("{} {} {} {} is {} {}\n", indicator, org, year, dim.empty() ? "-" : dim, now->indicator, now->dim.empty() ? "-" : now->dim);
    touched.insert({indicator, now->indicator});
  }
  if (calls.empty()) return;
  engine::Note note{engine_.new_id(), "target.renamed", "", what};
  for (const auto& indicator : touched) note.groups.push_back({"target", indicator});
  engine_.writer().note(county, std::move(note), std::move(calls), {});
}

void Targets::follow_renames() {
  bool any = false;
  for (const auto& pack : engine_.site().packs->packs)
    for (const auto& indicator : pack->indicators) {
      any = any || (indicator->target && !indicator->was.empty());
      for (const auto& codes : indicator->by_codes) any = any || (indicator->target && std::any_of(codes.begin(), codes.end(), [](const lang::Code& code) { return !code.was.empty(); }));
    }
  if (!any) return;
  for (const base::County county : engine_.reading(engine::chains)) follow_renames(county);
}

std::vector<Target> Targets::of(db::Connection& connection, base::OrgId org, int year) const {
  const db::Rows rows = connection.read({"select indicator, dim, value from target where county = ?1 and org = ?2 and year = ?3 order by indicator, dim", {base::county_of(org), org, int64_t{year}}});
  std::vector<Target> targets;
  for (size_t r = 0; r < rows.size(); ++r) targets.push_back({rows.text(r, 0), org, year, codes_of(rows.text(r, 1)), rows.integer(r, 2)});
  return targets;
}

}  // namespace halfsky::indicate
