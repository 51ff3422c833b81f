// One record: fields, lines, who refers to it, what happened, what is to be done.
#include <fmt/format.h>

#include "engine/query/pages.hpp"
#include "engine/store/version.hpp"
#include "engine/world.hpp"

namespace halfsky::engine {
namespace json = boost::json;

namespace {

// Names of accounts as they stand in a timeline.
std::string account_name(db::Connection& connection, std::map<std::string, std::string>& known, const std::string& id) {
  if (id.empty()) return "";
  const auto [at, fresh] = known.try_emplace(id);
  if (fresh) {
    const db::Rows rows = connection.read({"select name from account where id = ?1", {id}});
    at->second = rows.empty() ? "" : rows.text(0, 0);
  }
  return at->second;
}

json::array timeline(const Site& site, db::Connection& connection, View& view, const Row& row) {
  json::array result;
  std::map<std::string, std::string> names;
  const db::Rows rows = connection.read({"select m.seq, m.move, m.account, m.org, m.role, m.day, m.by_effect, j.at from made m join journal j on j.county = m.county and j.seq = m.seq "
                                         "where m.county = ?1 and m.record = ?2 and m.type = ?3 order by m.seq, m.n", {row.county, row.id, row.type->name}});
  (void)site;
  for (size_t r = 0; r < rows.size(); ++r) {
    const std::string move = rows.text(r, 1);
    const lang::Move* declared = row.type->move(move);
    json::object entry{{"place", rows.integer(r, 0)}, {"at", base::format_instant(rows.integer(r, 7))}, {"day", base::format_day(base::Day(rows.integer(r, 5)))}, {"move", move}};
    entry["title"] = declared && !declared->title.empty() ? declared->title : move;
    entry["by"] = account_name(connection, names, rows.text(r, 2));
    entry["org_name"] = view.org_name(rows.integer(r, 3));
    entry["role_title"] = view.role_title(rows.text(r, 4));
    entry["by_effect"] = rows.integer(r, 6) != 0;
    entry["to"] = declared ? json::value(json::string(declared->to)) : json::value(nullptr);
    result.push_back(std::move(entry));
  }
  return result;
}

json::array tasks(db::Connection& connection, View& view, const Row& row, base::Instant now) {
  json::array result;
  const db::Rows rows = connection.read({"select move, org, role, since, due_at, closed_at from task where county = ?1 and record = ?2 order by since, due_at, n", {row.county, row.id}});
  for (size_t r = 0; r < rows.size(); ++r) {
    const lang::Move* move = row.type->move(rows.text(r, 0));
    json::object task{{"move", rows.text(r, 0)}, {"title", move ? move->title : rows.text(r, 0)}, {"org_name", view.org_name(rows.integer(r, 1))}, {"role_title", view.role_title(rows.text(r, 2))},
                      {"since", base::format_day(base::Day(rows.integer(r, 3)))}};
    const bool open = rows.is_null(r, 5);
    task["due"] = rows.is_null(r, 4) ? json::value(nullptr) : json::value(json::string(base::format_day(base::day_at(rows.integer(r, 4) - 1))));
    task["closed"] = open ? json::value(nullptr) : json::value(json::string(base::format_day(base::day_at(rows.integer(r, 5)))));
    task["late"] = open && !rows.is_null(r, 4) && rows.integer(r, 4) <= now;
    result.push_back(std::move(task));
  }
  return result;
}

}  // namespace

base::County county_of_viewer(const Site& site, const Acting& who, base::OrgId org) {
  if (base::county_of(org) != 0) return base::county_of(org);
  for (const Grant& grant : who.grants)
    if (base::county_of(grant.org) != 0) return base::county_of(grant.org);
  if (who.grants.empty()) return 0;
  const auto orgs = site.orgs();
  for (const Org& below : orgs->within(base::range_of(who.grants.front().org)))
    if (base::depth_of(below.id) == 3) return base::county_of(below.id);
  return 0;
}

base::Result<json::object> record_page(const Site& site, db::Connection& connection, const Acting& who, const lang::RecordType& type, const std::string& id,
                                       std::optional<int64_t> version, std::optional<int64_t> place, base::County county) {
  if (county == 0) county = county_of_viewer(site, who);
  Snapshot snapshot = place ? Snapshot(site, connection, county, *place) : Snapshot(site, connection, county);
  RowPtr row = snapshot.load(type, id);
  if (row && version) row = version_of(site, connection, type, county, id, *version);
  View view(site, snapshot, who);
  if (!row || !view.may_read(row)) return base::Problem{"no_such_record", "record", {{"type", type.title}}};
  view.prepare({row}, View::Depth::record);
  json::object result = view.row_json(row, View::Depth::record);
  result["title"] = type.title;
  const lang::RecordType& entered = type.parent ? *type.parent->target : type;
  const bool enters = view.gate().grant_for(who, entered.enter().by, row, snapshot, site.clock->today()) != nullptr;
  result["can_edit"] = enters && !row->struck && (type.stages.empty() || row->stage == type.first_stage());
  const lang::Actor chair{lang::Actor::Scope::level, lang::Level::county, nullptr, {}, "chair"};
  result["can_strike"] = !row->struck && ((enters && row->stage == type.first_stage()) || view.gate().grant_for(who, {chair}, row, snapshot, site.clock->today()) != nullptr);
  json::object lines;
  json::array backs;
  for (const auto& back : type.backs) {
    const auto rows = snapshot.rows_by_ref(*back.ref, lang::Value::record(id));
    if (back.type->parent == back.ref) {
      view.prepare(rows, View::Depth::list);
      json::array list;
      for (const RowPtr& line : rows) list.push_back(view.row_json(line, View::Depth::list));
      lines[back.name] = std::move(list);
      continue;
    }
    int64_t count = 0;
    for (const RowPtr& other : rows) count += view.may_read(other) ? 1 : 0;
    if (count) backs.push_back(json::object{{"name", back.name}, {"type", back.type->name}, {"field", back.ref->id}, {"title", back.type->title}, {"count", count}});
  }
  result["lines"] = std::move(lines);
  result["backs"] = std::move(backs);
  result["timeline"] = timeline(site, connection, view, *row);
  result["tasks"] = tasks(connection, view, *row, site.clock->now());
  json::array prints;
  for (const auto& pack : site.packs->packs)
    for (const auto& print : pack->prints)
      if (print->of == &type) prints.push_back(json::object{{"print", print->name}, {"title", print->title}});
  result["prints"] = std::move(prints);
  const db::Rows chain = connection.read({"select seq from chain where county = ?1", {county}});
  result["place"] = chain.empty() ? 0 : chain.integer(0, 0);
  result["county"] = county;
  return result;
}

}  // namespace halfsky::engine
