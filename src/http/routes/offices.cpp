// Offices that are handed over, for those whom it concerns: what she would hand over, and the lists of what went. Whoever left may have no role any
// more: these stand below the session, which asks for none.
#include "engine/query/pages.hpp"
#include "http/replies.hpp"
#include "http/routes/routes.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

Handler with_own_password(Handler inner) {
  return [inner = std::move(inner)](const Request& request) { return caller_of(request).session.account.must_change ? problem_answer(403, "must_change") : inner(request); };
}

}  // namespace

void add_office_routes(std::vector<Route>& routes, Service& service) {
  routes.push_back({.pattern = "/api/v1/session/handovers",
                    .handler = with_own_password([&service](const Request& request) {
                      json::object answer;
                      service.engine.read([&](db::Connection& c) { answer = engine::office_handovers(service.engine.site(), c, caller_of(request).who); });
                      return json_answer(answer);
                    }),
                    .name = "officeHandovers", .summary = "Offices that she handed over, took over, or moved as an administrator", .tag = "session", .answer_schema = "OfficeHandovers"});
  routes.push_back({.pattern = "/api/v1/session/handovers/{handover}",
                    .handler = with_own_password([&service](const Request& request) {
                      base::Result<json::object> found = base::Problem{"no_such_handover", "", {}};
                      service.engine.read([&](db::Connection& c) { found = engine::office_handover_page(service.engine.site(), c, caller_of(request).who, request.path_params[0]); });
                      return found ? json_answer(*found) : refused(service, request, found.problems());
                    }),
                    .name = "officeHandover", .summary = "What went with an office, and what could not", .tag = "session", .answer_schema = "OfficeHandover"});
  routes.push_back({.pattern = "/api/v1/contacts",
                    .handler = [&service](const Request& request) {
                      return json_answer(service.engine.reading([&](db::Connection& c) { return json::value(engine::contacts_page(service.engine.site(), c, caller_of(request).who)); }));
                    },
                    .name = "contactList", .summary = "Whom she calls: her office, those above and their partners, with the lines that they have published", .tag = "pages", .answer_schema = "Contacts"});
  routes.push_back({.pattern = "/api/v1/office",
                    .handler = [&service](const Request& request) {
                      json::object answer;
                      service.engine.read([&](db::Connection& c) { answer = engine::office_work_page(service.engine.site(), c, caller_of(request).who); });
                      return json_answer(answer);
                    },
                    .name = "officeWork", .summary = "What she would hand over if she left the office that she acts in", .tag = "session", .answer_schema = "OfficeDesk"});
}

}  // namespace halfsky::http
