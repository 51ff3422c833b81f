// Plan against actual: what an office means to reach in a year, the figure as it stands, how much of the year has passed.
//
// Who may read a figure sees its plan. An officer or chair of a county, or of an office above one, sets the plans of her own office and of all
// below it.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "base/uuid.hpp"
#include "capabilities/indicate/targets.hpp"
#include "engine/access/figure_gate.hpp"
#include "engine/command/json.hpp"
#include "http/replies.hpp"
#include "http/routes/figure_json.hpp"
#include "http/routes/figure_request.hpp"
#include "http/routes/routes.hpp"

namespace halfsky::http {
namespace json = boost::json;
using base::kDecimalScale;
using base::Problems;
using lang::Indicator;

namespace {

constexpr size_t kCodesFew = 12;        // of a dimension, so that each is a line of its own without being asked for
constexpr int64_t kBehindPoints = 5;    // more than so many behind the time is late
constexpr int kCountyDepth = 3;

bool may_set(const Service& service, const Caller& caller, base::OrgId org) { return engine::Gate(service.engine.site()).speaks_for(caller.who, org, kCountyDepth); }

engine::FigureScope year_of(base::OrgId org, int year) {
  engine::FigureScope scope;
  scope.org = org;
  scope.from = base::day_of({year, 1, 1});
  scope.to = base::day_of({year, 12, 31});
  return scope;
}

std::string name_of(const Indicator& indicator, const std::vector<std::string>& dims) {
  std::string name = indicator.name;
  for (size_t i = 0; i < dims.size(); ++i) name += (i ? ",'" : "['") + dims[i] + "'";
  return dims.empty() ? name : name + "]";
}

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(json::string(text)); }

// Lines of one org and year for one reader.
class Plan {
 public:
  using Slices = std::map<std::vector<std::string>, int64_t>;   // the targets of an indicator, by their codes

  Plan(Service& service, engine::FigureGate& gate, db::Connection& connection, base::OrgId org, int year)
      : service_(service), connection_(connection), gate_(gate), places_(service, connection), scope_(year_of(org, year)), before_(year_of(org, year - 1)) {
    for (const auto& target : indicate::Targets(service.engine).of(connection, org, year)) targets_[target.indicator][target.dims] = target.value;
    const base::Day today = service.engine.site().clock->today();
    const int64_t days = scope_.to - scope_.from + 1;
    tenths_ = std::clamp<int64_t>(today - scope_.from + 1, 0, days) * 1000 / days;
    over_ = today > scope_.to;
  }

  // Of the time of the year, in tenths of a percent.
  int64_t passed() const { return tenths_; }

  // Whether she may have the indicator's figure at all: what she may not read is not there for her.
  bool tells(const Indicator& indicator) { return read(indicator, {}, scope_).has_value(); }

  // Nothing where there is nothing to tell: a figure that is not hers, or, of those that are `planned`, none with a target.
  std::optional<json::object> lines(const Indicator& indicator, bool planned) {
    const Slices& targets = targets_[indicator.name];
    if ((planned && targets.empty()) || !tells(indicator)) return std::nullopt;
    json::array slices;
    for (const auto& dims : slices_of(indicator, targets, planned))
      if (auto slice = slice_of(indicator, dims, targets)) slices.push_back(std::move(*slice));
    return json::object{{"indicator", indicator.name}, {"programme", indicator.programme}, {"title", indicator.title}, {"unit", indicator.unit}, {"grows", indicate::grows(indicator)}, {"slices", std::move(slices)}};
  }

 private:
  struct Read { std::string name; lang::ExpressionPtr formula; engine::FigureReading reading; };

  std::optional<Read> read(const Indicator& indicator, const std::vector<std::string>& dims, const engine::FigureScope& scope) {
    Problems problems;
    Read read{name_of(indicator, dims), nullptr, {}};
    read.formula = figure_formula(service_, read.name, problems);
    if (!read.formula) return std::nullopt;
    read.reading = gate_.read(connection_, *read.formula, scope, {});
    if (!read.reading.withheld.empty()) return std::nullopt;
    return read;
  }

  // The total, the codes of the first dimension where they are few, and whatever has a target; in the pack's order.
  static std::vector<std::vector<std::string>> slices_of(const Indicator& indicator, const Slices& targets, bool planned) {
    std::vector<std::vector<std::string>> slices;
    const auto add = [&](std::vector<std::string> dims, bool always) {
      if (targets.contains(dims) || (always && !planned)) slices.push_back(std::move(dims));
    };
    add({}, true);
    if (indicator.by_codes.empty()) return slices;
    for (const auto& code : indicator.by_codes.front()) {
      add({code.id}, indicator.by_codes.front().size() <= kCodesFew && !code.gone);
      for (const auto& [dims, value] : targets)
        if (dims.size() > 1 && dims.front() == code.id) slices.push_back(dims);
    }
    return slices;
  }

  std::optional<json::object> slice_of(const Indicator& indicator, const std::vector<std::string>& dims, const Slices& targets) {
    const auto now = read(indicator, dims, scope_);
    if (!now) return std::nullopt;
    const auto before = read(indicator, dims, before_);
    const auto target = targets.find(dims);
    json::array codes;
    for (const auto& code : dims) codes.emplace_back(code);
    json::object slice{{"dims", std::move(codes)}, {"figure", figure_json(service_, places_, now->name, *now->formula, scope_, now->reading)}};
    slice["target"] = target == targets.end() ? json::value(nullptr) : json::value(json::string(base::format_scaled(target->second, kDecimalScale)));
    slice["last"] = before ? text_or_null(before->reading.raw) : json::value(nullptr);
    const auto reached = target == targets.end() ? std::nullopt : tenths_of(now->reading.raw, target->second);
    slice["percent"] = reached ? json::value(json::string(base::format_scaled(*reached, 10))) : json::value(nullptr);
    slice["behind"] = reached && *reached < due(indicator) - kBehindPoints * 10;
    return slice;
  }

  // Where it should stand by now: as far as the year does; what does not grow with the year is judged when the year is over.
  int64_t due(const Indicator& indicator) const { return indicate::grows(indicator) || over_ ? tenths_ : 0; }

  static std::optional<int64_t> tenths_of(const std::string& raw, int64_t target) {
    const auto value = base::parse_scaled(raw, kDecimalScale);
    return value && target > 0 ? base::multiply_divide(*value, 1000, target) : std::nullopt;
  }

  Service& service_;
  db::Connection& connection_;
  engine::FigureGate& gate_;
  FigurePlaces places_;
  engine::FigureScope scope_, before_;
  std::map<std::string, Slices> targets_;
  int64_t tenths_ = 0;
  bool over_ = false;
};

base::Result<int> year_asked(const Service& service, const Request& request) {
  const indicate::Targets targets(service.engine);
  const std::string text = query(request, "year");
  if (text.empty()) return base::date_of(service.engine.site().clock->today()).year;
  const bool digits = text.size() == 4 && text.find_first_not_of("0123456789") == std::string::npos;
  const int year = digits ? std::stoi(text) : 0;
  if (year < indicate::Targets::kYearMin || year > targets.year_max())
    return base::Problem{"bad_year", "year", {{"from", std::to_string(indicate::Targets::kYearMin)}, {"to", std::to_string(targets.year_max())}, {"got", base::beginning(text, 40)}}};
  return year;
}

Answer told(Service& service, const Request& request) {
  const auto scope = figure_scope(service, request);
  if (!scope) return refused(service, request, scope.problems());
  const auto year = year_asked(service, request);
  if (!year) return refused(service, request, year.problems());
  const Caller& caller = caller_of(request);
  const engine::Org* org = service.engine.site().orgs()->find(scope->org);
  json::array indicators;
  json::object result{{"org", scope->org}, {"org_name", org ? org->name : ""}, {"year", *year}, {"may_set", may_set(service, caller, scope->org)}};
  engine::FigureGate gated(service.engine.site(), service.figures, caller.who);
  service.engine.read([&](db::Connection& c) {
    Plan plan(service, gated, c, scope->org, *year);
    result["passed"] = base::format_scaled(plan.passed(), 10);
    for (const auto& pack : service.engine.site().packs->packs)
      for (const auto& indicator : pack->indicators)
        if (indicator->target && !indicator->gone)
          if (auto lines = plan.lines(*indicator, query(request, "planned") == "1")) indicators.push_back(std::move(*lines));
  });
  result["indicators"] = std::move(indicators);
  return json_answer(result);
}

// What was sent, as far as its form goes.
struct Sent {
  std::string id, indicator;
  base::OrgId org = -1;
  int64_t year = 0;
  std::vector<std::string> dims;
  std::optional<std::string> value;     // none: the target is taken away
};

base::Result<Sent> sent_of(const json::object& body) {
  static constexpr std::string_view kKeys[] = {"id", "indicator", "org", "year", "dims", "value"};
  Problems problems;
  const auto as_text = [](const json::value* value) { return value ? base::beginning(json::serialize(*value), 40) : std::string(); };
  for (const auto& member : body)
    if (const std::string_view key(member.key().data(), member.key().size()); std::find(std::begin(kKeys), std::end(kKeys), key) == std::end(kKeys)) problems.push_back({"unknown_key", base::beginning(key, 60), {{"key", base::beginning(key, 60)}, {"meant", ""}}});
  Sent sent{std::string(engine::text_at(body, "id")), std::string(engine::text_at(body, "indicator")), -1, 0, {}, {}};
  if (!base::is_uuid(sent.id)) problems.push_back({"not_an_id", "id", {{"got", base::beginning(sent.id, 60)}}});
  if (sent.indicator.empty()) problems.push_back({"required", "indicator", {}});
  const json::value *org = body.if_contains("org"), *year = body.if_contains("year"), *dims = body.if_contains("dims"), *value = body.if_contains("value");
  if (org && org->is_int64()) sent.org = org->as_int64();
  else problems.push_back({"no_such_org", "org", {{"got", as_text(org)}}});
  if (year && year->is_int64()) sent.year = std::clamp<int64_t>(year->as_int64(), 0, 9999);
  else problems.push_back({"not_a_number", "year", {{"got", as_text(year)}, {"meant", ""}}});
  if (dims && !dims->is_array()) problems.push_back({"not_a_list", "dims", {}});
  for (size_t i = 0; dims && dims->is_array() && i < dims->as_array().size(); ++i) {
    if (const auto* code = dims->as_array()[i].if_string()) sent.dims.emplace_back(*code);
    else problems.push_back({"not_text", fmt::format("dims[{}]", i), {}});
  }
  if (value && value->is_string()) sent.value = std::string(value->as_string());
  else if (value == nullptr) problems.push_back({"required", "value", {}});
  else if (!value->is_null()) problems.push_back({"not_text", "value", {}});
  if (!problems.empty()) return problems;
  return sent;
}

// The act itself; problems say what keeps it from being done.
Problems set(Service& service, const Caller& caller, const Sent& sent, const std::string& body_hash) {
  const auto& site = service.engine.site();
  const Indicator* indicator = site.packs->indicator(sent.indicator);
  if (site.orgs()->find(sent.org) == nullptr) return {{"no_such_org", "org", {{"got", std::to_string(sent.org)}}}};
  if (!may_set(service, caller, sent.org)) return {{"not_yours", "org", {{"move", "target.set"}}}};
  indicate::Targets targets(service.engine);
  engine::FigureGate gated(site, service.figures, caller.who);
  const bool hers = indicator && !indicator->gone && service.engine.reading([&](db::Connection& c) {
    return Plan(service, gated, c, sent.org, std::clamp(int(sent.year), indicate::Targets::kYearMin, targets.year_max())).tells(*indicator);
  });
  if (!hers) return {{"no_such_indicator", "indicator", {{"got", base::beginning(sent.indicator, 60)}, {"meant", ""}}}};
  std::optional<int64_t> value;
  if (sent.value) {
    const auto parsed = indicate::Targets::parse(*indicator, *sent.value);
    if (!parsed) return parsed.problems();
    value = *parsed;
  }
  return targets.set({caller.who.account, sent.id, body_hash}, *indicator, sent.org, int(sent.year), sent.dims, value);
}

Answer put(Service& service, const Request& request) {
  const auto body = body_object(request);
  if (!body) return refused(service, request, body.problems());
  const auto sent = sent_of(*body);
  if (!sent) return refused(service, request, sent.problems());
  const Caller& caller = caller_of(request);
  const std::string hash = service.engine.site().keyring->blind_index("command that sets a target", json::serialize(*body));
  const auto known = [&] { return service.engine.writer().known(base::county_of(sent->org), sent->id, caller.who.account, hash); };
  auto outcome = known();   // sent again it was allowed before, whatever has changed since
  if (!outcome) {
    const Problems problems = set(service, caller, *sent, hash);
    if (!problems.empty()) outcome = known();   // sent twice at once, and the other came first
    if (!problems.empty() && !outcome) return refused(service, request, problems);
  }
  if (outcome && !outcome->problems.empty()) return refused(service, request, outcome->problems);
  json::array dims;
  for (const auto& code : sent->dims) dims.emplace_back(code);
  return json_answer(json::object{{"id", sent->id}, {"indicator", sent->indicator}, {"org", sent->org}, {"year", sent->year}, {"dims", std::move(dims)}, {"value", sent->value ? json::value(json::string(*sent->value)) : json::value(nullptr)}});
}

}  // namespace

void add_target_routes(std::vector<Route>& routes, Service& service) {
  routes.push_back({.pattern = "/api/v1/targets", .handler = [&service](const Request& request) { return told(service, request); },
                    .name = "targetList", .summary = "Plan against actual of a year, of the figures she may read", .tag = "figures", .answer_schema = "Targets",
                    .query = {{"org", "an org within her range"}, {"year", "default: this year"}, {"planned", "1: only what has a target"}}});
  routes.push_back({.method = Method::put, .pattern = "/api/v1/targets", .body_bytes_max = 4096, .handler = [&service](const Request& request) { return put(service, request); },
                    .name = "targetSet", .summary = "Sets a target, or takes it away", .tag = "figures", .body_schema = "TargetSet", .answer_schema = "TargetSet"});
}

}  // namespace halfsky::http
