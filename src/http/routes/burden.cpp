// What the packs ask of whom in her range: moves with their fields, taps and seconds, and how often they were made. How often is told of types
// of which she may read every record there.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "capabilities/burden/burden.hpp"
#include "engine/access/gate.hpp"
#include "http/replies.hpp"
#include "http/routes/figure_request.hpp"
#include "http/routes/routes.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

json::object line_json(const burden::Line& line, bool counted) {
  json::array asked;
  for (const auto& field : line.effort.fields) asked.push_back(json::object{{"type", field.field->owner->name}, {"field", field.field->id}, {"seconds", field.seconds()}});
  json::object object{{"type", line.type->name}, {"move", line.move->id}, {"role", line.role}, {"taps", line.effort.taps()}, {"seconds", line.effort.seconds()}, {"asked", std::move(asked)}};
  object["times"] = counted && line.times ? json::value(*line.times) : json::value(nullptr);
  object["people"] = counted ? line.people : 0;
  return object;
}

}  // namespace

void add_burden_routes(std::vector<Route>& routes, Service& service) {
  routes.push_back({.pattern = "/api/v1/burden", .work = Work::heavy,
                    .handler = [&service](const Request& request) {
                      const auto scope = figure_scope(service, request);
                      if (!scope) return refused(service, request, scope.problems());
                      const auto& site = service.engine.site();
                      const base::Day today = site.clock->today();
                      const burden::Span span{base::add_months(today, -12) + 1, today};
                      const engine::Gate gate(site);
                      const engine::Acting& who = caller_of(request).who;
                      json::array lines, known;
                      for (const auto& line : burden::measure(service.engine, base::range_of(scope->org), span)) lines.push_back(line_json(line, gate.reads_whole(who, *line.type, scope->org)));
                      for (const auto& pack : site.packs->packs)
                        for (const auto& type : pack->records)
                          for (const auto& one : burden::asked_though_known(*type)) known.push_back(json::object{{"type", type->name}, {"field", one.field->id}, {"through", one.through->id}});
                      return json_answer(json::object{{"org", scope->org}, {"from", base::format_day(span.from)}, {"until", base::format_day(span.until)}, {"lines", std::move(lines)}, {"known", std::move(known)}});
                    },
                    .name = "burdenGet", .summary = "What the packs ask of whom: fields, taps, minutes a month, over the last twelve months", .tag = "figures", .answer_schema = "Burden", .query = {{"org", "an org within her range"}}});
}

}  // namespace halfsky::http
