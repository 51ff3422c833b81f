// The one function that holds a map of a pack against the table of its keys.
#include "lang/pack/keys.hpp"

#include <algorithm>

#include "lang/pack/context.hpp"

namespace halfsky::lang {
namespace {

bool allows(std::string_view forms, char form) { return forms.find(form) != std::string_view::npos; }

std::string wanted(std::string_view forms) {
  if (allows(forms, 'f')) return "true or false";
  if (allows(forms, 'n')) return "a whole number";
  std::vector<std::string> words;
  if (allows(forms, 't')) words.push_back("one text");
  if (allows(forms, 'x')) words.push_back("one expression");
  if (allows(forms, 'm')) words.push_back("a map { … }");
  if (allows(forms, 'l')) words.push_back("a list [ … ]");
  std::string text;
  for (size_t i = 0; i < words.size(); ++i) text += (i == 0 ? "" : " or ") + words[i];
  return text;
}

void check_form(Context& context, const source::Entry& entry, const Key& key) {
  const auto& value = entry.value;
  const auto wrong = [&](const source::Node& at) {
    const bool colon = at.is_scalar() && !allows(key.forms, 't') && at.text.find("：") != std::string::npos;
    if (colon) context.refuse(at.at, "full_width_colon", "the full-width colon '：' after a key; use ':' and a space");
    else context.refuse(at.at, "wrong_form", "'" + std::string(key.name) + "' takes " + wanted(key.forms));
  };
  const bool text = allows(key.forms, 't') || allows(key.forms, 'x');
  if (value.is_empty_scalar()) return context.refuse(entry.key.at, "empty_value", "nothing stands after '" + std::string(key.name) + "'; it takes " + wanted(key.forms));
  if (value.is_list()) {
    if (!allows(key.forms, 'l')) return wrong(value);
    for (const auto& item : value.items)
      if (item.is_list() || (item.is_map() && !allows(key.forms, 'm')) || (item.is_scalar() && !text)) wrong(item);
    return;
  }
  if (value.is_map()) {
    if (!allows(key.forms, 'm')) wrong(value);
    return;
  }
  if (allows(key.forms, 'f')) {
    if (value.text != "true" && value.text != "false") wrong(value);
  } else if (allows(key.forms, 'n')) {
    const bool number = !value.text.empty() && value.text.size() < 10 && value.text.find_first_not_of("0123456789") == std::string::npos;
    if (!number) wrong(value);
  } else if (!text) {
    wrong(value);
  }
}

}  // namespace

const Key* key_of(Construct construct, std::string_view name) {
  const auto& keys = keys_of(construct);
  const auto found = std::find_if(keys.begin(), keys.end(), [&](const Key& key) { return key.name == name; });
  return found == keys.end() ? nullptr : &*found;
}

std::vector<std::string> Key::closed() const {
  constexpr std::string_view kOneOf = "one of ";
  std::vector<std::string> words;
  if (!values.starts_with(kOneOf)) return words;
  for (std::string_view left = values.substr(kOneOf.size()); !left.empty();) {
    const size_t end = std::min(left.find(", "), left.size());
    words.emplace_back(left.substr(0, end));
    left.remove_prefix(std::min(end + 2, left.size()));
  }
  return words;
}

bool check_keys(Context& context, const source::Node& node, Construct construct) {
  const ConstructEntry& known = entry_of(construct);
  if (!node.is_map()) {
    if (node.is_scalar() && node.text.find("：") != std::string::npos)
      context.refuse(node.at, "full_width_colon", "the full-width colon '：' after a key; use ':' and a space");
    else
      context.refuse(node.at, "wrong_form", std::string(known.name) + " is a map { … }");
    return false;
  }
  for (const auto& entry : node.entries) {
    if (const Key* key = key_of(construct, entry.key.text)) {
      check_form(context, entry, *key);
      continue;
    }
    std::vector<std::string> names;
    for (const auto& k : known.keys) names.emplace_back(k.name);
    context.refuse(entry.key.at, "unknown_key", "'" + entry.key.text + "' is no key of " + std::string(known.name) + Context::meant(entry.key.text, names));
  }
  return true;
}

}  // namespace halfsky::lang
