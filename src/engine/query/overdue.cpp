// What is past its day, and whose it is: open tasks of all types that she may read, soonest due first, and how many lie with each office. Each
// type is asked through the gate's own condition, so what is hidden from her fills no page and is in no number.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/query/pages.hpp"

namespace halfsky::engine {
namespace json = boost::json;

namespace {

constexpr int64_t kOfEachType = 500;
constexpr size_t kShown = 300;

struct Late {
  RowPtr row;
  const lang::Move* move = nullptr;
  base::OrgId org = 0;
  std::string role;
  base::Day since = 0;
  base::Instant due = 0;
};

db::Call late_call(const Site& site, const RecordTable& table, const Gate::Part& part, base::County county, base::OrgId org) {
  const auto range = base::range_of(org);
  std::string columns;
  for (const Column& column : table.columns()) columns += ", t." + db::quote_name(column.name);
  std::vector<db::Value> args{county, site.clock->now(), table.type().name, range.low, range.high, kOfEachType};
  args.insert(args.end(), part.args.begin(), part.args.end());
  return {fmt::format("select k.move, k.org, k.role, k.since, k.due_at{} from task k join {} t on t.county = k.county and t.id = k.record "
                      "where k.county = ?1 and k.closed_at is null and k.due_at <= ?2 and k.type = ?3 and k.org between ?4 and ?5 and t.struck_ = 0 and {} order by k.due_at, k.record limit ?6",
                      columns, table.name(), part.sql), std::move(args)};
}

}  // namespace

json::object overdue_page(const Site& site, db::Connection& connection, const Acting& who, base::OrgId org) {
  const base::County county = county_of_viewer(site, who, org);
  if (org == 0) org = who.grants.front().org;
  const Gate gate(site);
  constexpr int kFirstOfGate = 7;
  const db::Rows types = connection.read({"select distinct type from task where county = ?1 and closed_at is null and due_at <= ?2", {county, site.clock->now()}});
  std::vector<const RecordTable*> tables;
  std::vector<db::Call> calls;
  for (size_t r = 0; r < types.size(); ++r) {
    const lang::RecordType* type = site.packs->record_type(types.text(r, 0));
    const auto part = type && !type->is_org ? gate.readable(who, *type, kFirstOfGate) : std::nullopt;
    if (!part) continue;
    tables.push_back(&site.schema->table(*type));
    calls.push_back(late_call(site, *tables.back(), *part, county, org));
  }
  Snapshot snapshot(site, connection, county);
  View view(site, snapshot, who);
  std::vector<Late> all;
  const auto results = calls.empty() ? std::vector<db::Rows>{} : connection.read_all(calls);
  for (size_t i = 0; i < results.size(); ++i) {
    std::vector<RowPtr> rows;
    for (size_t r = 0; r < results[i].size(); ++r) {
      const db::Value* at = results[i].row(r);
      const auto row = std::make_shared<const Row>(tables[i]->row_of(at + 5));
      snapshot.keep(row);
      rows.push_back(row);
      all.push_back({row, row->type->move(results[i].text(r, 0)), results[i].integer(r, 1), results[i].text(r, 2), base::Day(results[i].integer(r, 3)), results[i].integer(r, 4)});
    }
    view.prepare(rows, View::Depth::list);
  }
  std::erase_if(all, [&](const Late& late) { return late.move == nullptr || !view.may_read(late.row); });
  std::stable_sort(all.begin(), all.end(), [](const Late& a, const Late& b) { return a.due < b.due; });

  const base::Day today = site.clock->today();
  std::map<std::pair<base::OrgId, std::string>, std::pair<int64_t, base::Day>> offices;   // how many, the oldest
  json::array rows, groups;
  for (const Late& late : all) {
    const base::Day due = base::day_at(late.due - 1);
    auto [office, fresh] = offices.try_emplace({late.org, late.role}, 0, due);
    ++office->second.first;
    if (rows.size() >= kShown) continue;
    rows.push_back(json::object{{"type", late.row->type->name}, {"type_title", late.row->type->title}, {"record", late.row->id}, {"label", view.label(late.row)}, {"org", late.row->org}, {"org_name", view.org_name(late.row->org)},
                                {"move", late.move->id}, {"title", late.move->title}, {"holder_org", late.org}, {"holder_org_name", view.org_name(late.org)}, {"holder_role_title", view.role_title(late.role)},
                                {"since", base::format_day(late.since)}, {"due", base::format_day(due)}, {"days_late", today - due}});
  }
  std::vector<std::pair<std::pair<base::OrgId, std::string>, std::pair<int64_t, base::Day>>> sorted(offices.begin(), offices.end());
  for (const auto& [office, held] : sorted)   // in the order of the offices: nobody is ranked
    groups.push_back(json::object{{"org", office.first}, {"org_name", view.org_name(office.first)}, {"role", office.second}, {"role_title", view.role_title(office.second)}, {"n", held.first}, {"oldest", base::format_day(held.second)}});
  return {{"org", org}, {"org_name", view.org_name(org)}, {"day", base::format_day(today)}, {"count", all.size()}, {"offices", std::move(groups)}, {"rows", std::move(rows)}};
}

}  // namespace halfsky::engine
