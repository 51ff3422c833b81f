// A figure's value, receipt and the door to its records.
#include "http/routes/figure_json.hpp"

#include <fmt/format.h>

#include "engine/access/shown_place.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

std::string day_or_null(base::Day day) { return day == base::kDayMin || day == base::kDayMax ? "" : base::format_day(day); }

}  // namespace

std::string scope_text(const Service& service, const engine::FigureScope& scope) {
  const auto* org = service.engine.site().orgs()->find(scope.org);
  return org ? org->name : "";
}

json::object FigurePlaces::json(const engine::JournalPlaces& places) {
  json::object object;
  for (const auto& [county, place] : places) {
    auto [known, fresh] = shown_.try_emplace({county, place});
    if (fresh) known->second = engine::shown_place(site_, county, engine::open_place(site_, connection_, county, place));
    object[std::to_string(county)] = known->second;
  }
  return object;
}

json::object figure_json(Service& service, FigurePlaces& places, const std::string& name, const lang::Expression& formula, const engine::FigureScope& scope, const engine::FigureReading& reading) {
  const lang::Indicator* indicator = service.engine.site().packs->indicator(name.substr(0, name.find('[')));
  json::object object{{"name", name}, {"title", indicator ? indicator->title : name}, {"unit", indicator ? indicator->unit : ""}, {"org", scope.org}, {"org_name", scope_text(service, scope)},
                      {"from", day_or_null(scope.from)}, {"to", day_or_null(scope.to)}, {"shown", reading.shown}, {"sureness", reading.sureness}, {"kind", reading.how}, {"rows", reading.rows}};
  if (!reading.withheld.empty()) object["withheld"] = reading.withheld;
  object["value"] = reading.raw.empty() ? json::value(nullptr) : json::value(json::string(reading.raw));
  object["receipt"] = json::object{{"expression", formula.source}, {"scope", scope_text(service, scope)}, {"from", day_or_null(scope.from)}, {"to", day_or_null(scope.to)}, {"place", places.json(reading.places)}, {"definition", reading.definition}};
  object["opens"] = fmt::format("/api/v1/figures/{}/records?org={}&from={}&to={}", name, scope.org, day_or_null(scope.from), day_or_null(scope.to));
  return object;
}

std::vector<std::string> figure_names(const std::string& text) {
  std::vector<std::string> names{""};
  int depth = 0;
  for (const char c : text) {
    depth += c == '[' ? 1 : c == ']' ? -1 : 0;
    if (c == ',' && depth <= 0) names.emplace_back();
    else names.back() += c;
  }
  return names;
}

}  // namespace halfsky::http
