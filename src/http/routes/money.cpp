// A posting as JSON: parties and purposes by their labels.
#include "http/routes/money.hpp"

#include "base/decimal.hpp"
#include "engine/access/shown_place.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

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

}  // namespace

std::string yuan(int64_t fen) { return base::format_scaled(fen, base::kFenPerYuan, 2); }

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

json::object money_json(Service& service, db::Connection& connection, const Caller& caller, const ledger::Entry& entry) {
  engine::Snapshot snapshot(service.engine.site(), connection, entry.county);
  engine::View view(service.engine.site(), snapshot, caller.who);
  return entry_json(service, view, entry);
}

}  // namespace halfsky::http
