// Reads rows now, or as of a place.
#include "engine/store/snapshot.hpp"

#include <fmt/format.h>

#include "engine/store/version.hpp"

namespace halfsky::engine {
namespace {

constexpr size_t kFetchMax = 200;   // ids in one statement

}  // namespace

std::string Snapshot::table_of(const RecordTable& table, int parameter) const {
  return place_ < 0 ? table.name() : rows_as_of_sql(table, parameter) + " as rows_";
}

RowPtr Snapshot::load(const lang::RecordType& type, const std::string& id) {
  auto& known = rows_[&type];
  const auto at = known.find(id);
  if (at != known.end()) return at->second;
  fetch(type, {id});
  return rows_[&type][id];
}

void Snapshot::fetch(const lang::RecordType& type, const std::vector<std::string>& ids) {
  const RecordTable& table = site_.schema->table(type);
  auto& known = rows_[&type];
  std::vector<std::string> wanted;
  for (const std::string& id : ids)
    if (known.try_emplace(id).second) wanted.push_back(id);
  for (size_t from = 0; from < wanted.size(); from += kFetchMax) {
    const size_t to = std::min(wanted.size(), from + kFetchMax);
    std::vector<db::Value> args{county_};
    if (place_ >= 0) args.push_back(place_);
    std::string places;
    for (size_t i = from; i < to; ++i) {
      args.push_back(wanted[i]);
      places += fmt::format("{}?{}", i > from ? ", " : "", args.size());
    }
    const db::Rows rows = connection_.read({fmt::format("select {} from {} where county = ?1 and id in ({})", table.column_list(), table_of(table, 2), places), std::move(args)});
    for (size_t r = 0; r < rows.size(); ++r) keep(std::make_shared<const Row>(table.row_of(rows.row(r))));
  }
}

void Snapshot::keep(RowPtr row) { rows_[row->type][row->id] = row; }

std::vector<RowPtr> Snapshot::rows_by_ref(const lang::Field& ref, const lang::Value& target) {
  const auto key = std::pair(&ref, target.text.empty() ? std::to_string(target.number) : target.text);
  const auto known = by_ref_.find(key);
  if (known != by_ref_.end()) return known->second;
  const RecordTable& table = site_.schema->table(*ref.owner);
  std::vector<db::Value> args{county_, target.text.empty() ? db::Value{target.number} : db::Value{target.text}};
  if (place_ >= 0) args.push_back(place_);
  const db::Rows rows = connection_.read({fmt::format("select {} from {} where county = ?1 and {} = ?2 and struck_ = 0 order by entered, id", table.column_list(),
                                                      table_of(table, 3), db::quote_name(ref.id)), std::move(args)});
  std::vector<RowPtr> result;
  for (size_t r = 0; r < rows.size(); ++r) {
    auto row = std::make_shared<const Row>(table.row_of(rows.row(r)));
    const auto [at, fresh] = rows_[row->type].try_emplace(row->id, row);
    if (!fresh && !at->second) at->second = row;
    result.push_back(at->second);
  }
  return by_ref_[key] = result;
}

}  // namespace halfsky::engine
