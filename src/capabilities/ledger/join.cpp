// Acts of money become postings, inside the command that asks for them.
#include <fmt/format.h>

#include "base/decimal.hpp"
#include "base/uuid.hpp"
#include "capabilities/ledger/store.hpp"

namespace halfsky::ledger {

using engine::MoneyAct;
using engine::Unit;
using What = MoneyAct::What;

namespace {

std::string yuan(int64_t fen) { return base::format_scaled(fen, base::kFenPerYuan, 2); }

class Join {
 public:
  explicit Join(Unit& unit) : unit_(unit), site_(unit.site()) {}

  base::Problems run() {
    for (const MoneyAct& act : unit_.money()) {
      switch (act.what) {
        case What::hold: hold(act); break;
        case What::post: post(act); break;
        case What::settle: end_holds(act, Kind::settle); break;
        case What::void_: end_holds(act, Kind::void_); break;
        case What::reverse: reverse(act); break;
      }
    }
    return std::move(problems_);
  }

 private:
  Entry entry_of(const MoneyAct& act, Kind kind) {
    Entry entry;
    entry.county = unit_.county();
    entry.seq = unit_.place();
    entry.day = act.day;
    entry.kind = kind;
    const auto party = [&](const MoneyAct::Party& from) -> Party {
      if (!from.fund.empty()) return {from.fund, act.fund_org, "", ""};
      if (from.org != 0) return {"", from.org, "", ""};
      return {"", 0, from.record.type->name, from.record.id};
    };
    entry.from = party(act.from);
    entry.to = party(act.to);
    entry.amount_fen = act.amount_fen;
    if (act.purpose.type) {
      entry.purpose_type = act.purpose.type->name;
      entry.purpose = act.purpose.id;
    }
    entry.type = act.record.type->name;
    entry.record = act.record.id;
    entry.move = act.move;
    return entry;
  }

  // Which balance a yuan comes into: its purpose's own where the fund keeps one for each, else the common one.
  std::string own_balance(const std::string& fund, const Entry& entry) const {
    const lang::Fund* found = site_.packs->fund(fund);
    return found && found->keep_for && found->keep_for->name == entry.purpose_type ? entry.purpose : "";
  }

  void hold(const MoneyAct& act) {
    Entry entry = entry_of(act, Kind::hold);
    entry.balance_of = own_balance(entry.to.fund, entry);
    if (!entry.from.fund.empty()) return post_out(entry, act, Kind::hold);
    add(std::move(entry));
  }

  void post(const MoneyAct& act) {
    Entry entry = entry_of(act, Kind::post);
    if (!entry.from.fund.empty()) return post_out(entry, act, Kind::post);
    entry.balance_of = own_balance(entry.to.fund, entry);
    add(std::move(entry));
  }

  // Out of a fund: from the balances that `draws` names, in its order, as far as each reaches.
  void post_out(const Entry& asked, const MoneyAct& act, Kind kind) {
    const std::string own = own_balance(asked.from.fund, asked);
    int64_t left = asked.amount_fen;
    std::vector<std::string> balances;
    for (const auto draw : act.draws) {
      const std::string balance = draw == lang::Posting::Draw::own ? own : "";
      if (std::find(balances.begin(), balances.end(), balance) == balances.end()) balances.push_back(balance);
    }
    int64_t there = 0;
    for (const std::string& balance : balances) {
      const int64_t free = std::max<int64_t>(0, available(asked.from.fund, asked.from.org, balance, asked.day));
      there += free;
      const int64_t taken = std::min(left, free);
      if (taken == 0) continue;
      Entry part = asked;
      part.kind = kind;
      part.balance_of = balance;
      part.amount_fen = taken;
      add(std::move(part));
      left -= taken;
    }
    if (left > 0) problem("fund_short", {{"fund", site_.packs->fund(asked.from.fund)->title}, {"needed", yuan(asked.amount_fen)}, {"there", yuan(there)}, {"day", base::format_day(asked.day)}});
  }

  // The least that the balance is on this day or any later one: what may be taken without it ever being below zero.
  int64_t available(const std::string& fund, base::OrgId org, const std::string& balance, base::Day day) {
    int64_t sum = 0;
    std::optional<int64_t> least;
    unit_.each_counter(fund_day_table(), {unit_.county(), fund, org, balance}, [&](const engine::Counters::Key& key, const engine::Counters::Sums& sums) {
      const int64_t at = std::get<int64_t>(key[4]);
      if (at > day && !least) least = sum;   // as it stands on the day itself
      sum += sums[0];
      if (at > day) least = std::min(*least, sum);
    });
    return least ? *least : sum;
  }

  // Postings of a record so far, those of this command too.
  std::vector<Entry> so_far(const std::string& record) {
    std::vector<Entry> result = read_entries(unit_.connection(), "county = ?1 and record = ?2 order by seq, id", {unit_.county(), record});
    for (const Entry& entry : unit_.before().shared<Pending>("ledger").entries)
      if (entry.record == record) result.push_back(entry);
    for (const Entry& entry : made_)
      if (entry.record == record) result.push_back(entry);
    return result;
  }

  void end_holds(const MoneyAct& act, Kind kind) {
    const std::vector<Entry> entries = so_far(act.record.id);
    int64_t left = act.amount_fen;
    bool any = false;
    for (const Entry& hold : entries) {
      if (hold.kind != Kind::hold || hold.move != act.move) continue;
      int64_t rest = hold.amount_fen;
      for (const Entry& other : entries)
        if (other.hold == hold.id) rest -= other.amount_fen;
      if (rest <= 0) continue;
      any = true;
      const int64_t amount = act.all_that_is_left ? rest : std::min(rest, left);
      if (amount <= 0) continue;
      Entry entry = hold;
      entry.kind = kind;
      entry.seq = unit_.place();
      entry.day = act.day;
      entry.amount_fen = amount;
      entry.hold = hold.id;
      left -= amount;
      add(std::move(entry));
    }
    if (kind == Kind::void_) return;   // nothing held any more: nothing to void
    if (!any) problem("nothing_held", {{"move", act.move}});
    else if (!act.all_that_is_left && left > 0) problem("more_than_held", {{"over", yuan(left)}});
  }

  void reverse(const MoneyAct& act) {
    const std::vector<Entry> entries = so_far(act.record.id);
    for (const Entry& entry : entries) {
      int64_t rest = entry.amount_fen;
      for (const Entry& other : entries)
        if (other.hold == entry.id && (entry.kind == Kind::hold || other.kind == Kind::reverse)) rest -= other.amount_fen;
      if (rest <= 0 || entry.kind == Kind::void_ || entry.kind == Kind::reverse) continue;
      Entry back = entry;
      back.kind = entry.kind == Kind::hold ? Kind::void_ : Kind::reverse;
      back.seq = unit_.place();
      back.day = std::max(act.day, entry.day);
      back.amount_fen = rest;
      back.hold = entry.id;
      if (back.kind == Kind::reverse) {
        std::swap(back.from, back.to);
        if (!back.from.fund.empty() && available(back.from.fund, back.from.org, back.balance_of, back.day) < rest) {
          problem("fund_short", {{"fund", site_.packs->fund(back.from.fund)->title}, {"needed", yuan(rest)},
                                 {"there", yuan(available(back.from.fund, back.from.org, back.balance_of, back.day))}, {"day", base::format_day(back.day)}});
          continue;
        }
      }
      add(std::move(back));
    }
  }

  void add(Entry entry) {
    if (entry.amount_fen <= 0) return;
    entry.id = base::derived_uuid("posting", fmt::format("{}/{}/{}", unit_.county(), unit_.place(), made_.size()));
    const bool final_ = entry.kind == Kind::post || entry.kind == Kind::settle || entry.kind == Kind::reverse;
    if (final_) {
      const auto move = [&](const Party& party, int64_t amount) {
        if (!party.fund.empty()) unit_.count(fund_day_table(), {unit_.county(), party.fund, party.org, entry.balance_of, int64_t{entry.day}}, {amount});
      };
      move(entry.from, -entry.amount_fen);
      move(entry.to, entry.amount_fen);
      engine::Posted posted{entry.from.fund, entry.to.fund, entry.from.fund.empty() ? entry.to.org : entry.from.org, entry.amount_fen, entry.day};
      if (entry.kind == Kind::reverse) {
        std::swap(posted.from_fund, posted.to_fund);
        posted.amount_fen = -posted.amount_fen;
      }
      if (!posted.from_fund.empty() || !posted.to_fund.empty()) unit_.add_posted(std::move(posted));
    }
    unit_.add_call(insert_call(entry));
    unit_.add_bound({"posting", entry.id, 0, hash_of(site_, entry)});
    made_.push_back(std::move(entry));
    unit_.on_accept([entry = made_.back()](engine::Batch& batch) { batch.shared<Pending>("ledger").entries.push_back(entry); });
  }

  void problem(std::string code, std::vector<std::pair<std::string, std::string>> args) { problems_.push_back({std::move(code), "move", std::move(args)}); }

  Unit& unit_;
  engine::Site& site_;
  std::vector<Entry> made_;
  base::Problems problems_;
};

}  // namespace

base::Problems Ledger::join(Unit& unit) { return Join(unit).run(); }

}  // namespace halfsky::ledger
