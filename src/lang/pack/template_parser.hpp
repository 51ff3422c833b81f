// The text of reports and prints with its {{ … }}, to a checked template. Private to this folder.
#pragma once

#include "lang/pack/context.hpp"

namespace halfsky::lang {

Template parse_report(Context& context, const PackInProgress& pack, const Report& report);
Template parse_print(Context& context, const PackInProgress& pack, const Print& print);

// "year", "6 years", "custom".
bool is_report_span(const std::string& text);

}  // namespace halfsky::lang
