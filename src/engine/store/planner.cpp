// Without statistics SQLite guesses that `county = ?` leaves ten rows, and so walks a whole county's key where an index would find the one
// record. Statistics of a young database are as wrong. So we say once and for all how many values a column has in a county of a
// million rows: plans then depend on the schema alone, and are the same on the first day and after ten years. PostgreSQL gathers its own.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "engine/store/create.hpp"

namespace halfsky::engine {
namespace {

constexpr int64_t kRows = 1'000'000;
constexpr int64_t kValuesElsewhere = 100'000;   // ids, refs, tokens, places

constexpr std::pair<std::string_view, int64_t> kValues[] = {
    {"county", 1}, {"township_", 20}, {"org", 200}, {"stage", 4}, {"role", 5}, {"type", 10}, {"kind", 4}, {"field", 5}, {"closed_at", 1'000}, {"due_at", 1'000}, {"day", 1'000},
    {"at", 10'000}, {"entered", 1'000}, {"month", 100}, {"indicator", 50}, {"programme", 20}, {"dim", 10}, {"account", 200}, {"fund", 10}, {"from_fund", 10}, {"to_fund", 10}, {"move", 5}, {"n", 10}};

int64_t values_of(std::string_view column) {
  const auto at = std::find_if(std::begin(kValues), std::end(kValues), [&](const auto& known) { return known.first == column; });
  return at == std::end(kValues) ? kValuesElsewhere : at->second;
}

}  // namespace

// The file's `user_version` says which of its schemas was last told.
void tell_planner(db::Connection& connection) {
  if (connection.backend() != db::Backend::sqlite) return;
  const auto number = [&](const char* name) { return connection.read({fmt::format("select {0} from pragma_{0}", name), {}}).integer(0, 0); };
  if (number("user_version") == number("schema_version")) return;
  const db::Rows rows = connection.read({"select m.name, l.name, l.\"unique\", l.origin, i.name from sqlite_master m join pragma_index_list(m.name) l join pragma_index_info(l.name) i "
                                         "where m.type = 'table' and m.name not like 'sqlite_%' order by m.name, l.name, i.seqno", {}});
  connection.write({"analyze setting", {}});   // makes sqlite_stat1
  std::vector<db::Call> calls = {{"delete from sqlite_stat1", {}}};
  for (size_t r = 0; r < rows.size();) {
    const std::string table = rows.text(r, 0), index = rows.text(r, 1);
    const bool unique = rows.integer(r, 2) != 0, primary = rows.text(r, 3) == "pk";
    std::string stat = std::to_string(kRows);
    int64_t left = kRows;
    for (; r < rows.size() && rows.text(r, 1) == index; ++r) {
      left = std::max<int64_t>(1, left / values_of(rows.text(r, 4)));
      const bool last = r + 1 == rows.size() || rows.text(r + 1, 1) != index;
      stat += fmt::format(" {}", last && unique ? 1 : left);
    }
    calls.push_back({"insert into sqlite_stat1 (tbl, idx, stat) values (?1, ?2, ?3)", {table, primary ? table : index, stat}});
  }
  connection.write_all(calls);
  connection.write({"analyze sqlite_master", {}});   // reads it
  connection.write({fmt::format("pragma user_version = {}", number("schema_version")), {}});
}

}  // namespace halfsky::engine
