// Maps and lists in brackets.
#include <algorithm>
#include <numeric>

#include "lang/pack/format_parts.hpp"
#include "lang/source/characters.hpp"

namespace halfsky::lang {
namespace {

using source::Part;

std::u32string raw(const std::u32string& points, const Part& part) { return points.substr(part.begin, part.end - part.begin); }

std::string key_text(const std::u32string& points, const Part& key) { return source::to_utf8(raw(points, key)); }

std::u32string map_text(const std::u32string& points, const Part& part, const Within& place) {
  if (part.entries.empty()) return U"{}";
  std::vector<std::string> keys;
  for (const auto& [key, value] : part.entries) {
    if (value.begin == value.end || key.begin == key.end) return raw(points, part);   // half a thing: the checker says what it misses
    keys.push_back(key_text(points, key));
  }
  std::u32string text;
  for (const size_t i : order_of(place, keys)) {
    const auto& [key, value] = part.entries[i];
    text += (text.empty() ? U"{ " : U", ") + raw(points, key) + U": " + flow_text(points, value, within(place, keys[i]));
  }
  return text + U" }";
}

std::u32string list_text(const std::u32string& points, const Part& part, const Within& place) {
  if (part.items.empty()) return U"[]";
  const bool spaced = std::any_of(part.items.begin(), part.items.end(), [](const Part& item) { return item.kind != Part::Kind::scalar; });
  std::u32string text;
  for (const Part& item : part.items) text += (text.empty() ? (spaced ? U"[ " : U"[") : U", ") + flow_text(points, item, place);
  return text + (spaced ? U" ]" : U"]");
}

}  // namespace

Within within(const Within& place, std::string_view key) {
  switch (place.how) {
    case Within::How::one: {
      const Key* known = key_of(place.construct, key);
      return known ? known->within : Within{};
    }
    case Within::How::named: return {Within::How::one, place.construct};
    case Within::How::lists: return {Within::How::named, place.construct};
    default: return {};
  }
}

std::vector<size_t> order_of(const Within& place, const std::vector<std::string>& keys) {
  std::vector<size_t> order(keys.size());
  std::iota(order.begin(), order.end(), size_t(0));
  if (place.how != Within::How::one) return order;
  const auto& known = keys_of(place.construct);
  const auto rank = [&](size_t i) { return std::find_if(known.begin(), known.end(), [&](const Key& key) { return key.name == keys[i]; }) - known.begin(); };
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return rank(a) < rank(b); });
  return order;
}

std::u32string flow_text(const std::u32string& points, const Part& part, const Within& place) {
  if (part.kind == Part::Kind::scalar) return raw(points, part);
  const bool one_line = points.find(U'\n', part.begin) >= part.end;
  if (one_line) return part.kind == Part::Kind::map ? map_text(points, part, place) : list_text(points, part, place);
  std::u32string text;
  size_t at = part.begin;
  const auto take = [&](const Part& child, const Within& of) {
    text += points.substr(at, child.begin - at) + flow_text(points, child, of);
    at = child.end;
  };
  for (const Part& item : part.items) take(item, place);
  for (const auto& [key, value] : part.entries) {
    take(key, {});
    if (value.begin >= at) take(value, within(place, key_text(points, key)));
  }
  return text + points.substr(at, part.end - at);
}

}  // namespace halfsky::lang
