// Handovers between counties, as each side may know of them: what waits for her county's answer, what she waits for, and for a while what
// became of it. Before it has accepted, the taking county sees what sort of record it is, its label and why it would come; of a secret one
// only that it waits, and only whoever would read it.
#include "engine/access/looks.hpp"
#include "engine/move/county_handover.hpp"
#include "engine/query/pages.hpp"

namespace halfsky::engine {
namespace json = boost::json;

namespace {

constexpr int64_t kToldDays = 14;   // what was accepted or refused is told for so long

json::value day_or_null(const std::optional<base::Instant>& at) { return at ? json::value(json::string(base::format_day(base::day_at(*at)))) : json::value(nullptr); }

class Page {
 public:
  Page(const Site& site, db::Connection& connection, const Acting& who) : site_(site), connection_(connection), who_(who), gate_(site), orgs_(site.orgs()) {}

  // Nothing where it is none of hers.
  std::optional<json::object> of(const CountyHandover& each) { return each.takes ? taken(each) : given(each); }

 private:
  json::object told(const CountyHandover& each, View& view) {
    const Org* giver = orgs_->find(each.from);
    const Org* taker = orgs_->find(each.to);
    json::object object{{"id", each.id}, {"side", each.takes ? "in" : "out"}, {"type", each.type->name}, {"type_title", each.type->title}, {"record", nullptr}, {"label", ""},
                        {"secret", each.type->class_ == lang::Class::secret}, {"from_name", view.org_name(each.from)}, {"from_county", view.org_name(base::org_of_county(each.takes ? each.other : each.county))},
                        {"to", each.to}, {"to_name", view.org_name(each.to)}, {"to_county", view.org_name(base::org_of_county(each.takes ? each.county : each.other))},
                        {"day", base::format_day(each.day)}, {"reason", ""}, {"state", each.state}, {"proposed", base::format_day(base::day_at(each.proposed_at))}, {"answered", day_or_null(each.answered_at)}, {"answer", ""}};
    // Which org of hers takes it is for her to say where the giver named her county alone.
    const bool choose = giver && taker && giver->level != taker->level;
    object["choose"] = choose;
    object["level"] = giver ? std::string(lang::to_text(giver->level)) : "";
    object["within"] = base::org_of_county(each.takes ? each.county : each.other);
    return object;
  }

  std::optional<json::object> taken(const CountyHandover& each) {
    if (each.state != "waits" || gate_.grant_to_take(who_, *each.type, each.to) == nullptr) return std::nullopt;
    Snapshot there(site_, connection_, each.other);
    static const Acting clock = Acting::clock();   // the label is hers to know before the record is
    View view(site_, there, clock);
    json::object object = told(each, view);
    if (each.type->class_ == lang::Class::secret) return object;
    const RowPtr row = there.load(*each.type, each.record);
    if (row && !row->struck) object["label"] = view.label(row);
    object["reason"] = reveal_reason(site_, each.reason, each.record);
    return object;
  }

  std::optional<json::object> given(const CountyHandover& each) {
    const Grant* grant = gate_.grant_to_part_with(who_, *each.type, each.from);
    if (grant == nullptr || base::depth_of(grant->org) > base::kDepthOfCounty) return std::nullopt;
    if (each.state != "waits" && (each.state == "withdrawn" || base::day_at(*each.answered_at) < site_.clock->today() - kToldDays)) return std::nullopt;
    Snapshot here(site_, connection_, each.county);
    View view(site_, here, who_);
    view.shows_as("");
    const RowPtr row = here.load(*each.type, each.record);
    const bool hers = row && !row->struck && view.may_read(row);
    // That it went over is told without saying which it was: she reads it no more. Of a secret one nothing is told then.
    if (!hers && (each.state != "accepted" || each.type->class_ == lang::Class::secret)) return std::nullopt;
    json::object object = told(each, view);
    if (!hers) return object;
    object["record"] = each.record;
    object["label"] = view.label(row);
    object["reason"] = reveal_reason(site_, each.reason, each.record);
    object["answer"] = reveal_reason(site_, each.answer, each.record);
    return object;
  }

  const Site& site_;
  db::Connection& connection_;
  const Acting& who_;
  Gate gate_;
  std::shared_ptr<const OrgTree> orgs_;
};

}  // namespace

json::array county_handovers_page(const Site& site, db::Connection& connection, const Acting& who, base::County county) {
  json::array result;
  Page page(site, connection, who);
  const base::Instant since = base::start_of(site.clock->today() - base::Day(kToldDays));
  for (const CountyHandover& each : county_handovers(site, connection, county, "(state = 'waits' or (takes = 0 and state in ('refused', 'accepted') and answered_at >= ?2))", {since}))
    if (auto object = page.of(each)) result.push_back(std::move(*object));
  return result;
}

json::value waiting_handover(const Site& site, db::Connection& connection, const Acting& who, const Row& row) {
  const auto orgs = site.orgs();
  for (const CountyHandover& each : county_handovers(site, connection, row.county, "record = ?2 and takes = 0 and state = 'waits'", {row.id})) {
    if (each.type != row.type) continue;
    const Grant* grant = Gate(site).grant_to_part_with(who, *each.type, each.from);
    const Org* to = orgs->find(each.to);
    const Org* county = orgs->find(base::org_of_county(each.other));
    return json::object{{"id", each.id}, {"to_name", to ? to->name : ""}, {"to_county", county ? county->name : ""}, {"day", base::format_day(each.day)}, {"proposed", base::format_day(base::day_at(each.proposed_at))},
                        {"reason", reveal_reason(site, each.reason, each.record)}, {"may_withdraw", grant != nullptr && base::depth_of(grant->org) <= base::kDepthOfCounty}};
  }
  return nullptr;
}

}  // namespace halfsky::engine
