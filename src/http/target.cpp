// The request's target into decoded segments and parameters.
#include "http/target.hpp"

#include <algorithm>
#include <cctype>

#include "base/text.hpp"

namespace halfsky::http {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool parse_query(std::string_view text, Fields& query) {
  for (const std::string& one : base::split(text, '&')) {
    if (one.empty()) continue;
    std::string plain = one;
    std::replace(plain.begin(), plain.end(), '+', ' ');
    const size_t equals = plain.find('=');
    auto key = percent_decode(std::string_view(plain).substr(0, equals));
    auto value = percent_decode(equals == std::string::npos ? std::string_view() : std::string_view(plain).substr(equals + 1));
    if (!key || !value) return false;
    query.emplace_back(std::move(*key), std::move(*value));
  }
  return true;
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high << 4 | low);
    i += 2;
  }
  const bool has_nul = out.find('\0') != std::string::npos;
  if (has_nul || !base::is_utf8(out)) return std::nullopt;
  return out;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const unsigned char c : text) {
    if (std::isalnum(c) != 0 || c == '-' || c == '.' || c == '_' || c == '~') {
      out += static_cast<char>(c);
      continue;
    }
    out += '%';
    out += kDigits[c >> 4];
    out += kDigits[c & 15];
  }
  return out;
}

std::optional<Target> parse_target(std::string_view target) {
  if (target.empty() || target.front() != '/') return std::nullopt;
  const size_t mark = std::min(target.find('?'), target.size());
  Target out;
  for (const std::string& segment : base::split(target.substr(1, mark - 1), '/')) {
    auto decoded = percent_decode(segment);
    if (!decoded) return std::nullopt;
    out.path += '/';
    out.path += *decoded;
    out.segments.push_back(std::move(*decoded));
  }
  if (mark < target.size() && !parse_query(target.substr(mark + 1), out.query)) return std::nullopt;
  return out;
}

}  // namespace halfsky::http
