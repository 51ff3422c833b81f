// A field's value as it comes in and goes out: JSON and the text of a sheet's cell to a Value, and back. One place says what each
// field type can hold; every refusal says what would be right.
#pragma once

#include <boost/json/value.hpp>
#include <string>

#include "base/result.hpp"
#include "engine/org/org_tree.hpp"
#include "lang/pack/model.hpp"

namespace halfsky::engine {

constexpr size_t kTextMax = 200;        // code points of a text field
constexpr size_t kNoteMax = 20'000;     // code points of a note
constexpr size_t kListMax = 200;        // files, choices

// Null clears the field. `path` goes into the problems. Codes outside their dates on `day` are refused; refs are only checked for
// their form here (that the record is there is for the command to say).
base::Result<lang::Value> value_of_json(const lang::Field& field, const boost::json::value& json, const std::string& path,
                                        base::Day day, const OrgTree& orgs);

// The same from a cell's text: codes by id or title, flags as 是/否, several choices by comma.
base::Result<lang::Value> value_of_text(const lang::Field& field, const std::string& text, const std::string& path,
                                        base::Day day, const OrgTree& orgs);

// As the API gives it: money and decimals as text in yuan and plain numbers ("300.00", "59.3"), dates as "2026-03-08",
// refs as ids (orgs as numbers), tallies as {"value", "sureness"}, consents as {"given", "on", "by", "until"}.
boost::json::value json_of(const lang::Value& value, lang::Kind kind, boost::json::storage_ptr memory = {});

// What `min` and `max` compare: the number in the type's own units as text people read ("300.00", "2026-03-08").
std::string text_of(int64_t number, lang::Kind kind);

}  // namespace halfsky::engine
