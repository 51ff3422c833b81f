// Code lists, declared by name or in place.
#pragma once

#include "lang/pack/context.hpp"

namespace halfsky::lang {

std::shared_ptr<const CodeList> build_code_list(Context& context, const std::string& name, const source::Node& node);

}  // namespace halfsky::lang
