// Papers: a print's template filled from one record, for one reader (PACKS section 8). What she may not read stays empty, private values always:
// a paper is copied and left lying.
#pragma once

#include <boost/json/array.hpp>
#include <string>

#include "engine/query/view.hpp"

namespace halfsky::report {

// Pieces as a report's: text, name, table. REQUIRES: she may read the row, and the print is of its type.
boost::json::array fill_print(const engine::Site& site, engine::Snapshot& snapshot, engine::View& view, const engine::Acting& who, const lang::Print& print, const engine::RowPtr& row);

// The bytes of a .docx with the title and the pieces.
std::string paper_word(const std::string& title, const boost::json::array& pieces);

}  // namespace halfsky::report
