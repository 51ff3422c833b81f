// The routes of /api/v1, a family a file. Private to http.
#pragma once

#include "http/service.hpp"

namespace halfsky::http {

void add_session_routes(std::vector<Route>& routes, Service& service);
void add_meta_routes(std::vector<Route>& routes, Service& service);
void add_record_routes(std::vector<Route>& routes, Service& service);
void add_command_routes(std::vector<Route>& routes, Service& service);
void add_file_routes(std::vector<Route>& routes, Service& service);
void add_event_routes(std::vector<Route>& routes, Service& service);
void add_ledger_routes(std::vector<Route>& routes, Service& service);
void add_figure_routes(std::vector<Route>& routes, Service& service);
void add_report_routes(std::vector<Route>& routes, Service& service);
void add_burden_routes(std::vector<Route>& routes, Service& service);
void add_target_routes(std::vector<Route>& routes, Service& service);
void add_coverage_routes(std::vector<Route>& routes, Service& service);
void add_rubric_routes(std::vector<Route>& routes, Service& service);
void add_match_routes(std::vector<Route>& routes, Service& service);
void add_print_routes(std::vector<Route>& routes, Service& service);
void add_desk_routes(std::vector<Route>& routes, Service& service);
void add_job_routes(std::vector<Route>& routes, Service& service);
void add_sheet_routes(std::vector<Route>& routes, Service& service);
void add_form_routes(std::vector<Route>& routes, Service& service);      // forms of other offices
void add_request_routes(std::vector<Route>& routes, Service& service);   // the safe page
void add_public_routes(std::vector<Route>& routes, Service& service);
void add_secret_routes(std::vector<Route>& routes, Service& service);
void add_admin_routes(std::vector<Route>& routes, Service& service);
void add_audit_routes(std::vector<Route>& routes, Service& service);
void add_office_routes(std::vector<Route>& routes, Service& service);
void add_openapi_route(std::vector<Route>& routes);

}  // namespace halfsky::http
