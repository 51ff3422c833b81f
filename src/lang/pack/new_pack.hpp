// The first files of a new pack: small, sound, and with one of each thing that a programme is made of.
#pragma once

#include <string>
#include <vector>

#include "lang/pack/model.hpp"

namespace halfsky::lang {

// What is wrong with the name of a new pack's folder, and what a good one is; "" where it is good.
std::string wrong_with_pack_name(const std::string& name);

// Its files with paths within `folder`, which ends in the name. REQUIRES: the name is good.
PackSource new_pack(const std::string& folder, std::string& readme);

}  // namespace halfsky::lang
