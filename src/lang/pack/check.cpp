// Checks packs together: the steps of builders.hpp in their order, then everything that was found, sorted by place.
#include <algorithm>
#include <tuple>

#include "lang/pack/builders.hpp"

namespace halfsky::lang {
namespace {

using Step = void (*)(Context&, RecordInProgress&);

void for_each_record(Context& context, Step step) {
  for (const auto& pack : context.packs)
    for (const auto& record : pack->records)
      if (!record->broken || step == build_shape) step(context, *record);
}

void for_each_pack(Context& context, void (*step)(Context&, PackInProgress&)) {
  for (const auto& pack : context.packs) step(context, *pack);
}

void build(Context& context, const std::vector<PackSource>& sources) {
  read_packs(context, sources);
  if (!context.core()) {
    context.refuse({}, "no_core", "the pack `core` is missing; it is always in use");
    return;
  }
  for_each_pack(context, declare_names);
  for_each_pack(context, resolve_funds);
  merge_templates(context);
  for_each_record(context, build_shape);
  build_backs(context);
  for_each_record(context, build_computed);
  mark_fields_on_reading(context);
  for_each_pack(context, build_prints);
  for (Step step : {build_field_options, build_type_options, build_moves, build_every, build_public, build_notices, build_look}) for_each_record(context, step);
  for (auto step : {build_indicators, build_rubrics, build_matches}) for_each_pack(context, step);
  check_formulas(context);
  for (auto step : {build_reports, build_texts, build_examples}) for_each_pack(context, step);
  for (auto check : {check_stages, check_circles, check_required, check_moves, check_money, check_was, check_secrets}) check(context);
}

// One problem a place and kind: a template's line that is wrong is wrong in each copy.
Diagnostics sorted(Diagnostics problems) {
  const auto place = [](const Diagnostic& d) { return std::tie(d.at.file, d.at.line, d.at.column, d.code); };
  std::stable_sort(problems.begin(), problems.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
  problems.erase(std::unique(problems.begin(), problems.end(), [&](const auto& a, const auto& b) { return place(a) == place(b); }), problems.end());
  return problems;
}

}  // namespace

CheckedPacks check_packs(const std::vector<PackSource>& sources) {
  CheckedPacks result;
  Diagnostics problems;
  Context context(problems);
  build(context, sources);
  result.problems = sorted(std::move(problems));
  result.notes = std::move(context.notes);
  if (!result.problems.empty()) return result;
  result.packs = std::make_unique<Packs>();
  for (const auto& pack : context.packs) {
    for (const auto& record : pack->records)
      if (!record->abstract) pack->pack->records.push_back(std::move(record->held));
    result.packs->packs.push_back(std::move(pack->pack));
  }
  return result;
}

}  // namespace halfsky::lang
