// Postings, holds, settlements and voids of a move, worked out and handed to the ledger as acts.
#include "engine/move/decider.hpp"

namespace halfsky::engine {

using lang::Posting;
using lang::Value;
using What = MoneyAct::What;

void Decider::money(const lang::Move& move, const RowPtr& row, const Act& act) {
  int line = 0;
  const auto orgs = site_.orgs();
  const auto post = [&](const Posting& posting, What what, const Value& it) {
    RowWorld at = world(row, act);
    at.with("it", it);
    if (posting.when && !at.evaluate(*posting.when).is_true()) return;
    MoneyAct out;
    out.what = what;
    out.record = row->record();
    out.move = move.id;
    out.day = act.day;
    out.line = line++;
    out.draws = posting.draws;
    const Value amount = at.evaluate(*posting.amount);
    if (amount.is_null()) return problem("no_amount", act.path + "move", {{"move", move.title}});
    out.amount_fen = amount.number;
    if (out.amount_fen < 0) return problem("amount_negative", act.path + "move", {{"move", move.title}});
    if (out.amount_fen == 0) return;
    for (const auto& [account, party] : {std::pair{&posting.from, &out.from}, std::pair{&posting.to, &out.to}}) {
      if (!account->fund.empty()) {
        party->fund = account->fund;
        const lang::Fund* fund = site_.packs->fund(account->fund);
        const Org* holder = orgs->at_level(row->org, fund->level);
        if (holder == nullptr) return problem("no_fund_holder", act.path + "move", {{"fund", fund->title}});
        out.fund_org = holder->id;
        continue;
      }
      const Value target = at.evaluate(*account->path);
      if (target.is_null()) return problem("no_account", act.path + "move", {{"move", move.title}, {"account", account->path->source}});
      if (target.text.empty()) party->org = target.number;
      else party->record = {site_.packs->record_type(account->path->type().target), target.text};
    }
    if (posting.for_) {
      const Value purpose = at.evaluate(*posting.for_);
      if (!purpose.is_null()) out.purpose = {site_.packs->record_type(posting.for_->type().target), purpose.text};
    }
    unit_.add_money(std::move(out));
  };
  const auto post_all = [&](const std::vector<Posting>& postings, What what) {
    for (const Posting& posting : postings) {
      if (!posting.each) { post(posting, what, Value::null()); continue; }
      const Value list = world(row, act).evaluate(*posting.each);
      if (list.is_null() || !list.items) continue;
      for (const Value& it : *list.items) post(posting, what, it);
    }
  };
  post_all(move.hold, What::hold);
  post_all(move.post, What::post);
  for (const auto& [held, what] : {std::pair{move.settle, What::settle}, std::pair{move.void_, What::void_}}) {
    if (held.empty()) continue;
    MoneyAct out;
    out.what = what;
    out.record = row->record();
    out.move = held;
    out.day = act.day;
    out.line = line++;
    out.all_that_is_left = what == What::void_ || !move.settle_amount;
    if (!out.all_that_is_left) {
      const Value amount = world(row, act).evaluate(*move.settle_amount);
      if (amount.is_null() || amount.number <= 0) { problem("no_amount", act.path + "move", {{"move", move.title}}); continue; }
      out.amount_fen = amount.number;
    }
    unit_.add_money(std::move(out));
  }
}

}  // namespace halfsky::engine
