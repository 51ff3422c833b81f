// The declared routes: what the server answers to, and what the OpenAPI document is made from.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"

namespace halfsky::http {

// Runs on a worker thread. An exception is logged and answered with 500.
using Handler = std::function<Answer(const Request&)>;

// For what ends later (a command that waits for its commit): `done` is called once, from any thread; where it is dropped without
// a call, the answer is 500. The request lives as long as it is held.
using Done = std::function<void(Answer)>;
using LateHandler = std::function<void(std::shared_ptr<const Request>, Done done)>;

enum class Admission { anyone, signed_in };

// Heavy work (passwords, sheets, Word files) has few threads of its own, so that it never holds up a list.
enum class Work { light, heavy };

struct Route {
  Method method = Method::get;
  std::string pattern;                    // "/api/v1/records/{type}/{id}"
  Admission admission = Admission::signed_in;
  Work work = Work::light;
  size_t body_bytes_max = 0;              // 0: takes no body
  Handler handler;                        // this or late_handler
  LateHandler late_handler;

  // Where it is set, the answer goes out at the next multiple of this after the request came, so that the time says nothing of what was found.
  std::chrono::milliseconds answers_every{0};

  // For the OpenAPI document.
  std::string name;                       // operationId: "recordGet"
  std::string summary;
  std::string tag;
  std::string body_schema;                // names in shapes.cpp; empty: none, or not JSON
  std::string answer_schema;
  std::vector<std::pair<std::string, std::string>> query;  // parameter, what it means
  std::string body_type = "application/json";
  std::string answer_type = "application/json";
  int answer_status = 200;
};

class Router {
 public:
  // REQUIRES: patterns begin with '/', have one handler, and are all different.
  explicit Router(std::vector<Route> routes);

  struct Match {
    const Route* route = nullptr;
    std::vector<std::string> params;
    std::vector<Method> allowed;   // where route is null: the methods this path knows; empty: no such path
  };

  // A literal segment goes before a {parameter}; HEAD is answered by GET. A parameter is never empty.
  Match match(Method method, const std::vector<std::string>& segments) const;

  const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;                       // the more literal first
  std::vector<std::vector<std::string>> patterns_;  // segments, beside routes_
};

}  // namespace halfsky::http
