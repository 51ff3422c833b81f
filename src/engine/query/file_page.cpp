// Every row that has the file is asked of the gate, until one lets her.
#include "engine/query/file_page.hpp"

#include <fmt/format.h>

namespace halfsky::engine {
namespace {

constexpr int64_t kRowsAsked = 20;   // of one field; a file stands in one row, or in few

bool may_open(const Site& site, db::Connection& connection, Snapshot& snapshot, const Acting& who, const std::string& id) {
  const Gate gate(site);
  const base::Day today = site.clock->today();
  for (const auto& table : site.schema->tables())
    for (const auto& field : table->type().fields) {
      if (field->type.kind != lang::Kind::file || field->encrypted()) continue;
      const db::Rows rows = connection.read({fmt::format("select id from {} where county = ?1 and {} like ?2 limit ?3", table->name(), db::quote_name(field->id)), {snapshot.county(), "%|" + id + "|%", kRowsAsked}});
      for (size_t r = 0; r < rows.size(); ++r) {
        const auto row = snapshot.load(table->type(), rows.text(r, 0));
        if (!row || !gate.may_read(who, row, snapshot, today) || !gate.may_read_field(who, *field, row, snapshot, today)) continue;
        View(site, snapshot, who).looked(row, "file");
        return true;
      }
    }
  return false;
}

}  // namespace

std::optional<OpenedFile> open_file(const Site& site, db::Connection& connection, const Acting& who, const std::string& id) {
  const base::County county = county_of_viewer(site, who);
  const db::Rows file = connection.read({"select media_type, content, account from file where county = ?1 and id = ?2", {county, id}});
  if (file.empty()) return std::nullopt;
  Snapshot snapshot(site, connection, county);
  if (file.text(0, 2) != who.account && !may_open(site, connection, snapshot, who, id)) return std::nullopt;
  return OpenedFile{file.text(0, 0), site.vault->open_bytes(county, "file/" + id, file.bytes(0, 1), connection)};
}

}  // namespace halfsky::engine
