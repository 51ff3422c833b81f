// Dividing text, never inside of quotes or brackets.
#include "lang/pack/template_scanner.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace halfsky::lang {
namespace {

size_t points_before(const std::string& text, size_t byte) { return base::code_points(std::string_view(text).substr(0, byte)); }

// Calls `visit(i)` for each byte outside of quotes and brackets; `visit` returns false to stop.
template <class Visit>
void outside(const std::string& text, const Visit& visit) {
  int depth = 0;
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '\\') {
      ++i;
      continue;
    }
    if (c == '\'') quoted = !quoted;
    if (quoted) continue;
    if (c == '(' || c == '[') ++depth;
    if (c == ')' || c == ']') --depth;
    if (depth == 0 && !visit(i)) return;
  }
}

Part part_of(const Part& whole, size_t begin, size_t end) {
  return {whole.text.substr(begin, end - begin), whole.from + int(points_before(whole.text, begin))};
}

}  // namespace

Part trimmed(const Part& part) {
  const size_t begin = part.text.find_first_not_of(" \n");
  if (begin == std::string::npos) return {"", part.from};
  return part_of(part, begin, part.text.find_last_not_of(" \n") + 1);
}

std::vector<Part> split_outside(const Part& whole, char separator) {
  std::vector<Part> parts;
  size_t begin = 0;
  outside(whole.text, [&](size_t i) {
    const bool twice = separator == '|' && ((i + 1 < whole.text.size() && whole.text[i + 1] == '|') || (i > 0 && whole.text[i - 1] == '|'));
    if (whole.text[i] == separator && !twice) {
      parts.push_back(trimmed(part_of(whole, begin, i)));
      begin = i + 1;
    }
    return true;
  });
  parts.push_back(trimmed(part_of(whole, begin, whole.text.size())));
  return parts;
}

std::optional<std::pair<Part, Part>> split_at_word(const Part& whole, std::string_view word) {
  std::optional<size_t> found;
  outside(whole.text, [&](size_t i) {
    const bool here = whole.text[i] == ' ' && whole.text.compare(i + 1, word.size(), word) == 0 && i + 1 + word.size() < whole.text.size() &&
                      whole.text[i + 1 + word.size()] == ' ';
    if (here) found = i;
    return true;
  });
  if (!found) return std::nullopt;
  return std::make_pair(trimmed(part_of(whole, 0, *found)), trimmed(part_of(whole, *found + 1 + word.size(), whole.text.size())));
}

std::vector<TemplateToken> scan_template(Context& context, const std::string& file, std::string_view body, int first_line) {
  std::vector<TemplateToken> tokens;
  int line = first_line, column = 1;
  const auto take = [&](TemplateToken::Kind kind, std::string_view text) {
    TemplateToken token;
    token.kind = kind;
    token.node.at = {file, line, column};
    token.node.text = std::string(text);
    token.node.quoted = true;
    auto places = std::make_shared<std::vector<std::pair<int, int>>>();
    for (size_t i = 0; i <= text.size(); ++i) {
      const bool starts = i == text.size() || (text[i] & 0xC0) != 0x80;
      if (!starts) continue;
      places->push_back({line, column});
      if (i == text.size()) break;
      if (text[i] == '\n') {
        ++line;
        column = 1;
      } else {
        ++column;
      }
    }
    if (kind != TemplateToken::Kind::text) token.node.places = std::move(places);
    if (!text.empty() || kind != TemplateToken::Kind::text) tokens.push_back(std::move(token));
  };
  size_t at = 0;
  while (at < body.size()) {
    const size_t tag = body.find("{{", at), comment = body.find("<!--", at);
    const size_t next = std::min(tag, comment);
    if (next == std::string_view::npos) break;
    const bool is_tag = next == tag;
    take(TemplateToken::Kind::text, body.substr(at, next - at));
    const size_t open = is_tag ? 2 : 4;
    const size_t end = body.find(is_tag ? "}}" : "-->", next + open);
    if (end == std::string_view::npos) {
      if (is_tag) context.refuse({file, line, column}, "bad_template", "'{{' without '}}'");
      return tokens;
    }
    column += int(open);
    take(is_tag ? TemplateToken::Kind::tag : TemplateToken::Kind::comment, body.substr(next + open, end - next - open));
    column += is_tag ? 2 : 3;
    at = end + (is_tag ? 2 : 3);
  }
  take(TemplateToken::Kind::text, body.substr(at));
  return tokens;
}

}  // namespace halfsky::lang
