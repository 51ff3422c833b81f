// Agreement of two sheets of one rubric: of one pair line by line, and of all in an org and a period.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "capabilities/rubric/agreement.hpp"
#include "engine/command/field_value.hpp"
#include "engine/query/pages.hpp"
#include "http/replies.hpp"
#include "http/routes/list_query.hpp"
#include "http/routes/routes.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

std::string points_text(int64_t points) { return base::format_scaled(points, base::kDecimalScale); }
json::value points_or_null(const std::optional<int64_t>& points) { return points ? json::value(json::string(points_text(*points))) : json::value(nullptr); }

// Sum over n, rounded half up to a place, as 1/10'000.
json::value mean_or_null(int64_t sum, int64_t n) {
  if (n == 0) return nullptr;
  const int64_t half = sum >= 0 ? n / 2 : -(n / 2);
  return json::string(points_text((sum + half) / n));
}

json::object pair_json(Service& service, const engine::RowPtr& first, const engine::RowPtr& second, engine::View& view, engine::RowSource& source) {
  const auto& site = service.engine.site();
  const auto side = [&](const engine::RowPtr& row) {
    const lang::Scoring& scoring = *row->type->scoring;
    return json::object{{"type", row->type->name}, {"record", row->id}, {"title", row->type->title}, {"label", view.label(row)}, {"org_name", view.org_name(row->org)},
                        {"points", view.value_json(row, *scoring.points)}, {"grade", view.value_json(row, *scoring.grade)}, {"vetoed", view.value_json(row, *scoring.vetoed)}};
  };
  json::array lines;
  if (const auto compared = rubric::agreement(site, *first, *second, source))
    for (const auto& line : *compared)
      lines.push_back(json::object{{"criterion", line.criterion->id}, {"title", line.criterion->title}, {"veto", line.criterion->veto}, {"points", points_text(line.criterion->points)},
                                   {"first", points_or_null(line.first)}, {"second", points_or_null(line.second)}, {"difference", points_or_null(line.difference())}});
  return {{"first", side(first)}, {"second", side(second)}, {"lines", std::move(lines)}};
}

// The sheet and the one that it is held against. A pair that she may not read whole is not there for her, nor one that is not handed in.
base::Result<json::object> pair(Service& service, db::Connection& connection, const engine::Acting& who, const lang::RecordType& type, const std::string& id, base::OrgId org) {
  const auto& site = service.engine.site();
  const base::Problem none{"no_such_record", "record", {{"type", type.title}}};
  const lang::Field* ref = rubric::first_sheet_of(type);
  if (ref == nullptr) return none;
  engine::Snapshot snapshot(site, connection, engine::county_of_viewer(site, who, org));
  engine::View view(site, snapshot, who);
  const auto second = snapshot.load(type, id);
  if (!second || second->struck || !view.may_read(second) || second->fields[ref->index].is_null()) return none;
  const auto first = snapshot.load(*ref->target, second->fields[ref->index].text);
  if (!first || first->struck || !view.may_read(first)) return none;
  return json::object(pair_json(service, first, second, view, snapshot), view.kept());
}

json::object totals_json(const rubric::AgreementQuery& query, const rubric::AgreementTotals& totals) {
  json::array lines;
  for (const auto& line : totals.lines)
    lines.push_back(json::object{{"criterion", line.field->id}, {"title", line.field->title}, {"veto", line.field->type.kind == lang::Kind::flag}, {"n", line.n}, {"differ", line.differ},
                                 {"difference", line.field->type.kind == lang::Kind::flag ? json::value(nullptr) : mean_or_null(line.difference, line.n)},
                                 {"apart", line.field->type.kind == lang::Kind::flag ? json::value(nullptr) : mean_or_null(line.apart, line.n)}});
  return {{"type", query.type->name}, {"title", query.type->title}, {"org", query.org}, {"from", base::format_day(query.from)}, {"to", base::format_day(query.to)}, {"near", points_text(query.within)}, {"n", totals.n},
          {"within", totals.within}, {"difference", mean_or_null(totals.difference, totals.n)}, {"apart", mean_or_null(totals.apart, totals.n)}, {"lines", std::move(lines)}};
}

base::Result<rubric::AgreementQuery> totals_query(Service& service, const Request& request, const lang::RecordType& type) {
  const auto& site = service.engine.site();
  const Caller& caller = caller_of(request);
  rubric::AgreementQuery asked;
  asked.type = &type;
  asked.org = query_number(request, "org", caller.who.grants.front().org);
  if (base::county_of(asked.org) == 0) asked.org = base::org_of_county(engine::county_of_viewer(site, caller.who, asked.org));
  if (site.orgs()->find(asked.org) == nullptr || !engine::Gate(site).in_range(caller.who, asked.org)) return base::Problem{"not_yours", "org", {{"move", ""}}};
  const int year = base::date_of(site.clock->today()).year;
  asked.from = base::day_of({year, 1, 1});
  asked.to = base::day_of({year, 12, 31});
  base::Problems problems;
  for (const auto& [name, day] : {std::pair{"from", &asked.from}, std::pair{"to", &asked.to}}) {
    const std::string text = query(request, name);
    if (text.empty()) continue;
    if (const auto parsed = base::parse_day(text)) *day = *parsed; else problems.push_back({"not_a_date", name, {{"got", base::beginning(text, 40)}}});
  }
  const std::string near = query(request, "near");
  const auto points = near.empty() ? std::optional<int64_t>(5 * base::kDecimalScale) : base::parse_scaled(near, base::kDecimalScale);
  if (points && *points >= 0) asked.within = *points; else problems.push_back({"not_a_number", "near", {{"got", base::beginning(near, 40)}}});
  if (!problems.empty()) return problems;
  return asked;
}

}  // namespace

void add_rubric_routes(std::vector<Route>& routes, Service& service) {
  routes.push_back({.pattern = "/api/v1/agreement/{type}",
                    .handler = [&service](const Request& request) {
                      const lang::RecordType* type = service.engine.site().packs->record_type(request.path_params[0]);
                      if (type == nullptr || rubric::first_sheet_of(*type) == nullptr) return refused(service, request, {{"no_such_record", "type", {{"type", type ? type->title : ""}}}});
                      const auto asked = totals_query(service, request, *type);
                      if (!asked) return refused(service, request, asked.problems());
                      std::optional<base::Result<rubric::AgreementTotals>> totals;
                      service.engine.read([&](db::Connection& c) { totals = rubric::agreement_totals(service.engine.site(), c, caller_of(request).who, *asked); });
                      return *totals ? json_answer(totals_json(*asked, **totals)) : refused(service, request, totals->problems());
                    },
                    .name = "agreementTotals", .summary = "How far second sheets agree with the first, by criterion", .tag = "rubrics", .answer_schema = "Agreement",
                    .query = {{"org", "an org and all below; default her own"}, {"from", "the sheets' first day; default this year's"}, {"to", "the sheets' last day"}, {"near", "points within which two sheets agree; default 5"}}});
  routes.push_back({.pattern = "/api/v1/agreement/{type}/{id}",
                    .handler = [&service](const Request& request) {
                      const lang::RecordType* type = service.engine.site().packs->record_type(request.path_params[0]);
                      if (type == nullptr) return refused(service, request, {{"no_such_record", "", {{"type", ""}}}});
                      std::optional<base::Result<json::object>> result;
                      service.engine.read([&](db::Connection& c) { result = pair(service, c, caller_of(request).who, *type, request.path_params[1], query_number(request, "org", 0)); });
                      return *result ? json_answer(**result) : refused(service, request, result->problems());
                    },
                    .name = "agreementGet", .summary = "A second sheet beside the first, line by line", .tag = "rubrics", .answer_schema = "AgreementPair", .query = {{"org", "an org of the county, for those above it"}}});
}

}  // namespace halfsky::http
