// Proposals of matches: who is proposed to whom, and why. A confirmation is an ordinary command that enters `values`.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "base/text.hpp"
#include "capabilities/match/propose.hpp"
#include "engine/access/gate.hpp"
#include "engine/command/field_value.hpp"
#include "engine/query/pages.hpp"
#include "http/replies.hpp"
#include "http/routes/routes.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

std::string points_text(int64_t points) { return engine::text_of(points, lang::Kind::decimal); }

class Told {
 public:
  Told(engine::View& view, const lang::Match& match) : view_(view), match_(match) {}

  json::object proposal(const match::Proposal& proposal) {
    std::vector<engine::RowPtr> rows;
    for (const auto& pair : proposal.pairs) {
      rows.push_back(pair.left);
      rows.push_back(pair.right.row);
    }
    json::array pairs, left_over;
    for (const auto& pair : proposal.pairs) {
      json::object values, labels;
      for (const auto& [field, value] : pair.values) values[field->id] = engine::json_of(value, field->type.kind);
      json::array others;
      for (const auto& other : pair.others) others.push_back(partner(other));
      pairs.push_back(json::object{{"left", side(pair.left)}, {"right", partner(pair.right)}, {"values", std::move(values)}, {"org", pair.org}, {"others", std::move(others)}});
    }
    for (const auto& left : proposal.left_over) left_over.push_back(json::object{{"left", side(left.row)}, {"why", left.never ? "nobody_may" : "no_place"}});
    return {{"match", match_.name}, {"title", match_.title}, {"makes", match_.makes->name}, {"lefts", proposal.lefts}, {"rights", proposal.rights}, {"places", proposal.places},
            {"pairs", std::move(pairs)}, {"left_over", std::move(left_over)}};
  }

 private:
  json::object side(const engine::RowPtr& row) {
    return {{"record", row->id}, {"type", row->type->name}, {"label", view_.label(row)}, {"org", row->org}, {"org_name", view_.org_name(row->org)}, {"entered", base::format_day(row->entered)}};
  }

  json::object partner(const match::Partner& partner) {
    json::object result = side(partner.row);
    result["score"] = points_text(partner.score);
    result["full"] = partner.full;
    json::array why;
    for (size_t i = 0; i < partner.terms.size(); ++i)
      why.push_back(json::object{{"id", match_.score[i].id}, {"title", match_.score[i].title}, {"points", points_text(partner.terms[i])}});
    result["why"] = std::move(why);
    return result;
  }

  engine::View& view_;
  const lang::Match& match_;
};

}  // namespace

void add_match_routes(std::vector<Route>& routes, Service& service) {
  routes.push_back({.pattern = "/api/v1/matches/{match}", .work = Work::heavy,
                    .handler = [&service](const Request& request) {
                      const auto& site = service.engine.site();
                      const Caller& caller = caller_of(request);
                      const lang::Match* match = site.packs->match(request.path_params[0]);
                      if (match == nullptr) return refused(service, request, {{"no_such_record", "match", {{"type", base::beginning(request.path_params[0], 60)}}}});
                      const base::OrgId org = query_number(request, "org", 0);
                      if (org != 0 && (site.orgs()->find(org) == nullptr || !engine::Gate(site).in_range(caller.who, org))) return refused(service, request, {{"not_yours", "org", {{"move", ""}}}});
                      const base::County county = engine::county_of_viewer(site, caller.who, org);
                      std::optional<base::Result<json::object>> told;
                      service.engine.read([&](db::Connection& c) {
                        engine::Snapshot snapshot(site, c, county);
                        const auto proposal = match::propose(site, c, caller.who, *match, org, snapshot);
                        if (!proposal) {
                          told = proposal.problems();
                          return;
                        }
                        engine::View view(site, snapshot, caller.who);
                        told = Told(view, *match).proposal(*proposal);
                      });
                      return *told ? json_answer(**told) : refused(service, request, told->problems());
                    },
                    .name = "matchPropose", .summary = "The pairs that serve all best, and why each", .tag = "matches", .answer_schema = "MatchProposal",
                    .query = {{"org", "an org and all below; default her county"}}});
}

}  // namespace halfsky::http
