// A reader's view of one county: rows as they stood when it was opened, each read once.
#pragma once

#include <map>
#include <unordered_map>

#include "engine/site.hpp"
#include "engine/store/source.hpp"

namespace halfsky::engine {

class Snapshot : public RowSource {
 public:
  Snapshot(const Site& site, db::Connection& connection, base::County county) : site_(site), connection_(connection), county_(county) {}
  // As the county's journal stood at `place`.
  Snapshot(const Site& site, db::Connection& connection, base::County county, int64_t place) : site_(site), connection_(connection), county_(county), place_(place) {}

  RowPtr load(const lang::RecordType& type, const std::string& id) override;
  std::vector<RowPtr> rows_by_ref(const lang::Field& ref, const lang::Value& target) override;
  db::Connection& connection() override { return connection_; }
  base::County county() const override { return county_; }

  bool is_past() const { return place_ >= 0; }

  // Reads many in a few statements.
  void fetch(const lang::RecordType& type, const std::vector<std::string>& ids);
  void keep(RowPtr row);   // a row that was read otherwise

 private:
  std::string table_of(const RecordTable& table, int parameter) const;

  const Site& site_;
  db::Connection& connection_;
  base::County county_;
  int64_t place_ = -1;   // now
  std::unordered_map<const lang::RecordType*, std::unordered_map<std::string, RowPtr>> rows_;
  std::map<std::pair<const lang::Field*, std::string>, std::vector<RowPtr>> by_ref_;
};

}  // namespace halfsky::engine
