// Funds, postings, and the way of a yuan.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "base/decimal.hpp"
#include "engine/access/shown_place.hpp"
#include "engine/query/pages.hpp"
#include "http/replies.hpp"
#include "http/routes/money.hpp"
#include "http/routes/routes.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

std::string yuan(int64_t fen) { return base::format_scaled(fen, base::kFenPerYuan, 2); }

json::object party_json(Service& service, engine::View& view, const ledger::Party& party) {
  const auto& packs = *service.engine.site().packs;
  if (!party.fund.empty()) {
    const lang::Fund* fund = packs.fund(party.fund);
    return {{"kind", "fund"}, {"fund", party.fund}, {"org", party.org}, {"label", fund ? fund->title : party.fund}};
  }
  if (party.record.empty()) return {{"kind", "org"}, {"org", party.org}, {"label", view.org_name(party.org)}};
  const lang::RecordType* type = packs.record_type(party.type);
  return {{"kind", "record"}, {"type", party.type}, {"record", party.record}, {"label", type ? view.label_of(*type, party.record) : ""}};
}

json::object entry_json(Service& service, engine::View& view, const ledger::Entry& entry) {
  const auto& packs = *service.engine.site().packs;
  json::object object{{"id", entry.id}, {"day", base::format_day(entry.day)}, {"kind", std::string(ledger::to_text(entry.kind))}, {"amount", yuan(entry.amount_fen)}, {"place", engine::shown_place(service.engine.site(), entry.county, entry.seq)},
                      {"from", party_json(service, view, entry.from)}, {"to", party_json(service, view, entry.to)}};
  const lang::RecordType* type = packs.record_type(entry.type);
  object["type"] = entry.type;
  object["record"] = entry.record;
  object["record_label"] = type ? view.label_of(*type, entry.record) : "";
  object["type_title"] = type ? type->title : "";
  const lang::Move* move = type ? type->move(entry.move) : nullptr;
  object["move"] = entry.move;
  object["title"] = move && !move->title.empty() ? move->title : "";
  if (entry.purpose.empty()) {
    object["purpose"] = nullptr;
  } else {
    const lang::RecordType* purpose = packs.record_type(entry.purpose_type);
    object["purpose"] = json::object{{"type", entry.purpose_type}, {"record", entry.purpose}, {"label", purpose ? view.label_of(*purpose, entry.purpose) : ""}};
  }
  object["common"] = entry.balance_of.empty();
  object["of"] = entry.hold;
  return object;
}

// Who signed what on the record behind a posting: the steps of the path that an auditor walks.
json::array steps_json(Service& service, db::Connection& connection, engine::View& view, const ledger::Entry& entry) {
  json::array steps;
  const lang::RecordType* type = service.engine.site().packs->record_type(entry.type);
  const db::Rows rows = connection.read({"select m.move, m.day, m.org, m.role, coalesce(a.name, '') from made m left join account a on a.id = m.account where m.county = ?1 and m.record = ?2 order by m.seq, m.n", {entry.county, entry.record}});
  for (size_t r = 0; r < rows.size(); ++r) {
    const lang::Move* move = type ? type->move(rows.text(r, 0)) : nullptr;
    steps.push_back(json::object{{"move", rows.text(r, 0)}, {"title", move && !move->title.empty() ? move->title : rows.text(r, 0)}, {"day", base::format_day(base::Day(rows.integer(r, 1)))},
                                 {"org_name", view.org_name(rows.integer(r, 2))}, {"role_title", view.role_title(rows.text(r, 3))}, {"by", rows.text(r, 4)}});
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

json::object money_json(Service& service, db::Connection& connection, const Caller& caller, const ledger::Entry& entry) {
  engine::Snapshot snapshot(service.engine.site(), connection, entry.county);
  engine::View view(service.engine.site(), snapshot, caller.who);
  return entry_json(service, view, entry);
}

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
