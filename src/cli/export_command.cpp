// Plain-text accounting: hledger journals and beancount files.
#include "cli/export_command.hpp"

#include <fmt/format.h>

#include <map>
#include <ostream>

#include "base/decimal.hpp"

namespace halfsky::cli {
namespace {

using ledger::Entry;
using ledger::Party;

// Letters, digits and dashes, beginning with a letter or digit: what both programs take in a part of an account's name.
std::string part(const std::string& text) {
  std::string result;
  bool up = true;
  for (char c : text) {
    if (!isalnum(static_cast<unsigned char>(c))) { up = true; continue; }
    result += up ? char(toupper(c)) : c;
    up = false;
  }
  return result;
}

// A fund's balance for one of what it keeps for is an account of its own.
std::string account(const Entry& entry, const Party& party) {
  if (!party.fund.empty()) return fmt::format("Assets:{}:O{}:{}", part(party.fund), party.org, entry.balance_of.empty() ? "Common" : "P" + part(entry.balance_of));
  const char* side = &party == &entry.from ? "Income" : "Expenses";
  if (party.record.empty()) return fmt::format("{}:O{}", side, party.org);
  return fmt::format("{}:{}:R{}", side, part(party.type), part(party.record));
}

}  // namespace

int run_export_command(engine::Engine& engine, ledger::Ledger& ledger, const std::string& format, std::ostream& out, std::ostream& err) {
  const bool beancount = format == "beancount";
  if (!beancount && format != "hledger") {
    err << "halfsky: --ledger is hledger or beancount\n";
    return 2;
  }
  const auto yuan = [](int64_t fen) { return base::format_scaled(fen, base::kFenPerYuan, 2); };
  engine.read([&](db::Connection& connection) {
    connection.limit_time_ms(0);
    std::map<std::string, base::Day> accounts;          // first used
    std::map<std::string, int64_t> balances;
    base::Day last = 0;
    std::string text;
    if (beancount) out << "option \"operating_currency\" \"CNY\"\n";
    else out << "commodity CNY 1000.00\n\n";
    ledger.each_final(connection, [&](const Entry& entry) {
      const std::string from = account(entry, entry.from), to = account(entry, entry.to);
      for (const auto& name : {from, to})
        if (beancount && accounts.try_emplace(name, entry.day).second) out << base::format_day(entry.day) << " open " << name << " CNY\n";
      if (!entry.from.fund.empty()) balances[from] -= entry.amount_fen;
      if (!entry.to.fund.empty()) balances[to] += entry.amount_fen;
      last = std::max(last, entry.day);
      if (beancount)
        out << base::format_day(entry.day) << " * \"" << entry.type << "." << entry.move << "\" \"" << entry.record << "\"\n";
      else
        out << base::format_day(entry.day) << " * " << entry.type << "." << entry.move << "  ; record: " << entry.record << ", posting: " << entry.id << "\n";
      out << "    " << to << "    " << yuan(entry.amount_fen) << " CNY\n    " << from << "    -" << yuan(entry.amount_fen) << " CNY\n\n";
    });
    // What we say stands in each balance, from the ledger's own counters.
    ledger.each_balance(connection, [&](const std::string& fund, base::OrgId org, const std::string& balance_of, int64_t amount_fen) {
      Entry entry;
      entry.to = {fund, org, "", ""};
      entry.balance_of = balance_of;
      const std::string name = account(entry, entry.to);
      if (beancount) out << base::format_day(last + 1) << " balance " << name << "    " << yuan(amount_fen) << " CNY\n";
      else out << base::format_day(last + 1) << " balance\n    " << name << "    0 CNY = " << yuan(amount_fen) << " CNY\n\n";
    });
  });
  return 0;
}

}  // namespace halfsky::cli
