// A value as a form's cell wants it: in the heading's unit, as the cell's format shows it, or the reason why it stays empty. Pure.
// Private to exchange.
#pragma once

#include <optional>
#include <string>

#include "base/day.hpp"
#include "capabilities/exchange/form_edit.hpp"
#include "capabilities/exchange/form_package.hpp"
#include "capabilities/exchange/form_plan.hpp"

namespace halfsky::exchange {

struct FormValue {
  enum class Kind { nothing, number, text, day, minute } kind = Kind::nothing;
  int64_t number = 0;                  // number: in 1/10'000; day, minute: since 1970
  std::string text;
  std::optional<base::Problem> why;    // of nothing

  static FormValue empty(base::Problem why) { FormValue value; value.why = std::move(why); return value; }
  static FormValue of_number(int64_t scaled) { FormValue value; value.kind = Kind::number; value.number = scaled; return value; }
  static FormValue of_text(std::string text) { FormValue value; value.kind = Kind::text; value.text = std::move(text); return value; }
};

// Its digits divided by 10 to the exponent, exactly: (610000 in 1/10'000, 4) is "0.0061".
std::string digits_of(int64_t scaled, int exponent);

// "990101********1234", "********1234"; what is short is hidden whole.
std::string masked(const std::string& text, Mask mask);

// Why nobody may write into that cell: form_hidden, form_locked, form_formula, form_given (it has a value), form_merged.
std::optional<base::Problem> not_writable(const FormFile& form, size_t row, int column);

// Problems: form_cell_is_date, form_cell_is_percent, form_not_a_choice {choices}; the value's own. `style` is that of the cell.
base::Result<CellEdit> edit_for(const FormFile& form, size_t row, int column, std::optional<size_t> style, const FormValue& value, const HeadingPlan& meaning);

}  // namespace halfsky::exchange
