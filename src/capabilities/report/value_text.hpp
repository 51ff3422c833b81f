// A value of a record as reports and papers write it: titles for codes, names for orgs, 2026年3月8日 for dates.
#pragma once

#include <functional>
#include <string>

#include "engine/site.hpp"

namespace halfsky::report {

// What a record is called; "" where its reader may not know.
using LabelOf = std::function<std::string(const lang::RecordType&, const std::string& id)>;

// "" of nothing, of files and of consents.
std::string value_text(const engine::Site& site, const lang::Value& value, const lang::Type& type, const LabelOf& label_of);

// What a column is called: a path by the title of the field that it ends with, all else as it is written.
std::string path_title(const lang::Expression& column, const std::string& as_written);

}  // namespace halfsky::report
