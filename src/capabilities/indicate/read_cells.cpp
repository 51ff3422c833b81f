// Sums over cells: a level is a range of orgs, a period a range of months. Statements stand here as they run.
#include <fmt/format.h>

#include "base/decimal.hpp"
#include "capabilities/indicate/reader.hpp"
#include "capabilities/indicate/tables.hpp"

namespace halfsky::indicate {

using base::month_of;
using lang::Indicator;
using lang::Kind;
using Verb = Indicator::Verb;

namespace {

bool is_money(Verb verb) { return verb == Verb::received || verb == Verb::spent || verb == Verb::balance; }

bool begins_month(base::Day day) { return day <= base::kDayMin || base::first_day_of_month(month_of(day)) == day; }
bool ends_month(base::Day day) { return day >= base::kDayMax || month_of(day + 1) != month_of(day); }

const std::string kSumsOf = "select cast(coalesce(sum(value), 0) as bigint), cast(coalesce(sum(n), 0) as bigint), cast(coalesce(sum(at_least), 0) as bigint), cast(coalesce(sum(about), 0) as bigint) from ";

// Where rows by org lie that an org's figure sums, as "county between ?a and ?b and org between ?c and ?d".
struct Piece { base::County low, high; base::OrgRange orgs; };

std::vector<Piece> pieces_of(base::OrgId org) {
  const base::OrgRange orgs = base::range_of(org);
  if (base::depth_of(org) >= 3) return {{base::county_of(org), base::county_of(org), orgs}};
  std::vector<Piece> pieces = {{orgs.low / 1'000'000, orgs.high / 1'000'000, orgs}};
  if (org != base::kNation) pieces.push_back({0, 0, orgs});   // of the levels above the counties themselves
  return pieces;
}

}  // namespace

int64_t scale_of(const Indicator& indicator) {
  if (is_money(indicator.verb)) return base::kFenPerYuan;
  if (!indicator.path || indicator.verb == Verb::distinct) return 1;
  switch (indicator.path->type().kind) {
    case Kind::money: return base::kFenPerYuan;
    case Kind::decimal: return base::kDecimalScale;
    default: return 1;
  }
}

Figure figure_of(const Indicator& indicator, const Sums& sums, Figure::How how) {
  Figure figure;
  figure.how = how;
  figure.n = sums.n;
  figure.scale = scale_of(indicator);
  figure.money = is_money(indicator.verb) || (indicator.path && indicator.path->type().kind == Kind::money);
  figure.sureness = sums.about > 0 ? lang::Sureness::about : sums.at_least > 0 ? lang::Sureness::at_least : lang::Sureness::exact;
  if (indicator.verb == Verb::mean) {
    figure.value = sums.n > 0 ? base::multiply_divide(sums.value, base::kDecimalScale / figure.scale, sums.n) : std::nullopt;
    figure.scale = base::kDecimalScale;
    return figure;
  }
  const bool no_data = sums.n == 0 && indicator.verb == Verb::sum && !indicator.latest.empty();
  if (!no_data) figure.value = sums.value;
  return figure;
}

Sums Reader::cells(const std::string& indicator, const std::string& kind, const std::string& dim, base::OrgId org, int from_month, int to_month) {
  Sums total;
  if (from_month > to_month) return total;
  const auto add = [&](const std::string& sql, std::vector<db::Value> args) {
    const db::Rows rows = connection_.read({kSumsOf + sql, std::move(args)});
    total += {rows.integer(0, 0), rows.integer(0, 1), rows.integer(0, 2), rows.integer(0, 3)};
  };
  const int64_t from = from_month, to = to_month;
  const base::OrgRange orgs = base::range_of(org);
  const int depth = base::depth_of(org);
  if (depth <= 3)
    add("county_cell where indicator = ?1 and kind = ?2 and dim = ?3 and month between ?4 and ?5 and county between ?6 and ?7",
        {indicator, kind, dim, from, to, depth == 3 ? base::county_of(org) : orgs.low / 1'000'000, depth == 3 ? base::county_of(org) : orgs.high / 1'000'000});
  if (depth > 3 || (depth < 3 && org != base::kNation))
    add("cell where county = ?1 and indicator = ?2 and kind = ?3 and dim = ?4 and org between ?5 and ?6 and month between ?7 and ?8",
        {depth > 3 ? base::county_of(org) : 0, indicator, kind, dim, orgs.low, orgs.high, from, to});
  if (pending_) total += pending(indicator, kind, dim, org, from_month, to_month);
  return total;
}

// What the batch's accepted commands add; they are of one county.
Sums Reader::pending(const std::string& indicator, const std::string& kind, const std::string& dim, base::OrgId org, int from_month, int to_month) {
  Sums total;
  const base::OrgRange orgs = base::range_of(org);
  const auto add = [&](int64_t month, const engine::Counters::Sums& sums) {
    if (month >= from_month && month <= to_month) total += {sums[0], sums[1], sums[2], sums[3]};
  };
  const bool whole = base::depth_of(org) <= 3 && pending_->county() != 0;
  if (whole) {
    if (!orgs.holds(base::org_of_county(pending_->county()))) return total;
    pending_->each_pending(county_cell_table(), {pending_->county(), indicator, kind, dim}, [&](const auto& key, const auto& sums) { add(std::get<int64_t>(key[4]), sums); });
    return total;
  }
  pending_->each_pending(cell_table(), {pending_->county(), indicator, kind, dim}, [&](const auto& key, const auto& sums) {
    if (orgs.holds(std::get<int64_t>(key[4]))) add(std::get<int64_t>(key[5]), sums);
  });
  return total;
}

Sums Reader::events(const std::string& indicator, const std::string& dim, base::OrgId org, base::Day from, base::Day to) {
  Sums total;
  if (from > to) return total;
  for (const Piece& piece : pieces_of(org)) {
    const db::Rows rows = connection_.read({kSumsOf + "held_event where county between ?1 and ?2 and indicator = ?3 and dim = ?4 and day between ?5 and ?6 and org between ?7 and ?8",
                                            {piece.low, piece.high, indicator, dim, int64_t{from}, int64_t{to}, piece.orgs.low, piece.orgs.high}});
    total += {rows.integer(0, 0), rows.integer(0, 1), rows.integer(0, 2), rows.integer(0, 3)};
  }
  return total;
}

// As of the period's end: all months before, and the days of the last one.
Sums Reader::held(const Kept& kept, const Scope& scope) {
  const std::string& name = kept.indicator->name;
  const std::string dim = joined(scope.dims);
  const int first = month_of(base::kDayMin), last = month_of(scope.to);
  if (ends_month(scope.to)) return cells(name, kSums, dim, scope.org, first, last);
  Sums total = cells(name, kSums, dim, scope.org, first, last - 1);
  total += events(name, dim, scope.org, base::first_day_of_month(last), scope.to);
  return total;
}

int64_t Reader::held_keys(const std::string& indicator, const Scope& scope) {
  int64_t total = 0;
  for (const Piece& piece : pieces_of(scope.org)) {
    const db::Rows rows = connection_.read({"select count(*) from (select county, key from distinct_key where county between ?1 and ?2 and indicator = ?3 and dim = ?4 and day <= ?5 and org between ?6 and ?7 group by county, key having sum(n) > 0) k",
                                            {piece.low, piece.high, indicator, joined(scope.dims), int64_t{scope.to}, piece.orgs.low, piece.orgs.high}});
    total += rows.integer(0, 0);
  }
  return total;
}

Sums Reader::latest(const Kept& kept, const Scope& scope) {
  const std::string& name = kept.indicator->name;
  const std::string dim = joined(scope.dims);
  if (ends_month(scope.to)) return cells(name, kSums, dim, scope.org, month_of(base::kDayMin), month_of(scope.to));
  // The last row of each group up to the day, whatever its org and dimension; then those that are asked for.
  Sums total, group;
  std::string last_group, last_row;
  for (const Piece& piece : pieces_of(scope.org)) {
    const auto give = [&] {
      total += group;
      group = {};
    };
    connection_.each_row({"select county, key, day, record, org, dim, value, n, at_least, about from latest_row where county between ?1 and ?2 and indicator = ?3 and day <= ?4 and (dim = '' or dim = ?5) and n > 0 order by county, key, day, record",
                          {piece.low, piece.high, name, int64_t{scope.to}, dim}}, [&](const db::Value* at) {
      const auto integer = [&](int i) { return std::get<int64_t>(at[i]); };
      const std::string in = fmt::format("{}/{}", integer(0), std::get<std::string>(at[1])), row = fmt::format("{}/{}", integer(2), std::get<std::string>(at[3]));
      if (in != last_group) give();
      else if (row != last_row) group = {};
      last_group = in;
      last_row = row;
      if (std::get<std::string>(at[5]) == dim && piece.orgs.holds(integer(4))) group += {integer(6), integer(7), integer(8), integer(9)};
    });
    give();
    last_group.clear();
  }
  return total;
}

// Whole months from cells; the odd days at the edges from records, or from the days that money moved on.
Sums Reader::flow(const Kept& kept, const Scope& scope) {
  const Indicator& indicator = *kept.indicator;
  const int first = month_of(scope.from) + (begins_month(scope.from) ? 0 : 1), last = month_of(scope.to) - (ends_month(scope.to) ? 0 : 1);
  const auto odd = [&](base::Day from, base::Day to) {
    if (from > to) return Sums{};
    if (kept.how == Kept::How::money) return events(indicator.name, "", scope.org, from, to);
    Scope days = scope;
    days.from = from;
    days.to = to;
    Sums sums;
    each(indicator, days, [&](const Counted&, const Sums& row) { sums += row; });
    return sums;
  };
  if (first > last) return odd(scope.from, scope.to);
  Sums total = cells(indicator.name, kSums, joined(scope.dims), scope.org, first, last);
  if (!begins_month(scope.from)) total += odd(scope.from, base::first_day_of_month(first) - 1);
  if (!ends_month(scope.to)) total += odd(base::first_day_of_month(last + 1), scope.to);
  return total;
}

int64_t Reader::distinct(const std::string& indicator, const Scope& scope) {
  const std::string dim = joined(scope.dims);
  const int first = month_of(scope.from), last = month_of(scope.to);
  const bool whole = begins_month(scope.from) && ends_month(scope.to);
  if (whole && first == last) return cells(indicator, kByMonth, dim, scope.org, first, last).value;
  if (whole && first % 12 == 0 && last == first + 11) return cells(indicator, kByYear, dim, scope.org, first, first).value;
  if (scope.from <= base::kDayMin && ends_month(scope.to)) return cells(indicator, kFirst, dim, scope.org, first, last).value;
  int64_t total = 0;
  for (const Piece& piece : pieces_of(scope.org)) {
    const db::Rows rows = connection_.read({"select count(*) from (select distinct county, key from distinct_key where county between ?1 and ?2 and indicator = ?3 and dim = ?4 and day between ?5 and ?6 and org between ?7 and ?8 and n > 0) k",
                                            {piece.low, piece.high, indicator, dim, int64_t{scope.from}, int64_t{scope.to}, piece.orgs.low, piece.orgs.high}});
    total += rows.integer(0, 0);
  }
  return total;
}

Figure Reader::from_cells(const Kept& kept, const Scope& scope) {
  const Indicator& indicator = *kept.indicator;
  const auto keys = [&](int64_t n) { return figure_of(indicator, {n, n, 0, 0}, Figure::How::kept); };
  switch (kept.how) {
    case Kept::How::held:
      if (kept.distinct && !ends_month(scope.to)) return keys(held_keys(indicator.name, scope));
      return figure_of(indicator, held(kept, scope), Figure::How::kept);
    case Kept::How::latest: return figure_of(indicator, latest(kept, scope), Figure::How::kept);
    case Kept::How::money: return figure_of(indicator, indicator.verb == Verb::balance ? held(kept, scope) : flow(kept, scope), Figure::How::kept);
    case Kept::How::flow: return kept.distinct ? keys(distinct(indicator.name, scope)) : figure_of(indicator, flow(kept, scope), Figure::How::kept);
  }
  return {};
}

Figure Reader::value(const Indicator& indicator, const Scope& scope) {
  if (indicator.formula) return formula(*indicator.formula, scope);
  const bool now = !scope.about && !scope.as_of;
  if (indicator.verb == Verb::open && now) {
    const int64_t n = distinct(indicator.name, scope);
    return figure_of(indicator, {n, n, 0, 0}, Figure::How::kept);
  }
  const Kept* kept = now ? plan_.kept(indicator) : nullptr;
  return kept ? from_cells(*kept, scope) : from_records(indicator, scope);
}

std::vector<base::County> Reader::counties(base::OrgId org) {
  std::vector<base::County> counties;
  for (const Piece& piece : pieces_of(org)) {
    const db::Rows rows = connection_.read({"select county from chain where county between ?1 and ?2 order by county", {piece.low, piece.high}});
    for (size_t r = 0; r < rows.size(); ++r) counties.push_back(rows.integer(r, 0));
  }
  return counties;
}

std::optional<int64_t> Reader::target(const Indicator& indicator, const Scope& scope) {
  const int64_t from = base::date_of(std::max(scope.from, scope.to - 36'600)).year, to = base::date_of(scope.to).year;   // "ever" is the last hundred years
  const db::Rows rows = connection_.read({"select count(*), cast(coalesce(sum(value), 0) as bigint) from target where county = ?1 and indicator = ?2 and org = ?3 and year between ?4 and ?5 and dim = ?6",
                                          {base::county_of(scope.org), indicator.name, scope.org, from, to, joined(scope.dims)}});
  return rows.integer(0, 0) == 0 ? std::nullopt : std::optional(rows.integer(0, 1));
}

}  // namespace halfsky::indicate
