// Secret records: who has looked at one, and break-glass.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "engine/access/glass.hpp"
#include "engine/access/looks.hpp"
#include "engine/command/json.hpp"
#include "engine/query/pages.hpp"
#include "http/replies.hpp"
#include "http/routes/routes.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

constexpr size_t kLooksShown = 200;

// Of a record that she may read; any other is not there.
base::Result<json::object> looks_json(Service& service, const Caller& caller, db::Connection& connection, const lang::RecordType& type, const std::string& id, base::OrgId org) {
  const auto& site = service.engine.site();
  if (const auto page = engine::record_page(site, connection, caller.who, type, id, std::nullopt, std::nullopt, base::county_of(org)); !page) return page.problems();
  engine::Snapshot snapshot(site, connection, engine::county_of_viewer(site, caller.who, org));
  const engine::View view(site, snapshot, caller.who);
  json::array list;
  for (const auto& look : engine::looks_at(site, connection, *snapshot.load(type, id), kLooksShown)) {
    const lang::Field* field = type.field(look.field);
    list.push_back(json::object{{"at", base::format_instant(look.at)}, {"by", look.name}, {"org_name", view.org_name(look.org)}, {"role_title", view.role_title(look.role)}, {"how", look.how}, {"field", field ? field->title : ""}, {"reason", look.reason}});
  }
  return json::object{{"looks", std::move(list)}};
}

json::object opened_json(Service& service, const Caller& caller, db::Connection& connection, const engine::GlassOpened& opened) {
  const auto& site = service.engine.site();
  engine::Snapshot snapshot(site, connection, engine::county_of_viewer(site, caller.who));
  engine::View view(site, snapshot, caller.who);
  json::array rows;
  for (const auto& row : opened.rows)
    rows.push_back(json::object{{"type", row->type->name}, {"type_title", row->type->title}, {"record", row->id}, {"label", view.label(row)}, {"org_name", view.org_name(row->org)}});
  return {{"until", base::format_instant(opened.until)}, {"rows", std::move(rows)}};
}

}  // namespace

void add_secret_routes(std::vector<Route>& routes, Service& service) {
  routes.push_back({.pattern = "/api/v1/records/{type}/{id}/looks",
                    .handler = [&service](const Request& request) {
                      const lang::RecordType* type = service.engine.site().packs->record_type(request.path_params[0]);
                      if (type == nullptr || type->is_org) return refused(service, request, {{"no_such_record", "", {{"type", ""}}}});
                      std::optional<base::Result<json::object>> looks;
                      service.engine.read([&](db::Connection& c) { looks = looks_json(service, caller_of(request), c, *type, request.path_params[1], query_number(request, "org", 0)); });
                      return *looks ? json_answer(**looks) : refused(service, request, looks->problems());
                    },
                    .name = "recordLooks", .summary = "Who has looked at a record, or at its protected fields", .tag = "records", .answer_schema = "RecordLooks", .query = {{"org", "an org of the county, for those above it"}}});
  routes.push_back({.method = Method::post, .pattern = "/api/v1/glass", .body_bytes_max = 16 << 10,
                    .handler = [&service](const Request& request) {
                      const auto body = body_object(request);
                      if (!body) return refused(service, request, body.problems());
                      const Caller& caller = caller_of(request);
                      const auto& site = service.engine.site();
                      if (!engine::may_break_glass(site, caller.who, engine::county_of_viewer(site, caller.who))) return refused(service, request, {{"not_yours", "move", {{"move", "glass"}}}});
                      const auto text = [&](const char* key) { return std::string(engine::text_at(*body, key)); };
                      const auto opened = engine::break_glass(service.engine, caller.who, {text("code"), site.packs->record_type(text("type")), text("record"), text("reason")});
                      if (!opened) return refused(service, request, opened.problems());
                      return json_answer(service.engine.reading([&](db::Connection& c) { return json::value(opened_json(service, caller, c, *opened)); }));
                    },
                    .name = "glassBreak", .summary = "A county's chair opens a secret record by its code, or what refers to a person or household, for half an hour, with a reason; it is journaled, and those who may read it are told", .tag = "records", .body_schema = "Glass", .answer_schema = "GlassOpened"});
}

}  // namespace halfsky::http
