// Recomputes every county's chain from the rows that stand in the tables, and names each row that is not what the journal says.
#include <fmt/format.h>

#include <map>
#include <set>

#include "engine/capability.hpp"
#include "engine/journal/journal.hpp"

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
    for (const auto& [key, hash] : versions_)
      if (!seen_.contains(key)) find("not in the journal", std::get<0>(key), std::get<1>(key), std::get<2>(key));
    for (Capability* capability : site_.capabilities)
      for (const std::string& line : capability->check(connection_, county_)) find("derived", line, "", 0);
    return std::move(findings_);
  }

 private:
  using Key = std::tuple<std::string, std::string, int64_t>;   // kind, id, version

  void find(std::string what, std::string kind, std::string id, int64_t version) { findings_.push_back({county_, std::move(what), std::move(kind), std::move(id), version}); }

  void read_versions() {
    for (const auto& table : site_.schema->tables()) {
      for (const std::string& name : {table->name(), table->history()})
        connection_.each_row({fmt::format("select {} from {} where county = ?1", table->column_list(), name), {county_}}, [&](const db::Value* at) {
          const Row row = table->row_of(at);
          const bool twice = !versions_.try_emplace({table->type().name, row.id, row.version}, row_hash(site_, *table, row)).second;
          if (twice) find("changed", table->type().name, row.id, row.version);
        });
    }
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
    connection_.each_row({"select seq, command, account, at, kind, body_hash, hash from journal where county = ?1 order by seq", {county_}}, [&](const db::Value* at) {
      JournalEntry entry{county_, std::get<int64_t>(at[0]), std::get<std::string>(at[1]), std::get<std::string>(at[2]), std::get<int64_t>(at[3]), std::get<std::string>(at[4]),
                         std::get<db::Bytes>(at[5]).data, ""};
      for (; next < entry.seq; ++next) find("missing", "journal", std::to_string(next), 0);
      next = entry.seq + 1;
      const std::string expected = entry_hash(site_, head, entry, written[entry.seq]);
      head = std::get<db::Bytes>(at[6]).data;
      if (expected != head) find("chain broken", "journal", fmt::format("{} ({})", entry.seq, entry.kind), 0);
      for (const Written& w : written[entry.seq]) check(entry.seq, w);
      written.erase(entry.seq);
    });
    for (const auto& [seq, list] : written)
      for (const Written& w : list) find("not in the journal", "change_ of " + w.kind, w.id, w.version);
    const db::Rows chain = connection_.read({"select seq, head from chain where county = ?1", {county_}});
    for (; !chain.empty() && next <= chain.integer(0, 0); ++next) find("missing", "journal", std::to_string(next), 0);
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
  std::set<std::string> kinds_;   // of capabilities
  std::map<std::pair<int64_t, int64_t>, std::pair<std::string, std::string>> made_;   // (seq, n) -> record, hash
  std::set<std::pair<int64_t, int64_t>> seen_made_;
};

}  // namespace

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
  for (const base::County county : counties)
    for (auto& finding : Verifier(site, connection, county).run()) result.push_back(std::move(finding));
  return result;
}

}  // namespace halfsky::engine
