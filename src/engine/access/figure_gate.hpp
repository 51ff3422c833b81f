// The gate that figures leave by. Whoever may read every record that a figure counts is told it as it is; for all others a figure over
// secrets is one of these (docs/SECURITY.md says why this is sound):
//
//   - without `lowers`: nothing;
//   - with it: at a county or above, for one whole year that is over, of her own org, and not under five: its number. Under five, none
//     among them, says "fewer than five". Shares and other sums of figures are told where each of their parts would be.
//   - a breakdown (by codes; by the counties of her own org) whole or not at all: where one of its numbers is under five none is told, so
//     that nothing can be taken from the total. By codes and counties at once: not at all.
//   - the records behind it: none.
//
// A figure that a blind record of hers forbids (blind.cpp) is withheld too. A text that many will read, a report, reads as somebody at its
// own org who may read no secret record.
#pragma once

#include "engine/access/gate.hpp"
#include "engine/figure_source.hpp"

namespace halfsky::engine {

constexpr int64_t kCountShownMin = 5;

std::string shown_withheld(const std::string& why);   // what stands in a withheld figure's place

class FigureGate : public FigureSource {
 public:
  FigureGate(const Site& site, FigureSource& source, const Acting& who);
  FigureGate(const Site& site, FigureSource& source, base::OrgId home);   // for a text

  FigureReading read(db::Connection& connection, const lang::Expression& formula, const FigureScope& scope, const std::vector<lang::Format>& formats) override;
  void rows(db::Connection& connection, const lang::Expression& formula, const FigureScope& scope, const std::function<void(const FigureRow&)>& visit) override;
  void reached(db::Connection& connection, const lang::Expression& formula, const FigureScope& scope, const std::function<void(const FigureReached&)>& visit) override;
  bool holds(db::Connection& connection, const lang::Expression& condition, const FigureScope& scope) override;
  // Whether she may have the records behind it at all: where not, who was missed is no question of hers either.
  bool opens(db::Connection& connection, const lang::Expression& formula, const FigureScope& scope);
  // Why she is not told it: blind, not_here, under_five; "" where she is.
  std::string withheld(db::Connection& connection, const lang::Expression& formula, const FigureScope& scope);
  base::Day span_begin(const std::string& span, base::Day until) override { return source_.span_begin(span, until); }

 private:
  struct Part {
    const lang::Indicator* indicator = nullptr;
    std::vector<std::string> codes;
    bool prior = false;
    bool lowered = false;       // it or a figure that it is part of says so
  };
  void parts_of(const lang::Expression& formula, const FigureScope& scope, bool prior, bool lowered, std::vector<Part>& parts) const;
  bool hides_nothing(const Part& part, base::OrgId org) const;
  std::string withheld(db::Connection& connection, const Part& part, const FigureScope& scope);
  bool is_enough(db::Connection& connection, const lang::Indicator& indicator, const FigureScope& scope);
  bool all_enough(db::Connection& connection, const lang::Indicator& indicator, FigureScope scope, size_t dims);

  const Site& site_;
  FigureSource& source_;
  Gate gate_;
  std::shared_ptr<const OrgTree> orgs_;
  const Acting* who_ = nullptr;   // null: a text
  base::OrgId home_ = 0;
};

}  // namespace halfsky::engine
