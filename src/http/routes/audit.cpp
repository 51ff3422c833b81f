// For the auditor: moves outside working hours, who looked at what, and whether anything was changed or taken out behind the program's back.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <map>

#include "base/text.hpp"
#include "engine/journal/journal.hpp"
#include "engine/query/pages.hpp"
#include "engine/store/settings.hpp"
#include "http/replies.hpp"
#include "http/routes/routes.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

using Page = json::object (*)(const engine::Site&, db::Connection&, const engine::Acting&, const engine::AuditSpan&, size_t);

Handler page_of(Service& service, Page page) {
  return [&service, page](const Request& request) {
    if (!engine::may_audit(caller_of(request).who)) return refused(service, request, {{"not_yours", "", {{"move", ""}}}});
    std::optional<base::Day> days[2];
    const char* names[] = {"from", "to"};
    for (int i = 0; i < 2; ++i) {
      const std::string text = query(request, names[i]);
      if (text.empty()) continue;
      days[i] = base::parse_day(text);
      if (!days[i]) return refused(service, request, {{"not_a_date", names[i], {{"got", base::beginning(text, 40)}}}});
    }
    return json_answer(service.engine.reading([&](db::Connection& c) {
      return json::value(page(service.engine.site(), c, caller_of(request).who, engine::audit_span(service.engine.site(), days[0], days[1]), size_t(std::max<int64_t>(0, query_number(request, "cursor", 0)))));
    }));
  };
}

// What was found, by kind. Of a secret type it says that something protected differs, and no more.
json::object result_json(Service& service, base::County county, const std::vector<engine::Finding>& findings, const std::string& by) {
  const auto& packs = *service.engine.site().packs;
  std::map<std::pair<std::string, std::string>, int64_t> kinds;
  for (const engine::Finding& finding : findings) {
    const lang::RecordType* type = packs.record_type(finding.kind);
    ++kinds[{finding.what, type == nullptr ? finding.kind.substr(0, finding.kind.find(' ')) : type->class_ == lang::Class::secret ? "" : type->title}];
  }
  json::array list;
  for (const auto& [kind, n] : kinds) list.push_back(json::object{{"what", kind.first}, {"kind", kind.second}, {"n", n}});
  const auto* org = service.engine.site().orgs()->find(base::org_of_county(county));
  return {{"org_name", org ? org->name : ""}, {"at", base::format_instant(service.engine.site().clock->now())}, {"by", by}, {"whole", findings.empty()}, {"findings", std::move(list)}};
}

// It reads every row of the county, however long that takes; the connection goes back as it was.
std::vector<engine::Finding> verified(Service& service, db::Connection& connection, base::County county) {
  struct Unlimited {
    explicit Unlimited(db::Connection& c) : connection(c) { connection.limit_time_ms(0); }
    ~Unlimited() { connection.limit_time_ms(engine::kReadMsMax); }
    db::Connection& connection;
  } const unlimited(connection);
  return engine::verify(service.engine.site(), connection, county);
}

std::string name_of(base::County county) { return engine::setting::verified(county); }

}  // namespace

void add_audit_routes(std::vector<Route>& routes, Service& service) {
  const std::vector<std::pair<std::string, std::string>> span = {{"from", "day; three months ago"}, {"to", "day; today"}, {"cursor", "where the last page ended"}};
  routes.push_back({.pattern = "/api/v1/audit/hours", .handler = page_of(service, &engine::hours_page),
                    .name = "auditHours", .summary = "Moves by hour of the day, and those outside working hours or on days off", .tag = "audit", .answer_schema = "AuditHours", .query = span});
  routes.push_back({.pattern = "/api/v1/audit/looks", .handler = page_of(service, &engine::who_looked_page),
                    .name = "auditLooks", .summary = "Who looked at protected fields, and whose", .tag = "audit", .answer_schema = "AuditLooks", .query = span});
  routes.push_back({.pattern = "/api/v1/audit/journal",
                    .handler = [&service](const Request& request) {
                      if (!engine::may_audit(caller_of(request).who)) return refused(service, request, {{"not_yours", "", {{"move", ""}}}});
                      const base::County county = engine::county_of_viewer(service.engine.site(), caller_of(request).who);
                      const auto kept = service.engine.reading([&](db::Connection& c) { return engine::setting::find(c, name_of(county)); });
                      return json_answer(json::object{{"last", kept ? json::parse(*kept) : json::value(nullptr)}});
                    },
                    .name = "auditJournal", .summary = "How the county's journal was found when it was last recomputed", .tag = "audit", .answer_schema = "AuditJournal"});
  routes.push_back({.method = Method::post, .pattern = "/api/v1/audit/journal", .work = Work::heavy, .body_bytes_max = 4096,
                    .handler = [&service](const Request& request) {
                      const Caller& caller = caller_of(request);
                      if (!engine::may_audit(caller.who)) return refused(service, request, {{"not_yours", "", {{"move", ""}}}});
                      const base::County county = engine::county_of_viewer(service.engine.site(), caller.who);
                      const auto findings = service.engine.reading([&](db::Connection& c) { return verified(service, c, county); });
                      const json::object result = result_json(service, county, findings, caller.who.name);
                      service.engine.writer().between([&](db::Connection& c) { c.write(engine::setting::keep(name_of(county), json::serialize(result))); });
                      return json_answer(json::object{{"last", result}});
                    },
                    .name = "auditVerify", .summary = "Recomputes the county's journal and all that hangs on it, and keeps what was found", .tag = "audit", .answer_schema = "AuditJournal"});
}

}  // namespace halfsky::http
