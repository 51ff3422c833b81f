// How postings lie in their table; private to the ledger.
#pragma once

#include "capabilities/ledger/ledger.hpp"

namespace halfsky::ledger {

// Entries of the commands that a batch has accepted but not written yet.
struct Pending {
  std::vector<Entry> entries;
};

// fund_day (county, fund, org, balance_of, day | amount): what moved in and out of a balance on a day.
const engine::CounterTable& fund_day_table();

db::Call insert_call(const Entry& entry);
// `where` stands after "where": parameters from ?1.
std::vector<Entry> read_entries(db::Connection& connection, const std::string& where, std::vector<db::Value> args);

}  // namespace halfsky::ledger
