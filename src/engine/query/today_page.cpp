// Today, search, and changes since a place.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "engine/access/shown_place.hpp"
#include "engine/query/pages.hpp"
#include "engine/store/name_tokens.hpp"
#include "lang/pack/english.hpp"

namespace halfsky::engine {
namespace json = boost::json;

namespace {

constexpr int64_t kTasksShown = 200;
constexpr int64_t kWaitingShown = 50;
constexpr int64_t kInboxShown = 50;
constexpr int kTakenOverDays = 14;

struct Open { std::string record, move, type, role; base::OrgId org; base::Day since; std::optional<base::Instant> due; };

std::vector<Open> read_open(const db::Rows& rows) {
  std::vector<Open> result;
  for (size_t r = 0; r < rows.size(); ++r)
    result.push_back({rows.text(r, 0), rows.text(r, 1), rows.text(r, 2), rows.text(r, 4), rows.integer(r, 3), base::Day(rows.integer(r, 5)), rows.is_null(r, 6) ? std::nullopt : std::optional(rows.integer(r, 6))});
  return result;
}

// All records of the tasks, what their labels read and who moved them, in a few statements a type.
void prepare_records(const Site& site, View& view, Snapshot& snapshot, std::initializer_list<const std::vector<Open>*> lists) {
  std::map<const lang::RecordType*, std::vector<std::string>> ids;
  for (const auto* list : lists)
    for (const Open& open : *list)
      if (const lang::RecordType* type = site.packs->record_type(open.type)) ids[type].push_back(open.record);
  for (const auto& [type, wanted] : ids) {
    snapshot.fetch(*type, wanted);
    std::vector<RowPtr> rows;
    for (const std::string& id : wanted)
      if (const RowPtr row = snapshot.load(*type, id)) rows.push_back(row);
    view.prepare(rows, View::Depth::list);
  }
}

// Who put it before her: the last move that a person made.
json::value before_json(const View& view, const lang::RecordType& type, const std::vector<MoveOfRecord>& moves) {
  const auto last = std::find_if(moves.rbegin(), moves.rend(), [](const MoveOfRecord& made) { return !made.by_effect && !made.account.empty(); });
  if (last == moves.rend()) return nullptr;
  const lang::Move* move = type.move(last->move);
  return json::object{{"move", last->move}, {"title", move ? move->title : ""}, {"by", last->by}, {"org_name", view.org_name(last->org)}, {"role_title", view.role_title(last->role)}, {"day", base::format_day(last->day)}};
}

}  // namespace

json::object today_page(const Site& site, db::Connection& connection, const Acting& who) {
  const base::Instant now = site.clock->now();
  const base::Day today = site.clock->today();
  json::object result{{"day", base::format_day(today)}};
  if (who.grants.empty()) return result;
  const Grant& grant = who.grants.front();
  const base::County county = county_of_viewer(site, who);
  Snapshot snapshot(site, connection, county);
  View view(site, snapshot, who);
  view.shows_as("");   // a task's line says that she holds it, and no more of a secret than its label
  result["org"] = grant.org;
  result["org_name"] = view.org_name(grant.org);
  result["role"] = grant.role;
  result["role_title"] = view.role_title(grant.role);
  const bool next_year_missing = !site.calendar.knows_year(base::date_of(today).year + 1) && base::date_of(today).month == 12;
  result["calendar_missing"] = next_year_missing;

  std::unordered_map<std::string, std::vector<MoveOfRecord>> moves;   // of the records that wait for her
  const auto json_of_open = [&](const Open& open, bool mine) -> json::value {
    const lang::RecordType* type = site.packs->record_type(open.type);
    const lang::Move* move = type ? type->move(open.move) : nullptr;
    const RowPtr row = type ? snapshot.load(*type, open.record) : nullptr;
    if (!row || !view.may_read(row)) return nullptr;
    json::object task{{"type", type->name}, {"type_title", type->title}, {"record", open.record}, {"label", view.label(row)}, {"move", open.move}, {"title", move ? move->title : open.move},
                      {"org", row->org}, {"org_name", view.org_name(row->org)}, {"since", base::format_day(open.since)}};
    task["due"] = open.due ? json::value(json::string(base::format_day(base::day_at(*open.due - 1)))) : json::value(nullptr);
    task["days_left"] = open.due ? json::value(base::day_at(*open.due - 1) - today) : json::value(nullptr);
    task["late"] = open.due && *open.due <= now;
    if (mine) {
      bool may = true;
      std::string why;
      for (const MayMove& m : view.may_moves(row, View::Depth::list))
        if (m.move == move) { may = m.ok; why = m.why; }
      task["ok"] = may;
      if (!why.empty()) task["why"] = why;
      task["before"] = before_json(view, *type, moves[open.record]);
    } else {
      task["holder_org_name"] = view.org_name(open.org);
      task["holder_role_title"] = view.role_title(open.role);
    }
    return task;
  };

  const std::string columns = "select record, move, type, org, role, since, due_at from task where county = ?1 and ";
  const auto results = connection.read_all(std::vector<db::Call>{
      {columns + "org = ?2 and role = ?3 and closed_at is null order by due_at is null, due_at, record limit ?4", {county, grant.org, grant.role, kTasksShown}},
      {"select count(*) from task where county = ?1 and org = ?2 and role = ?3 and closed_at is null", {county, grant.org, grant.role}},
      {"select count(*) from task where county = ?1 and org = ?2 and role = ?3 and closed_at is null and due_at <= ?4", {county, grant.org, grant.role, now}},
      // what her own account has moved and somebody else holds now; and what those moved whose office she took over
      {columns + "closed_at is null and not (org = ?2 and role = ?3) and record in (select record from made where county = ?1 and account = ?4 "
                 "union select record from office_item where county = ?1 and to_account = ?4 and org = ?2 and role = ?3 and kind = 'followed' and why = '') order by due_at is null, due_at, record limit ?5",
       {county, grant.org, grant.role, who.account, kWaitingShown}},
      // for her office and role, for her office as a whole, for herself
      {"select id, text, type, record, at, read_at from (select id, text, type, record, at, read_at from inbox where county = ?1 and org = ?2 and role in (?3, '') and recipient = '' "
       "union all select id, text, type, record, at, read_at from inbox where county = ?1 and recipient = ?5 and recipient <> '') hers order by at desc limit ?4",
       {county, grant.org, grant.role, kInboxShown, who.person}},
      // whom she took the office over from, for a while
      {"select o.id, a.name, o.day from office_handover o join account a on a.id = o.from_account where o.to_account = ?3 and o.org = ?1 and o.role = ?2 and o.day >= ?4 order by o.at desc", {grant.org, grant.role, who.account, int64_t{today} - kTakenOverDays}},
  });
  const std::vector<Open> hers = read_open(results[0]), others = read_open(results[3]);
  prepare_records(site, view, snapshot, {&hers, &others});
  std::vector<std::string> mine_now;
  for (const Open& open : hers) mine_now.push_back(open.record);
  moves = moves_of(connection, county, mine_now);
  json::array tasks, waiting, inbox;
  for (const Open& open : hers)
    if (auto task = json_of_open(open, true); !task.is_null()) tasks.push_back(std::move(task));
  std::set<std::string> seen;
  for (const Open& open : others) {
    if (!seen.insert(open.record).second) continue;   // several offices may hold it; one line a record
    if (auto task = json_of_open(open, false); !task.is_null()) waiting.push_back(std::move(task));
  }
  const auto hers_to_know = [&](const lang::RecordType* type, const std::string& record) {
    if (type == nullptr || type->class_ != lang::Class::secret) return true;
    const RowPtr row = snapshot.load(*type, record);
    return row && view.may_read(row);
  };
  const db::Rows& lines = results[4];
  for (size_t r = 0; r < lines.size(); ++r) {
    const lang::RecordType* type = site.packs->record_type(lines.text(r, 2));
    if (!hers_to_know(type, lines.text(r, 3))) continue;
    const std::string english = type ? lang::english_of_told(*site.packs, *type, lines.text(r, 1)) : "";
    inbox.push_back(json::object{{"id", lines.text(r, 0)}, {"text", lines.text(r, 1)}, {"text_en", english.empty() ? lines.text(r, 1) : english}, {"type", lines.text(r, 2)}, {"record", lines.text(r, 3)},
                                 {"at", base::format_instant(lines.integer(r, 4))}, {"read", !lines.is_null(r, 5)}});
  }
  json::array taken_over;
  for (size_t r = 0; r < results[5].size(); ++r)
    taken_over.push_back(json::object{{"id", results[5].text(r, 0)}, {"from_name", results[5].text(r, 1)}, {"day", base::format_day(base::Day(results[5].integer(r, 2)))}});
  result["taken_over"] = std::move(taken_over);
  result["handovers"] = county_handovers_page(site, connection, who, county);
  result["counts"] = json::object{{"tasks", results[1].integer(0, 0)}, {"late", results[2].integer(0, 0)}, {"waiting", waiting.size()}};
  result["tasks"] = std::move(tasks);
  result["waiting"] = std::move(waiting);
  result["inbox"] = std::move(inbox);
  return result;
}

db::Call mark_read_call(const Site& site, const Acting& who) {
  const Grant& grant = who.grants.front();
  return {"update inbox set read_at = ?4 where county = ?1 and ((org = ?2 and role in (?3, '') and recipient = '') or (recipient = ?5 and recipient <> '')) and read_at is null",
          {county_of_viewer(site, who), grant.org, grant.role, site.clock->now(), who.person}};
}

int64_t open_tasks(db::Connection& connection, const Grant& grant) {
  return connection.read({"select count(*) from task where county = ?1 and org = ?2 and role = ?3 and closed_at is null", {base::county_of(grant.org), grant.org, grant.role}}).integer(0, 0);
}

json::array search(const Site& site, db::Connection& connection, const Acting& who, const std::string& raw, size_t limit) {
  json::array hits;
  std::string q = base::lower(base::half_width(base::trim(raw)));
  if (q.empty()) return hits;
  std::string compact = q;
  std::erase(compact, ' ');
  const base::County county = county_of_viewer(site, who);
  Snapshot snapshot(site, connection, county);
  View view(site, snapshot, who);
  for (const auto& table : site.schema->tables()) {
    const lang::RecordType& type = table->type();
    if (type.class_ == lang::Class::secret || hits.size() >= limit) continue;
    const auto part = view.gate().readable(who, type, 5);
    if (!part) continue;
    for (const auto& field : type.fields) {
      if (!field->sealed || field->type.kind != lang::Kind::text) continue;
      std::string columns;
      for (const Column& column : table->columns()) columns += (columns.empty() ? "t." : ", t.") + db::quote_name(column.name);
      std::vector<db::Value> args{county, type.name, field->id, db::Bytes{name_token(*site.vault, *field, compact)}};
      args.insert(args.end(), part->args.begin(), part->args.end());
      args.push_back(int64_t(limit - std::min(limit, hits.size())));
      const db::Rows rows = connection.read({fmt::format("select {} from {} t where t.county = ?1 and t.struck_ = 0 and {} and {} order by t.entered desc, t.id limit ?{}", columns, table->name(),
                                                         found_by_name_sql(connection.backend(), "t.id", {2, 3, 4}), part->sql, args.size()), args});
      for (size_t r = 0; r < rows.size(); ++r) {
        const auto row = std::make_shared<const Row>(table->row_of(rows.row(r)));
        snapshot.keep(row);
        hits.push_back(json::object{{"type", type.name}, {"type_title", type.title}, {"record", row->id}, {"label", view.label(row)}, {"org", row->org}, {"org_name", view.org_name(row->org)}});
      }
    }
  }
  const auto orgs = site.orgs();
  for (const auto& range : view.gate().ranges(who))
    for (const Org& org : orgs->within(range)) {
      if (hits.size() >= limit) return hits;
      const auto tokens = base::name_tokens(org.name);
      const bool match = org.name.find(q) != std::string::npos || org.code == q || std::find(tokens.begin(), tokens.end(), compact) != tokens.end();
      if (match) hits.push_back(json::object{{"type", "core.org"}, {"type_title", ""}, {"record", std::to_string(org.id)}, {"label", org.name}, {"org", org.id}, {"org_name", org.name}});
    }
  return hits;
}

// Secret types are in no such answer, and leave no trace in it: their changes are passed over as if they were not there, they fill no page,
// and `place` never comes to stand on one.
json::object changes_after(const Site& site, db::Connection& connection, const Acting& who, base::County county, int64_t shown, size_t limit) {
  if (county == 0) county = county_of_viewer(site, who);
  const int64_t place = place_of(site, county, shown);
  Snapshot snapshot(site, connection, county);
  View view(site, snapshot, who);
  std::string types;
  for (const auto& table : site.schema->tables())
    if (table->type().class_ != lang::Class::secret) types += (types.empty() ? "'" : ", '") + table->type().name + "'";
  const db::Rows rows = connection.read({fmt::format("select c.seq, c.type, c.id, c.version, j.at from change_ c join journal j on j.county = c.county and j.seq = c.seq where c.county = ?1 and c.seq > ?2 and c.type in ({}) order by c.seq, c.n limit ?3", types),
                                         {county, place, int64_t(limit) + 1}});
  json::array changes;
  int64_t last = place;
  size_t taken = std::min(rows.size(), limit);
  while (taken > 0 && taken < rows.size() && rows.integer(taken - 1, 0) == rows.integer(taken, 0)) --taken;   // a command whole, or not at all
  if (taken == 0) taken = rows.size();
  for (size_t r = 0; r < taken; ++r) {
    last = rows.integer(r, 0);
    const lang::RecordType* type = site.packs->record_type(rows.text(r, 1));
    const RowPtr row = type ? snapshot.load(*type, rows.text(r, 2)) : nullptr;
    if (!row || !view.may_read(row)) continue;
    changes.push_back(json::object{{"place", shown_place(site, county, last)}, {"type", type->name}, {"record", row->id}, {"version", rows.integer(r, 3)}, {"at", base::format_instant(rows.integer(r, 4))}});
  }
  return {{"county", county}, {"place", last == place ? shown : shown_place(site, county, last)}, {"more", taken < rows.size()}, {"changes", std::move(changes)}};
}

}  // namespace halfsky::engine
