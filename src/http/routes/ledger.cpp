// Funds, postings, and the way of a yuan.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <set>

#include "base/text.hpp"
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

// The moves that people made on a record until it was posted: who put it forward, who signed. How many people these are.
std::pair<json::array, size_t> signed_json(Service& service, const engine::View& view, const ledger::Entry& entry, const std::vector<engine::MoveOfRecord>& moves) {
  json::array steps;
  std::set<std::string> people;
  const lang::RecordType* type = service.engine.site().packs->record_type(entry.type);
  for (const auto& made : moves) {
    if (made.seq > entry.seq || made.by_effect || made.account.empty()) continue;
    people.insert(made.account);
    const lang::Move* move = type ? type->move(made.move) : nullptr;
    steps.push_back(json::object{{"move", made.move}, {"title", move && !move->title.empty() ? move->title : made.move}, {"day", base::format_day(made.day)},
                                 {"org_name", view.org_name(made.org)}, {"role_title", view.role_title(made.role)}, {"by", made.by}});
  }
  return {std::move(steps), people.size()};
}

// `until` of the address: the day at whose end balances are asked for.
std::optional<base::Day> until_of(const Request& request) {
  const std::string text = query(request, "until");
  return text.empty() ? std::optional(base::kDayMax) : base::parse_day(text);
}

base::Problems no_date(const Request& request) { return {{"not_a_date", "until", {{"got", base::beginning(query(request, "until"), 40)}}}}; }

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
                      const auto until = until_of(request);
                      if (!until) return refused(service, request, no_date(request));
                      json::array funds;
                      service.engine.read([&](db::Connection& c) {
                        for (const auto& pack : service.engine.site().packs->packs)
                          for (const auto& fund : pack->funds) {
                            const base::OrgId holder = holder_of(service, caller, *fund, query_number(request, "org", 0));
                            if (holder == 0) continue;
                            const auto balance = service.ledger.balance(c, fund->name, holder, *until);
                            const auto* org = service.engine.site().orgs()->find(holder);
                            funds.push_back(json::object{{"fund", fund->name}, {"title", fund->title}, {"purpose", fund->purpose}, {"org", holder}, {"org_name", org->name}, {"restricted", fund->keep_for != nullptr},
                                                         {"balance", yuan(balance.standing)}, {"received", yuan(balance.received)}, {"spent", yuan(balance.spent)}, {"held", yuan(balance.pending)}});
                          }
                      });
                      return json_answer(json::object{{"funds", std::move(funds)}});
                    },
                    .name = "fundList", .summary = "Funds with their balances", .tag = "ledger", .answer_schema = "Funds", .query = {{"org", "an org within her range"}, {"until", "a day: as they stood at its end"}}});
  routes.push_back({.pattern = "/api/v1/ledger/{fund}",
                    .handler = [&service](const Request& request) {
                      const Caller& caller = caller_of(request);
                      const lang::Fund* fund = service.engine.site().packs->fund(request.path_params[0]);
                      const base::OrgId holder = fund ? holder_of(service, caller, *fund, query_number(request, "org", 0)) : 0;
                      if (holder == 0) return refused(service, request, {{"no_such_record", "fund", {{"type", ""}}}});
                      const size_t limit = size_t(std::clamp<int64_t>(query_number(request, "limit", 50), 1, 500)), offset = size_t(query_number(request, "cursor", 0));
                      const auto only = ledger::Ledger::only_of(query(request, "only"));
                      if (!only) return refused(service, request, {{"bad_filter", "only", {{"message", "in, out, pledged, one_signature, no_receipt"}}}});
                      json::object result;
                      service.engine.read([&](db::Connection& c) {
                        engine::Snapshot snapshot(service.engine.site(), c, base::county_of(holder));
                        engine::View view(service.engine.site(), snapshot, caller.who);
                        const auto entries = service.ledger.postings(c, fund->name, holder, limit + 1, offset, *only);
                        std::vector<std::string> records;
                        for (const auto& entry : entries) records.push_back(entry.record);
                        const auto moves = engine::moves_of(c, base::county_of(holder), records);
                        json::array list;
                        for (size_t i = 0; i < std::min(limit, entries.size()); ++i) {
                          json::object posting = entry_json(service, view, entries[i]);
                          const auto made = moves.find(entries[i].record);
                          auto [steps, people] = signed_json(service, view, entries[i], made == moves.end() ? std::vector<engine::MoveOfRecord>{} : made->second);
                          posting["signed"] = std::move(steps);
                          posting["people"] = people;
                          list.push_back(std::move(posting));
                        }
                        result["count"] = service.ledger.count(c, fund->name, holder, *only);
                        result["postings"] = std::move(list);
                        result["cursor"] = entries.size() > limit ? json::value(json::string(std::to_string(offset + limit))) : json::value(nullptr);
                      });
                      return json_answer(result);
                    },
                    .name = "ledgerList", .summary = "A fund's postings, newest first", .tag = "ledger", .answer_schema = "Postings", .query = {{"org", "the fund's holder"}, {"cursor", "where the last page ended"}, {"limit", "at most 500"}, {"only", "in, out, pledged, one_signature (fewer than two people moved what was paid), no_receipt (came in, and no paper of it was printed)"}}});
  routes.push_back({.pattern = "/api/v1/ledger/{fund}/balances",
                    .handler = [&service](const Request& request) {
                      const Caller& caller = caller_of(request);
                      const lang::Fund* fund = service.engine.site().packs->fund(request.path_params[0]);
                      const base::OrgId holder = fund ? holder_of(service, caller, *fund, query_number(request, "org", 0)) : 0;
                      if (holder == 0) return refused(service, request, {{"no_such_record", "fund", {{"type", ""}}}});
                      const auto until = until_of(request);
                      if (!until) return refused(service, request, no_date(request));
                      json::array list;
                      service.engine.read([&](db::Connection& c) {
                        engine::Snapshot snapshot(service.engine.site(), c, base::county_of(holder));
                        engine::View view(service.engine.site(), snapshot, caller.who);
                        const auto kept = service.ledger.balances(c, fund->name, holder, *until);
                        std::vector<std::string> ids;
                        for (const auto& one : kept)
                          if (!one.balance_of.empty()) ids.push_back(one.balance_of);
                        if (fund->keep_for) snapshot.fetch(*fund->keep_for, ids);
                        for (const auto& one : kept) {
                          const auto row = fund->keep_for && !one.balance_of.empty() ? snapshot.load(*fund->keep_for, one.balance_of) : nullptr;
                          const bool open = row && view.may_read(row);
                          list.push_back(json::object{{"for", open ? json::value(json::object{{"type", fund->keep_for->name}, {"record", row->id}, {"label", view.label(row)}}) : json::value(nullptr)},
                                                      {"common", one.balance_of.empty()}, {"stage", open && !row->type->stages.empty() ? json::value(json::string(row->stage)) : json::value(nullptr)}, {"amount", yuan(one.amount_fen)}});
                        }
                      });
                      return json_answer(json::object{{"balances", std::move(list)}});
                    },
                    .name = "ledgerBalances", .summary = "What a fund holds for each that it keeps money for", .tag = "ledger", .answer_schema = "Balances", .query = {{"org", "the fund's holder"}, {"until", "a day: as they stood at its end"}}});
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
