// How a figure is set in a text (PACKS section 8).
#pragma once

#include "capabilities/indicate/indicate.hpp"
#include "lang/pack/template.hpp"

namespace halfsky::indicate {

struct Shown {
  std::string text;          // "61.2万", "1,800余", "约55", "30,889", "—" where there is no data
  std::string digits;        // the same without words and commas: "61.2", "1800", "55", "30889"; empty where there is no data
  std::string number;        // and in the figure's own unit: "612000", "1800", "55", "30889"
};

// `round`: the decimals that the indicator declares. Formats are taken in their order: `atleast` floors to its unit and says 余 where more
// was counted, `about` rounds half up to the whole and says 约, `round` to so many decimals, `wan` counts in 万.
Shown shown(const Figure& figure, const std::vector<lang::Format>& formats, std::optional<int> round);

// The figure as it is, in its own unit: "612000", "59.3052". Empty without data.
std::string raw(const Figure& figure);

}  // namespace halfsky::indicate
