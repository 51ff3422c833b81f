// What every answer says beside its content.
#include "http/standard_headers.hpp"

#include <algorithm>
#include <array>

namespace halfsky::http {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kStandard = {{
    {"Content-Security-Policy",
     "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
     "form-action 'self'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cache-Control", "no-store"},  // what the API says is about people
}};

std::string clean(std::string_view value) {
  std::string out(value);
  std::erase_if(out, [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; });
  return out;
}

}  // namespace

Fields headers_to_send(const Answer& answer, Transport transport) {
  Fields fields;
  for (const auto& [name, value] : answer.headers) fields.emplace_back(name, clean(value));
  for (const auto& [name, value] : kStandard)
    if (answer.header(name) == nullptr) fields.emplace_back(name, value);
  if (transport == Transport::tls) fields.emplace_back("Strict-Transport-Security", "max-age=31536000");
  return fields;
}

}  // namespace halfsky::http
