// All figures of a report's text, compiled for an org and a period's end: what `halfsky figures` prints, and what a compiled report holds.
#pragma once

#include "capabilities/indicate/indicate.hpp"
#include "capabilities/indicate/shown.hpp"

namespace halfsky::indicate {

struct ReportFigure {
  std::string id;            // "2.08"; empty where the text names none
  const lang::Figure* figure = nullptr;
  Scope scope;
  Figure value;
  Shown shown;
};

// A parameter's record, by the parameter's id.
using Params = std::map<std::string, std::string>;

// "6 years", "year", "3 months" up to and with `until`. A plain unit is the one of the calendar that holds `until`, up to `until`.
base::Day span_begin(const std::string& span, base::Day until);

// The scope that a figure of a report reads: its own `at`, `over`, `for`. Nothing where it names an org or a record that is not there.
std::optional<Scope> scope_of(const Indicate& indicate, const lang::Report& report, const lang::Figure& figure, base::OrgId org, base::Day until, const Params& params);

// How a figure is rounded where its text says nothing: as its one indicator declares.
std::optional<int> round_of(const Indicate& indicate, const lang::Expression& formula);

// In the order of the text; a figure inside of `each` stands for many and is left out.
std::vector<ReportFigure> report_figures(const Indicate& indicate, db::Connection& connection, const lang::Report& report, base::OrgId org, base::Day until, const Params& params);

}  // namespace halfsky::indicate
