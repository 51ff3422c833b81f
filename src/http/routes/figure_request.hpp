// What requests for figures have in common. Private to http.
#pragma once

#include "base/result.hpp"
#include "engine/figure_source.hpp"
#include "http/admission.hpp"

namespace halfsky::http {

struct Caller;

// `org`, `from`, `to`, `period` (month, term, year, ever; default: this year) of a request, within her range. Problems: not_yours, not_a_date.
base::Result<engine::FigureScope> figure_scope(Service& service, const Request& request);

// A formula over indicators; nothing where there was a problem.
lang::ExpressionPtr figure_formula(const Service& service, const std::string& text, base::Problems& problems);

}  // namespace halfsky::http
