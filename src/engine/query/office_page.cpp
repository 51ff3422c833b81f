// Offices that went from one to another, as those see them whom it concerns.
#include <fmt/format.h>

#include <map>

#include "engine/query/pages.hpp"

namespace halfsky::engine {
namespace json = boost::json;

namespace {

constexpr size_t kItemsShown = 5'000;
constexpr int64_t kHandoversShown = 200;

bool is_secret(const Site& site, const std::string& type_name) {
  const lang::RecordType* type = site.packs->record_type(type_name);
  while (type && type->parent) type = type->parent->target;
  return type == nullptr || type->class_ == lang::Class::secret;   // of a pack that is gone nobody can tell any more
}

// Items of one county as one viewer is told of them.
class Items {
 public:
  Items(const Site& site, db::Connection& connection, base::County county, const Acting& who) : site_(site), snapshot_(site, connection, county), view_(site, snapshot_, who), now_(site.clock->now()) {}

  void add(const std::vector<OfficeItem>& items, std::vector<OfficeItem>& told, json::array& lines) {
    prepare(items);
    for (const OfficeItem& item : items) {
      const lang::RecordType* type = site_.packs->record_type(item.type);
      const RowPtr row = type && item.kind != "job" ? snapshot_.load(*type, item.record) : nullptr;
      const bool open = row && view_.may_read(row);
      if (!open && is_secret(site_, item.type)) continue;
      told.push_back(item);
      if (lines.size() < kItemsShown) lines.push_back(line(item, type, open ? row : nullptr));
    }
  }
  View& view() { return view_; }

 private:
  void prepare(const std::vector<OfficeItem>& items) {
    std::map<const lang::RecordType*, std::vector<std::string>> wanted;
    for (size_t i = 0; i < items.size() && i < kItemsShown; ++i)
      if (const lang::RecordType* type = items[i].kind == "job" ? nullptr : site_.packs->record_type(items[i].type)) wanted[type].push_back(items[i].record);
    for (const auto& [type, ids] : wanted) {
      snapshot_.fetch(*type, ids);
      std::vector<RowPtr> rows;
      for (const std::string& id : ids)
        if (const RowPtr row = snapshot_.load(*type, id)) rows.push_back(row);
      view_.prepare(rows, View::Depth::list);
    }
  }

  json::object line(const OfficeItem& item, const lang::RecordType* type, const RowPtr& row) {
    const lang::Move* move = type && item.kind != "job" ? type->move(item.move) : nullptr;
    json::object line{{"kind", item.kind}, {"type", item.type}, {"type_title", type ? type->title : item.type}, {"move", item.move}, {"title", move ? move->title : ""}, {"since", base::format_day(item.since)}};
    line["record"] = row ? json::value(json::string(item.record)) : json::value(nullptr);
    line["label"] = row ? view_.label(row) : "";
    line["org_name"] = row ? view_.org_name(row->org) : "";
    line["due"] = item.due ? json::value(json::string(base::format_day(base::day_at(*item.due - 1)))) : json::value(nullptr);
    line["late"] = item.due && *item.due <= now_;
    line["why"] = item.why.empty() ? json::value(nullptr) : json::value(json::string(item.why));
    return line;
  }

  const Site& site_;
  Snapshot snapshot_;
  View view_;
  base::Instant now_;
};

json::array counts_of(const std::vector<OfficeItem>& items) {
  std::map<std::pair<std::string, std::string>, int64_t> counts;
  for (const OfficeItem& item : items) ++counts[{item.kind, item.why}];
  json::array result;
  for (const char* kind : {"approval", "task", "draft", "followed", "job"})
    for (const auto& [of, n] : counts)
      if (of.first == kind) result.push_back(json::object{{"kind", kind}, {"why", of.second.empty() ? json::value(nullptr) : json::value(json::string(of.second))}, {"n", n}});
  return result;
}

json::object office_json(const View& view, base::OrgId org, const std::string& role) {
  return {{"org", org}, {"org_name", view.org_name(org)}, {"role", role}, {"role_title", view.role_title(role)}};
}

const std::string kHandovers =
    "select o.id, o.n, o.from_account, o.to_account, o.by_account, o.org, o.role, o.begun, o.day, o.at, f.login, f.name, t.login, t.name, b.name from office_handover o join account f on f.id = o.from_account "
    "join account t on t.id = o.to_account left join account b on b.id = o.by_account where ";

std::string part_of(const db::Rows& rows, size_t r, const std::string& account) {
  return rows.text(r, 3) == account ? "to" : rows.text(r, 2) == account ? "from" : "by";
}

json::object brief(const db::Rows& rows, size_t r, const std::string& account) {
  return {{"id", rows.text(r, 0)}, {"part", part_of(rows, r, account)}, {"day", base::format_day(base::Day(rows.integer(r, 8)))}, {"at", base::format_instant(rows.integer(r, 9))},
          {"from", json::object{{"login", rows.text(r, 10)}, {"name", rows.text(r, 11)}}}, {"to", json::object{{"login", rows.text(r, 12)}, {"name", rows.text(r, 13)}}}, {"by_name", rows.is_null(r, 14) ? "" : rows.text(r, 14)}};
}

}  // namespace

json::array office_counts(const Site& site, const std::vector<OfficeItem>& items) {
  std::vector<OfficeItem> open;
  for (const OfficeItem& item : items)
    if (!is_secret(site, item.type)) open.push_back(item);
  return counts_of(open);
}

json::object office_work_page(const Site& site, db::Connection& connection, const Acting& who) {
  HALFSKY_ASSERT(who.grants.size() == 1);
  const Grant& grant = who.grants.front();
  json::object office;
  json::array lines;
  std::vector<OfficeItem> told;
  for (const base::County county : works(grant) ? counties_of_office(site, grant.org) : std::vector<base::County>{}) {
    Items items(site, connection, county, who);
    items.add(office_work(site, connection, county, who, nullptr), told, lines);
  }
  Snapshot snapshot(site, connection, 0);
  office = office_json(View(site, snapshot, who), grant.org, grant.role);
  office["counts"] = counts_of(told);
  office["items"] = std::move(lines);
  return office;
}

json::object office_handovers(const Site& site, db::Connection& connection, const Acting& who) {
  Snapshot snapshot(site, connection, 0);
  const View view(site, snapshot, who);
  const db::Rows rows = connection.read({kHandovers + "(o.from_account = ?1 or o.to_account = ?1 or o.by_account = ?1) order by o.at desc, o.id, o.n limit ?2", {who.account, kHandoversShown}});
  json::array list;
  for (size_t r = 0; r < rows.size(); ++r) {
    if (list.empty() || list.back().as_object().at("id").as_string() != rows.text(r, 0)) {
      list.push_back(brief(rows, r, who.account));
      list.back().as_object()["offices"] = json::array();
    }
    list.back().as_object()["offices"].as_array().push_back(office_json(view, rows.integer(r, 5), rows.text(r, 6)));
  }
  return {{"handovers", std::move(list)}};
}

base::Result<json::object> office_handover_page(const Site& site, db::Connection& connection, const Acting& who, const std::string& id) {
  const db::Rows rows = connection.read({kHandovers + "o.id = ?2 and (o.from_account = ?1 or o.to_account = ?1 or o.by_account = ?1) order by o.n", {who.account, id}});
  if (rows.empty()) return base::Problem{"no_such_handover", "", {}};
  json::object result = brief(rows, 0, who.account);
  const bool by = part_of(rows, 0, who.account) == "by";
  Snapshot above(site, connection, 0);
  const View names(site, above, who);
  json::array offices;
  for (size_t r = 0; r < rows.size(); ++r) {
    const base::OrgId org = rows.integer(r, 5);
    json::object office = office_json(names, org, rows.text(r, 6));
    office["had"] = rows.text(r, 7).empty();
    json::array lines;
    std::vector<OfficeItem> told;
    for (const base::County county : counties_of_office(site, org)) {
      std::vector<OfficeItem> items;
      const db::Rows listed = connection.read({"select kind, type, record, move, since, due_at, why from office_item where county = ?1 and handover = ?2 and org = ?3 and role = ?4 order by n", {county, id, org, rows.text(r, 6)}});
      for (size_t i = 0; i < listed.size(); ++i)
        items.push_back({listed.text(i, 0), listed.text(i, 1), listed.text(i, 2), listed.text(i, 3), base::Day(listed.integer(i, 4)), listed.is_null(i, 5) ? std::nullopt : std::optional(listed.integer(i, 5)), listed.text(i, 6)});
      if (!by) Items(site, connection, county, who).add(items, told, lines);
      else
        for (OfficeItem& item : items)
          if (!is_secret(site, item.type)) told.push_back(std::move(item));
    }
    office["counts"] = counts_of(told);
    office["items"] = std::move(lines);
    offices.push_back(std::move(office));
  }
  result["offices"] = std::move(offices);
  return result;
}

}  // namespace halfsky::engine
