// Where rows come from: a snapshot of a reader, or a command that sees what it and the ones before it will write.
#pragma once

#include "db/connection.hpp"
#include "engine/store/row.hpp"

namespace halfsky::engine {

struct NewKeys;

class RowSource {
 public:
  virtual ~RowSource() = default;
  virtual RowPtr load(const lang::RecordType& type, const std::string& id) = 0;   // null where there is none
  // Rows whose ref field points at the record (or org) `target`; struck ones are left out.
  virtual std::vector<RowPtr> rows_by_ref(const lang::Field& ref, const lang::Value& target) = 0;
  virtual db::Connection& connection() = 0;
  virtual base::County county() const = 0;
  virtual const NewKeys* fresh_keys() const { return nullptr; }   // of values that are not written yet
  // The head of the county's journal before the command that asks: what draws are made from. Empty to a reader, who learns no draw.
  virtual std::string journal_head() const { return {}; }
};

}  // namespace halfsky::engine
