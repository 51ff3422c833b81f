// The table of postings, balances read from it, and the way of a yuan.
#include "capabilities/ledger/ledger.hpp"

#include <fmt/format.h>

#include <map>

#include "capabilities/ledger/store.hpp"

namespace halfsky::ledger {

using engine::TableSpec;

namespace {

const std::string kColumns =
    "county, id, seq, day, kind, from_fund, from_org, from_type, from_record, to_fund, to_org, to_type, to_record, amount, purpose_type, purpose, balance_of, type, record, move, hold";

Kind kind_of(const std::string& text) {
  for (const Kind kind : {Kind::post, Kind::hold, Kind::settle, Kind::void_, Kind::reverse})
    if (to_text(kind) == text) return kind;
  return Kind::post;
}

Entry entry_of(const db::Value* at) {
  const auto text = [&](int i) { return std::get<std::string>(at[i]); };
  const auto integer = [&](int i) { return std::get<int64_t>(at[i]); };
  Entry e;
  e.county = integer(0);
  e.id = text(1);
  e.seq = integer(2);
  e.day = base::Day(integer(3));
  e.kind = kind_of(text(4));
  e.from = {text(5), integer(6), text(7), text(8)};
  e.to = {text(9), integer(10), text(11), text(12)};
  e.amount_fen = integer(13);
  e.purpose_type = text(14);
  e.purpose = text(15);
  e.balance_of = text(16);
  e.type = text(17);
  e.record = text(18);
  e.move = text(19);
  e.hold = text(20);
  return e;
}

bool is_final(Kind kind) { return kind == Kind::post || kind == Kind::settle || kind == Kind::reverse; }

}  // namespace

std::string_view to_text(Kind kind) {
  switch (kind) {
    case Kind::post: return "post";
    case Kind::hold: return "hold";
    case Kind::settle: return "settle";
    case Kind::void_: return "void";
    case Kind::reverse: return "reverse";
  }
  return "";
}

const engine::CounterTable& fund_day_table() {
  static const engine::CounterTable table{"fund_day", {"county", "fund", "org", "balance_of", "day"}, {"amount"}};
  return table;
}

std::vector<TableSpec> Ledger::tables() const {
  using Type = TableSpec::Part::Type;
  constexpr Type integer = Type::integer, text = Type::text;
  return {
      {"posting",
       {{"county", integer}, {"id", text}, {"seq", integer}, {"day", integer}, {"kind", text}, {"from_fund", text}, {"from_org", integer}, {"from_type", text}, {"from_record", text},
        {"to_fund", text}, {"to_org", integer}, {"to_type", text}, {"to_record", text}, {"amount", integer}, {"purpose_type", text}, {"purpose", text}, {"balance_of", text},
        {"type", text}, {"record", text}, {"move", text}, {"hold", text}},
       {"county", "id"}, true,
       {"posting_of (county, record)", "posting_from (county, from_fund, from_org, day)", "posting_to (county, to_fund, to_org, day)", "posting_purpose (county, purpose)",
        "posting_from_record (county, from_record)", "posting_hold (county, hold)"}},
      {"fund_day", {{"county", integer}, {"fund", text}, {"org", integer}, {"balance_of", text}, {"day", integer}, {"amount", integer}},
       {"county", "fund", "org", "balance_of", "day"}, true, {}},
  };
}

db::Call insert_call(const Entry& e) {
  return {"insert into posting (" + kColumns + ") values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
          {e.county, e.id, e.seq, int64_t{e.day}, std::string(to_text(e.kind)), e.from.fund, e.from.org, e.from.type, e.from.record, e.to.fund, e.to.org, e.to.type, e.to.record, e.amount_fen,
           e.purpose_type, e.purpose, e.balance_of, e.type, e.record, e.move, e.hold}};
}

std::vector<Entry> read_entries(db::Connection& connection, const std::string& where, std::vector<db::Value> args) {
  const db::Rows rows = connection.read({"select " + kColumns + " from posting where " + where, std::move(args)});
  std::vector<Entry> result;
  for (size_t r = 0; r < rows.size(); ++r) result.push_back(entry_of(rows.row(r)));
  return result;
}

// Types and moves by their first names, so that `was:` renames them without touching what was posted.
std::string hash_of(const engine::Site& site, const Entry& e) {
  const auto& names = site.names;
  crypto::Hasher hasher = site.keyring->suite().hasher();
  for (const std::string& part : {std::to_string(e.county), e.id, std::to_string(e.seq), std::to_string(e.day), std::string(to_text(e.kind)), e.from.fund, std::to_string(e.from.org), names.of(e.from.type),
                                  e.from.record, e.to.fund, std::to_string(e.to.org), names.of(e.to.type), e.to.record, std::to_string(e.amount_fen), names.of(e.purpose_type), e.purpose, e.balance_of, names.of(e.type), e.record,
                                  names.of_move(e.type, e.move), e.hold}) {
    hasher.add(std::to_string(part.size()) + ":");
    hasher.add(part);
  }
  return hasher.finish();
}

std::vector<engine::Written> Ledger::chained(db::Connection& connection, base::County county) {
  std::vector<engine::Written> result;
  for (const Entry& entry : read_entries(connection, "county = ?1", {county})) result.push_back({"posting", entry.id, 0, hash_of(engine_->site(), entry)});
  const db::Rows unknown = connection.read({"select id from posting where county = ?1 and kind not in ('post', 'hold', 'settle', 'void', 'reverse')", {county}});
  for (size_t r = 0; r < unknown.size(); ++r)
    for (engine::Written& row : result)
      if (row.id == unknown.text(r, 0)) row.hash.clear();   // no posting of ours
  return result;
}

std::vector<std::string> Ledger::check(db::Connection& connection, base::County county) {
  using Key = std::tuple<std::string, int64_t, std::string, int64_t>;
  std::map<Key, int64_t> sums;
  for (const Entry& entry : read_entries(connection, "county = ?1", {county})) {
    if (!is_final(entry.kind)) continue;
    if (!entry.from.fund.empty()) sums[{entry.from.fund, entry.from.org, entry.balance_of, entry.day}] -= entry.amount_fen;
    if (!entry.to.fund.empty()) sums[{entry.to.fund, entry.to.org, entry.balance_of, entry.day}] += entry.amount_fen;
  }
  std::vector<std::string> result;
  const db::Rows rows = connection.read({"select fund, org, balance_of, day, amount from fund_day where county = ?1", {county}});
  for (size_t r = 0; r < rows.size(); ++r) {
    const Key key{rows.text(r, 0), rows.integer(r, 1), rows.text(r, 2), rows.integer(r, 3)};
    const auto at = sums.find(key);
    const int64_t should = at == sums.end() ? 0 : at->second;
    if (should != rows.integer(r, 4)) result.push_back(fmt::format("fund_day {} {} {}: {} instead of {}", std::get<0>(key), std::get<2>(key), base::format_day(base::Day(std::get<3>(key))), rows.integer(r, 4), should));
    if (at != sums.end()) sums.erase(at);
  }
  for (const auto& [key, sum] : sums)
    if (sum != 0) result.push_back(fmt::format("fund_day {} {} {}: missing, {}", std::get<0>(key), std::get<2>(key), base::format_day(base::Day(std::get<3>(key))), sum));
  return result;
}

Balance Ledger::balance(db::Connection& connection, const std::string& fund, base::OrgId org, base::Day until) {
  Balance result;
  const base::County county = base::county_of(org);
  const auto sum = [&](const std::string& sql) {
    const db::Rows rows = connection.read({sql, {county, fund, org, int64_t{until}}});
    return rows.is_null(0, 0) ? int64_t{0} : rows.integer(0, 0);
  };
  const std::string scope = "county = ?1 and {}_fund = ?2 and {}_org = ?3 and day <= ?4";
  result.received = sum(fmt::format("select cast(sum(amount) as bigint) from posting where {} and from_fund = '' and kind in ('post', 'settle')", fmt::format(fmt::runtime(scope), "to", "to"))) -
                    sum(fmt::format("select cast(sum(amount) as bigint) from posting where {} and to_fund = '' and kind = 'reverse'", fmt::format(fmt::runtime(scope), "from", "from")));
  result.spent = sum(fmt::format("select cast(sum(amount) as bigint) from posting where {} and to_fund = '' and kind in ('post', 'settle')", fmt::format(fmt::runtime(scope), "from", "from"))) -
                 sum(fmt::format("select cast(sum(amount) as bigint) from posting where {} and from_fund = '' and kind = 'reverse'", fmt::format(fmt::runtime(scope), "to", "to")));
  result.standing = sum("select cast(sum(amount) as bigint) from fund_day where county = ?1 and fund = ?2 and org = ?3 and day <= ?4");
  result.pending = sum(fmt::format("select cast(sum(case when kind = 'hold' then amount else -amount end) as bigint) from posting where {} and (kind = 'hold' or (kind in ('settle', 'void') and hold <> ''))",
                                   fmt::format(fmt::runtime(scope), "to", "to")));
  return result;
}

namespace {

// Over posting, with ?1 the county, ?2 the fund and ?3 its holder.
std::string condition(Ledger::Only only) {
  const std::string in = "county = ?1 and to_fund = ?2 and to_org = ?3 and kind in ('post', 'settle')";
  const std::string out = "county = ?1 and from_fund = ?2 and from_org = ?3 and kind in ('post', 'settle')";
  switch (only) {
    case Ledger::Only::all: break;
    case Ledger::Only::in: return in;
    case Ledger::Only::out: return out;
    case Ledger::Only::pledged:
      return "county = ?1 and to_fund = ?2 and to_org = ?3 and kind = 'hold' and amount > coalesce((select sum(s.amount) from posting s where s.county = ?1 and s.hold = posting.id and s.kind in ('settle', 'void')), 0)";
    case Ledger::Only::one_signature:
      return out + " and (select count(distinct m.account) from made m where m.county = ?1 and m.record = posting.record and m.seq <= posting.seq and m.by_effect = 0 and m.account <> '') < 2";
    case Ledger::Only::no_receipt: return in + " and not exists (select 1 from printed p where p.county = ?1 and p.record = posting.record)";
  }
  return "county = ?1 and ((from_fund = ?2 and from_org = ?3) or (to_fund = ?2 and to_org = ?3))";
}

}  // namespace

std::optional<Ledger::Only> Ledger::only_of(std::string_view text) {
  constexpr std::pair<std::string_view, Only> kNames[] = {{"", Only::all}, {"in", Only::in}, {"out", Only::out}, {"pledged", Only::pledged}, {"one_signature", Only::one_signature}, {"no_receipt", Only::no_receipt}};
  for (const auto& [name, only] : kNames)
    if (name == text) return only;
  return std::nullopt;
}

std::vector<Entry> Ledger::postings(db::Connection& connection, const std::string& fund, base::OrgId org, size_t limit, size_t offset, Only only) {
  return read_entries(connection, condition(only) + " order by day desc, seq desc, id limit ?4 offset ?5", {base::county_of(org), fund, org, int64_t(limit), int64_t(offset)});
}

int64_t Ledger::count(db::Connection& connection, const std::string& fund, base::OrgId org, Only only) {
  return connection.read({"select count(*) from posting where " + condition(only), {base::county_of(org), fund, org}}).integer(0, 0);
}

std::vector<Ledger::Kept> Ledger::balances(db::Connection& connection, const std::string& fund, base::OrgId org, base::Day until) {
  const db::Rows rows = connection.read({"select balance_of, cast(sum(amount) as bigint) from fund_day where county = ?1 and fund = ?2 and org = ?3 and day <= ?4 group by balance_of having sum(amount) <> 0 order by balance_of",
                                         {base::county_of(org), fund, org, int64_t{until}}});
  std::vector<Kept> result;
  for (size_t r = 0; r < rows.size(); ++r) result.push_back({rows.text(r, 0), rows.integer(r, 1)});
  return result;
}

std::vector<Entry> Ledger::of_record(db::Connection& connection, base::County county, const std::string& record) {
  auto result = read_entries(connection, "county = ?1 and record = ?2 order by day, seq, id", {county, record});
  for (Entry& entry : read_entries(connection, "county = ?1 and purpose = ?2 order by day, seq, id", {county, record}))
    if (entry.record != record) result.push_back(std::move(entry));
  for (Entry& entry : read_entries(connection, "county = ?1 and from_record = ?2 order by day, seq, id", {county, record}))
    if (std::none_of(result.begin(), result.end(), [&](const Entry& e) { return e.id == entry.id; })) result.push_back(std::move(entry));
  return result;
}

std::optional<Entry> Ledger::find(db::Connection& connection, base::County county, const std::string& id) {
  auto found = read_entries(connection, "county = ?1 and id = ?2", {county, id});
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::vector<Ledger::Share> Ledger::follow(db::Connection& connection, const Entry& entry) {
  const bool in = !entry.to.fund.empty();
  const Party& fund = in ? entry.to : entry.from;
  if (fund.fund.empty() || !is_final(entry.kind)) return {};
  // All of one balance, in order: what came in makes lots, what goes out takes the oldest first.
  const auto entries = read_entries(connection, "county = ?1 and ((from_fund = ?2 and from_org = ?3) or (to_fund = ?2 and to_org = ?3)) and balance_of = ?4 and kind in ('post', 'settle', 'reverse') order by day, seq, id",
                                    {entry.county, fund.fund, fund.org, entry.balance_of});
  struct Lot { const Entry* entry; int64_t left; };
  std::vector<Lot> lots;
  size_t first = 0;
  std::vector<Share> result;
  for (const Entry& at : entries) {
    if (at.to.fund == fund.fund && at.to.org == fund.org) {
      lots.push_back({&at, at.amount_fen});
      continue;
    }
    int64_t needed = at.amount_fen;
    if (at.kind == Kind::reverse)   // takes back the very yuan that it reverses
      for (Lot& lot : lots)
        if (lot.entry->id == at.hold) {
          const int64_t taken = std::min(needed, lot.left);
          lot.left -= taken;
          needed -= taken;
          if (taken && in && lot.entry->id == entry.id) result.push_back({at, taken});
          if (taken && !in && at.id == entry.id) result.push_back({*lot.entry, taken});
        }
    while (needed > 0 && first < lots.size()) {
      Lot& lot = lots[first];
      const int64_t taken = std::min(needed, lot.left);
      lot.left -= taken;
      needed -= taken;
      if (taken > 0 && in && lot.entry->id == entry.id) result.push_back({at, taken});
      if (taken > 0 && !in && at.id == entry.id) result.push_back({*lot.entry, taken});
      if (lot.left == 0) ++first;
    }
  }
  return result;
}

void Ledger::each_posting(db::Connection& connection, base::County county, const std::function<void(const engine::FinalPosting&)>& visit) {
  connection.each_row({"select " + kColumns + " from posting where county = ?1 and kind in ('post', 'settle', 'reverse') order by day, seq, id", {county}}, [&](const db::Value* at) {
    Entry e = entry_of(at);
    if (e.kind == Kind::reverse) {
      std::swap(e.from, e.to);
      e.amount_fen = -e.amount_fen;
    }
    visit({e.id, e.seq, e.from.fund, e.to.fund, e.from.record, e.to.record, e.purpose, e.type, e.record, e.from.fund.empty() ? e.to.org : e.from.org, e.amount_fen, e.day});
  });
}

void Ledger::each_final(db::Connection& connection, const std::function<void(const Entry&)>& visit) {
  connection.each_row({"select " + kColumns + " from posting where kind in ('post', 'settle', 'reverse') order by day, county, seq, id", {}}, [&](const db::Value* at) { visit(entry_of(at)); });
}

void Ledger::each_balance(db::Connection& connection, const std::function<void(const std::string&, base::OrgId, const std::string&, int64_t)>& visit) {
  const db::Rows rows = connection.read({"select fund, org, balance_of, cast(sum(amount) as bigint) from fund_day group by fund, org, balance_of order by fund, org, balance_of", {}});
  for (size_t r = 0; r < rows.size(); ++r) visit(rows.text(r, 0), rows.integer(r, 1), rows.text(r, 2), rows.integer(r, 3));
}

}  // namespace halfsky::ledger
