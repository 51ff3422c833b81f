// The table of functions: their names, what they take and give. What a table can't say (min of any ordered type, rows of a type)
// the checker says.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/expr/function.hpp"
#include "lang/expr/type.hpp"

namespace halfsky::lang {

struct Signature {
  std::string_view name;
  Function function = Function::none;
  std::vector<Type> takes;      // of a fixed form
  std::optional<Type> gives;    // nothing: the checker decides by hand
  bool server = false;          // marked *
};

// The full name of the type whose records are orgs.
inline constexpr std::string_view kOrgType = "core.org";
Type org_type();

const Signature* find_function(std::string_view name);
std::vector<std::string> function_names();

// size, contains, startsWith, endsWith.
Function find_method(std::string_view name);
// exists, all, exists_one, filter, map, count, sum, min, max.
Function find_macro(std::string_view name);
std::vector<std::string> method_and_macro_names();

// country … village, partner.
std::vector<std::string> level_names();
// month, term, quarter, year, ever: the spans of rows() and figure().
std::vector<std::string> span_names();

}  // namespace halfsky::lang
