// Recomputes every county's chain from the rows that stand in the tables, and names each row that is not what the journal says.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/capability.hpp"
#include "engine/journal/groups.hpp"
#include "engine/journal/journal.hpp"
#include "engine/journal/verify_derived.hpp"

namespace halfsky::engine {
namespace {

class Verifier {
 public:
  Verifier(Site& site, db::Connection& connection, base::County county) : site_(site), connection_(connection), county_(county) {}

  std::vector<Finding> run() {
    read_versions();
    read_made();
    for (Capability* capability : site_.capabilities)
      for (Written& row : capability->chained(connection_, county_)) {
        kinds_.insert(row.kind);
        versions_[{row.kind, row.id, row.version}] = row.hash;
      }
    walk_chain();
    compare_groups();
    check_places();
    for (const auto& [key, hash] : versions_)
      if (!seen_.contains(key)) find("not in the journal", std::get<0>(key), std::get<1>(key), std::get<2>(key));
    try {
      for (Finding& finding : verify_derived(site_, connection_, county_)) findings_.push_back(std::move(finding));
    } catch (const db::Unavailable&) {
      throw;
    } catch (const std::runtime_error& failure) {   // what is encrypted can't be read, so what follows from it can't be derived
      find("unreadable", "data_key", failure.what(), 0);
    }
    for (Capability* capability : site_.capabilities)
      for (const std::string& line : capability->check(connection_, county_)) find("derived", line, "", 0);
    return std::move(findings_);
  }

 private:
  using Key = std::tuple<std::string, std::string, int64_t>;   // kind, id, version

  void find(std::string what, std::string kind, std::string id, int64_t version) { findings_.push_back({county_, std::move(what), std::move(kind), std::move(id), version}); }

  void find_gap(int64_t first, int64_t last) {
    if (first <= last) find("missing", "journal", first == last ? std::to_string(first) : fmt::format("{} to {}", first, last), 0);
  }

  void read_versions() {
    for (const auto& table : site_.schema->tables()) {
      const auto& columns = table->columns();
      const size_t township = std::find_if(columns.begin(), columns.end(), [](const Column& column) { return column.holds == Column::Holds::township; }) - columns.begin();
      for (const std::string& name : {table->name(), table->history()})
        connection_.each_row({fmt::format("select {}, {} from {} where county = ?1", table->column_list(), name == table->name() ? "null" : "until_", name), {county_}}, [&](const db::Value* at) {
          const Row row = table->row_of(at);
          if (at[township] != db::Value{township_slot(row.org)}) find("derived", name + ".township_", row.id, row.version);
          spans_[{table->type().name, row.id, row.version}] = {row.since, at[columns.size()]};
          const bool twice = !versions_.try_emplace({table->type().name, row.id, row.version}, row_hash(site_, *table, row)).second;
          if (twice) find("changed", table->type().name, row.id, row.version);
        });
    }
  }

  // A version stood until the place where the next one began.
  void check_places() {
    for (const auto& [key, span] : spans_) {
      const auto& [kind, id, version] = key;
      const auto next = spans_.find({kind, id, version + 1});
      const auto* until = std::get_if<int64_t>(&span.second);
      if (until ? next == spans_.end() || next->second.first != *until : next != spans_.end()) find("derived", kind + " history", id, version);
    }
  }

  void compare_groups() {
    for (const Written& now : all_bound(site_, connection_, county_)) {
      const auto at = groups_.find({now.kind, now.id});
      if (at == groups_.end()) find("not in the journal", now.kind.substr(5), now.id, 0);
      else if (at->second != now.hash) find("changed", now.kind.substr(5), now.id, 0);
      if (at != groups_.end()) groups_.erase(at);
    }
    const std::string none = site_.keyring->suite().hasher().finish();
    for (const auto& [key, hash] : groups_)
      if (hash != none) find("missing", key.first.substr(5), key.second, 0);
  }

  void read_made() {
    connection_.each_row({"select seq, n, type, record, move, account, person, org, role, day, by_effect from made where county = ?1", {county_}}, [&](const db::Value* at) {
      const auto text = [&](int i) { return std::get<std::string>(at[i]); };
      const auto integer = [&](int i) { return std::get<int64_t>(at[i]); };
      const lang::RecordType* type = site_.packs->record_type(text(2));
      if (type == nullptr) return;
      const Made made{{type, text(3)}, text(4), text(5), text(6), integer(7), text(8), base::Day(integer(9)), integer(10) != 0};
      made_[{integer(0), integer(1)}] = {text(3), made_hash(site_, made)};
    });
  }

  void walk_chain() {
    std::map<int64_t, std::vector<Written>> written;
    connection_.each_row({"select seq, type, id, version, hash from change_ where county = ?1 order by seq, n", {county_}}, [&](const db::Value* at) {
      written[std::get<int64_t>(at[0])].push_back({std::get<std::string>(at[1]), std::get<std::string>(at[2]), std::get<int64_t>(at[3]), std::get<db::Bytes>(at[4]).data});
    });
    std::map<int64_t, int64_t> made_count;
    for (const auto& [key, made] : made_) made_count[key.first] = std::max(made_count[key.first], key.second + 1);
    std::string head;
    int64_t next = 1;
    connection_.each_row({"select seq, command, account, at, kind, body_hash, answer, hash from journal where county = ?1 order by seq", {county_}}, [&](const db::Value* at) {
      JournalEntry entry{county_, std::get<int64_t>(at[0]), std::get<std::string>(at[1]), std::get<std::string>(at[2]), std::get<int64_t>(at[3]), std::get<std::string>(at[4]),
                         std::get<db::Bytes>(at[5]).data, std::get<std::string>(at[6])};
      find_gap(next, entry.seq - 1);
      next = entry.seq + 1;
      const std::string expected = entry_hash(site_, head, entry, written[entry.seq]);
      head = std::get<db::Bytes>(at[7]).data;
      if (expected != head) find("chain broken", "journal", fmt::format("{} ({})", entry.seq, entry.kind), 0);
      for (const Written& w : written[entry.seq]) check(entry.seq, w);
      written.erase(entry.seq);
    });
    for (const auto& [seq, list] : written)
      for (const Written& w : list) find("not in the journal", "change_ of " + w.kind, w.id, w.version);
    const db::Rows chain = connection_.read({"select seq, head from chain where county = ?1", {county_}});
    if (!chain.empty()) find_gap(next, chain.integer(0, 0));
    next = std::max(next, chain.empty() ? 0 : chain.integer(0, 0) + 1);
    if (chain.empty() && next > 1) find("missing", "chain", std::to_string(county_), 0);
    if (!chain.empty() && (chain.integer(0, 0) != next - 1 || chain.bytes(0, 1) != head)) find("chain broken", "chain", std::to_string(county_), 0);
    for (const auto& [key, made] : made_)
      if (!seen_made_.contains(key)) find("not in the journal", "made", made.first, key.first);
  }

  void check(int64_t seq, const Written& w) {
    if (w.kind == "made") {
      const auto at = made_.find({seq, w.version});
      if (at == made_.end()) return find("missing", "made", w.id, seq);
      seen_made_.insert(at->first);
      if (at->second.second != w.hash) find("changed", "made", w.id, seq);
      return;
    }
    if (w.kind.starts_with("rows.")) {
      groups_[{w.kind, w.id}] = w.hash;
      return;
    }
    const bool known = site_.packs->record_type(w.kind) || kinds_.contains(w.kind) || w.kind == "posting";
    if (!known) return;   // a note (an org, an account), or of a pack that is not loaded
    const Key key{w.kind, w.id, w.version};
    const auto at = versions_.find(key);
    if (at == versions_.end()) return find("missing", w.kind, w.id, w.version);
    seen_.insert(key);
    if (at->second != w.hash) find("changed", w.kind, w.id, w.version);
  }

  Site& site_;
  db::Connection& connection_;
  base::County county_;
  std::vector<Finding> findings_;
  std::map<Key, std::string> versions_;
  std::set<Key> seen_;
  std::map<Key, std::pair<int64_t, db::Value>> spans_;   // since, and until in the history
  std::map<std::pair<std::string, std::string>, std::string> groups_;   // kind, id -> hash, as the journal has it last
  std::set<std::string> kinds_;   // of capabilities
  std::map<std::pair<int64_t, int64_t>, std::pair<std::string, std::string>> made_;   // (seq, n) -> record, hash
  std::set<std::pair<int64_t, int64_t>> seen_made_;
};

}  // namespace

std::vector<Finding> verify(Site& site, db::Connection& connection, base::County county) { return Verifier(site, connection, county).run(); }

std::vector<Finding> verify(Site& site, db::Connection& connection) {
  std::vector<Finding> result;
  std::set<base::County> counties;
  for (const char* sql : {"select distinct county from chain", "select distinct county from journal", "select distinct county from change_"}) {
    const db::Rows rows = connection.read({sql, {}});
    for (size_t i = 0; i < rows.size(); ++i) counties.insert(rows.integer(i, 0));
  }
  for (const auto& table : site.schema->tables()) {
    const db::Rows rows = connection.read({fmt::format("select distinct county from {}", table->name()), {}});
    for (size_t i = 0; i < rows.size(); ++i) counties.insert(rows.integer(i, 0));
  }
  for (const TableSpec& table : grouped_tables(site)) {   // a county may hold nothing else yet
    if (!table.local) continue;
    const db::Rows rows = connection.read({fmt::format("select distinct county from {}", table.name), {}});
    for (size_t i = 0; i < rows.size(); ++i) counties.insert(rows.integer(i, 0));
  }
  for (const base::County county : counties)
    for (auto& finding : verify(site, connection, county)) result.push_back(std::move(finding));
  return result;
}

}  // namespace halfsky::engine
