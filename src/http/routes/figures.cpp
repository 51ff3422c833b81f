// Live figures with receipts, and the records behind them.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <set>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "capabilities/report/pdf.hpp"
#include "engine/access/figure_gate.hpp"
#include "engine/command/json.hpp"
#include "engine/query/pages.hpp"
#include "http/replies.hpp"
#include "http/routes/figure_json.hpp"
#include "http/routes/figure_request.hpp"
#include "http/routes/routes.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

constexpr size_t kFiguresMax = 500;        // all that the packs in use have, on one page

// The orgs one level below the scope's that stood in its time, where a figure is asked for each of them.
std::vector<base::OrgId> orgs_below(Service& service, const Request& request, const engine::FigureScope& scope) {
  std::vector<base::OrgId> result;
  if (query(request, "by") != "org") return result;
  for (const engine::Org* org : service.engine.site().orgs()->children(scope.org))
    if (org->level != lang::Level::partner && org->until >= scope.from && org->from <= scope.to) result.push_back(org->id);
  return result;
}

}  // namespace

void add_figure_routes(std::vector<Route>& routes, Service& service) {
  routes.push_back({.pattern = "/api/v1/figures",
                    .handler = [&service](const Request& request) {
                      const auto scope = figure_scope(service, request);
                      if (!scope) return refused(service, request, scope.problems());
                      base::Problems problems;
                      json::array figures;
                      const auto names = figure_names(query(request, "names"));
                      if (names.size() > kFiguresMax) return refused(service, request, {{"too_many", "names", {{"max", std::to_string(kFiguresMax)}}}});
                      const auto below = orgs_below(service, request, *scope);
                      if (names.size() * (below.size() + 1) > kFiguresMax) return refused(service, request, {{"too_many", "names", {{"max", std::to_string(kFiguresMax / (below.size() + 1))}}}});
                      json::array of_below;
                      engine::FigureGate gated(service.engine.site(), service.figures, caller_of(request).who);
                      service.engine.read([&](db::Connection& c) {
                        FigurePlaces places(service, c);
                        for (const std::string& name : names) {
                          if (name.empty()) continue;
                          const auto formula = figure_formula(service, name, problems);
                          if (!formula) continue;
                          figures.push_back(figure_json(service, places, name, *formula, *scope, gated.read(c, *formula, *scope, {})));
                          for (const base::OrgId org : below) {
                            engine::FigureScope one = *scope;
                            one.org = org;
                            of_below.push_back(figure_json(service, places, name, *formula, one, gated.read(c, *formula, one, {})));
                          }
                        }
                      });
                      if (!problems.empty()) return refused(service, request, problems);
                      json::object answer{{"figures", std::move(figures)}};
                      if (query(request, "by") == "org") answer["below"] = std::move(of_below);
                      return json_answer(answer);
                    },
                    .name = "figureList", .summary = "Live figures with receipts", .tag = "figures", .answer_schema = "Figures",
                    .query = {{"names", "indicators or slices, by comma: PROGRAMME.NAME"}, {"org", "an org within her range"}, {"period", "month, term, year, ever"}, {"from", "day"}, {"to", "day"}, {"by", "org: for each org one level below, too"}}});
  routes.push_back({.pattern = "/api/v1/figures/{name}/records",
                    .handler = [&service](const Request& request) {
                      const auto scope = figure_scope(service, request);
                      if (!scope) return refused(service, request, scope.problems());
                      base::Problems problems;
                      const auto formula = figure_formula(service, request.path_params[0], problems);
                      if (!formula) return refused(service, request, problems);
                      engine::FigureGate gated(service.engine.site(), service.figures, caller_of(request).who);
                      return json_answer(service.engine.reading([&](db::Connection& c) {
                        return json::value(figure_rows_json(service, caller_of(request), c, [&](const auto& visit) { gated.rows(c, *formula, *scope, visit); }, size_t(query_number(request, "cursor", 0))));
                      }));
                    },
                    .name = "figureRecords", .summary = "The records that a figure counts", .tag = "figures", .answer_schema = "FigureRows", .query = {{"org", "an org within her range"}, {"period", "month, term, year, ever"}, {"from", "day"}, {"to", "day"}, {"cursor", "where the last page ended"}}});
}

}  // namespace halfsky::http
