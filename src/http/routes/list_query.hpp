// A list's query parameters; of lists and of sheets.
#pragma once

#include "engine/query/list.hpp"
#include "http/service.hpp"

namespace halfsky::http {

base::Result<engine::ListQuery> list_query(Service& service, const Request& request, const std::string& type);

}  // namespace halfsky::http
