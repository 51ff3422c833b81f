// What is checked of every formula over indicators, in a pack or in a report. Private to this folder.
#pragma once

#include "lang/pack/compile.hpp"

namespace halfsky::lang {

// Slices: do the dimension and the code exist?
void check_figure(Context& context, const ExpressionText& text, const Expression& formula);

// An indicator of class secret, without `lowers`, that the formula reads.
const Indicator* secret_in(const Context& context, const Expression& formula);

// The indicator, where the formula is nothing but its name.
const Indicator* one_indicator(const Context& context, const Expression& formula);

}  // namespace halfsky::lang
