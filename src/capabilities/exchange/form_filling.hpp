// One filling of one form: what its parts share. Private to exchange.
#pragma once

#include <memory>
#include <set>
#include <vector>

#include "capabilities/exchange/form_places.hpp"
#include "capabilities/exchange/form_value.hpp"
#include "capabilities/exchange/forms.hpp"
#include "capabilities/exchange/problem.hpp"
#include "engine/access/figure_gate.hpp"
#include "engine/query/view.hpp"

namespace halfsky::exchange {

constexpr size_t kFormFiguresMax = 20'000;   // figures that one form may ask for

class FormFilling {
 public:
  FormFilling(engine::Engine& engine, engine::FigureSource& figures, const FormFile& file, const FormWords& words, const FormRequest& asked, FormFilled& filled);

  base::Problems run(db::Connection& connection);
  std::vector<CellEdit> edits() && { return std::move(edits_); }

 private:
  // form_records.cpp
  struct Taken { std::string id; base::OrgId org; std::vector<FormValue> values; };
  base::Problems fill_records(db::Connection& connection);
  base::Problems take_records(db::Connection& connection, std::vector<Taken>& taken);
  void fill_given(const std::vector<Taken>& taken);
  void fill_totals(const std::vector<Taken>& taken);
  base::Problems fill_one(db::Connection& connection);
  void fill_of(engine::View& view, const engine::RowPtr& row);
  FormValue value_of(engine::View& view, const engine::RowPtr& row, const HeadingPlan& meaning);
  FormValue private_value(engine::View& view, const engine::RowPtr& row, const lang::Field& field, const HeadingPlan& meaning);

  // form_figures.cpp
  struct Line { size_t row; const engine::Org* org; };
  base::Problems fill_orgs(db::Connection& connection);
  base::Problems place_orgs(std::vector<Line>& lines);
  const engine::Org* place_of(const FormLine& line);
  std::string said_in(size_t row) const;   // to name a line by
  void fill_total(db::Connection& connection, const FormLine& total, const std::vector<Line>& lines, const std::vector<std::vector<FormValue>>& values);
  base::Problems fill_cells(db::Connection& connection);
  FormValue figure(db::Connection& connection, const Source& source, base::OrgId org, FormCell& cell);

  // form_filling.cpp
  FormCell cell(size_t row, int column, const HeadingPlan& meaning) const;
  void put(FormCell cell, const FormValue& value, const HeadingPlan& meaning);
  // The style that a new line below the last one gets: that of the last blank one.
  std::optional<size_t> style_for(size_t row, int column) const;
  const engine::Site& site() const { return engine_.site(); }

  engine::Engine& engine_;
  const FormFile& file_;
  const FormWords& words_;
  const FormRequest& asked_;
  FormFilled& filled_;
  const FormPlan& plan_;
  const FormShape& shape_;
  std::shared_ptr<const engine::OrgTree> orgs_;
  FormPlaces places_;
  engine::FigureGate gate_;
  std::map<std::string, lang::ExpressionPtr> formulas_;
  size_t figures_asked_ = 0;
  std::vector<CellEdit> edits_;
  std::set<std::pair<size_t, int>> put_;   // cells that have their answer: none is filled twice
};

}  // namespace halfsky::exchange
