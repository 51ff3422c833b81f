// From the inbox to a courier: what lies in which order, what may leave, and how far it is.
#include "engine/tell/courier.hpp"

#include <algorithm>

namespace halfsky::engine {
namespace {

constexpr std::chrono::milliseconds kPace{100};        // between two looks: what is told meanwhile goes with one sync
constexpr std::chrono::milliseconds kLookEvery{3'000};   // other processes write too
constexpr int64_t kSeenMax = 1'000;                    // places passed with nothing to carry, until that is written down

// The journal's list of what a command wrote has the inbox's rows too, in their order. Another order there is not: ids are of chance, and
// clocks of several processes differ.
const std::string kLines =
    "select c.seq, c.n, i.id, i.at, i.org, i.role, i.recipient, i.text, i.type from change_ c left join inbox i on i.county = c.county and i.id = c.id "
    "where c.county = ?1 and c.type = 'rows.inbox' and c.seq >= ?2 and (c.seq > ?2 or c.n >= ?3) and c.seq <= ?4 order by c.seq, c.n limit ?5";

// Of a type that others may know of, in the pack's words. Texts of the engine's own ("@glass") are about secret records.
bool may_leave(const Site& site, const std::string& type_name, const std::string& text) {
  const lang::RecordType* type = site.packs->record_type(type_name);
  if (type == nullptr || text.empty() || text.front() == '@') return false;   // of a pack that is not loaded nobody knows the class
  for (; type; type = type->parent ? type->parent->target : nullptr)
    if (type->class_ == lang::Class::secret) return false;
  return true;
}

std::string login_of(db::Connection& connection, const std::string& person) {
  const db::Rows rows = connection.read({"select login from account where person = ?1 and disabled = 0 order by login limit 1", {person}});
  return rows.empty() ? "" : rows.text(0, 0);
}

}  // namespace

TableSpec courier_place_table() {
  using Type = TableSpec::Part::Type;
  return {"courier_place", {{"county", Type::integer}, {"courier", Type::text}, {"seq", Type::integer}, {"n", Type::integer}}, {"county", "courier"}, true, {}};
}

struct Delivery::Found {
  std::vector<ToldLine> lines;
  std::map<base::County, Place> places;   // where it stands once they are carried
  bool more = false;
};

void Delivery::start() {
  read_places();
  thread_ = std::thread([this] { loop(); });
}

void Delivery::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  wake_.notify_all();
}

void Delivery::stop() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

// The row of county 0 says that the courier was here before: a county that has none is then one that is new, and all of it is carried.
void Delivery::read_places() {
  std::map<base::County, Place> heads;
  const std::string name = courier_->name();
  engine_.read([&](db::Connection& c) {
    const auto read = [&](base::County county) {
      const db::Rows rows = c.read({"select seq, n from courier_place where county = ?1 and courier = ?2", {county, name}});
      if (!rows.empty()) kept_[county] = {rows.integer(0, 0), rows.integer(0, 1)};
    };
    read(0);
    const db::Rows chains = c.read({"select county, seq from chain order by county", {}});
    for (size_t r = 0; r < chains.size(); ++r) {
      heads[chains.integer(r, 0)] = {chains.integer(r, 1) + 1, 0};
      read(chains.integer(r, 0));
    }
  });
  if (!kept_.contains(0)) {
    heads.try_emplace(0);
    keep(heads);
  }
  places_ = kept_;
}

Delivery::Found Delivery::find() {
  const Site& site = engine_.site();
  Found found;
  engine_.read([&](db::Connection& c) {
    const db::Rows chains = c.read({"select county, seq from chain order by county", {}});
    size_t room = kLinesAtOnce;
    for (size_t r = 0; r < chains.size(); ++r) {
      const base::County county = chains.integer(r, 0);
      const int64_t head = chains.integer(r, 1);
      const Place from = places_[county];
      if (from.seq > head) continue;
      if (room == 0) {
        found.more = true;
        return;
      }
      const db::Rows rows = c.read({kLines, {county, from.seq, from.n, head, int64_t(room)}});
      for (size_t i = 0; i < rows.size(); ++i) {
        if (rows.is_null(i, 2)) continue;   // taken away behind the program's back; `verify` says so
        if (!may_leave(site, rows.text(i, 8), rows.text(i, 7))) continue;
        ToldLine line{rows.text(i, 2), rows.integer(i, 3), county, rows.integer(i, 4), rows.text(i, 5), "", rows.text(i, 7)};
        if (const std::string& person = rows.text(i, 6); !person.empty()) {
          line.login = login_of(c, person);
          if (line.login.empty()) continue;
        }
        found.lines.push_back(std::move(line));
      }
      const bool all = rows.size() < room;
      found.places[county] = all ? Place{head + 1, 0} : Place{rows.integer(rows.size() - 1, 0), rows.integer(rows.size() - 1, 1) + 1};
      found.more = found.more || !all;
      room -= rows.size();
    }
  });
  return found;
}

bool Delivery::carry() {
  const Found found = find();
  if (!found.lines.empty()) courier_->carry(found.lines);
  std::map<base::County, Place> moved;
  for (const auto& [county, place] : found.places)
    if (!found.lines.empty() || place.seq - kept_[county].seq > kSeenMax) moved[county] = place;
  if (!moved.empty()) keep(moved);
  for (const auto& [county, place] : found.places) places_[county] = place;
  return found.more;
}

void Delivery::keep(const std::map<base::County, Place>& places) {
  std::vector<db::Call> calls;
  for (const auto& [county, place] : places)
    calls.push_back({"insert into courier_place (county, courier, seq, n) values (?1, ?2, ?3, ?4) on conflict (county, courier) do update set seq = excluded.seq, n = excluded.n",
                     {county, courier_->name(), place.seq, place.n}});
  engine_.writer().between([&](db::Connection& c) { c.write_all(calls); });
  for (const auto& [county, place] : places) kept_[county] = place;
}

bool Delivery::wait(std::chrono::milliseconds time, bool until_woken) {
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, time, [&] { return ending_ || (until_woken && woken_); });
  woken_ = woken_ && !until_woken;
  return !ending_;
}

void Delivery::loop() {
  std::chrono::milliseconds backoff{0};
  for (bool more = true; (more || wait(kLookEvery, true)) && wait(kPace, false);) {
    try {
      more = carry();
      if (backoff.count() > 0 && listener_) listener_("");
      backoff = {};
    } catch (const std::exception& failure) {
      backoff = std::clamp(2 * backoff, kBackoffMin, kBackoffMax);
      if (listener_) listener_(failure.what());
      if (!wait(backoff, false)) return;
      more = true;
    }
  }
}

}  // namespace halfsky::engine
