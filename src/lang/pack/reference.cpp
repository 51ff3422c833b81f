// The reference of docs/PACKS.md: a table for each place, a line for each key.
#include "lang/pack/reference.hpp"

#include "lang/pack/keys.hpp"

namespace halfsky::lang {
namespace {

std::string capitalized(std::string_view text) {
  std::string result(text);
  const size_t at = result.starts_with('`') ? 1 : 0;
  if (at == 0 && !result.empty() && result[0] >= 'a' && result[0] <= 'z') result[0] = char(result[0] - 'a' + 'A');
  return result;
}

// A bar would end the cell, within code too.
std::string cell(std::string_view text) {
  std::string result;
  for (const char c : text) result += c == '|' ? std::string("\\|") : std::string(1, c);
  return result;
}

std::string form_of(const Key& key) {
  if (key.allows('f')) return "true or false";
  if (key.allows('n')) return "a whole number";
  std::string text;
  const auto add = [&](char form, const char* word) {
    if (key.allows(form)) text += (text.empty() ? "" : ", ") + std::string(word);
  };
  add('t', "text");
  add('x', "expression");
  add('m', "map");
  add('l', "list");
  return text;
}

std::string values_of(const Key& key) {
  const auto closed = key.closed();
  if (closed.empty()) return key.values.empty() ? form_of(key) : std::string(key.values);
  std::string text;
  for (const auto& word : closed) text += (text.empty() ? "`" : ", `") + word + "`";
  return text;
}

std::string row_of(const Key& key) {
  std::string meaning(key.meaning);
  if (key.within.how == Within::How::one || key.within.how == Within::How::named || key.within.how == Within::How::lists)
    meaning += " → " + std::string(name_of(key.within.construct));
  std::string row = "|";
  for (const std::string& text : {"`" + std::string(key.name) + "`", meaning, values_of(key), std::string(key.standard.empty() ? "–" : key.standard), "`" + std::string(key.example) + "`"})
    row += " " + cell(text) + " |";
  return row + "\n";
}

}  // namespace

std::string pack_reference() {
  std::string text;
  for (const Construct construct : constructs()) {
    const ConstructEntry& entry = entry_of(construct);
    text += "#### " + capitalized(entry.name) + "\n\n" + capitalized(entry.place) + ".\n\n| key | meaning | values | without it | example |\n|---|---|---|---|---|\n";
    for (const Key& key : entry.keys) text += row_of(key);
    text += "\n";
  }
  return text;
}

}  // namespace halfsky::lang
