// Facts that are no record's (orgs, accounts, roles, reports, files, keys, messages): rows of a table that belong together, an
// account's roles or a report's figures, are bound to the chain as a group. The act that changes one leaves in the journal's list
// an entry "rows.TABLE", with the group's value as its id and the hash of all rows that the group then has, none too.
#pragma once

#include "engine/command/unit.hpp"

namespace halfsky::engine {

struct Group {
  std::string table;
  db::Value value;   // of the table's TableSpec::group
};

// The tables that are bound so, those of the engine and of the capabilities.
std::vector<TableSpec> grouped_tables(const Site& site);

// The groups as they stand now.
std::vector<Written> bound(const Site& site, db::Connection& connection, base::County county, const std::vector<Group>& groups);
// The same for a group of one row that is about to be written; `values` in the order of the table's columns.
Written bound(const Site& site, const TableSpec& table, const std::vector<db::Value>& values);

// All groups of a county (of county 0: those of reference tables), for `verify`.
std::vector<Written> all_bound(const Site& site, db::Connection& connection, base::County county);

}  // namespace halfsky::engine
