// Joins the port for figures to the capability that keeps them: the reports know the port alone.
#pragma once

#include "capabilities/indicate/indicate.hpp"
#include "engine/figure_source.hpp"

namespace halfsky::app {

class KeptFigures : public engine::FigureSource {
 public:
  explicit KeptFigures(indicate::Indicate& indicate) : indicate_(indicate) {}
  engine::FigureReading read(db::Connection& connection, const lang::Expression& formula, const engine::FigureScope& scope, const std::vector<lang::Format>& formats) override;
  void rows(db::Connection& connection, const lang::Expression& formula, const engine::FigureScope& scope, const std::function<void(const engine::FigureRow&)>& visit) override;
  void reached(db::Connection& connection, const lang::Expression& formula, const engine::FigureScope& scope, const std::function<void(const engine::FigureReached&)>& visit) override;
  bool holds(db::Connection& connection, const lang::Expression& condition, const engine::FigureScope& scope) override;
  base::Day span_begin(const std::string& span, base::Day until) override;

 private:
  indicate::Scope scope_of(const engine::FigureScope& scope) const;
  indicate::Indicate& indicate_;
};

}  // namespace halfsky::app
