// The declared routes.
#include "http/router.hpp"

#include <algorithm>
#include <optional>

#include "base/result.hpp"
#include "base/text.hpp"

namespace halfsky::http {

namespace {

bool is_parameter(std::string_view segment) { return segment.starts_with('{') && segment.ends_with('}'); }

std::vector<std::string> segments_of(std::string_view pattern) {
  HALFSKY_ASSERT(pattern.starts_with('/'));
  return base::split(pattern.substr(1), '/');
}

// "/a/b" before "/a/{x}" before "/{x}/b": a parameter sorts behind every literal.
std::vector<std::string> order_of(const Route& route) {
  std::vector<std::string> key = segments_of(route.pattern);
  for (std::string& segment : key) segment = is_parameter(segment) ? "\x7f" : segment;
  return key;
}

std::optional<std::vector<std::string>> parameters(const std::vector<std::string>& pattern,
                                                   const std::vector<std::string>& segments) {
  if (pattern.size() != segments.size()) return std::nullopt;
  std::vector<std::string> found;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (!is_parameter(pattern[i])) {
      if (pattern[i] != segments[i]) return std::nullopt;
      continue;
    }
    if (segments[i].empty()) return std::nullopt;
    found.push_back(segments[i]);
  }
  return found;
}

}  // namespace

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
  std::stable_sort(routes_.begin(), routes_.end(), [](const Route& a, const Route& b) { return order_of(a) < order_of(b); });
  for (size_t i = 0; i < routes_.size(); ++i) {
    const Route& route = routes_[i];
    HALFSKY_ASSERT(static_cast<bool>(route.handler) != static_cast<bool>(route.late_handler));
    for (size_t j = 0; j < i; ++j)
      HALFSKY_ASSERT(routes_[j].method != route.method || order_of(routes_[j]) != order_of(route));
    patterns_.push_back(segments_of(route.pattern));
  }
}

Router::Match Router::match(Method method, const std::vector<std::string>& segments) const {
  const Method wanted = method == Method::head ? Method::get : method;
  Match match;
  for (size_t i = 0; i < routes_.size(); ++i) {
    auto params = parameters(patterns_[i], segments);
    if (!params) continue;
    if (routes_[i].method == wanted) return {&routes_[i], std::move(*params), {}};
    match.allowed.push_back(routes_[i].method);
    if (routes_[i].method == Method::get) match.allowed.push_back(Method::head);
  }
  return match;
}

}  // namespace halfsky::http
