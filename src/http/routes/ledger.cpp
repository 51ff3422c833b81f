// Funds, postings, and the way of a yuan.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "engine/access/shown_place.hpp"
#include "engine/query/pages.hpp"
#include "http/replies.hpp"
#include "http/routes/money.hpp"
#include "http/routes/routes.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

// Who signed what on the record behind a posting: the steps of the path that an auditor walks.
json::array steps_json(Service& service, db::Connection& connection, engine::View& view, const ledger::Entry& entry) {
  json::array steps;
  const lang::RecordType* type = service.engine.site().packs->record_type(entry.type);
  for (const engine::MoveMade& made : engine::moves_made(connection, entry.county, entry.record)) {
    const lang::Move* move = type ? type->move(made.move) : nullptr;
    steps.push_back(json::object{{"move", made.move}, {"title", move && !move->title.empty() ? move->title : made.move}, {"day", base::format_day(made.day)},
                                 {"org_name", view.org_name(made.org)}, {"role_title", view.role_title(made.role)}, {"by", made.by}});
  }
  return steps;
}

// The fund's holder for this viewer: her own org's ancestor at the fund's level, or the org she names within her range.
base::OrgId holder_of(Service& service, const Caller& caller, const lang::Fund& fund, base::OrgId asked) {
  const auto orgs = service.engine.site().orgs();
  const base::OrgId org = asked ? asked : caller.who.grants.front().org;
  const auto* at = orgs->at_level(org, fund.level);
  if (at == nullptr) return 0;
  const bool mine = engine::works(caller.who.grants.front()) && base::range_of(caller.who.grants.front().org).holds(at->id);
  return mine ? at->id : 0;
}

}  // namespace

void add_ledger_routes(std::vector<Route>& routes, Service& service) {
  routes.push_back({.pattern = "/api/v1/funds",
                    .handler = [&service](const Request& request) {
                      const Caller& caller = caller_of(request);
                      json::array funds;
                      service.engine.read([&](db::Connection& c) {
                        for (const auto& pack : service.engine.site().packs->packs)
                          for (const auto& fund : pack->funds) {
                            const base::OrgId holder = holder_of(service, caller, *fund, query_number(request, "org", 0));
                            if (holder == 0) continue;
                            const auto balance = service.ledger.balance(c, fund->name, holder);
                            const auto* org = service.engine.site().orgs()->find(holder);
                            funds.push_back(json::object{{"fund", fund->name}, {"title", fund->title}, {"purpose", fund->purpose}, {"org", holder}, {"org_name", org->name}, {"restricted", fund->keep_for != nullptr},
                                                         {"balance", yuan(balance.standing)}, {"received", yuan(balance.received)}, {"spent", yuan(balance.spent)}, {"held", yuan(balance.pending)}});
                          }
                      });
                      return json_answer(json::object{{"funds", std::move(funds)}});
                    },
                    .name = "fundList", .summary = "Funds with their balances", .tag = "ledger", .answer_schema = "Funds", .query = {{"org", "an org within her range"}}});
  routes.push_back({.pattern = "/api/v1/ledger/{fund}",
                    .handler = [&service](const Request& request) {
                      const Caller& caller = caller_of(request);
                      const lang::Fund* fund = service.engine.site().packs->fund(request.path_params[0]);
                      const base::OrgId holder = fund ? holder_of(service, caller, *fund, query_number(request, "org", 0)) : 0;
                      if (holder == 0) return refused(service, request, {{"no_such_record", "fund", {{"type", ""}}}});
                      const size_t limit = size_t(std::clamp<int64_t>(query_number(request, "limit", 50), 1, 500)), offset = size_t(query_number(request, "cursor", 0));
                      json::object result;
                      service.engine.read([&](db::Connection& c) {
                        engine::Snapshot snapshot(service.engine.site(), c, base::county_of(holder));
                        engine::View view(service.engine.site(), snapshot, caller.who);
                        const auto entries = service.ledger.postings(c, fund->name, holder, limit + 1, offset);
                        json::array list;
                        for (size_t i = 0; i < std::min(limit, entries.size()); ++i) list.push_back(entry_json(service, view, entries[i]));
                        result["postings"] = std::move(list);
                        result["cursor"] = entries.size() > limit ? json::value(json::string(std::to_string(offset + limit))) : json::value(nullptr);
                      });
                      return json_answer(result);
                    },
                    .name = "ledgerList", .summary = "A fund's postings, newest first", .tag = "ledger", .answer_schema = "Postings", .query = {{"org", "the fund's holder"}, {"cursor", "where the last page ended"}, {"limit", "at most 500"}}});
  routes.push_back({.pattern = "/api/v1/ledger/{fund}/follow/{posting}",
                    .handler = [&service](const Request& request) {
                      const Caller& caller = caller_of(request);
                      const lang::Fund* fund = service.engine.site().packs->fund(request.path_params[0]);
                      const base::OrgId holder = fund ? holder_of(service, caller, *fund, query_number(request, "org", 0)) : 0;
                      if (holder == 0) return refused(service, request, {{"no_such_record", "fund", {{"type", ""}}}});
                      json::object result;
                      service.engine.read([&](db::Connection& c) {
                        const auto entry = service.ledger.find(c, base::county_of(holder), request.path_params[1]);
                        if (!entry || (entry->from.fund != fund->name && entry->to.fund != fund->name)) return;
                        engine::Snapshot snapshot(service.engine.site(), c, entry->county);
                        engine::View view(service.engine.site(), snapshot, caller.who);
                        result["posting"] = entry_json(service, view, *entry);
                        result["steps"] = steps_json(service, c, view, *entry);
                        json::array shares;
                        for (const auto& share : service.ledger.follow(c, *entry)) {
                          json::object object{{"posting", entry_json(service, view, share.entry)}, {"amount", yuan(share.amount_fen)}};
                          object["steps"] = steps_json(service, c, view, share.entry);
                          shares.push_back(std::move(object));
                        }
                        result["direction"] = entry->to.fund == fund->name ? "to" : "from";
                        result["shares"] = std::move(shares);
                      });
                      return result.empty() ? refused(service, request, {{"no_such_record", "posting", {{"type", ""}}}}) : json_answer(result);
                    },
                    .name = "ledgerFollow", .summary = "Where a yuan went, or came from", .tag = "ledger", .answer_schema = "Follow", .query = {{"org", "the fund's holder"}}});
}

}  // namespace halfsky::http
