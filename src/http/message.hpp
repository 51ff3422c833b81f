// What a route sees of HTTP: a request that has arrived whole, and the answer to it. Nothing here knows the library beneath.
#pragma once

#include <any>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/event_hub.hpp"

namespace halfsky::http {

enum class Method { get, head, post, put, patch, remove, options };  // remove is DELETE

std::string_view text_of(Method method);
std::optional<Method> method_of(std::string_view text);

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Request {
  Method method = Method::get;
  std::string target;                    // as sent
  std::string path;                      // decoded, without the query
  Fields query;                          // decoded, in their order
  Fields headers;
  std::string body;
  std::string remote;                    // the client's address, without port
  std::vector<std::string> path_params;  // what stood for {…} in the route's pattern, decoded
  std::any caller;                       // what ServerOptions::admit has put there: who is asking

  std::string_view header(std::string_view name) const;               // in any case; empty where it is not sent
  const std::string* query_value(std::string_view name) const;        // the first; null where it is not there
  std::string_view cookie(std::string_view name) const;
};

// A stream of events instead of a body: what `view` lets through of what comes to `hub`. The hub outlives the server.
struct EventStream {
  EventHub* hub = nullptr;
  EventView view;
  std::string account;   // whose it is
};

struct Answer {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  Fields headers;

  // A body that is not copied: used instead of `body` where `shared_body` is not empty. `keeper` keeps it alive, or is empty
  // where it lives as long as the program.
  std::string_view shared_body;
  std::shared_ptr<const void> keeper;

  std::optional<EventStream> events;

  std::string_view content() const { return shared_body.empty() ? std::string_view(body) : shared_body; }
  const std::string* header(std::string_view name) const;
};

std::string_view reason_of(int status);

// application/problem+json (RFC 9457) with a `code` that the browser has words for.
Answer problem_answer(int status, std::string_view code);

// A file to keep: Content-Disposition with the name in UTF-8 (RFC 6266).
Answer download_answer(std::string content_type, std::string file_name, std::string body);

bool equal_ignoring_case(std::string_view a, std::string_view b);

}  // namespace halfsky::http
