// Requests and answers, without the library beneath.
#include "http/message.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/result.hpp"
#include "http/target.hpp"

namespace halfsky::http {

namespace {

constexpr std::array<std::pair<Method, std::string_view>, 7> kMethods = {{{Method::get, "GET"},
                                                                         {Method::head, "HEAD"},
                                                                         {Method::post, "POST"},
                                                                         {Method::put, "PUT"},
                                                                         {Method::patch, "PATCH"},
                                                                         {Method::remove, "DELETE"},
                                                                         {Method::options, "OPTIONS"}}};

const std::string* find_field(const Fields& fields, std::string_view name) {
  for (const auto& [key, value] : fields)
    if (equal_ignoring_case(key, name)) return &value;
  return nullptr;
}

}  // namespace

std::string_view text_of(Method method) {
  for (const auto& [one, text] : kMethods)
    if (one == method) return text;
  HALFSKY_ASSERT(false);
}

std::optional<Method> method_of(std::string_view text) {
  for (const auto& [method, one] : kMethods)
    if (one == text) return method;
  return std::nullopt;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
    return std::tolower(x) == std::tolower(y);
  });
}

std::string_view Request::header(std::string_view name) const {
  const std::string* value = find_field(headers, name);
  return value == nullptr ? std::string_view() : std::string_view(*value);
}

const std::string* Request::query_value(std::string_view name) const {
  for (const auto& [key, value] : query)
    if (key == name) return &value;
  return nullptr;
}

std::string_view Request::cookie(std::string_view name) const {
  std::string_view rest = header("Cookie");
  while (!rest.empty()) {
    const size_t end = std::min(rest.find(';'), rest.size());
    std::string_view one = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
    if (one.size() > name.size() && one.starts_with(name) && one[name.size()] == '=') return one.substr(name.size() + 1);
  }
  return {};
}

const std::string* Answer::header(std::string_view name) const { return find_field(headers, name); }

std::string_view reason_of(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    default: return "Status";
  }
}

Answer problem_answer(int status, std::string_view code) {
  Answer answer;
  answer.status = status;
  answer.content_type = "application/problem+json";
  answer.body = "{\"type\":\"about:blank\",\"title\":\"" + std::string(reason_of(status)) +
                "\",\"status\":" + std::to_string(status) + ",\"code\":\"" + std::string(code) + "\"}";
  return answer;
}

Answer download_answer(std::string content_type, std::string file_name, std::string body) {
  Answer answer;
  answer.content_type = std::move(content_type);
  answer.body = std::move(body);
  answer.headers.emplace_back("Content-Disposition", "attachment; filename*=UTF-8''" + percent_encode(file_name));
  return answer;
}

}  // namespace halfsky::http
