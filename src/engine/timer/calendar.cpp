// Works out what `every` asks for and enters what is not there yet.
#include "engine/timer/calendar.hpp"

#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <set>

#include "engine/command/field_value.hpp"
#include "engine/store/snapshot.hpp"
#include "engine/world.hpp"

namespace halfsky::engine {

using lang::Value;

namespace {

constexpr size_t kRecordsInCommand = 500;

// What is there already: the key's part that `every` fills, as one text.
std::string key_text(const std::vector<Value>& values) {
  std::string text;
  for (const Value& value : values) text += (value.text.empty() ? std::to_string(value.number) : value.text) + "|";
  return text;
}

}  // namespace

size_t Calendar::run() {
  size_t made = 0;
  for (const auto& pack : engine_.site().packs->packs)
    for (const auto& type : pack->records)
      for (const auto& every : type->every) made += run_every(*type, every);
  return made;
}

size_t Calendar::run_every(const lang::RecordType& type, const lang::Every& every) {
  HALFSKY_ASSERT(every.each == lang::Every::Each::term);   // the checker refuses the rest for now
  Site& site = engine_.site();
  const base::Day today = site.clock->today();
  const base::Day start = next_term_start(today), end = next_term_start(start) - 1;
  std::map<base::County, std::vector<boost::json::object>> wanted;   // records to enter, by county
  std::map<base::County, std::vector<std::string>> keys;

  engine_.read([&](db::Connection& connection) {
    std::map<base::County, std::vector<Value>> elements;
    if (every.per) {
      const RecordTable& table = site.schema->table(*every.per);
      const db::Rows counties = connection.read({"select county from chain order by county", {}});
      for (size_t c = 0; c < counties.size(); ++c) {
        const base::County county = counties.integer(c, 0);
        Snapshot snapshot(site, connection, county);
        std::vector<RowPtr> rows;
        connection.each_row({fmt::format("select {} from {} where county = ?1 and struck_ = 0 order by id", table.column_list(), table.name()), {county}},
                            [&](const db::Value* at) { rows.push_back(std::make_shared<const Row>(table.row_of(at))); });
        for (const RowPtr& row : rows) {
          RowWorld world(site, snapshot, row, today);
          if (world.holds(every.where)) elements[county].push_back(Value::record(row->id));
        }
      }
    } else {
      const auto orgs = site.orgs();
      for (const Org& org : orgs->all())
        if (org.level == every.level && org.until >= start) elements[base::county_of(org.id)].push_back(Value::org(org.id));
    }
    for (const auto& [county, list] : elements) {
      Snapshot snapshot(site, connection, county);
      const RecordTable& table = site.schema->table(type);
      std::set<std::string> there;   // keys of this period's records
      std::vector<const lang::Field*> parts;
      for (const lang::Field* field : type.key)
        if (std::any_of(every.with.begin(), every.with.end(), [&](const auto& a) { return a.field == field; })) parts.push_back(field);
      connection.each_row({fmt::format("select {} from {} where county = ?1 and struck_ = 0", table.column_list(), table.name()), {county}}, [&](const db::Value* at) {
        const Row row = table.row_of(at);
        std::vector<Value> values;
        for (const lang::Field* field : parts) values.push_back(row.fields[field->index]);
        there.insert(key_text(values));
      });
      for (const Value& it : list) {
        RowWorld world(site, snapshot, nullptr, today);
        world.with("it", it).with("period.start", Value::date(start)).with("period.end", Value::date(end));
        boost::json::object values;
        std::vector<Value> key;
        for (const auto& assignment : every.with) values[assignment.field->id] = json_of(world.evaluate(*assignment.value), assignment.field->type.kind);
        for (const lang::Field* field : parts)
          for (const auto& assignment : every.with)
            if (assignment.field == field) key.push_back(world.evaluate(*assignment.value));
        const std::string text = key_text(key);
        if (!there.insert(text).second) continue;
        wanted[county].push_back(std::move(values));
        keys[county].push_back(fmt::format("{}/{}/{}", type.name, start, text));
      }
    }
  });

  size_t made = 0;
  for (auto& [county, records] : wanted) {
    for (size_t from = 0; from < records.size(); from += kRecordsInCommand) {
      Command command;
      command.who = Acting::clock();
      command.county = county;
      command.kind = type.name + ".enter";
      Step step;
      step.what = Step::What::enter;
      step.type = &type;
      step.move = &type.enter();
      std::string seed;
      for (size_t i = from; i < std::min(records.size(), from + kRecordsInCommand); ++i) {
        Item item;
        item.record = base::derived_uuid("calendar", fmt::format("{}/{}", county, keys[county][i]));
        item.values = std::move(records[i]);
        item.path = fmt::format("records[{}].", i - from);
        seed += item.record;
        step.items.push_back(std::move(item));
      }
      made += step.items.size();
      command.id = base::derived_uuid("calendar-command", seed);
      command.body_hash = site.keyring->suite().hash(seed);
      command.steps.push_back(std::move(step));
      const Outcome outcome = engine_.writer().run(std::move(command));
      if (!outcome.accepted) made -= std::min(made, kRecordsInCommand);
    }
  }
  return made;
}

}  // namespace halfsky::engine
