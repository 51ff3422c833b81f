// From an outcome to events.
#include "http/live_events.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "engine/access/shown_place.hpp"

namespace halfsky::http {
namespace json = boost::json;

void tell_live(EventHub& events, const engine::Site& site, const engine::Outcome& outcome) {
  const auto publish = [&](json::array types, const std::string& secret) {
    const json::object change{{"county", outcome.county}, {"place", engine::shown_place(site, outcome.county, outcome.place)}, {"types", std::move(types)}};
    events.publish({"change", json::serialize(change), base::org_of_county(outcome.county), secret});
  };
  json::array open;
  for (const auto& name : outcome.types) {
    const lang::RecordType* type = site.packs->record_type(name);
    if (type && type->class_ == lang::Class::secret) publish({json::value(name)}, name);
    else open.emplace_back(name);
  }
  if (!open.empty()) publish(std::move(open), "");
}

}  // namespace halfsky::http
