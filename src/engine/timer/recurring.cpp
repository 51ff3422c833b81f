// Works out what `every` asks for and enters what is not there yet: page by page, so that a hundred thousand households need no more room
// than two thousand.
#include "engine/timer/recurring.hpp"

#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <set>

#include "engine/command/clock_command.hpp"
#include "engine/command/field_value.hpp"
#include "engine/store/settings.hpp"
#include "engine/store/snapshot.hpp"
#include "engine/world.hpp"

namespace halfsky::engine {

using lang::Value;

namespace {

constexpr size_t kRecordsInCommand = 500;
constexpr int64_t kElementsInPage = 2'000;
constexpr int kRestAfterLook = 50;        // a look that took a second is not taken again for fifty
constexpr std::chrono::milliseconds kQuickLook{20};

std::string text_of(const Value& value) { return value.text.empty() ? std::to_string(value.number) : value.text; }

// The part of the type's key that `every` fills.
std::vector<const lang::Field*> key_parts(const lang::RecordType& type, const lang::Every& every) {
  std::vector<const lang::Field*> parts;
  for (const lang::Field* field : type.key)
    if (!field->encrypted() && std::any_of(every.with.begin(), every.with.end(), [&](const auto& a) { return a.field == field; })) parts.push_back(field);
  return parts;
}

// What an `every` depends on beside the records of its county.
struct Reads {
  bool today = false;
  bool elsewhere = false;   // refs lead to records that may lie in other counties
};

Reads reads_of(const lang::Every& every) {
  Reads reads;
  const auto add = [&](const lang::ExpressionPtr& expression) {
    if (!expression) return;
    reads.today = reads.today || expression->reads_today || expression->asks_server;
    reads.elsewhere = reads.elsewhere || expression->hops > 0 || expression->reads_back;
  };
  add(every.where);
  add(every.org);
  for (const auto& assignment : every.with) add(assignment.value);
  return reads;
}

void mix(size_t& hash, int64_t value) { hash = (hash ^ size_t(value)) * 0x9E3779B97F4A7C15ULL + 1; }

size_t hash_of(const std::vector<Occurrence>& times) {
  size_t hash = times.size();
  for (const Occurrence& time : times) {
    mix(hash, time.start);
    mix(hash, time.end);
    mix(hash, time.slot ? time.slot->start : -1);
  }
  return hash;
}

// The orgs that stand on a day, by county.
std::map<base::County, size_t> standing_orgs(const OrgTree& orgs, base::Day day) {
  std::map<base::County, size_t> result;
  for (const Org& org : orgs.all())
    if (org.from <= day && org.until >= day) mix(result[base::county_of(org.id)], org.id);
  return result;
}

}  // namespace

struct Recurring::Wanted {
  std::string id;
  base::OrgId org = 0;
  boost::json::object values;
};

size_t Recurring::run() {
  size_t made = 0;
  if (const auto orgs = engine_.site().orgs(); orgs != orgs_) {
    looked_.clear();
    orgs_ = orgs;
  }
  for (const auto& pack : engine_.site().packs->packs)
    for (const auto& type : pack->records)
      for (const auto& every : type->every) made += run_every(*type, every);
  return made;
}

size_t Recurring::run_every(const lang::RecordType& type, const lang::Every& every) {
  Site& site = engine_.site();
  const base::Day today = site.clock->today(), until = horizon(every, today);
  const std::string name = fmt::format("{}/{}", site.names.of(type.name), rhythm_name(every));
  const std::string looked_name = setting::looked_until(name);
  std::map<base::County, int64_t> places;   // of each county's journal
  // Where an earlier run ended. What passed since then is made too: what nobody did must be seen as missed.
  const std::optional<base::Day> looked_until = engine_.reading([&](db::Connection& connection) -> std::optional<base::Day> {
    const db::Rows chains = connection.read({"select county, seq from chain where county > 0 order by county", {}});
    for (size_t r = 0; r < chains.size(); ++r) places[chains.integer(r, 0)] = chains.integer(r, 1);
    const auto looked = setting::find(connection, looked_name);
    return looked ? std::optional(base::Day(std::stoll(*looked))) : std::nullopt;
  });
  if (!every.per)   // counties where nothing was entered yet have duties too
    for (const Org& org : site.orgs()->all())
      if (org.level == every.level && base::county_of(org.id) != 0) places.try_emplace(base::county_of(org.id), 0);
  const auto times = occurrences(every, std::min(today, looked_until.value_or(today)), until, site.calendar);
  const Reads reads = reads_of(every);
  const auto standing = standing_orgs(*orgs_, today);
  int64_t everywhere = 0;
  for (const auto& [county, place] : places) everywhere += place;
  size_t made = 0;
  for (const auto& [county, own_place] : places) {
    const int64_t place = reads.elsewhere ? everywhere : own_place;
    size_t asked = hash_of(times);
    if (const auto stand = standing.find(county); stand != standing.end()) mix(asked, int64_t(stand->second));
    Looked& looked = looked_[{name, county}];
    const auto begun = std::chrono::steady_clock::now();
    const bool same_day = looked.day == today, same = looked.asked == asked && looked.place == place && (same_day || !reads.today);
    if (same || (same_day && begun < looked.not_before)) continue;
    const Entered now_made = run_county(type, every, name, county, times);
    made += now_made.records;
    const auto took = std::chrono::steady_clock::now() - begun;
    looked = {today, now_made.all ? asked : 0, place,   // what was refused is tried again tomorrow
              begun + (took < kQuickLook ? std::chrono::steady_clock::duration{} : took * kRestAfterLook)};
  }
  if (!looked_until || *looked_until < today)
    engine_.writer().between([&](db::Connection& c) { c.write(setting::keep(looked_name, std::to_string(today))); });
  return made;
}

Recurring::Entered Recurring::run_county(const lang::RecordType& type, const lang::Every& every, const std::string& name, base::County county, const std::vector<Occurrence>& times) {
  Entered made;
  std::string last;
  for (bool more = true; more && !times.empty();) {
    std::vector<Wanted> wanted;
    engine_.read([&](db::Connection& connection) {
      Snapshot snapshot(engine_.site(), connection, county);
      const auto elements = elements_after(snapshot, every, last, more);
      wanted = wanted_of(snapshot, type, every, name, elements, times);
    });
    const size_t wanted_records = wanted.size(), entered = enter(type, county, wanted);
    made.records += entered;
    made.all = made.all && entered == wanted_records;
  }
  return made;
}

std::vector<Recurring::Element> Recurring::elements_after(Snapshot& snapshot, const lang::Every& every, std::string& last, bool& more) {
  const Site& site = engine_.site();
  const base::Day today = site.clock->today();
  const base::County county = snapshot.county();
  std::vector<Element> result;
  more = false;
  if (!every.per) {
    for (const Org& org : site.orgs()->all())
      if (org.level == every.level && org.from <= today && org.until >= today && base::county_of(org.id) == county) result.push_back({Value::org(org.id), org.id});
    return result;
  }
  if (every.per->is_org) {
    for (const Org& org : site.orgs()->all()) {
      if (org.from > today || org.until < today || base::county_of(org.id) != county) continue;
      RowWorld world(site, snapshot, nullptr, today);
      world.with("this", Value::org(org.id));
      if (!every.where || world.evaluate(*every.where).is_true()) result.push_back({Value::org(org.id), org.id});
    }
    return result;
  }
  const RecordTable& table = site.schema->table(*every.per);
  const db::Rows rows = snapshot.connection().read({fmt::format("select {} from {} where county = ?1 and id > ?2 and struck_ = 0 order by id limit ?3", table.column_list(), table.name()), {county, last, kElementsInPage}});
  for (size_t r = 0; r < rows.size(); ++r) {
    const auto row = std::make_shared<const Row>(table.row_of(rows.row(r)));
    snapshot.keep(row);
    last = row->id;
    if (RowWorld(site, snapshot, row, today).holds(every.where)) result.push_back({Value::record(row->id), row->org});
  }
  more = rows.size() == size_t(kElementsInPage);
  return result;
}

std::vector<Recurring::Wanted> Recurring::wanted_of(Snapshot& snapshot, const lang::RecordType& type, const lang::Every& every, const std::string& name, const std::vector<Element>& elements,
                                                  const std::vector<Occurrence>& times) {
  const Site& site = engine_.site();
  db::Connection& connection = snapshot.connection();
  const base::County county = snapshot.county();
  const RecordTable& table = site.schema->table(type);
  const auto parts = key_parts(type, every);
  std::vector<std::pair<Wanted, std::vector<Value>>> all;
  for (const Occurrence& time : times)
    for (const Element& element : elements) {
      RowWorld world(site, snapshot, nullptr, site.clock->today());
      world.with("it", element.it).with("period.start", Value::date(time.start)).with("period.end", Value::date(time.end));
      if (time.slot) world.with("slot.start", Value::time(time.slot->start)).with("slot.end", Value::time(time.slot->end));
      Wanted wanted;
      wanted.id = base::derived_uuid("calendar", fmt::format("{}/{}/{}/{}/{}", county, name, time.start, time.slot ? time.slot->start : 0, text_of(element.it)));
      const Value org = every.org ? world.evaluate(*every.org) : Value::org(element.org);
      wanted.org = org.is_null() ? element.org : org.number;
      std::vector<Value> key(parts.size());
      for (const auto& assignment : every.with) {
        const Value value = world.evaluate(*assignment.value);
        wanted.values[assignment.field->id] = json_of(value, assignment.field->type.kind);
        for (size_t i = 0; i < parts.size(); ++i)
          if (parts[i] == assignment.field) key[i] = value;
      }
      all.emplace_back(std::move(wanted), std::move(key));
    }

  // What is there: by the id that it would have, and by its key, a statement for some hundreds.
  std::vector<Wanted> result;
  std::set<std::string> keys_seen;
  constexpr size_t kAtOnce = 200;
  for (size_t from = 0; from < all.size(); from += kAtOnce) {
    const size_t to = std::min(all.size(), from + kAtOnce);
    std::vector<db::Value> args{county};
    std::string in;
    for (size_t i = from; i < to; ++i) {
      args.push_back(all[i].first.id);
      in += fmt::format("{}?{}", i > from ? ", " : "", args.size());
    }
    std::set<std::string> there, keys;
    const bool keyed = !parts.empty() || type.key_has_org;
    const db::Rows ids = connection.read({fmt::format("select id from {} where county = ?1 and id in ({})", table.name(), in), args});
    for (size_t r = 0; r < ids.size(); ++r) there.insert(ids.text(r, 0));
    if (keyed) {
      args = {county};
      std::string any, columns = type.key_has_org ? "org" : "";
      for (const auto* part : parts) columns += (columns.empty() ? "" : ", ") + db::quote_name(part->id);
      for (size_t i = from; i < to; ++i) {
        std::string one;
        if (type.key_has_org) {
          args.push_back(all[i].first.org);
          one = fmt::format("org = ?{}", args.size());
        }
        for (size_t p = 0; p < parts.size(); ++p) {
          const Value& value = all[i].second[p];
          args.push_back(value.text.empty() ? db::Value{value.number} : db::Value{value.text});
          one += fmt::format("{}{} = ?{}", one.empty() ? "" : " and ", db::quote_name(parts[p]->id), args.size());
        }
        any += fmt::format("{}({})", any.empty() ? "" : " or ", one);
      }
      const db::Rows rows = connection.read({fmt::format("select {} from {} where county = ?1 and struck_ = 0 and ({})", columns, table.name(), any), std::move(args)});
      for (size_t r = 0; r < rows.size(); ++r) {
        std::string key;
        for (size_t p = 0; p < parts.size() + (type.key_has_org ? 1 : 0); ++p) {
          const db::Value& value = rows.at(r, p);
          key += (std::holds_alternative<std::string>(value) ? std::get<std::string>(value) : std::to_string(std::get<int64_t>(value))) + "|";
        }
        keys.insert(key);
      }
    }
    for (size_t i = from; i < to; ++i) {
      std::string key = type.key_has_org ? std::to_string(all[i].first.org) + "|" : "";
      for (const Value& value : all[i].second) key += text_of(value) + "|";
      const bool known = there.contains(all[i].first.id) || (keyed && (keys.contains(key) || !keys_seen.insert(key).second));
      if (!known) result.push_back(std::move(all[i].first));
    }
  }
  return result;
}

size_t Recurring::enter(const lang::RecordType& type, base::County county, std::vector<Wanted>& wanted) {
  const auto send = [&](size_t from, size_t to) {
    Step step;
    step.what = Step::What::enter;
    step.type = &type;
    step.move = &type.enter();
    std::string seed;
    for (size_t i = from; i < to; ++i) {
      seed += wanted[i].id;
      step.items.push_back({wanted[i].id, wanted[i].values, {}, {}, wanted[i].org, fmt::format("records[{}].", i - from)});
    }
    const std::string id = base::derived_uuid("calendar-command", fmt::format("{}/{}", seed, engine_.site().clock->today()));
    return engine_.writer().run(clock_command(engine_.site(), id, county, type.name + ".enter", std::move(step))).accepted;
  };
  size_t made = 0;
  for (size_t from = 0; from < wanted.size(); from += kRecordsInCommand) {
    const size_t to = std::min(wanted.size(), from + kRecordsInCommand);
    if (send(from, to)) { made += to - from; continue; }
    for (size_t i = from; i < to; ++i) made += send(i, i + 1) ? 1 : 0;   // one that cannot be entered keeps none of the others back
  }
  return made;
}

}  // namespace halfsky::engine
