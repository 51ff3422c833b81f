// Who was missed: all that an indicator's `among` counts, held against those that it reached. What the pack lets plan for them is named with it.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <map>
#include <unordered_map>

#include "base/text.hpp"
#include "engine/access/figure_gate.hpp"
#include "engine/query/pages.hpp"
#include "http/replies.hpp"
#include "http/routes/figure_request.hpp"
#include "http/routes/routes.hpp"

namespace halfsky::http {
namespace json = boost::json;

namespace {

constexpr size_t kPage = 200;               // records; orgs come all at once, as tiles
constexpr size_t kOrgsMax = 5'000;

struct Seen {
  std::string id, type;
  base::County county = 0;
  base::OrgId org = 0;
  int64_t n = 0;                            // how often it was reached
};

// The ref (or `org`) of a reaching record that names who was reached, by which one is planned for those that were not.
std::string filled_by(const lang::Indicator& indicator) {
  const lang::Node* node = indicator.path->root.get();
  while (node->op == lang::Node::Op::convert) node = node->args.front().get();
  if (node->op != lang::Node::Op::name) return "";
  return node->binding.field ? node->binding.field->id : node->binding.key == "org" ? "org" : "";
}

json::value act_of(Service& service, const lang::Indicator& indicator) {
  for (const auto& pack : service.engine.site().packs->packs)
    for (const auto& type : pack->records)
      if (type->look.missed_indicator == indicator.name && type->look.missed_act == "enter" && type.get() == indicator.type && !filled_by(indicator).empty())
        return json::object{{"type", type->name}, {"move", "enter"}, {"title", type->title}, {"fills", filled_by(indicator)}};
  return nullptr;
}

// The office through which the missed ones are looked at: one level below what was asked for, down to the township.
base::OrgId group_of(base::OrgId scope, base::OrgId org) {
  const base::OrgId above = base::ancestor_at(org, std::clamp(base::depth_of(scope) + 1, 3, 4));
  return above == 0 ? org : above;
}

class Coverage {
 public:
  Coverage(Service& service, const Caller& caller, db::Connection& connection, const lang::Indicator& indicator, const engine::FigureScope& scope)
      : service_(service), caller_(caller), connection_(connection), indicator_(indicator), scope_(scope), orgs_(service.engine.site().orgs()), of_orgs_(indicator.among->type != nullptr && indicator.among->type->is_org) {}

  void read(engine::FigureGate& figures, const lang::Expression& reached, const lang::Expression& whole) {
    struct Times { int64_t n = 0; bool counted = false; };
    std::unordered_map<std::string, Times> times;
    figures.reached(connection_, reached, scope_, [&](const engine::FigureReached& one) { times[one.id].n += one.n; });
    figures.reached(connection_, whole, scope_, [&](const engine::FigureReached& one) {
      Times& at = times[one.id];
      if (at.counted) return;
      at.counted = true;
      Group& group = groups_[group_of(scope_.org, one.org)];
      ++group.total;
      group.missed += at.n == 0;
      total_ += 1;
      missed_ += at.n == 0;
      if (of_orgs_ || at.n == 0) seen_.push_back({one.id, one.type, one.county, one.org, at.n});
    });
  }

  // The page's records stand in their order; what comes before and after it need not.
  void sort_to(size_t offset, size_t end) {
    const auto before = [](const Seen& a, const Seen& b) { return std::tie(a.org, a.id) < std::tie(b.org, b.id); };
    if (offset < seen_.size() && offset > 0) std::nth_element(seen_.begin(), seen_.begin() + ptrdiff_t(offset), seen_.end(), before);
    std::partial_sort(seen_.begin() + ptrdiff_t(offset), seen_.begin() + ptrdiff_t(end), seen_.end(), before);
  }

  json::object told(size_t offset) {
    json::array groups, items;
    for (const auto& [org, group] : groups_) groups.push_back(json::object{{"org", org}, {"org_name", name_of(org)}, {"whole", group.total}, {"missed", group.missed}});
    const size_t end = of_orgs_ ? std::min(seen_.size(), kOrgsMax) : std::min(seen_.size(), offset + kPage);
    const size_t begin = of_orgs_ ? 0 : std::min(offset, end);
    sort_to(begin, end);
    prepare(begin, end);
    for (size_t i = begin; i < end; ++i)
      if (auto item = item_of(seen_[i])) items.push_back(std::move(*item));
    json::object result{{"indicator", indicator_.name}, {"title", indicator_.title}, {"of", of_orgs_ ? "core.org" : type_name()}, {"org", scope_.org}, {"org_name", name_of(scope_.org)},
                        {"from", base::format_day(scope_.from)}, {"to", base::format_day(scope_.to)}, {"whole", total_}, {"missed", missed_}, {"groups", std::move(groups)}, {"items", std::move(items)}};
    result["act"] = act_of(service_, indicator_);
    result["cursor"] = end < seen_.size() ? json::value(json::string(std::to_string(end))) : json::value(nullptr);
    return result;
  }

 private:
  struct Group { int64_t total = 0, missed = 0; };

  std::string name_of(base::OrgId org) const {
    const engine::Org* found = orgs_->find(org);
    return found ? found->name : "";
  }

  std::string type_name() const { return seen_.empty() ? "" : seen_.front().type; }

  // What the page's labels read, in a few statements.
  void prepare(size_t begin, size_t end) {
    std::map<std::pair<base::County, const lang::RecordType*>, std::vector<std::string>> wanted;
    for (size_t i = begin; i < end && !of_orgs_; ++i)
      if (const lang::RecordType* type = service_.engine.site().packs->record_type(seen_[i].type)) wanted[{seen_[i].county, type}].push_back(seen_[i].id);
    for (const auto& [of, ids] : wanted) {
      OfCounty& county = at(of.first);
      county.snapshot.fetch(*of.second, ids);
      std::vector<engine::RowPtr> rows;
      for (const std::string& id : ids)
        if (auto row = county.snapshot.load(*of.second, id)) rows.push_back(std::move(row));
      county.view.prepare(rows, engine::View::Depth::list);
    }
  }

  // A record that she may not read is counted and not named.
  std::optional<json::object> item_of(const Seen& seen) {
    json::object item{{"key", seen.id}, {"org", seen.org}, {"org_name", name_of(seen.org)}, {"group", group_of(scope_.org, seen.org)}, {"n", seen.n}, {"type", seen.type}};
    if (of_orgs_) {
      item["label"] = name_of(std::atoll(seen.id.c_str()));
      return item;
    }
    const auto& site = service_.engine.site();
    const lang::RecordType* type = site.packs->record_type(seen.type);
    if (type == nullptr) return std::nullopt;
    OfCounty& county = at(seen.county);
    const auto row = county.snapshot.load(*type, seen.id);
    if (!row || !county.view.may_read(row)) return std::nullopt;
    item["label"] = county.view.label(row);
    return item;
  }

  struct OfCounty {
    OfCounty(const engine::Site& site, db::Connection& connection, base::County county, const engine::Acting& who) : snapshot(site, connection, county), view(site, snapshot, who) {}
    engine::Snapshot snapshot;
    engine::View view;
  };

  OfCounty& at(base::County id) {
    auto& county = counties_[id];
    if (!county) county = std::make_unique<OfCounty>(service_.engine.site(), connection_, id, caller_.who);
    return *county;
  }

  Service& service_;
  const Caller& caller_;
  db::Connection& connection_;
  const lang::Indicator& indicator_;
  const engine::FigureScope& scope_;
  std::shared_ptr<const engine::OrgTree> orgs_;
  const bool of_orgs_;
  std::map<base::OrgId, Group> groups_;
  std::vector<Seen> seen_;
  int64_t total_ = 0, missed_ = 0;
  std::map<base::County, std::unique_ptr<OfCounty>> counties_;
};

}  // namespace

void add_coverage_routes(std::vector<Route>& routes, Service& service) {
  routes.push_back({.pattern = "/api/v1/coverage/{indicator}",
                    .handler = [&service](const Request& request) {
                      const auto scope = figure_scope(service, request);
                      if (!scope) return refused(service, request, scope.problems());
                      const std::string& name = request.path_params[0];
                      const lang::Indicator* indicator = service.engine.site().packs->indicator(name);
                      if (indicator == nullptr || indicator->among == nullptr) return refused(service, request, {{"no_such_figure", "indicator", {{"got", base::beginning(name, 60)}}}});
                      base::Problems problems;
                      const auto reached = figure_formula(service, indicator->name, problems), whole = figure_formula(service, indicator->among->name, problems);
                      if (!reached || !whole) return refused(service, request, problems);
                      const Caller& caller = caller_of(request);
                      std::optional<json::object> told;
                      service.engine.read([&](db::Connection& c) {
                        engine::FigureGate figures(service.engine.site(), service.figures, caller.who);
                        if (!figures.opens(c, *reached, *scope) || !figures.opens(c, *whole, *scope)) return;
                        Coverage coverage(service, caller, c, *indicator, *scope);
                        coverage.read(figures, *reached, *whole);
                        told = coverage.told(size_t(std::max<int64_t>(0, query_number(request, "cursor", 0))));
                      });
                      return told ? json_answer(*told) : refused(service, request, {{"not_yours", "indicator", {{"move", ""}}}});
                    },
                    .name = "coverageGet", .summary = "Who of the whole was reached, and who was missed", .tag = "figures", .answer_schema = "Coverage",
                    .query = {{"org", "an org within her range"}, {"period", "month, term, year, ever"}, {"from", "day"}, {"to", "day"}, {"cursor", "where the last page of missed records ended"}}});
}

}  // namespace halfsky::http
