// Parts of a formula, and what of them may be told.
#include "engine/access/figure_gate.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace halfsky::engine {

using lang::Indicator;
using lang::Node;

namespace {

void each_slice(const Node& node, bool prior, const std::function<void(const Node&, bool)>& visit) {
  if (node.op == Node::Op::index) return visit(node, prior);
  if (node.op == Node::Op::call && node.text == "target") return;   // what was planned tells nothing of records
  for (const auto& arg : node.args)
    if (arg) each_slice(*arg, prior || (node.op == Node::Op::call && node.text == "prior"), visit);
}

// The secret types that an indicator reads: what it counts, and what its conditions look at.
std::set<const lang::RecordType*> secrets_of(const Indicator& indicator) {
  std::set<const lang::RecordType*> result;
  if (indicator.type && indicator.type->class_ == lang::Class::secret) result.insert(indicator.type);
  const auto add = [&](const lang::ExpressionPtr& expression) {
    if (!expression) return;
    for (const lang::Field* field : expression->reads)
      if (field->owner->class_ == lang::Class::secret) result.insert(field->owner);
  };
  for (const auto* expression : {&indicator.path, &indicator.where, &indicator.date, &indicator.org}) add(*expression);
  for (const auto& by : indicator.by) add(by);
  return result;
}

bool is_year_that_is_over(const FigureScope& scope, base::Day today) {
  if (scope.from <= base::kDayMin || scope.to >= base::kDayMax) return false;
  const int year = base::date_of(scope.from).year;
  return scope.from == base::day_of({year, 1, 1}) && scope.to == base::day_of({year, 12, 31}) && scope.to < today;
}

FigureReading nothing(const std::string& why) {
  FigureReading reading;
  reading.shown = shown_withheld(why);
  reading.how = "derived";
  reading.withheld = why;
  return reading;
}

lang::ExpressionPtr formula_of(const Site& site, const Indicator& indicator) {
  lang::Diagnostics ignored;
  return lang::compile(indicator.name, IndicatorNames(*site.packs, indicator.programme), {lang::Expected::Want::any, {}, true}, ignored);
}

}  // namespace

std::string shown_withheld(const std::string& why) { return why == "under_five" ? "少于5" : "—"; }

FigureGate::FigureGate(const Site& site, FigureSource& source, const Acting& who)
    : site_(site), source_(source), gate_(site), orgs_(site.orgs()), who_(&who), home_(who.grants.empty() ? 0 : who.grants.front().org) {}

FigureGate::FigureGate(const Site& site, FigureSource& source, base::OrgId home) : site_(site), source_(source), gate_(site), orgs_(site.orgs()), home_(home) {}

FigureReading FigureGate::read(db::Connection& connection, const lang::Expression& formula, const FigureScope& scope, const std::vector<lang::Format>& formats) {
  const std::string why = withheld(connection, formula, scope);
  return why.empty() ? source_.read(connection, formula, scope, formats) : nothing(why);
}

void FigureGate::rows(db::Connection& connection, const lang::Expression& formula, const FigureScope& scope, const std::function<void(const FigureRow&)>& visit) {
  if (opens(connection, formula, scope)) source_.rows(connection, formula, scope, visit);
}

void FigureGate::reached(db::Connection& connection, const lang::Expression& formula, const FigureScope& scope, const std::function<void(const FigureReached&)>& visit) {
  if (opens(connection, formula, scope)) source_.reached(connection, formula, scope, visit);
}

bool FigureGate::opens(db::Connection& connection, const lang::Expression& formula, const FigureScope& scope) {
  std::vector<Part> parts;
  parts_of(formula, scope, false, false, parts);
  const bool hides = std::any_of(parts.begin(), parts.end(), [&](const Part& part) { return part.indicator->class_ == lang::Class::secret && !hides_nothing(part, scope.org); });
  return !hides && withheld(connection, formula, scope).empty();
}

bool FigureGate::holds(db::Connection& connection, const lang::Expression& condition, const FigureScope& scope) {
  return withheld(connection, condition, scope).empty() && source_.holds(connection, condition, scope);
}

void FigureGate::parts_of(const lang::Expression& formula, const FigureScope& scope, bool prior, bool lowered, std::vector<Part>& parts) const {
  const bool one = formula.root->op == Node::Op::index;
  each_slice(*formula.root, prior, [&](const Node& slice, bool before) {
    const Indicator* indicator = site_.packs->indicator(slice.args.front()->binding.key);
    if (indicator == nullptr) return;
    if (indicator->formula) return parts_of(*indicator->formula, scope, before, lowered || indicator->lowers, parts);
    Part part{indicator, {}, before, lowered || indicator->lowers};
    for (size_t i = 1; i < slice.args.size(); ++i) part.codes.push_back(slice.args[i]->value.text);
    if (one && part.codes.empty()) part.codes = scope.dims;
    parts.push_back(std::move(part));
  });
}

bool FigureGate::hides_nothing(const Part& part, base::OrgId org) const {
  if (who_ == nullptr) return false;
  if (who_->kind == Acting::Kind::clock) return true;
  const auto secrets = secrets_of(*part.indicator);
  return !secrets.empty() && std::all_of(secrets.begin(), secrets.end(), [&](const lang::RecordType* type) { return gate_.reads_whole(*who_, *type, org); });
}

std::string FigureGate::withheld(db::Connection& connection, const lang::Expression& formula, const FigureScope& scope) {
  std::vector<Part> parts;
  parts_of(formula, scope, false, false, parts);
  std::string result;
  for (const Part& part : parts) {
    if (who_ && gate_.blinded_figure(*who_, *part.indicator, connection)) return "blind";
    if (part.indicator->class_ != lang::Class::secret || hides_nothing(part, scope.org)) continue;
    const std::string why = withheld(connection, part, scope);
    if (why == "not_here") return why;
    if (!why.empty()) result = why;
  }
  return result;
}

std::string FigureGate::withheld(db::Connection& connection, const Part& part, const FigureScope& asked) {
  FigureScope scope = asked;
  scope.dims = {};
  if (part.prior) {
    if (scope.from > base::kDayMin) scope.from = base::add_months(scope.from, -12);
    if (scope.to < base::kDayMax) scope.to = base::add_months(scope.to + 1, -12) - 1;
  }
  const int depth = base::depth_of(scope.org);
  if (!part.lowered || depth > 3 || !scope.about_id.empty() || !is_year_that_is_over(scope, site_.clock->today())) return "not_here";
  if (scope.org != home_) {   // one of the counties of her own org: all of them, or none
    if (!part.codes.empty() || depth != 3 || base::depth_of(home_) >= 3 || !base::range_of(home_).holds(scope.org)) return "not_here";
    for (const Org& county : orgs_->within(base::range_of(home_))) {
      if (base::depth_of(county.id) != 3 || county.level == lang::Level::partner || county.until < scope.from || county.from > scope.to) continue;
      FigureScope each = scope;
      each.org = county.id;
      if (!is_enough(connection, *part.indicator, each)) return "not_here";
    }
    return "";
  }
  if (!part.codes.empty()) return all_enough(connection, *part.indicator, scope, part.codes.size()) ? "" : "not_here";
  return is_enough(connection, *part.indicator, scope) ? "" : "under_five";
}

bool FigureGate::is_enough(db::Connection& connection, const Indicator& indicator, const FigureScope& scope) {
  const auto formula = formula_of(site_, indicator);
  if (!formula) return false;
  const FigureReading reading = source_.read(connection, *formula, scope, {});
  const bool counts = indicator.verb == Indicator::Verb::count || indicator.verb == Indicator::Verb::distinct || indicator.verb == Indicator::Verb::sum;
  const auto dot = reading.raw.find('.');
  const int64_t value = reading.raw.empty() ? 0 : std::atoll(reading.raw.substr(0, dot).c_str());
  return reading.rows >= kCountShownMin && (!counts || value >= kCountShownMin);
}

// Each combination of codes of the first `dims` dimensions.
bool FigureGate::all_enough(db::Connection& connection, const Indicator& indicator, FigureScope scope, size_t dims) {
  if (scope.dims.size() == dims) return is_enough(connection, indicator, scope);
  if (indicator.by_codes.size() < dims) return false;
  const auto& codes = indicator.by_codes[scope.dims.size()];
  return std::all_of(codes.begin(), codes.end(), [&](const lang::Code& code) {
    FigureScope one = scope;
    one.dims.push_back(code.id);
    return all_enough(connection, indicator, one, dims);
  });
}

}  // namespace halfsky::engine
