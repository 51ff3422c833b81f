// How each field of the packs is stored, as it was at the last start: a field that keeps its name and is stored otherwise would be read as
// something that nobody entered, and what a formula worked out is worked out again where it is another one (PACKS section 12).
#pragma once

#include <map>
#include <string>

#include "db/connection.hpp"
#include "engine/store/stable_names.hpp"
#include "lang/pack/model.hpp"

namespace halfsky::engine {

// "int", "text sealed", "ref core.person": what the columns of a field hold.
std::string form_of(const lang::Field& field, const StableNames& names);
// The formula of a field that is computed and stored; else nothing.
std::string formula_of(const lang::Field& field);

struct FieldForm { std::string form, formula; };

// By the fields' stable names.
std::map<std::string, FieldForm> read_field_forms(db::Connection& connection);
db::Call write_form_call(const std::string& field, const std::string& form);
db::Call write_formula_call(const std::string& field, const std::string& formula);

}  // namespace halfsky::engine
