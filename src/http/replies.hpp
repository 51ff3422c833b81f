// Answers that every route gives in the same shape.
#pragma once

#include <boost/json/value.hpp>

#include "base/result.hpp"
#include "http/admission.hpp"

namespace halfsky::http {

Answer json_answer(const boost::json::value& value, int status = 200);
Answer json_answer(const boost::json::object& value, int status = 200);   // without a copy into a value

// RFC 9457 with the list of problems, each with its sentence. The status follows from the codes: 400 for a body that is no JSON,
// 404 no_such_record and the like, 403 not_yours, 409 command_used, 415 content_type, 429 reply_tries and reply_wait, 503 busy and machine, else 422.
Answer refused(const Service& service, const Request& request, const base::Problems& problems);
// The same list, for the answer of one command among many.
boost::json::array problems_json(const Service& service, const Request& request, const base::Problems& problems);

// The body as a JSON object, or the answer that says what is wrong with it (415 for another content type).
base::Result<boost::json::object> body_object(const Request& request);

Language language(const Request& request);
std::string query(const Request& request, std::string_view name);            // "" where it is not there
int64_t query_number(const Request& request, std::string_view name, int64_t otherwise);

}  // namespace halfsky::http
