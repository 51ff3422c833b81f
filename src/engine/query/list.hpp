// A list of records of one type: filtered, sorted, a page at a time by cursor, with count and facets.
#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/query/view.hpp"

namespace halfsky::engine {

constexpr int kPageDefault = 50;
constexpr int kPageMax = 500;

struct ListQuery {
  const lang::RecordType* type = nullptr;
  std::string where;                     // in the expression language
  const lang::Expression* condition = nullptr;   // of the pack itself; where SQL can't ask it, the caller looks at each row
  std::string view;                      // one that the pack's `look` declares: its `where` is asked besides
  std::vector<std::string> stages;
  base::OrgId org = 0;                   // it and all below; 0: all she may see
  std::string q;                         // name, pinyin or initials; of a person that it refers to too
  const lang::Field* ref = nullptr;      // only rows whose ref points at `ref_to`
  std::string ref_to;
  bool late = false;                     // only those that an office has held past the day it was due
  bool handed = false;                   // only those that came from another org
  base::Day from = base::kDayMin, to = base::kDayMax;   // by the type's date, else by the day of entry
  std::string sort;                      // "entered", "-entered", a field
  int limit = kPageDefault;
  std::string cursor;
  bool count = false;
  std::vector<std::string> facets;       // stage, org, a choice
};

// Problems: bad_filter {column, message}, bad_sort, bad_cursor, not_yours.
base::Result<boost::json::object> list_records(const Site& site, db::Connection& connection, const Acting& who, const ListQuery& query);

// Every row that the query selects, in order, in pieces; for exports. The same gate.
base::Problems each_record(const Site& site, db::Connection& connection, const Acting& who, const ListQuery& query, const std::function<void(View&, const std::vector<RowPtr>&)>& visit, const std::string& shown_as = "list");

}  // namespace halfsky::engine
