// Whether a strange workbook could take along what is filled into it: every part of it is asked, whatever it is called. Private to exchange.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "capabilities/exchange/workbook_parts.hpp"

namespace halfsky::exchange {

// Whether a formula reads from or writes to somewhere outside, whether or not its quotes are read with names in mind.
bool calls_out(const std::string& formula);

// Problems: form_macros, form_signed, form_connections, form_calls_out {part}; those of reading. `has_links`: to other workbooks.
std::optional<base::Problem> harm_in(ZipParts& parts, const std::vector<std::string>& names, bool& has_links);

}  // namespace halfsky::exchange
