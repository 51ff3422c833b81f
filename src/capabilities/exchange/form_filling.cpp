// Which way a form is filled, and how a value comes into a cell.
#include "capabilities/exchange/form_filling.hpp"

namespace halfsky::exchange {

FormFilling::FormFilling(engine::Engine& engine, engine::FigureSource& figures, const FormFile& file, const FormWords& words, const FormRequest& asked, FormFilled& filled)
    : engine_(engine), file_(file), words_(words), asked_(asked), filled_(filled), plan_(filled.plan), shape_(filled.shape), orgs_(engine.site().orgs()), places_(*orgs_, words, asked.period),
      gate_(asked.who ? engine::FigureGate(engine.site(), figures, *asked.who) : engine::FigureGate(engine.site(), figures, asked.org)) {}

base::Problems FormFilling::run(db::Connection& connection) {
  switch (plan_.kind) {
    case FormPlan::Kind::records: return fill_records(connection);
    case FormPlan::Kind::orgs: return fill_orgs(connection);
    case FormPlan::Kind::cells: break;
  }
  if (base::Problems problems = fill_cells(connection); !problems.empty()) return problems;
  return plan_.type ? fill_one(connection) : base::Problems{};
}

FormCell FormFilling::cell(size_t row, int column, const HeadingPlan& meaning) const {
  FormCell result;
  result.row = row;
  result.column = column;
  result.heading = meaning.heading;
  result.source = meaning.source.name();
  return result;
}

std::optional<size_t> FormFilling::style_for(size_t row, int column) const {
  if (shape_.is_table && file_.grid.row(row) == nullptr && row > file_.grid.last_row())
    for (auto line = shape_.lines.rbegin(); line != shape_.lines.rend(); ++line)
      if (line->kind == FormLine::Kind::blank && file_.grid.row(line->row)) return file_.grid.style_at(line->row, column);
  return file_.grid.style_at(row, column);
}

void FormFilling::put(FormCell cell, const FormValue& value, const HeadingPlan& meaning) {
  if (const auto why = not_writable(file_, cell.row, cell.column)) {
    if (why->code == "form_merged" || why->code == "form_given") return;   // theirs
    cell.why = why;
  } else if (meaning.why) {
    cell.why = meaning.why;
  } else if (!put_.emplace(cell.row, cell.column).second) {
    cell.why = problem("form_cell_taken", {{"heading", meaning.heading}});
  } else {
    auto edit = edit_for(file_, cell.row, cell.column, style_for(cell.row, cell.column), value, meaning);
    if (edit) {
      cell.value = value.kind == FormValue::Kind::day ? base::format_day(base::Day(value.number)) : value.kind == FormValue::Kind::minute ? base::format_minute(value.number) : edit->content;
      edits_.push_back(*std::move(edit));
    }
    else cell.why = edit.problems().front();
  }
  filled_.cells.push_back(std::move(cell));
}

}  // namespace halfsky::exchange
