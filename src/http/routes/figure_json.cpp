// A figure's value, receipt and the door to its records.
#include "http/routes/figure_json.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <set>

#include "engine/access/shown_place.hpp"
#include "engine/query/view.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

constexpr size_t kRowsPage = 200;

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

json::object figure_rows_json(Service& service, const Caller& caller, db::Connection& connection, const std::function<void(const std::function<void(const engine::FigureRow&)>&)>& each, size_t offset) {
  const auto& site = service.engine.site();
  json::array rows;
  size_t count = 0;
  std::map<base::County, std::unique_ptr<engine::Snapshot>> snapshots;
  std::map<base::County, std::unique_ptr<engine::View>> views;
  std::vector<engine::FigureRow> page;
  std::set<std::string> keys;
  each([&](const engine::FigureRow& row) {
    if (!row.key.empty()) keys.insert(row.key);
    if (count >= offset && page.size() < kRowsPage) page.push_back(row);
    ++count;
  });
  for (const auto& row : page) {
    auto& snapshot = snapshots[row.county];
    if (!snapshot) {
      snapshot = std::make_unique<engine::Snapshot>(site, connection, row.county);
      views[row.county] = std::make_unique<engine::View>(site, *snapshot, caller.who);
    }
    engine::View& view = *views[row.county];
    json::object object{{"type", row.type}, {"county", row.county}, {"org", row.org}, {"org_name", view.org_name(row.org)}, {"day", row.day == 0 ? json::value(nullptr) : json::value(json::string(base::format_day(row.day)))}, {"part", row.part}};
    const lang::RecordType* type = site.packs->record_type(row.type);
    const auto found = type && !type->is_org ? snapshot->load(*type, row.id) : nullptr;
    const bool hides = type && (!type->blinded_by.empty() || type->class_ == lang::Class::secret);
    if (found && hides && !view.may_read(found)) continue;
    if (found) view.looked(found, "rows");
    object["type_title"] = type ? type->title : "";
    object["label"] = found ? view.label(found) : type && type->is_org ? view.org_name(std::atoll(row.id.c_str())) : "";
    const bool open = found && view.may_read(found);
    object["open"] = open;
    const bool told = open || (type && type->is_org);   // of others: that it is counted, not which it is nor with how much
    object["record"] = told ? row.id : "";
    object["key"] = told ? row.key : "";
    object["value"] = told ? json::value(row.value) : json::value(nullptr);
    rows.push_back(std::move(object));
  }
  json::object result{{"rows", std::move(rows)}, {"count", count}, {"keys", keys.size()}};
  result["cursor"] = offset + kRowsPage < count ? json::value(json::string(std::to_string(offset + kRowsPage))) : json::value(nullptr);
  return result;
}

}  // namespace halfsky::http
