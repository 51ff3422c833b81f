// What she sent, and that it arrived: the moves that her own account made last, where each record stands now and who has it. What she may not
// read any more is not there.
#include <algorithm>

#include "engine/query/pages.hpp"

namespace halfsky::engine {
namespace json = boost::json;

namespace {

constexpr int64_t kAsked = 200;   // some of these are not hers to read
constexpr size_t kShown = 50;

}  // namespace

json::object sent_page(const Site& site, db::Connection& connection, const Acting& who) {
  const base::County county = county_of_viewer(site, who);
  Snapshot snapshot(site, connection, county);
  View view(site, snapshot, who);
  json::array sent;
  const db::Rows made = connection.read({"select m.type, m.record, m.move, j.at from made m join journal j on j.county = m.county and j.seq = m.seq "
                                         "where m.county = ?1 and m.account = ?2 and m.by_effect = 0 order by m.seq desc, m.n limit ?3", {county, who.account, kAsked}});
  std::map<const lang::RecordType*, std::vector<std::string>> ids;
  for (size_t r = 0; r < made.size(); ++r)
    if (const lang::RecordType* type = site.packs->record_type(made.text(r, 0)); type && !type->is_org) ids[type].push_back(made.text(r, 1));
  for (const auto& [type, wanted] : ids) {
    snapshot.fetch(*type, wanted);
    std::vector<RowPtr> rows;
    for (const std::string& id : wanted)
      if (const RowPtr row = snapshot.load(*type, id); row && view.may_read(row)) rows.push_back(row);
    view.prepare(rows, View::Depth::list);
  }
  for (size_t r = 0; r < made.size() && sent.size() < kShown; ++r) {
    const lang::RecordType* type = site.packs->record_type(made.text(r, 0));
    const RowPtr row = type && !type->is_org ? snapshot.load(*type, made.text(r, 1)) : nullptr;
    if (!row || !view.may_read(row)) continue;
    const lang::Move* move = type->move(made.text(r, 2));
    sent.push_back(json::object{{"type", type->name}, {"type_title", type->title}, {"record", row->id}, {"label", view.label(row)}, {"org_name", view.org_name(row->org)}, {"move", made.text(r, 2)},
                                {"title", move ? move->title : ""}, {"at", base::format_instant(made.integer(r, 3))}, {"stage", type->stages.empty() ? json::value(nullptr) : json::value(json::string(row->stage))},
                                {"holder", view.holder_json(row)}});
  }
  return {{"sent", std::move(sent)}};
}

}  // namespace halfsky::engine
