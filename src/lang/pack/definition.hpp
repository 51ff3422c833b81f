// What an indicator counts, as a text: where the text is another one, its kept cells are counted again.
#pragma once

#include <functional>
#include <string>

#include "lang/pack/model.hpp"

namespace halfsky::lang {

// Whether cells are kept for it; the others are worked out on reading.
bool is_kept(const Indicator& indicator);

// Everything that decides what an indicator counts. Of what its formula reads `of_part` gives the text.
std::string definition_text(const Packs& packs, const Indicator& indicator, const std::function<std::string(const Indicator&)>& of_part);

}  // namespace halfsky::lang
