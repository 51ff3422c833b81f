// Figures counted from the records: for one record only, as of a place of the journal, medians, ages, orgs; and the rows that any
// figure counted.
#include <algorithm>
#include <set>

#include "base/decimal.hpp"
#include "capabilities/indicate/reader.hpp"

namespace halfsky::indicate {

using engine::RowPtr;
using engine::RowSource;
using lang::Indicator;
using Verb = Indicator::Verb;

namespace {

bool is_money(const Indicator& indicator) { return indicator.verb == Verb::received || indicator.verb == Verb::spent || indicator.verb == Verb::balance; }

// The part that a scope asks for: its dimension, an org within.
const Part* asked(const Parts& parts, const std::string& dim, base::OrgId org) {
  for (const Part& part : parts)
    if (part.dim == dim && base::range_of(org).holds(part.org)) return &part;
  return nullptr;
}

Counted counted(const Indicator& indicator, const std::string& type, const std::string& id, base::County county, const Part& part) {
  Counted row;
  row.type = type;
  row.id = id;
  row.county = county;
  row.org = part.org;
  row.day = part.day;
  row.value = part.sums.value;
  row.scale = scale_of(indicator);
  if (indicator.verb == Verb::distinct) row.key = part.key;
  return row;
}

std::optional<int64_t> middle_of(std::vector<int64_t> values, int64_t scale) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  const size_t half = values.size() / 2;
  const int64_t sum = values.size() % 2 ? values[half] : values[half - 1] + values[half];
  return base::multiply_divide(sum, base::kDecimalScale / scale, values.size() % 2 ? 1 : 2);
}

}  // namespace

base::Day Reader::today_of(const Scope& scope) const { return scope.to >= base::kDayMax ? site_.clock->today() : scope.to; }

// What the database can say by itself of rows as they stand now. False where they are looked at one by one.
bool Reader::each_plain(const Indicator& indicator, const Scope& scope, base::County county, Scan& scan, const Found& found) {
  if (scope.as_of || scope.about || !scope.dims.empty()) return false;
  if (indicator.held && scope.to < site_.clock->today()) return false;
  const base::OrgRange orgs = base::range_of(scope.org);
  return scan.plain_rows(indicator, scope.from, scope.to, today_of(scope), [&](const Scan::Plain& row) {
    if (!orgs.holds(row.org)) return;
    Part part;
    part.org = row.org;
    part.day = row.day;
    part.key = row.key;
    part.sums = {1, 1, 0, 0};
    found(counted(indicator, indicator.type->name, row.id, county, part), part.sums);
  });
}

void Reader::each_flow(const Indicator& indicator, const Scope& scope, base::County county, Scan& scan, const Found& found) {
  if (each_plain(indicator, scope, county, scan, found)) return;
  const std::string dim = joined(scope.dims);
  const base::Day today = today_of(scope);
  scan.rows(indicator, scope.from, scope.to, today, [&](const RowPtr& row, RowSource& source) {
    const Parts parts = parts_of(site_, indicator, row, source, today);
    const Part* part = asked(parts, dim, scope.org);
    if (part == nullptr || part->day < scope.from || part->day > scope.to) return;
    if (scope.about && !refers(row, *scope.about, source)) return;
    found(counted(indicator, row->type->name, row->id, county, *part), part->sums);
  });
}

// Of each group the last up to the period's end.
void Reader::each_latest(const Indicator& indicator, const Scope& scope, base::County county, Scan& scan, const Found& found) {
  const base::Day today = today_of(scope);
  std::map<std::string, std::pair<std::string, Parts>> groups;   // the last row of each
  scan.rows(indicator, base::kDayMin, scope.to, today, [&](const RowPtr& row, RowSource& source) {
    Parts parts = parts_of(site_, indicator, row, source, today);
    if (parts.empty() || parts.front().day > scope.to) return;
    if (scope.about && !refers(row, *scope.about, source)) return;
    auto& last = groups[parts.front().key];
    if (last.second.empty() || std::tie(last.second.front().day, last.first) < std::tie(parts.front().day, row->id)) last = {row->id, std::move(parts)};
  });
  for (const auto& [key, last] : groups)
    if (const Part* part = asked(last.second, joined(scope.dims), scope.org)) found(counted(indicator, indicator.type->name, last.first, county, *part), part->sums);
}

void Reader::each_held(const Indicator& indicator, const Scope& scope, base::County county, Scan& scan, const Found& found) {
  if (each_plain(indicator, scope, county, scan, found)) return;
  const base::Day today = today_of(scope);
  const Kept* kept = plan_.kept(indicator);
  const std::string dim = joined(scope.dims);
  scan.versions(*indicator.type, [&](const std::vector<RowPtr>& versions, RowSource& source) {
    RowPtr at;   // the version in force on the day
    for (const RowPtr& row : versions)
      if (row->moved <= scope.to) at = row;
    if (!at || (scope.about && !refers(at, *scope.about, source))) return;
    Parts standing;
    if (kept) {
      std::map<std::tuple<base::OrgId, std::string, std::string>, Sums> sums;
      for (const Scan::Event& event : scan.events(*kept, versions, source))
        if (event.day <= scope.to) sums[{event.part.org, event.part.dim, event.part.key}] += event.part.sums;
      for (const auto& [key, sum] : sums)
        if (!sum.empty()) standing.push_back({std::get<0>(key), 0, std::get<1>(key), std::get<2>(key), sum});
    } else {
      standing = parts_of(site_, indicator, at, source, today);
    }
    for (const Part& part : standing)
      if (part.dim == dim && base::range_of(scope.org).holds(part.org)) {
        Counted row = counted(indicator, at->type->name, at->id, county, part);
        row.day = at->moved;
        found(row, part.sums);
      }
  });
}

void Reader::each_posting(const Indicator& indicator, const Scope& scope, base::County county, const Found& found) {
  if (site_.postings == nullptr) return;
  const auto place = scope.as_of ? std::optional(scope.as_of->contains(county) ? scope.as_of->at(county) : 0) : std::nullopt;
  const base::Day from = indicator.verb == Verb::balance ? base::kDayMin : scope.from;
  site_.postings->each_posting(connection_, county, [&](const engine::FinalPosting& posting) {
    if ((place && posting.place > *place) || posting.day < from || posting.day > scope.to || !base::range_of(scope.org).holds(posting.org)) return;
    const int64_t amount = share_of(indicator, posting.from_fund, posting.to_fund, posting.amount_fen);
    if (amount == 0) return;
    const std::string& id = scope.about ? scope.about->id : "";
    if (scope.about && posting.from_record != id && posting.to_record != id && posting.purpose != id && posting.record != id) return;
    const Part part{posting.org, posting.day, "", "", {amount, 1, 0, 0}};
    found(counted(indicator, "posting", posting.id, county, part), part.sums);
  });
}

// Orgs stand in no county's table; they are in the tree. Held: those that stand at the period's end; else those that began in it.
void Reader::each_org(const Indicator& indicator, const Scope& scope, const Found& found) {
  engine::Snapshot none(site_, connection_, base::county_of(scope.org));
  const base::Day today = today_of(scope);
  const auto orgs = site_.orgs();
  for (const engine::Org& org : orgs->within(base::range_of(scope.org))) {
    const bool counts = indicator.held ? org.from <= today && today <= org.until : org.from >= scope.from && org.from <= scope.to;
    if (!counts) continue;
    if (scope.about && scope.about->org != org.id && !base::range_of(scope.about->org).holds(org.id)) continue;
    const Parts parts = parts_of_org(site_, indicator, org, none, today);
    if (const Part* part = asked(parts, joined(scope.dims), scope.org)) found(counted(indicator, "core.org", std::to_string(org.id), base::county_of(org.id), *part), part->sums);
  }
}

void Reader::each(const Indicator& indicator, const Scope& scope, const Found& found) {
  if (indicator.verb == Verb::open) {
    for (const Kept* part : plan_.parts_of(indicator)) {
      Scope all = scope;
      if (all.dims.empty()) each(*part->indicator, all, found);
    }
    return;
  }
  if (indicator.type && indicator.type->is_org) return each_org(indicator, scope, found);
  for (const base::County county : counties(scope.org)) {
    if (is_money(indicator)) {
      each_posting(indicator, scope, county, found);
      continue;
    }
    const auto place = scope.as_of ? std::optional(scope.as_of->contains(county) ? scope.as_of->at(county) : 0) : std::nullopt;
    Scan scan(site_, connection_, county, place);
    if (indicator.held) each_held(indicator, scope, county, scan, found);
    else if (!indicator.latest.empty()) each_latest(indicator, scope, county, scan, found);
    else each_flow(indicator, scope, county, scan, found);
  }
}

Figure Reader::from_records(const Indicator& indicator, const Scope& scope) {
  Sums total;
  std::set<std::pair<base::County, std::string>> keys;
  std::vector<int64_t> values;
  each(indicator, scope, [&](const Counted& row, const Sums& sums) {
    total += sums;
    if (!row.key.empty()) keys.emplace(row.county, row.key);
    if (indicator.verb == Verb::median) values.push_back(row.value);
  });
  if (indicator.verb == Verb::distinct || indicator.verb == Verb::open) {
    const int64_t n = int64_t(keys.size());
    return figure_of(indicator, {n, n, 0, 0}, Figure::How::counted);
  }
  Figure figure = figure_of(indicator, total, Figure::How::counted);
  if (indicator.verb == Verb::median) {
    figure.value = middle_of(std::move(values), figure.scale);
    figure.scale = base::kDecimalScale;
  }
  return figure;
}

void Reader::records(const Indicator& indicator, const Scope& scope, const std::string& part, const Indicate::Visit& visit) {
  if (indicator.formula) return formula_records(*indicator.formula, scope, visit);
  each(indicator, scope, [&](const Counted& row, const Sums&) {
    Counted named = row;
    named.part = part;
    visit(named);
  });
}

}  // namespace halfsky::indicate
