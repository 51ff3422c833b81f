// Figures in the text of reports and in examples: a formula, where, over which span, for whom, shown how. Private to this folder.
#pragma once

#include "lang/pack/compile.hpp"
#include "lang/pack/template_scanner.hpp"

namespace halfsky::lang {

// "spent['living'] at '口头庄村' over 6 years for star | wan 1 #2.08". `params` are the names that `for` may take.
std::optional<Figure> build_figure(Context& context, const PackInProgress& pack, const source::Node& node, const Part& text,
                                   const std::vector<Report::Param>& params);

}  // namespace halfsky::lang
