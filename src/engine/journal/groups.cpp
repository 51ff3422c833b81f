// Hashes of groups of rows.
#include "engine/journal/groups.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "engine/capability.hpp"
#include "engine/journal/journal.hpp"
#include "engine/tables.hpp"

namespace halfsky::engine {
namespace {

constexpr const char* kPrefix = "rows.";

bool is_bound(const TableSpec& table, const std::string& column) { return std::find(table.passing.begin(), table.passing.end(), column) == table.passing.end(); }

std::string id_of(const db::Value& value) {
  if (const auto* i = std::get_if<int64_t>(&value)) return std::to_string(*i);
  return std::get<std::string>(value);
}

void feed_row(crypto::Hasher& hasher, const Site& site, const TableSpec& table, const db::Value* at) {
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const std::string& name = table.columns[i].name;
    if (!is_bound(table, name)) continue;
    feed(hasher, name);
    const std::string* type = name.ends_with("type") && name != "media_type" ? std::get_if<std::string>(&at[i]) : nullptr;   // by its first name: `was:` renames it
    feed(hasher, type ? "t" + site.names.of(*type) : bytes_of(at[i]));
  }
}

std::string columns_of(const TableSpec& table) {
  std::string text;
  for (const auto& part : table.columns) text += (text.empty() ? "" : ", ") + part.name;
  return text;
}

std::string order_of(const TableSpec& table) {
  std::string text = table.group;
  for (const auto& key : table.key)
    if (key != table.group) text += ", " + key;
  return text;
}

Written written_of(const TableSpec& table, const db::Value& value, std::string hash) { return {kPrefix + table.name, id_of(value), 0, std::move(hash)}; }

}  // namespace

std::vector<TableSpec> grouped_tables(const Site& site) {
  std::vector<TableSpec> all = engine_tables();
  for (const Capability* capability : site.capabilities)
    for (auto& table : capability->tables()) all.push_back(std::move(table));
  std::erase_if(all, [](const TableSpec& table) { return table.group.empty(); });
  return all;
}

std::vector<Written> bound(const Site& site, db::Connection& connection, base::County county, const std::vector<Group>& groups) {
  const std::vector<TableSpec> tables = grouped_tables(site);
  std::vector<Written> result;
  for (const Group& group : groups) {
    const auto table = std::find_if(tables.begin(), tables.end(), [&](const TableSpec& each) { return each.name == group.table; });
    HALFSKY_ASSERT(table != tables.end());
    std::string sql = fmt::format("select {} from {} where {} = ?1", columns_of(*table), table->name, table->group);
    std::vector<db::Value> args{group.value};
    if (table->local) {
      sql += " and county = ?2";
      args.push_back(county);
    }
    crypto::Hasher hasher = site.keyring->suite().hasher();
    connection.each_row({sql + " order by " + order_of(*table), std::move(args)}, [&](const db::Value* at) { feed_row(hasher, site, *table, at); });
    result.push_back(written_of(*table, group.value, hasher.finish()));
  }
  return result;
}

Written bound(const Site& site, const TableSpec& table, const std::vector<db::Value>& values) {
  HALFSKY_ASSERT(values.size() == table.columns.size());
  crypto::Hasher hasher = site.keyring->suite().hasher();
  feed_row(hasher, site, table, values.data());
  const auto at = std::find_if(table.columns.begin(), table.columns.end(), [&](const auto& part) { return part.name == table.group; });
  return written_of(table, values[at - table.columns.begin()], hasher.finish());
}

std::vector<Written> all_bound(const Site& site, db::Connection& connection, base::County county) {
  std::vector<Written> result;
  for (const TableSpec& table : grouped_tables(site)) {
    if (!table.local && county != 0) continue;
    const size_t column = std::find_if(table.columns.begin(), table.columns.end(), [&](const auto& part) { return part.name == table.group; }) - table.columns.begin();
    std::optional<db::Value> now;
    std::optional<crypto::Hasher> hasher;
    const auto end = [&] {
      if (now) result.push_back(written_of(table, *now, hasher->finish()));
    };
    const std::string sql = fmt::format("select {} from {}{} order by {}", columns_of(table), table.name, table.local ? " where county = ?1" : "", order_of(table));
    connection.each_row({sql, table.local ? std::vector<db::Value>{county} : std::vector<db::Value>{}}, [&](const db::Value* at) {
      if (!now || *now != at[column]) {
        end();
        now = at[column];
        hasher.emplace(site.keyring->suite().hasher());
      }
      feed_row(*hasher, site, table, at);
    });
    end();
  }
  return result;
}

}  // namespace halfsky::engine
