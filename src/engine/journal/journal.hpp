// The hash-chained log of every change of a county. Each entry binds the command, who sent it, and the hash of every row that it
// wrote; its hash goes on into the next. `verify` recomputes all of it from the rows.
//
//   hash(entry) = H( hash(entry before) | county | seq | command | account | at | kind | body hash | answer | each written: kind id version hash )
#pragma once

#include <string>
#include <vector>

#include "engine/command/unit.hpp"

namespace halfsky::engine {

struct JournalEntry {
  base::County county = 0;
  int64_t seq = 0;
  std::string command;       // its id
  std::string account;
  base::Instant at = 0;
  std::string kind;          // "spring_bud.girl.review", "look", "org.rename"
  std::string body_hash;     // of the command as it came
  std::string answer;        // JSON, given again when the command comes again
};

// Length before content, so that no two lists of parts run into the same bytes.
void feed(crypto::Hasher& hasher, std::string_view part);
std::string bytes_of(const db::Value& value);

std::vector<TableSpec> journal_tables();   // chain, journal, change_, made

// The counties in which something was entered, ascending; the chain above them (county 0) is none of them.
std::vector<base::County> counties(db::Connection& connection);
// The same, and county 0 where something is kept above them.
std::vector<base::County> chains(db::Connection& connection);
db::Call open_chain_call(base::County county);   // unless it is there

// Takes the county's chain for the rest of the transaction and says where it stands; makes it where there is none.
struct ChainHead { int64_t seq = 0; std::string head; };
ChainHead lock_chain(db::Connection& connection, base::County county);

// What an entry wrote: its n-th line.
db::Call change_call(base::County county, int64_t seq, size_t n, const Written& written);

// Hash of one version of a record: over first names, so that renaming changes nothing; empty fields are left out.
std::string row_hash(const Site& site, const RecordTable& table, const Row& row);
std::string made_hash(const Site& site, const Made& made);

std::string entry_hash(const Site& site, const std::string& before, const JournalEntry& entry, const std::vector<Written>& written);

// What `verify` found: one line each, naming the row.
struct Finding {
  base::County county = 0;
  std::string what;      // "changed", "missing", "not in the journal", "chain broken", "derived"
  std::string kind;      // record type or table
  std::string id;
  int64_t version = 0;
};

std::vector<Finding> verify(Site& site, db::Connection& connection);
std::vector<Finding> verify(Site& site, db::Connection& connection, base::County county);   // of one county

}  // namespace halfsky::engine
