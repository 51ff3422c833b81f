// Lists, records, search, Today, changes.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "base/text.hpp"
#include "engine/command/field_value.hpp"
#include "engine/command/json.hpp"
#include "engine/query/list.hpp"
#include "engine/query/pages.hpp"
#include "http/replies.hpp"
#include "http/routes/list_query.hpp"
#include "http/routes/money.hpp"
#include "http/routes/routes.hpp"

namespace halfsky::http {
namespace json = boost::json;

void add_record_routes(std::vector<Route>& routes, Service& service) {
  routes.push_back({.pattern = "/api/v1/today",
                    .handler = [&service](const Request& request) {
                      return json_answer(service.engine.reading([&](db::Connection& c) { return json::value(engine::today_page(service.engine.site(), c, caller_of(request).who)); }));
                    },
                    .name = "today", .summary = "What must be done, soonest first", .tag = "pages", .answer_schema = "Today"});
  routes.push_back({.pattern = "/api/v1/overdue",
                    .handler = [&service](const Request& request) {
                      const base::OrgId org = query_number(request, "org", 0);
                      if (org != 0 && !engine::Gate(service.engine.site()).in_range(caller_of(request).who, org)) return refused(service, request, {{"not_yours", "org", {{"move", ""}}}});
                      return json_answer(service.engine.reading([&](db::Connection& c) { return json::value(engine::overdue_page(service.engine.site(), c, caller_of(request).who, org)); }));
                    },
                    .name = "overdueList", .summary = "What is past its day, and which office has it", .tag = "pages", .answer_schema = "Overdue", .query = {{"org", "an org within her range"}}});
  routes.push_back({.pattern = "/api/v1/sent",
                    .handler = [&service](const Request& request) {
                      return json_answer(service.engine.reading([&](db::Connection& c) { return json::value(engine::sent_page(service.engine.site(), c, caller_of(request).who)); }));
                    },
                    .name = "sentList", .summary = "What her own account sent last, and who has it now", .tag = "pages", .answer_schema = "SentList"});
  routes.push_back({.pattern = "/api/v1/moved",
                    .handler = [&service](const Request& request) {
                      const auto& site = service.engine.site();
                      const std::string text = query(request, "since");
                      const auto since = text.empty() ? std::optional(base::add_months(site.clock->today(), -1)) : base::parse_day(text);
                      if (!since) return refused(service, request, {{"not_a_date", "since", {{"got", base::beginning(text, 40)}}}});
                      return json_answer(service.engine.reading([&](db::Connection& c) {
                        return json::value(engine::moved_page(site, c, caller_of(request).who, *since, query(request, "type"), size_t(std::max<int64_t>(0, query_number(request, "cursor", 0)))));
                      }));
                    },
                    .name = "movedList", .summary = "What people of her range did since a day", .tag = "pages", .answer_schema = "MovedList",
                    .query = {{"since", "day; a month ago"}, {"type", "a record type"}, {"cursor", "where the last page ended"}}});
  routes.push_back({.pattern = "/api/v1/search",
                    .handler = [&service](const Request& request) {
                      const auto hits = service.engine.reading([&](db::Connection& c) { return json::value(engine::search(service.engine.site(), c, caller_of(request).who, query(request, "q"), 20)); });
                      return json_answer(json::object{{"hits", hits}});
                    },
                    .name = "search", .summary = "People, records and orgs by name, pinyin, initials", .tag = "pages", .answer_schema = "Hits", .query = {{"q", "what is looked for"}}});
  routes.push_back({.pattern = "/api/v1/changes",
                    .handler = [&service](const Request& request) {
                      return json_answer(service.engine.reading([&](db::Connection& c) {
                        return json::value(engine::changes_after(service.engine.site(), c, caller_of(request).who, base::county_of(query_number(request, "org", 0)), query_number(request, "after", 0),
                                                                 size_t(std::clamp<int64_t>(query_number(request, "limit", 500), 1, 5'000))));
                      }));
                    },
                    .name = "changes", .summary = "What changed in the county after a place in its journal", .tag = "records", .answer_schema = "Changes",
                    .query = {{"after", "place"}, {"limit", "at most"}, {"org", "an org of the county, for those above it"}}});
  routes.push_back({.pattern = "/api/v1/records/{type}",
                    .handler = [&service](const Request& request) {
                      const auto asked = list_query(service, request, request.path_params[0]);
                      if (!asked) return refused(service, request, asked.problems());
                      std::optional<base::Result<json::object>> list;
                      service.engine.read([&](db::Connection& c) { list = engine::list_records(service.engine.site(), c, caller_of(request).who, *asked); });
                      return *list ? json_answer(**list) : refused(service, request, list->problems());
                    },
                    .name = "recordList", .summary = "A list of records", .tag = "records", .answer_schema = "List",
                    .query = {{"where", "a condition in the expression language"}, {"view", "a view of the pack"}, {"stage", "stages, by comma"}, {"org", "an org and all below"}, {"q", "name, pinyin, initials"},
                              {"ref", "field:id, only rows that refer to it"},
                              {"late", "1: only what an office has held past its day"}, {"handed", "1: only what came from another org"}, {"from", "a day, by the type's date, else by entry"}, {"to", "a day"}, {"sort", "a field, or -field"}, {"limit", "at most 500"}, {"cursor", "where the last page ended"}, {"count", "1: with the number of all"},
                              {"facets", "stage, org, choices: numbers by value"}}});
  routes.push_back({.pattern = "/api/v1/records/{type}/{id}",
                    .handler = [&service](const Request& request) {
                      const auto& site = service.engine.site();
                      const lang::RecordType* type = site.packs->record_type(request.path_params[0]);
                      if (type == nullptr || type->is_org) return refused(service, request, {{"no_such_record", "", {{"type", ""}}}});
                      const auto number = [&](const char* name) -> std::optional<int64_t> {
                        const int64_t value = query_number(request, name, -1);
                        return value < 0 ? std::nullopt : std::optional(value);
                      };
                      std::optional<base::Result<json::object>> page;
                      service.engine.read([&](db::Connection& c) {
                        page = engine::record_page(site, c, caller_of(request).who, *type, request.path_params[1], number("version"), number("place"), base::county_of(query_number(request, "org", 0)));
                        if (!*page) return;
                        json::array money;
                        for (const auto& entry : service.ledger.of_record(c, (*page)->at("county").as_int64(), request.path_params[1])) money.push_back(money_json(service, c, caller_of(request), entry));
                        (**page)["money"] = std::move(money);
                      });
                      return *page ? json_answer(**page) : refused(service, request, page->problems());
                    },
                    .name = "recordGet", .summary = "One record with its history, tasks, lines and money", .tag = "records", .answer_schema = "Record",
                    .query = {{"version", "as it was at this version"}, {"place", "as it was at this place of the journal"}, {"org", "an org of the county, for those above it"}}});
  routes.push_back({.method = Method::post, .pattern = "/api/v1/records/{type}/{id}/reveal", .body_bytes_max = 4096,
                    .handler = [&service](const Request& request) {
                      const auto body = body_object(request);
                      if (!body) return refused(service, request, body.problems());
                      const auto& site = service.engine.site();
                      const Caller& caller = caller_of(request);
                      const lang::RecordType* type = site.packs->record_type(request.path_params[0]);
                      const lang::Field* field = type ? type->field(engine::text_at(*body, "field")) : nullptr;
                      if (field == nullptr || !field->private_) return refused(service, request, {{"no_such_record", "", {{"type", type ? type->title : ""}}}});
                      const base::County county = engine::county_of_viewer(site, caller.who);
                      std::optional<lang::Value> value;
                      service.engine.read([&](db::Connection& c) {
                        engine::Snapshot snapshot(site, c, county);
                        engine::View view(site, snapshot, caller.who);
                        if (const auto row = snapshot.load(*type, request.path_params[1])) value = view.reveal(row, *field, base::beginning(engine::text_at(*body, "reason"), 400));
                      });
                      if (!value) return refused(service, request, {{"no_such_record", "", {{"type", type->title}}}});
                      return json_answer(json::object{{"value", engine::json_of(*value, field->type.kind)}});
                    },
                    .name = "fieldReveal", .summary = "Shows a protected field; the look is journaled", .tag = "records", .body_schema = "Reveal", .answer_schema = "Revealed"});
}

}  // namespace halfsky::http
