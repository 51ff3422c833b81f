// What both back ends must know of a statement's text without parsing SQL.
#include "db/statement_text.hpp"

#include <algorithm>
#include <array>

namespace halfsky::db {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Where the string, quoted name or comment that begins at `from` ends; `from` where none begins there.
size_t end_of_quoted(std::string_view sql, size_t from) {
  const auto end_at = [&](std::string_view mark, size_t search_from) {
    const size_t found = sql.find(mark, search_from);
    return found == std::string_view::npos ? sql.size() : found + mark.size();
  };
  // A doubled quote inside a string ends it here and begins the next at once, which comes to the same.
  if (sql[from] == '\'') return end_at("'", from + 1);
  if (sql[from] == '"') return end_at("\"", from + 1);
  if (sql.substr(from, 2) == "--") return end_at("\n", from + 2);
  if (sql.substr(from, 2) == "/*") return end_at("*/", from + 2);
  return from;
}

}  // namespace

NumberedText to_dollar_parameters(std::string_view sql) {
  NumberedText out;
  out.sql.reserve(sql.size());
  for (size_t i = 0; i < sql.size();) {
    const size_t quoted_end = end_of_quoted(sql, i);
    if (quoted_end != i) {
      out.sql.append(sql.substr(i, quoted_end - i));
      i = quoted_end;
      continue;
    }
    if (sql[i] != '?' || i + 1 == sql.size() || !is_digit(sql[i + 1])) {
      out.sql += sql[i++];
      continue;
    }
    size_t number = 0;
    for (++i; i < sql.size() && is_digit(sql[i]); ++i) number = number * 10 + static_cast<size_t>(sql[i] - '0');
    out.sql += '$' + std::to_string(number);
    out.parameters = std::max(out.parameters, number);
  }
  return out;
}

bool is_worth_preparing(std::string_view sql) {
  const size_t begin = sql.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return false;
  sql.remove_prefix(begin);
  constexpr std::array<std::string_view, 5> kVerbs = {"select", "insert", "update", "delete", "with"};
  return std::any_of(kVerbs.begin(), kVerbs.end(), [&](std::string_view verb) {
    return sql.size() > verb.size() && std::equal(verb.begin(), verb.end(), sql.begin(),
                                                  [](char a, char b) { return a == (b | 0x20); });
  });
}

std::string without_shard_number(std::string_view name) {
  size_t end = name.size();
  while (end > 0 && is_digit(name[end - 1])) --end;
  const bool numbered = end < name.size() && end > 1 && name[end - 1] == '_';
  return std::string(numbered ? name.substr(0, end - 1) : name);
}

}  // namespace halfsky::db
