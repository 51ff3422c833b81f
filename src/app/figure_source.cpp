// Scopes and readings in the port's words.
#include "app/figure_source.hpp"

#include "base/decimal.hpp"
#include "capabilities/indicate/report_figures.hpp"
#include "capabilities/indicate/shown.hpp"

namespace halfsky::app {

indicate::Scope KeptFigures::scope_of(const engine::FigureScope& scope) const {
  indicate::Scope result;
  result.org = scope.org;
  result.from = scope.from;
  result.to = scope.to;
  result.dims = scope.dims;
  if (!scope.about_id.empty()) {
    const lang::RecordType* type = indicate_.engine().site().packs->record_type(scope.about_type);
    result.about = indicate::About{type, scope.about_id, 0};
    if (type && type->is_org) result.about = indicate::About{type, "", std::atoll(scope.about_id.c_str())};
  }
  result.as_of = scope.as_of;
  return result;
}

engine::FigureReading KeptFigures::read(db::Connection& connection, const lang::Expression& formula, const engine::FigureScope& scope, const std::vector<lang::Format>& formats) {
  static constexpr const char* kSureness[] = {"exact", "at_least", "about"};
  static constexpr const char* kHow[] = {"kept", "derived", "counted"};
  const indicate::Receipt receipt = indicate_.receipt(connection, formula, scope_of(scope));
  engine::FigureReading reading;
  reading.raw = indicate::raw(receipt.figure);
  reading.shown = indicate::shown(receipt.figure, formats, indicate::round_of(indicate_, formula)).text;
  reading.sureness = kSureness[int(receipt.figure.sureness)];
  reading.how = kHow[int(receipt.figure.how)];
  reading.rows = receipt.figure.n;
  reading.places = receipt.places;
  reading.definition = receipt.definition;
  return reading;
}

void KeptFigures::rows(db::Connection& connection, const lang::Expression& formula, const engine::FigureScope& scope, const std::function<void(const engine::FigureRow&)>& visit) {
  indicate_.records(connection, formula, scope_of(scope), [&](const indicate::Counted& row) {
    visit({row.part, row.type, row.id, row.key, base::format_scaled(row.value, row.scale), row.county, row.org, row.day});
  });
}

void KeptFigures::reached(db::Connection& connection, const lang::Expression& formula, const engine::FigureScope& scope, const std::function<void(const engine::FigureReached&)>& visit) {
  indicate_.reached(connection, formula, scope_of(scope), [&](const indicate::Reached& one) { visit({one.id, one.type, one.county, one.org, one.n}); });
}

bool KeptFigures::holds(db::Connection& connection, const lang::Expression& condition, const engine::FigureScope& scope) {
  const indicate::Figure figure = indicate_.value(connection, condition, scope_of(scope));
  return figure.value.value_or(0) != 0;
}

base::Day KeptFigures::span_begin(const std::string& span, base::Day until) { return indicate::span_begin(span, until); }

}  // namespace halfsky::app
