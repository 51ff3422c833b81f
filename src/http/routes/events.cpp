// Live events: what changed in the county, told to those whom it concerns.
#include <set>

#include "engine/access/gate.hpp"
#include "http/replies.hpp"
#include "http/routes/routes.hpp"

namespace halfsky::http {
namespace {

// Secret types of which she reads every record of her county: she is told that one changed.
std::set<std::string> secrets_told(const engine::Site& site, const engine::Acting& who) {
  const engine::Gate gate(site);
  std::set<std::string> secrets;
  for (const auto& pack : site.packs->packs)
    for (const auto& type : pack->records)
      if (type->class_ == lang::Class::secret && gate.reads_whole(who, *type, base::org_of_county(engine::county_of_viewer(site, who)))) secrets.insert(type->name);
  return secrets;
}

Answer open_events(Service& service, const Request& request) {
  const engine::Acting& who = caller_of(request).who;
  std::vector<base::OrgRange> ranges;
  for (const auto& grant : who.grants) ranges.push_back(base::range_of(grant.org));
  EventStream stream;
  stream.hub = &service.events;
  stream.account = who.account;
  stream.view = [ranges, secrets = secrets_told(service.engine.site(), who), account = who.account](const Event& event) -> std::optional<std::string> {
    if (!event.secret.empty() && !secrets.contains(event.secret)) return std::nullopt;
    if (!event.account.empty() && event.account != account) return std::nullopt;
    for (const auto& range : ranges)
      if (event.org == 0 || range.holds(event.org) || base::range_of(event.org).holds(range.low)) return event.data;
    return std::nullopt;
  };
  Answer answer;
  answer.content_type = "text/event-stream";
  answer.events = std::move(stream);
  return answer;
}

}  // namespace

void add_event_routes(std::vector<Route>& routes, Service& service) {
  routes.push_back({.pattern = "/api/v1/events",
                    .handler = [&service](const Request& request) { return open_events(service, request); },
                    .name = "events", .summary = "Live events: something changed in the county", .tag = "pages", .answer_type = "text/event-stream"});
}

}  // namespace halfsky::http
