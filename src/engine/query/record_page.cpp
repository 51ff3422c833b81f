// One record: fields, lines, who refers to it, what happened, what is to be done.
#include <fmt/format.h>

#include <algorithm>

#include "engine/access/glass.hpp"
#include "engine/access/looks.hpp"
#include "engine/access/shown_place.hpp"
#include "engine/query/pages.hpp"
#include "engine/store/version.hpp"
#include "engine/world.hpp"

namespace halfsky::engine {
namespace json = boost::json;

namespace {

constexpr const char* kTimelineSql =
    "select m.seq, m.move, a.name, m.org, m.role, m.day, m.by_effect, j.at, h.from_org, h.to_org, h.reason from made m join journal j on j.county = m.county and j.seq = m.seq left join account a on a.id = m.account "
    "left join handover h on h.county = m.county and h.record = m.record and h.seq = m.seq and m.move = 'handover' where m.county = ?1 and m.record = ?2 and m.type = ?3 order by m.seq, m.n";

// `rows`: what was done with it in one county. That it came there from another one is told there; that it left for another, by that one.
void tell_moves(json::array& result, const Site& site, base::County own, base::County county, const db::Rows& rows, const View& view, const lang::RecordType& type, const std::string& id) {
  for (size_t r = 0; r < rows.size(); ++r) {
    if (!rows.is_null(r, 9) && base::county_of(rows.integer(r, 9)) != county) continue;
    const std::string& move = rows.text(r, 1);
    const lang::Move* declared = type.move(move);
    json::object entry({{"place", shown_place(site, county, rows.integer(r, 0))}, {"at", base::format_instant(rows.integer(r, 7))}, {"day", base::format_day(base::Day(rows.integer(r, 5)))}, {"move", move}}, 11, view.memory());
    entry["title"] = declared && !declared->title.empty() ? declared->title : move;
    if (rows.is_null(r, 2)) entry["by"] = "";
    else entry["by"] = rows.text(r, 2);
    entry["org_name"] = view.org_name(rows.integer(r, 3));
    entry["role_title"] = view.role_title(rows.text(r, 4));
    // Nobody's account, on a move that no stranger may make: the calendar or a rule.
    const bool by_nobody = rows.is_null(r, 2) && !(declared && std::any_of(declared->by.begin(), declared->by.end(), [](const lang::Actor& actor) { return actor.scope == lang::Actor::Scope::public_; }));
    entry["by_effect"] = rows.integer(r, 6) != 0 || by_nobody;
    entry["to"] = declared ? json::value(json::string(declared->to)) : json::value(nullptr);
    if (!rows.is_null(r, 8))
      entry["handover"] = json::object{{"from", rows.integer(r, 8)}, {"from_name", view.org_name(rows.integer(r, 8))}, {"to", rows.integer(r, 9)}, {"to_name", view.org_name(rows.integer(r, 9))}, {"reason", reveal_reason(site, rows.bytes(r, 10), id)}};
    if (county != own) entry["county"] = county;   // where its place is one
    result.push_back(std::move(entry));
  }
}

// In the order in which it lay in its counties.
json::array timeline(const Site& site, db::Connection& connection, const Row& row, const db::Rows& here, const View& view, const std::string& id) {
  json::array result(view.memory());
  const std::vector<base::County> before = counties_before(row);
  for (const base::County county : before) tell_moves(result, site, row.county, county, connection.read({kTimelineSql, {county, id, row.type->name}}), view, *row.type, id);
  tell_moves(result, site, row.county, row.county, here, view, *row.type, id);
  if (!before.empty()) std::stable_sort(result.begin(), result.end(), [](const json::value& a, const json::value& b) { return a.at("at").as_string() < b.at("at").as_string(); });
  return result;
}

constexpr const char* kPlaceSql = "select seq from chain where county = ?1";

bool is_there_for(const Site& site, db::Connection& connection, const Acting& who, const lang::RecordType& type, const std::string& id, base::County county) {
  const auto part = Gate(site).readable(who, type, 3);
  const bool glass = may_break_glass(site, who, county);
  if (!part && !glass) return false;
  std::string may = part ? part->sql : "";
  std::vector<db::Value> args{county, id};
  if (part) args.insert(args.end(), part->args.begin(), part->args.end());
  if (glass) {   // of the whole record; a line is read by whoever reads its parent
    if (type.parent) return true;
    may += fmt::format("{}t.id in (select g.record from glass g where g.county = ?1 and g.type = ?{} and g.account = ?{} and g.until_at > ?{})", may.empty() ? "" : " or ", args.size() + 1, args.size() + 2, args.size() + 3);
    args.insert(args.end(), {db::Value{type.name}, db::Value{who.account}, db::Value{site.clock->now()}});
  }
  return !connection.read({fmt::format("select 1 from {} t where t.county = ?1 and t.id = ?2 and ({})", site.schema->table(type).name(), may), std::move(args)}).empty();
}

constexpr const char* kTasksSql = "select move, org, role, since, due_at, closed_at from task where county = ?1 and record = ?2 order by since, due_at, n";

json::array tasks(const db::Rows& rows, const View& view, const lang::RecordType& type, base::Instant now) {
  json::array result(view.memory());
  for (size_t r = 0; r < rows.size(); ++r) {
    const lang::Move* move = type.move(rows.text(r, 0));
    json::object task({{"move", rows.text(r, 0)}, {"title", move ? move->title : rows.text(r, 0)}, {"org_name", view.org_name(rows.integer(r, 1))}, {"role_title", view.role_title(rows.text(r, 2))},
                       {"since", base::format_day(base::Day(rows.integer(r, 3)))}}, 8, view.memory());
    const bool open = rows.is_null(r, 5);
    task["due"] = rows.is_null(r, 4) ? json::value(nullptr) : json::value(json::string(base::format_day(base::day_at(rows.integer(r, 4) - 1))));
    task["closed"] = open ? json::value(nullptr) : json::value(json::string(base::format_day(base::day_at(rows.integer(r, 5)))));
    task["late"] = open && !rows.is_null(r, 4) && rows.integer(r, 4) <= now;
    result.push_back(std::move(task));
  }
  return result;
}

// To whom she may hand it over: orgs like the one that has it, within her own; where the record follows another, only whose that one is.
json::value hand_over_json(const Site& site, View& view, Snapshot& snapshot, const Acting& who, const RowPtr& row) {
  const lang::RecordType& type = *row->type;
  const lang::Stage* stage = type.stage(row->stage);
  if (row->struck || type.parent || type.gone || row->county == 0 || NoticeTypes(*site.packs).keeps(type) || (stage && stage->final_)) return nullptr;
  const Grant* grant = view.gate().grant_to_hand_over(who, type, row->org);
  const Grant* parts = view.gate().grant_to_part_with(who, type, row->org);
  const bool away = parts && base::depth_of(parts->org) <= base::kDepthOfCounty;   // to another county, too
  const auto orgs = site.orgs();
  const Org* giver = orgs->find(row->org);
  if (giver == nullptr) return nullptr;
  if (giver->level == lang::Level::county) grant = nullptr;
  if (grant == nullptr && !away) return nullptr;
  const base::OrgId county = base::org_of_county(row->county);
  const base::OrgId within = grant == nullptr ? 0 : base::range_of(grant->org).holds(county) ? county : grant->org;
  json::object may{{"level", std::string(lang::to_text(giver->level))}, {"kind", giver->level == lang::Level::partner ? giver->kind : ""}, {"within", within ? json::value(within) : json::value(nullptr)}, {"only", nullptr}, {"only_name", nullptr}, {"away", away}};
  if (type.org_rule != lang::RecordType::OrgRule::path) return may;
  const lang::Value follows = RowWorld(site, snapshot, row, site.clock->today()).evaluate(*type.org_path);
  if (follows.is_null() || follows.number == row->org || !((within && base::range_of(within).holds(follows.number)) || (away && base::county_of(follows.number) != row->county))) return nullptr;
  may["only"] = follows.number;
  may["only_name"] = view.org_name(follows.number);
  return may;
}

}  // namespace

std::vector<MoveMade> moves_made(db::Connection& connection, base::County county, const std::string& record) {
  const db::Rows rows = connection.read({"select m.move, m.day, m.org, m.role, coalesce(a.name, '') from made m left join account a on a.id = m.account where m.county = ?1 and m.record = ?2 order by m.seq, m.n", {county, record}});
  std::vector<MoveMade> moves;
  for (size_t r = 0; r < rows.size(); ++r) moves.push_back({rows.text(r, 0), base::Day(rows.integer(r, 1)), rows.integer(r, 2), rows.text(r, 3), rows.text(r, 4)});
  return moves;
}

std::unordered_map<std::string, std::vector<MoveOfRecord>> moves_of(db::Connection& connection, base::County county, const std::vector<std::string>& records) {
  std::unordered_map<std::string, std::vector<MoveOfRecord>> result;
  constexpr size_t kAtOnce = 500;
  for (size_t from = 0; from < records.size(); from += kAtOnce) {
    std::string in;
    std::vector<db::Value> args{county};
    for (size_t i = from; i < std::min(records.size(), from + kAtOnce); ++i) {
      args.push_back(records[i]);
      in += fmt::format("{}?{}", in.empty() ? "" : ", ", args.size());
    }
    const db::Rows rows = connection.read({fmt::format("select m.record, m.move, m.day, m.org, m.role, coalesce(a.name, ''), m.seq, m.account, m.by_effect from made m left join account a on a.id = m.account where m.county = ?1 and m.record in ({}) order by m.seq, m.n", in), args});
    for (size_t r = 0; r < rows.size(); ++r) {
      MoveOfRecord made;
      made.move = rows.text(r, 1);
      made.day = base::Day(rows.integer(r, 2));
      made.org = rows.integer(r, 3);
      made.role = rows.text(r, 4);
      made.by = rows.text(r, 5);
      made.seq = rows.integer(r, 6);
      made.account = rows.text(r, 7);
      made.by_effect = rows.integer(r, 8) != 0;
      result[rows.text(r, 0)].push_back(std::move(made));
    }
  }
  return result;
}

std::vector<std::string> moved_since(const Site& site, db::Connection& connection, const lang::RecordType& type, base::County county, base::Day day) {
  const db::Rows rows = connection.read({fmt::format("select id from {} where county = ?1 and struck_ = 0 and moved_ >= ?2", site.schema->table(type).name()), {county, int64_t{day}}});
  std::vector<std::string> ids;
  for (size_t r = 0; r < rows.size(); ++r) ids.push_back(rows.text(r, 0));
  return ids;
}

base::Result<json::object> record_page(const Site& site, db::Connection& connection, const Acting& who, const lang::RecordType& type, const std::string& id,
                                       std::optional<int64_t> version, std::optional<int64_t> place, base::County county) {
  if (county == 0) county = county_of_viewer(site, who);
  // A secret that she may not read is asked for in the same statement as one that is not there, and takes as long.
  if (type.class_ == lang::Class::secret && !is_there_for(site, connection, who, type, id, county)) return base::Problem{"no_such_record", "record", {{"type", type.title}}};
  if (place) place = place_of(site, county, *place);
  Snapshot snapshot = place ? Snapshot(site, connection, county, *place) : Snapshot(site, connection, county);
  RowPtr row = snapshot.load(type, id);
  const RowPtr now = place && row ? Snapshot(site, connection, county).load(type, id) : row;
  if (row && version) row = version_of(site, connection, type, county, id, *version);
  const bool live = row && !version && !place && type.scoring && site.scores && !row->struck && row->stage == type.first_stage();
  if (live) {   // a sheet that is being filled in shows what its computed criteria come to now
    Row scored = *row;
    site.scores->score(scored, snapshot, ScorePort::Criteria::live);
    row = std::make_shared<const Row>(std::move(scored));
    snapshot.keep(row);
  }
  View view(site, snapshot, who);
  if (row && now && row->org != now->org) {   // it was another org's then: who reads it now reads how it stood, and nobody else
    if (!view.may_read(now)) row = nullptr;
    else view.let_read(row);
  }
  if (!row || !view.may_read(row)) return base::Problem{"no_such_record", "record", {{"type", type.title}}};
  view.prepare({row}, View::Depth::record);
  json::object result(view.row_json(row, View::Depth::record), view.kept());
  result["title"] = type.title;
  if (type.class_ == lang::Class::secret && !type.parent) result["secret_code"] = secret_code(site, id);
  const RowPtr parent = type.parent ? snapshot.load(*type.parent->target, row->fields[type.parent->index].text) : nullptr;
  const RowPtr& entered = parent ? parent : row;
  const bool enters = view.gate().grant_for(who, entered->type->enter().by, entered, snapshot, site.clock->today()) != nullptr;
  result["can_edit"] = enters && !row->struck && (type.stages.empty() || row->stage == type.first_stage());
  if (type.scoring && site.scores) {
    result["rubric_year"] = site.scores->version_year(*row, snapshot);
    const auto may = view.may_moves(row, View::Depth::list);
    result["can_score"] = !type.stages.empty() && row->stage == type.first_stage() && std::any_of(may.begin(), may.end(), [&](const MayMove& m) { return !m.move->to.empty() && m.move->to != type.first_stage(); });
  }
  const lang::Actor chair{lang::Actor::Scope::level, lang::Level::county, nullptr, {}, "chair"};
  result["can_strike"] = !row->struck && ((enters && row->stage == type.first_stage()) || view.gate().grant_for(who, {chair}, row, snapshot, site.clock->today()) != nullptr);
  result["handover_waits"] = version || place || type.parent ? json::value(nullptr) : waiting_handover(site, connection, who, *row);
  result["hand_over"] = version || place || !result["handover_waits"].is_null() ? json::value(nullptr) : hand_over_json(site, view, snapshot, who, row);
  // What else the page shows, in one round trip: who moved it, what is to be done, how many refer to it.
  std::vector<db::Call> calls = {{kTimelineSql, {county, id, type.name}}, {kTasksSql, {county, id}}, {kPlaceSql, {county}}};
  std::vector<const lang::RecordType::Back*> counted;
  json::object lines(view.memory());
  for (const auto& back : type.backs) {
    if (back.type->parent != back.ref) {
      const auto part = view.gate().readable(who, *back.type, 3);
      if (!part) continue;
      std::vector<db::Value> args{county, id};
      args.insert(args.end(), part->args.begin(), part->args.end());
      calls.push_back({fmt::format("select count(*) from {} t where t.county = ?1 and t.{} = ?2 and t.struck_ = 0 and {}", site.schema->table(*back.type).name(), db::quote_name(back.ref->id), part->sql), std::move(args)});
      counted.push_back(&back);
      continue;
    }
    const auto rows = snapshot.rows_by_ref(*back.ref, lang::Value::record(id));
    view.prepare(rows, View::Depth::list);
    json::array list(view.memory());
    for (const RowPtr& line : rows) list.push_back(view.row_json(line, View::Depth::list));
    lines[back.name] = std::move(list);
  }
  const std::vector<db::Rows> read = connection.read_all(calls);
  json::array backs(view.memory());
  for (size_t i = 0; i < counted.size(); ++i)
    if (const int64_t count = read[3 + i].integer(0, 0)) {
      const lang::RecordType::Back& back = *counted[i];
      backs.push_back(json::object({{"name", back.name}, {"type", back.type->name}, {"field", back.ref->id}, {"title", back.type->title}, {"count", count}}, view.memory()));
    }
  result["lines"] = std::move(lines);
  result["backs"] = std::move(backs);
  result["timeline"] = timeline(site, connection, now ? *now : *row, read[0], view, id);
  result["tasks"] = tasks(read[1], view, *row->type, site.clock->now());
  json::array prints;
  for (const auto& pack : site.packs->packs)
    for (const auto& print : pack->prints)
      if (print->of == &type) prints.push_back(json::object{{"print", print->name}, {"title", print->title}});
  result["prints"] = std::move(prints);
  if (const auto notice = view.notice_of(row))
    result["notice"] = json::object({{"record", notice->notice->id}, {"starts", base::format_day(notice->notice->moved)}, {"ends", base::format_day(notice->ends)}, {"open_objections", notice->open_objections}, {"taken_down", notice->taken_down}});
  result["place"] = read[2].empty() ? 0 : shown_place(site, county, type.class_ == lang::Class::secret ? read[2].integer(0, 0) : open_place(site, connection, county, read[2].integer(0, 0)));
  result["county"] = county;
  return result;
}

}  // namespace halfsky::engine
