// A field as the client's forms take it, for whoever asks. Private to http.
#pragma once

#include <boost/json/object.hpp>

#include "http/service.hpp"

namespace halfsky::http {

// `F` of docs/API.md. REQUIRES: the field is of the type, or of one that it is made from.
boost::json::object field_descriptor(Service& service, const lang::RecordType& type, const lang::Field& field);

}  // namespace halfsky::http
