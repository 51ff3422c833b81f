// Whom do I call? Her own office, those above it and the partners that hang there: who holds the office, and the lines that it has published
// (core.phone_line, which are public). Officers and chairs alone: that a village has a keeper of some register is nobody's to list.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/query/pages.hpp"

namespace halfsky::engine {
namespace json = boost::json;

namespace {

constexpr const char* kLines = "core.phone_line";

std::vector<const Org*> offices_of(const OrgTree& orgs, base::OrgId own, base::Day today) {
  std::vector<const Org*> result;
  for (const Org* at = orgs.find(own); at != nullptr && at->id != base::kNation; at = orgs.find(at->parent)) {
    result.push_back(at);
    if (base::depth_of(at->id) < 3) continue;   // a province's own partners are not a village's to call
    for (const Org* partner : orgs.children(at->id))
      if (partner->level == lang::Level::partner && partner->until >= today) result.push_back(partner);
  }
  return result;
}

}  // namespace

json::object contacts_page(const Site& site, db::Connection& connection, const Acting& who) {
  const auto orgs = site.orgs();
  const base::Day today = site.clock->today();
  const auto offices = offices_of(*orgs, who.grants.front().org, today);
  std::map<base::OrgId, json::array> people, lines;
  std::vector<db::Value> args{int64_t{today}};
  std::string in;
  for (const Org* org : offices) {
    args.push_back(org->id);
    in += fmt::format("{}?{}", in.empty() ? "" : ", ", args.size());
  }
  const db::Rows held = connection.read({fmt::format("select g.org, g.role, a.name from role_grant g join account a on a.id = g.account where g.from_day <= ?1 and g.until_day >= ?1 and a.disabled = 0 and g.role in ('officer', 'chair') and g.org in ({}) order by g.org, g.role, a.name", in), args});
  Snapshot own(site, connection, county_of_viewer(site, who));
  const View names(site, own, who);
  for (size_t r = 0; r < held.size(); ++r) people[held.integer(r, 0)].push_back(json::object{{"name", held.text(r, 2)}, {"role", held.text(r, 1)}, {"role_title", names.role_title(held.text(r, 1))}});

  const lang::RecordType* type = site.packs->record_type(kLines);
  if (type && type->class_ == lang::Class::public_) {
    std::map<base::County, std::set<base::OrgId>> counties;
    for (const Org* org : offices) counties[base::county_of(org->id)].insert(org->id);
    for (const auto& [county, of] : counties) {
      const RecordTable& table = site.schema->table(*type);
      std::string columns, wanted;
      for (const Column& column : table.columns()) columns += (columns.empty() ? "t." : ", t.") + db::quote_name(column.name);
      std::vector<db::Value> given{county};
      for (const base::OrgId org : of) {
        given.push_back(org);
        wanted += fmt::format("{}?{}", wanted.empty() ? "" : ", ", given.size());
      }
      const db::Rows rows = connection.read({fmt::format("select {} from {} t where t.county = ?1 and t.struck_ = 0 and t.org in ({}) order by t.entered, t.id", columns, table.name(), wanted), given});
      Snapshot snapshot(site, connection, county);
      View view(site, snapshot, who);
      for (size_t r = 0; r < rows.size(); ++r) {
        const auto row = std::make_shared<const Row>(table.row_of(rows.row(r)));
        view.let_read(row);   // a public type's rows are for everybody; her range only says which ones she may list
        const auto value = [&](const char* name) {
          const lang::Field* field = type->field(name);   // a federation may have changed its core
          return field ? json::value(view.value_json(row, *field), json::storage_ptr()) : json::value(nullptr);
        };
        lines[row->org].push_back(json::object{{"what", value("what")}, {"phone", value("phone")}, {"open_at", value("open_at")}});
      }
    }
  }
  json::array result;
  for (const Org* org : offices) {
    if (people[org->id].empty() && lines[org->id].empty()) continue;
    result.push_back(json::object{{"org", org->id}, {"org_name", org->name}, {"level", std::string(lang::to_text(org->level))}, {"kind", org->kind}, {"people", std::move(people[org->id])}, {"lines", std::move(lines[org->id])}});
  }
  return {{"offices", std::move(result)}};
}

}  // namespace halfsky::engine
