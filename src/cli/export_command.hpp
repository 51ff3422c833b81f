// `halfsky export --ledger hledger|beancount --data DIR`: the books in the format of a program that can check them.
#pragma once

#include <iosfwd>
#include <string>

#include "capabilities/ledger/ledger.hpp"

namespace halfsky::cli {

// Every final posting as a transaction, and at the end what we say each fund's balance is, as an assertion that the program holds
// against its own sum. Nobody is named: accounts stand for records by their ids.
int run_export_command(engine::Engine& engine, ledger::Ledger& ledger, const std::string& format, std::ostream& out, std::ostream& err);

}  // namespace halfsky::cli
