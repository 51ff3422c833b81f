// Whose money keeps a record in its county: what is posted stays in the books of the county where it was, so what is still open must end there.
#include "capabilities/ledger/store.hpp"

namespace halfsky::ledger {

base::Problems Ledger::keeps_here(engine::Unit& unit, const std::vector<engine::RecordId>& records) {
  base::Problems problems;
  const auto title = [&](const std::string& fund) {
    const lang::Fund* found = unit.site().packs->fund(fund);
    return found ? found->title : fund;
  };
  for (const engine::RecordId& record : records) {
    std::vector<Entry> entries = read_entries(unit.connection(), "county = ?1 and (record = ?2 or purpose = ?2 or from_record = ?2 or to_record = ?2) order by seq, id", {unit.county(), record.id});
    for (const Entry& entry : unit.before().shared<Pending>("ledger").entries)
      if (entry.record == record.id || entry.purpose == record.id || entry.from.record == record.id || entry.to.record == record.id) entries.push_back(entry);
    std::map<std::pair<std::string, base::OrgId>, int64_t> left;   // of what a fund keeps for it
    bool held = false;
    for (const Entry& entry : entries) {
      if (entry.kind == Kind::hold) {
        int64_t rest = entry.amount_fen;
        for (const Entry& other : entries)
          if (other.hold == entry.id) rest -= other.amount_fen;
        if (rest > 0 && !held) problems.push_back({"handover_money_held", "", {{"fund", title(entry.to.fund.empty() ? entry.from.fund : entry.to.fund)}}});
        held = held || rest > 0;
      }
      if (entry.kind == Kind::hold || entry.kind == Kind::void_ || entry.balance_of != record.id) continue;
      if (!entry.from.fund.empty()) left[{entry.from.fund, entry.from.org}] -= entry.amount_fen;
      if (!entry.to.fund.empty()) left[{entry.to.fund, entry.to.org}] += entry.amount_fen;
    }
    for (const auto& [fund, amount] : left)
      if (amount != 0) problems.push_back({"handover_money_left", "", {{"fund", title(fund.first)}}});
  }
  return problems;
}

}  // namespace halfsky::ledger
