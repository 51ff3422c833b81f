// Decoding by hand, because a place must be known for each bad byte.
#include "lang/source/characters.hpp"

#include "base/text.hpp"

namespace halfsky::lang::source {
namespace {

// Length of the UTF-8 sequence at `i`, 0 where there is none; its code point in `point`.
size_t decode(std::string_view text, size_t i, char32_t& point) {
  const auto byte = [&](size_t k) { return k < text.size() ? static_cast<unsigned char>(text[k]) : 0U; };
  const unsigned first = byte(i);
  if (first < 0x80) {
    point = first;
    return 1;
  }
  const size_t length = first >= 0xC2 && first < 0xE0 ? 2 : first >= 0xE0 && first < 0xF0 ? 3 : first >= 0xF0 && first < 0xF5 ? 4 : 0;
  if (length == 0 || i + length > text.size()) return 0;
  point = first & (0xFF >> (length + 1));
  for (size_t k = 1; k < length; ++k) {
    if ((byte(i + k) & 0xC0) != 0x80) return 0;
    point = point << 6 | (byte(i + k) & 0x3F);
  }
  const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
  if (overlong || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) return 0;
  return length;
}

constexpr char32_t kReplacement = 0xFFFD;

bool is_control(char32_t c) {
  return (c < 0x20 && c != '\n') || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF || (c & 0xFFFE) == 0xFFFE;
}

}  // namespace

std::u32string clean_characters(const std::string& file, std::string_view text, int first_line, Diagnostics& out) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  std::string normal;
  if (base::is_utf8(text)) {
    normal = base::nfc(text);
    text = normal;
  }
  std::u32string points;
  points.reserve(text.size());
  int line = first_line, column = 1, refused_line = 0;
  const auto refuse = [&](const char* code, const char* message) {
    if (line == refused_line) return;  // one for each line is enough to find them
    refused_line = line;
    out.push_back({{file, line, column}, code, message});
  };
  for (size_t i = 0; i < text.size();) {
    char32_t point = 0;
    const size_t length = decode(text, i, point);
    if (length == 0) {
      refuse("bad_utf8", "this is not UTF-8; save the file as UTF-8");
      if (points.empty() || points.back() != kReplacement) {
        points.push_back(kReplacement);
        ++column;
      }
      ++i;
      continue;
    }
    i += length;
    if (point == '\r') {
      if (i < text.size() && text[i] == '\n') continue;
      point = '\n';
    }
    if (point == '\t') {
      refuse("tab", "a tab; use spaces");
      point = ' ';
    } else if (is_control(point)) {
      refuse("bad_character", "a control character; remove it");
      point = ' ';
    }
    points.push_back(point);
    if (point == '\n') {
      ++line;
      column = 1;
    } else {
      ++column;
    }
  }
  return points;
}

std::string to_utf8(std::u32string_view text) {
  std::string out;
  out.reserve(text.size() * 2);
  for (char32_t c : text) {
    if (c < 0x80) {
      out += char(c);
    } else if (c < 0x800) {
      out += char(0xC0 | c >> 6);
      out += char(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
      out += char(0xE0 | c >> 12);
      out += char(0x80 | (c >> 6 & 0x3F));
      out += char(0x80 | (c & 0x3F));
    } else {
      out += char(0xF0 | c >> 18);
      out += char(0x80 | (c >> 12 & 0x3F));
      out += char(0x80 | (c >> 6 & 0x3F));
      out += char(0x80 | (c & 0x3F));
    }
  }
  return out;
}

}  // namespace halfsky::lang::source
