// Hashes of rows and entries, and the tables that keep them.
#include "engine/journal/journal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace halfsky::engine {
namespace {

using Type = TableSpec::Part::Type;

constexpr size_t kHashedAtOnce = 1 << 16;   // bytes: of a command over thousands of rows not all are held

// Gathered before it is hashed: a call of the hash function for each few bytes cost more than the hashing.
void feed(std::string& bytes, std::string_view part) {
  bytes += std::to_string(part.size());
  bytes += ':';
  bytes += part;
}

}  // namespace

void feed(crypto::Hasher& hasher, std::string_view part) {
  std::string bytes;
  feed(bytes, part);
  hasher.add(bytes);
}

std::string bytes_of(const db::Value& value) {
  if (const auto* i = std::get_if<int64_t>(&value)) return "i" + std::to_string(*i);
  if (const auto* s = std::get_if<std::string>(&value)) return "t" + *s;
  if (const auto* b = std::get_if<db::Bytes>(&value)) return "b" + b->data;
  return "";
}

std::vector<TableSpec> journal_tables() {
  return {
      {"chain", {{"county", Type::integer}, {"seq", Type::integer}, {"head", Type::bytes}}, {"county"}, true, {}},
      {"journal",
       {{"county", Type::integer}, {"seq", Type::integer}, {"command", Type::text}, {"account", Type::text}, {"at", Type::integer}, {"kind", Type::text},
        {"body_hash", Type::bytes}, {"answer", Type::text}, {"hash", Type::bytes}},
       {"county", "seq"}, true, {"unique journal_command (county, command)"}},
      {"change_",
       {{"county", Type::integer}, {"seq", Type::integer}, {"n", Type::integer}, {"type", Type::text}, {"id", Type::text}, {"version", Type::integer}, {"hash", Type::bytes}},
       {"county", "seq", "n"}, true, {"change_of (county, id)"}},
      {"made",
       {{"county", Type::integer}, {"seq", Type::integer}, {"n", Type::integer}, {"type", Type::text}, {"record", Type::text}, {"move", Type::text}, {"account", Type::text},
        {"person", Type::text}, {"org", Type::integer}, {"role", Type::text}, {"day", Type::integer}, {"by_effect", Type::integer}},
       {"county", "seq", "n"}, true, {"made_by_record (county, record, seq, n)", "made_by_account (county, account, record)"}},
  };
}

std::vector<base::County> chains(db::Connection& connection) {
  const db::Rows rows = connection.read({"select county from chain order by county", {}});
  std::vector<base::County> result;
  for (size_t r = 0; r < rows.size(); ++r) result.push_back(rows.integer(r, 0));
  return result;
}

std::vector<base::County> counties(db::Connection& connection) {
  std::vector<base::County> result = chains(connection);
  std::erase(result, base::County{0});
  return result;
}

db::Call open_chain_call(base::County county) {
  return {"insert into chain (county, seq, head) values (?1, 0, ?2) on conflict (county) do nothing", {county, db::Bytes{}}};
}

ChainHead lock_chain(db::Connection& connection, base::County county) {
  const db::Call lock{"update chain set seq = seq where county = ?1 returning seq, head", {county}};
  db::Rows rows = connection.read(lock);
  if (rows.empty()) {
    connection.write(open_chain_call(county));
    rows = connection.read(lock);
  }
  return {rows.integer(0, 0), rows.bytes(0, 1)};
}

db::Call change_call(base::County county, int64_t seq, size_t n, const Written& written) {
  return {"insert into change_ (county, seq, n, type, id, version, hash) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
          {county, seq, int64_t(n), written.kind, written.id, written.version, db::Bytes{written.hash}}};
}

std::string row_hash(const Site& site, const RecordTable& table, const Row& row) {
  const std::string& type = row.type->name;
  const std::vector<db::Value> values = table.values_of(row);
  std::vector<std::pair<std::string, std::string>> parts;
  parts.reserve(values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    const Column& column = table.columns()[i];
    if (values[i].index() == 0 || column.holds == Column::Holds::township) continue;
    std::string name = column.name, content = bytes_of(values[i]);
    if (column.field) {
      const std::string first = site.names.of(*column.field);
      name = first.substr(first.rfind('.') + 1) + column.name.substr(column.field->id.size());
      if (column.field->type.kind == lang::Kind::choice && !column.field->encrypted()) {
        const std::string coded = site.names.of(type + "." + column.field->id + "=" + row.fields[column.field->index].text);
        content = "t" + coded.substr(coded.find('=') + 1);
      }
    } else if (column.stage >= 0) {
      const std::string first = site.names.of(type + "@" + column.type_stage->id);
      name = "reached_" + first.substr(first.find('@') + 1);
    } else if (column.holds == Column::Holds::stage) {
      const std::string first = site.names.of(type + "@" + row.stage);
      content = "t" + first.substr(first.find('@') + 1);
    }
    parts.emplace_back(std::move(name), std::move(content));
  }
  // By first name: the order does not hang on the pack's. Of two with one name the last counts.
  std::stable_sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string bytes;
  feed(bytes, site.names.of(type));
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i + 1 < parts.size() && parts[i].first == parts[i + 1].first) continue;
    feed(bytes, parts[i].first);
    feed(bytes, parts[i].second);
  }
  return site.keyring->suite().hash(bytes);
}

std::string made_hash(const Site& site, const Made& made) {
  std::string bytes;
  feed(bytes, site.names.of(made.record.type->name));
  feed(bytes, made.record.id);
  feed(bytes, site.names.of_move(made.record.type->name, made.move));
  feed(bytes, made.account);
  feed(bytes, made.person);
  feed(bytes, std::to_string(made.org));
  feed(bytes, made.role);
  feed(bytes, std::to_string(made.day));
  feed(bytes, made.by_effect ? "1" : "0");
  return site.keyring->suite().hash(bytes);
}

std::string entry_hash(const Site& site, const std::string& before, const JournalEntry& entry, const std::vector<Written>& written) {
  crypto::Hasher hasher = site.keyring->suite().hasher();
  std::string bytes;
  for (const std::string& part : {before, std::to_string(entry.county), std::to_string(entry.seq), entry.command, entry.account, std::to_string(entry.at), entry.kind, entry.body_hash, entry.answer})
    feed(bytes, part);
  for (const Written& w : written) {
    feed(bytes, site.names.of(w.kind));
    feed(bytes, w.id);
    feed(bytes, std::to_string(w.version));
    feed(bytes, w.hash);
    if (bytes.size() < kHashedAtOnce) continue;
    hasher.add(bytes);
    bytes.clear();
  }
  hasher.add(bytes);
  return hasher.finish();
}

}  // namespace halfsky::engine
