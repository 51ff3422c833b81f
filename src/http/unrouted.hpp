// What the server does without a route: whose address it is behind a proxy, and answers: files, no such page, no such method, busy. Private to the server.
#pragma once

#include "http/assets.hpp"
#include "http/router.hpp"

namespace halfsky::http {

// For a match without a route: OPTIONS and 405 where the path is known, a file of the client's, or 404.
Answer answer_without_route(const Request& request, const Router::Match& match, const Assets& assets);

Answer busy_answer();  // 503, to come again in a second

// The last address of X-Forwarded-For: only this is the proxy's word, those before it are the client's. Without one, the peer's.
std::string forwarded_address(const Request& request);

}  // namespace halfsky::http
