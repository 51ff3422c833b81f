// Answers that need no route.
#include "http/unrouted.hpp"

namespace halfsky::http {

Answer answer_without_route(const Request& request, const Router::Match& match, const Assets& assets) {
  if (!match.allowed.empty()) {
    std::string allowed;
    for (const Method one : match.allowed) allowed += (allowed.empty() ? "" : ", ") + std::string(text_of(one));
    Answer answer = request.method == Method::options ? Answer{.status = 204} : problem_answer(405, "no_such_method");
    answer.headers.emplace_back("Allow", allowed);
    return answer;
  }
  const bool reads = request.method == Method::get || request.method == Method::head;
  if (reads)
    if (auto file = assets.answer(request)) return *std::move(file);
  return problem_answer(404, "no_such_page");
}

Answer busy_answer() {
  Answer answer = problem_answer(503, "busy");
  answer.headers.emplace_back("Retry-After", "1");
  return answer;
}

std::string forwarded_address(const Request& request) {
  std::string_view list = request.header("X-Forwarded-For");
  if (const size_t comma = list.rfind(','); comma != std::string_view::npos) list.remove_prefix(comma + 1);
  while (list.starts_with(' ')) list.remove_prefix(1);
  return list.empty() ? request.remote : std::string(list);
}

}  // namespace halfsky::http
