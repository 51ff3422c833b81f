// Looks as rows, many requests in one entry.
#include "engine/access/looks.hpp"

#include <map>
#include <stdexcept>
#include <utility>

#include "base/uuid.hpp"

#include "engine/access/acting.hpp"
#include "engine/command/writer.hpp"
#include "engine/journal/groups.hpp"

namespace halfsky::engine {
namespace {

const std::string kInsert = "insert into look (county, id, n, at, account, org, role, type, record, how, field, reason) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";

std::string new_id(base::Instant now) {
  static std::mutex mutex;
  static base::UuidMaker maker(crypto::random_seed());
  const std::lock_guard lock(mutex);
  return maker.make(now);
}

}  // namespace

TableSpec look_table() {
  using Type = TableSpec::Part::Type;
  constexpr Type integer = Type::integer, text = Type::text;
  return {"look",
          {{"county", integer}, {"id", text}, {"n", integer}, {"at", integer}, {"account", text}, {"org", integer}, {"role", text}, {"type", text}, {"record", text}, {"how", text}, {"field", text}, {"reason", Type::bytes, true}},
          {"county", "id", "n"}, true, {"look_at (county, record, at)", "look_time (county, at)"}, "id"};
}

void Looks::add(const Row& row, std::string_view how, std::string_view field, std::string_view reason) {
  if (!seen_.insert(row.type->name + "/" + row.id + "/" + std::string(field)).second) return;
  looks_.push_back({row.county, row.type, row.id, std::string(how), std::string(field), std::string(reason)});
}

std::vector<Look> Looks::take() {
  seen_.clear();
  return std::exchange(looks_, {});
}

// Whoever comes while others' looks are being written waits, and is written with all who wait by then.
void LookBook::write(const Acting& who, std::vector<Look> looks) {
  if (looks.empty()) return;
  Waiting mine{&who, std::move(looks), false, nullptr};
  std::unique_lock lock(mutex_);
  waiting_.push_back(&mine);
  while (!mine.done) {
    if (writing_) {
      written_.wait(lock);
      continue;
    }
    writing_ = true;
    const std::vector<Waiting*> now = std::exchange(waiting_, {});
    lock.unlock();
    std::exception_ptr failure;
    try {
      write_all(now);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    for (Waiting* each : now) {
      each->failure = failure;
      each->done = true;
    }
    writing_ = false;
    written_.notify_all();
  }
  if (mine.failure) std::rethrow_exception(mine.failure);
}

void LookBook::write_all(const std::vector<Waiting*>& waiting) {
  struct Entry {
    std::vector<db::Call> calls;
    std::vector<Group> groups;
    std::string accounts;
  };
  const base::Instant now = site_.clock->now();
  std::map<base::County, Entry> entries;
  for (const Waiting* each : waiting) {
    const Grant grant = each->who->grants.empty() ? Grant{} : each->who->grants.front();
    std::map<base::County, std::pair<std::string, int64_t>> batches;   // id, rows so far
    for (const Look& look : each->looks) {
      Entry& entry = entries[look.county];
      auto [batch, fresh] = batches.try_emplace(look.county);
      if (fresh) {
        batch->second.first = new_id(now);
        entry.groups.push_back({"look", batch->second.first});
        entry.accounts += (entry.accounts.empty() ? "" : ",") + each->who->account;
      }
      const db::Value reason = look.reason.empty() ? db::Value{} : db::Value{db::Bytes{conceal_reason(site_, look.reason, look.record)}};
      entry.calls.push_back({kInsert, {look.county, batch->second.first, batch->second.second++, now, each->who->account, grant.org, grant.role, look.type->name, look.record, look.how, look.field, reason}});
    }
  }
  for (auto& [county, entry] : entries) {
    const Outcome outcome = writer_.note(county, {new_id(now), "look", waiting.size() == 1 ? waiting.front()->who->account : "", entry.accounts, std::move(entry.groups)}, std::move(entry.calls), {});
    if (!outcome.accepted) throw std::runtime_error("a look could not be journaled: " + (outcome.problems.empty() ? std::string() : outcome.problems.front().code));
    ++entries_;
  }
}

std::string conceal_reason(const Site& site, const std::string& reason, const std::string& record) { return site.keyring->wrap(crypto::Secret(reason), "reason/" + record); }

std::string reveal_reason(const Site& site, const std::string& concealed, const std::string& record) {
  const auto plain = concealed.empty() ? std::nullopt : site.keyring->unwrap(concealed, "reason/" + record);
  return plain ? std::string(plain->view()) : "";
}

std::vector<LookedAt> looks_at(const Site& site, db::Connection& connection, const Row& row, size_t limit) {
  const db::Rows rows = connection.read({"select l.at, a.name, l.role, l.how, l.field, l.reason, l.org from look l left join account a on a.id = l.account where l.county = ?1 and l.record = ?2 and l.type = ?3 order by l.at desc, l.id desc, l.n limit ?4",
                                         {row.county, row.id, row.type->name, int64_t(limit)}});
  std::vector<LookedAt> result;
  for (size_t r = 0; r < rows.size(); ++r)
    result.push_back({rows.integer(r, 0), rows.is_null(r, 1) ? "" : rows.text(r, 1), rows.text(r, 2), rows.text(r, 3), rows.text(r, 4), rows.is_null(r, 5) ? "" : reveal_reason(site, rows.bytes(r, 5), row.id), rows.integer(r, 6)});
  return result;
}

}  // namespace halfsky::engine
