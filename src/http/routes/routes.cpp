// All routes in one list; what an answer shows of secrets is journaled here before it goes out.
#include "http/routes/routes.hpp"

#include "engine/access/looks.hpp"
#include "http/admission.hpp"

namespace halfsky::http {

namespace {

// What an answer shows of secrets is in the journal before it goes out; where it can't be, nothing goes out. All routes pass
// here but those that answer late (commands).
void journal_looks(std::vector<Route>& routes, Service& service) {
  for (Route& route : routes) {
    if (!route.handler) continue;   // a late answer is a command's: it says what became of it, and shows no record
    route.handler = [&service, inner = std::move(route.handler)](const Request& request) {
      Answer answer = inner(request);
      const Caller& caller = caller_of(request);
      if (caller.who.looks && !caller.who.looks->empty()) service.engine.looks().write(caller.who, caller.who.looks->take());
      return answer;
    };
  }
}

}  // namespace

std::vector<Route> routes(Service& service) {
  std::vector<Route> result;
  add_session_routes(result, service);
  add_meta_routes(result, service);
  add_record_routes(result, service);
  add_command_routes(result, service);
  add_file_routes(result, service);
  add_event_routes(result, service);
  add_ledger_routes(result, service);
  add_figure_routes(result, service);
  add_report_routes(result, service);
  add_burden_routes(result, service);
  add_target_routes(result, service);
  add_coverage_routes(result, service);
  add_rubric_routes(result, service);
  add_match_routes(result, service);
  add_print_routes(result, service);
  add_desk_routes(result, service);
  add_sheet_routes(result, service);
  add_form_routes(result, service);
  add_job_routes(result, service);
  add_public_routes(result, service);
  add_request_routes(result, service);
  add_admin_routes(result, service);
  add_office_routes(result, service);
  add_audit_routes(result, service);
  add_secret_routes(result, service);
  add_openapi_route(result);
  journal_looks(result, service);
  return result;
}

}  // namespace halfsky::http
