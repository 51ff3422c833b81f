// What bodies and answers look like: one list in a short notation (shapes.txt in shapes.cpp), from which the OpenAPI document gets its schemas.
//
//   Name = { a: text, b?: int, ...Other }     an object with exactly these fields; `?` may be missing; `...` those of an object above
//   Name = [Row] | null | "draft" | *text     lists, alternatives, exact words, an object of any names
//   text int number flag null any day id      kinds; day is 2026-03-08, id a UUID
#pragma once

#include <boost/json/object.hpp>

#include <string_view>

namespace halfsky::http {

// Reads the notation into components/schemas. Asserts on a fault in it: it is ours.
boost::json::object schemas_of(std::string_view shapes);

// Every shape of /api/v1.
std::string_view api_shapes();

}  // namespace halfsky::http
