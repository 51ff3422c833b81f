// Evaluates an indicator's expressions on a row.
#include "capabilities/indicate/part.hpp"

#include <algorithm>

#include "capabilities/indicate/plan.hpp"

namespace halfsky::indicate {

using engine::RowPtr;
using engine::RowWorld;
using lang::Indicator;
using lang::Kind;
using lang::Value;
using Verb = Indicator::Verb;

namespace {

// An org's own names, for indicators that count orgs: they stand in no table.
class OrgWorld : public RowWorld {
 public:
  OrgWorld(const engine::Site& site, engine::RowSource& source, base::OrgId org, base::Day today) : RowWorld(site, source, nullptr, today), org_(Value::org(org)) {}
  Value member(const Value* of, const lang::Type& of_type, const lang::Binding& binding) override {
    return of ? RowWorld::member(of, of_type, binding) : RowWorld::member(&org_, lang::Type::ref_to("core.org"), binding);
  }

 private:
  Value org_;
};

// The codes of one dimension: several of `choices`, none where it is empty.
std::vector<std::string> codes_of(const Value& value) {
  if (value.is_null()) return {};
  if (value.kind == Kind::flag) return {value.is_true() ? "true" : "false"};
  if (value.kind != Kind::choices) return {value.text};
  std::vector<std::string> codes;
  for (const Value& item : *value.items)
    if (std::find(codes.begin(), codes.end(), item.text) == codes.end()) codes.push_back(item.text);
  return codes;
}

// "", and each prefix of the dimensions as far as they are filled.
std::vector<std::string> dims_of(RowWorld& world, const Indicator& indicator) {
  std::vector<std::string> all = {""}, prefixes = {""};
  for (const auto& by : indicator.by) {
    const auto codes = codes_of(world.evaluate(*by));
    std::vector<std::string> longer;
    for (const std::string& prefix : prefixes)
      for (const std::string& code : codes) longer.push_back(prefix.empty() ? code : prefix + "|" + code);
    if (longer.empty()) break;
    all.insert(all.end(), longer.begin(), longer.end());
    prefixes = std::move(longer);
  }
  return all;
}

std::string group_of(RowWorld& world, const Indicator& indicator) {
  std::string group;
  for (const auto& field : indicator.latest) {
    const Value value = world.evaluate(*field);
    group += (group.empty() ? "" : "|") + (value.is_null() ? "" : value.text.empty() ? std::to_string(value.number) : value.text);
  }
  return group;
}

class Reading {
 public:
  Reading(const engine::Site& site, const Indicator& indicator, RowWorld& world, engine::RowSource& source) : site_(site), indicator_(indicator), world_(world), source_(source) {}

  Parts parts(base::OrgId own, base::Day entered) {
    Part part;
    part.org = own;
    if (!indicator_.held) {   // on its day, and in the orgs where all lay on that day: what was done stays where it was done
      const auto& date = date_of(indicator_);
      const Value day = date ? world_.evaluate(*date) : Value::date(entered);
      if (day.is_null()) return {};
      part.day = base::Day(day.number);
      world_.as_it_lay(part.day);
      if (world_.row()) part.org = engine::org_on(*world_.row(), part.day);
    }
    // What lay in another county then is counted there; what has gone there holds here no more.
    if (const RowPtr& row = world_.row(); row && (indicator_.held ? row->away : base::county_of(part.org) != row->county)) return {};
    if (!world_.holds(indicator_.where)) return {};
    if (indicator_.org) {
      const Value org = world_.evaluate(*indicator_.org);
      if (org.is_null()) return {};
      part.org = org.number;
    }
    part.sums = {1, 1, 0, 0};
    if (indicator_.path && !value(part)) return {};
    if (!indicator_.latest.empty()) part.key = group_of(world_, indicator_);
    Parts result;
    for (std::string& dim : dims_of(world_, indicator_)) {
      part.dim = std::move(dim);
      result.push_back(part);
    }
    std::sort(result.begin(), result.end());
    return result;
  }

 private:
  // False where the row counts nothing.
  bool value(Part& part) {
    const Value value = world_.evaluate(*indicator_.path);
    if (value.is_null()) return false;
    if (indicator_.verb != Verb::distinct) {
      part.sums.value = value.number;
      const auto sureness = value.kind == Kind::tally ? lang::Sureness(value.extra) : lang::Sureness::exact;
      part.sums.at_least = sureness == lang::Sureness::at_least;
      part.sums.about = sureness == lang::Sureness::about;
      return true;
    }
    part.key = key_of(value);
    part.org = value.number;
    if (value.text.empty()) return true;
    const lang::RecordType* type = site_.packs->record_type(indicator_.path->type().target);
    const engine::RowPtr counted = type ? source_.load(*type, value.text) : nullptr;
    part.org = counted ? home_of(*counted) : 0;
    return counted != nullptr;
  }

  const engine::Site& site_;
  const Indicator& indicator_;
  RowWorld& world_;
  engine::RowSource& source_;
};

}  // namespace

std::string key_of(const Value& value) { return value.text.empty() ? std::to_string(value.number) : value.text; }

base::OrgId credited(base::OrgId org, base::County county, base::OrgId own) {
  if (base::county_of(org) == county) return org;
  return county ? base::org_of_county(county) : base::ancestor_at(own, 1);
}

int64_t share_of(const Indicator& indicator, const std::string& from_fund, const std::string& to_fund, int64_t amount_fen) {
  const auto among = [&](const std::string& fund) {
    return !fund.empty() && std::any_of(indicator.funds.begin(), indicator.funds.end(), [&](const lang::Fund* f) { return f->name == fund; });
  };
  const bool in = among(to_fund), out = among(from_fund);
  switch (indicator.verb) {
    case Verb::received: return in && from_fund.empty() ? amount_fen : 0;
    case Verb::spent: return out && to_fund.empty() ? amount_fen : 0;
    default: return (in ? amount_fen : 0) - (out ? amount_fen : 0);
  }
}

base::Day latest_move(const std::vector<const lang::Field*>& refs, const engine::RowPtr& row, engine::RowSource& source) {
  base::Day day = base::kDayMin;
  for (const lang::Field* ref : refs) {
    const Value& value = row->fields[ref->index];
    if (value.is_null() || value.text.empty()) continue;
    if (const engine::RowPtr at = source.load(*ref->target, value.text)) day = std::max(day, at->moved);
  }
  return day;
}

std::string joined(const std::vector<std::string>& codes) {
  std::string text;
  for (const std::string& code : codes) text += (text.empty() ? "" : "|") + code;
  return text;
}

Parts parts_of(const engine::Site& site, const Indicator& indicator, const engine::RowPtr& row, engine::RowSource& source, base::Day today) {
  if (!row || (row->struck && !row->away)) return {};
  RowWorld world(site, source, row, today);
  Parts parts = Reading(site, indicator, world, source).parts(row->org, row->entered);
  for (Part& part : parts) part.org = credited(part.org, row->county, row->org);
  return parts;
}

Parts parts_of_org(const engine::Site& site, const Indicator& indicator, const engine::Org& org, engine::RowSource& source, base::Day today) {
  OrgWorld world(site, source, org.id, today);
  return Reading(site, indicator, world, source).parts(org.id, org.from);
}

}  // namespace halfsky::indicate
