// ICU behind a few functions of plain std::string.
#include "base/text.hpp"

#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>

#include "base/day.hpp"
#include "base/result.hpp"

namespace halfsky::base {
namespace {

// Surnames that the general reading gets wrong.
const std::map<std::string, std::string, std::less<>>& surname_readings() {
  static const std::map<std::string, std::string, std::less<>> readings = {
      {"曾", "zeng"}, {"单", "shan"}, {"解", "xie"},  {"仇", "qiu"},  {"区", "ou"},   {"查", "zha"},  {"朴", "piao"},
      {"任", "ren"},  {"华", "hua"},  {"盖", "ge"},   {"员", "yun"},  {"覃", "qin"},  {"秘", "bi"},   {"冼", "xian"},
      {"折", "she"},  {"黑", "he"},   {"乐", "yue"},  {"万", "wan"},  {"尉", "wei"},  {"种", "chong"}, {"重", "chong"},
      {"晁", "chao"}, {"逄", "pang"}, {"缪", "miao"}, {"宓", "mi"},   {"郇", "xun"},  {"纪", "ji"},   {"召", "shao"},
      {"繁", "po"},   {"燕", "yan"},  {"訾", "zi"},   {"祭", "zhai"}, {"翟", "zhai"}, {"费", "fei"},  {"呙", "guo"},
      {"褚", "chu"},  {"佴", "nai"},  {"难", "ning"}, {"洗", "xian"}, {"哈", "ha"}};
  return readings;
}

std::unique_ptr<icu::Transliterator> transliterator(const char* id) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::Transliterator> result(icu::Transliterator::createInstance(id, UTRANS_FORWARD, status));
  if (U_FAILURE(status) || !result) throw std::runtime_error(std::string("ICU has no transliterator ") + id);
  return result;
}

std::string spell(icu::Transliterator& transliterator, std::string_view text) {
  icu::UnicodeString value = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), int32_t(text.size())));
  transliterator.transliterate(value);
  std::string result;
  value.toUTF8String(result);
  return result;
}

std::vector<std::string> characters(std::string_view text) {
  std::vector<std::string> result;
  for (size_t i = 0; i < text.size();) {
    const unsigned char c = text[i];
    const size_t length = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    result.emplace_back(text.substr(i, length));
    i += length;
  }
  return result;
}

}  // namespace

bool is_utf8(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const unsigned char c = text[i];
    size_t extra = 0;
    uint32_t point = 0;
    if (c < 0x80) { ++i; continue; }
    if (c >= 0xc2 && c <= 0xdf) { extra = 1; point = c & 0x1f; }
    else if (c >= 0xe0 && c <= 0xef) { extra = 2; point = c & 0x0f; }
    else if (c >= 0xf0 && c <= 0xf4) { extra = 3; point = c & 0x07; }
    else return false;
    if (i + extra >= text.size()) return false;
    for (size_t k = 1; k <= extra; ++k) {
      const unsigned char d = text[i + k];
      if ((d & 0xc0) != 0x80) return false;
      point = point << 6 | (d & 0x3f);
    }
    if ((extra == 2 && point < 0x800) || (extra == 3 && point < 0x10000) || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return false;
    i += extra + 1;
  }
  return true;
}

std::string beginning(std::string_view text, size_t bytes_max) {
  size_t end = std::min(text.size(), bytes_max);
  while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  std::string result(text.substr(0, end));
  if (!is_utf8(result)) std::erase_if(result, [](unsigned char c) { return c >= 0x80; });   // a header's bytes may be anything
  return result;
}

std::string nfc(std::string_view text) {
  bool ascii = true;
  for (unsigned char c : text) ascii = ascii && c < 0x80;
  if (ascii) return std::string(text);
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFCInstance(status);
  HALFSKY_ASSERT(U_SUCCESS(status));
  std::string result;
  icu::StringByteSink<std::string> sink(&result);
  normalizer->normalizeUTF8(0, icu::StringPiece(text.data(), int32_t(text.size())), sink, nullptr, status);
  HALFSKY_ASSERT(U_SUCCESS(status));
  return result;
}

size_t code_points(std::string_view text) {
  return size_t(std::count_if(text.begin(), text.end(), [](unsigned char c) { return (c & 0xc0) != 0x80; }));
}

std::string trim(std::string_view text) {
  const icu::UnicodeString value = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), int32_t(text.size())));
  const auto blank = [](char16_t c) { return u_isUWhiteSpace(c) || c == 0xfeff || c == 0x200b; };
  int32_t from = 0, to = value.length();
  while (from < to && blank(value[from])) ++from;
  while (to > from && blank(value[to - 1])) --to;
  std::string result;
  value.tempSubStringBetween(from, to).toUTF8String(result);
  return result;
}

std::string half_width(std::string_view text) {
  std::string result;
  for (const auto& c : characters(text)) {
    if (c.size() == 3) {
      const uint32_t point = (uint32_t(c[0]) & 0x0f) << 12 | (uint32_t(c[1]) & 0x3f) << 6 | (uint32_t(c[2]) & 0x3f);
      if (point >= 0xff01 && point <= 0xff5e) { result += char(point - 0xfee0); continue; }
      if (point == 0x3000) { result += ' '; continue; }
    }
    result += c;
  }
  return result;
}

std::string lower(std::string_view ascii) {
  std::string result(ascii);
  for (char& c : result) if (c >= 'A' && c <= 'Z') c = char(c + 32);
  return result;
}

std::string upper(std::string_view ascii) {
  std::string result(ascii);
  for (char& c : result) if (c >= 'a' && c <= 'z') c = char(c - 32);
  return result;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  size_t from = 0;
  for (;;) {
    const size_t at = text.find(separator, from);
    parts.emplace_back(text.substr(from, at == std::string_view::npos ? at : at - from));
    if (at == std::string_view::npos) return parts;
    from = at + 1;
  }
}

std::vector<std::string> pinyin(std::string_view name) {
  static std::mutex mutex;
  static std::map<std::string, std::string, std::less<>> readings;
  static const auto latin = transliterator("Han-Latin; NFD; [:Nonspacing Mark:] Remove; Lower; Latin-ASCII");
  const std::lock_guard lock(mutex);
  std::vector<std::string> syllables;
  for (const auto& c : characters(name)) {
    if (syllables.empty()) {
      const auto own = surname_readings().find(c);
      if (own != surname_readings().end()) { syllables.push_back(own->second); continue; }
    }
    auto known = readings.find(c);
    if (known == readings.end()) known = readings.emplace(c, c.size() == 1 ? lower(c)   : spell(*latin, c)).first;
    if (known->second != " " && !known->second.empty()) syllables.push_back(known->second);
  }
  return syllables;
}

std::vector<std::string> name_tokens(std::string_view name) {
  constexpr size_t kPrefixMax = 12;
  std::set<std::string> tokens;
  const std::string clean = lower(half_width(trim(name)));
  std::string prefix;
  const auto letters = characters(clean);
  for (size_t i = 0; i < letters.size() && i < kPrefixMax; ++i) tokens.insert(prefix += letters[i]);
  std::vector<std::vector<std::string>> readings = {pinyin(clean)};
  if (!letters.empty() && surname_readings().contains(letters[0])) {   // found by its general reading too
    readings.push_back(pinyin("〇" + clean));
    if (!readings.back().empty()) readings.back().erase(readings.back().begin());
  }
  for (const auto& syllables : readings) {
    std::string run, initials;
    for (const auto& s : syllables) { run += s; initials += s[0]; }
    for (size_t i = 1; i <= run.size() && i <= 2 * kPrefixMax; ++i) tokens.insert(run.substr(0, i));
    for (size_t i = 1; i <= initials.size() && i <= kPrefixMax; ++i) tokens.insert(initials.substr(0, i));
  }
  return {tokens.begin(), tokens.end()};
}

std::string sort_key(std::string_view text) {
  static std::mutex mutex;
  static const std::unique_ptr<icu::Collator> collator = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Collator> made(icu::Collator::createInstance(icu::Locale("zh@collation=pinyin"), status));
    HALFSKY_ASSERT(U_SUCCESS(status));
    made->setAttribute(UCOL_NUMERIC_COLLATION, UCOL_ON, status);
    return made;
  }();
  const icu::UnicodeString value = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), int32_t(text.size())));
  const std::lock_guard lock(mutex);
  std::string key(64, '\0');
  int32_t size = collator->getSortKey(value, reinterpret_cast<uint8_t*>(key.data()), int32_t(key.size()));
  if (size > int32_t(key.size())) {
    key.resize(size);
    size = collator->getSortKey(value, reinterpret_cast<uint8_t*>(key.data()), size);
  }
  key.resize(size > 0 ? size - 1 : 0);  // without the closing zero
  return key;
}

std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates) {
  const auto distance = [](std::string_view a, std::string_view b) {
    std::vector<size_t> row(b.size() + 1);
    for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (size_t i = 1; i <= a.size(); ++i) {
      size_t corner = row[0];
      row[0] = i;
      for (size_t j = 1; j <= b.size(); ++j) {
        const size_t above = row[j];
        row[j] = std::min({above + 1, row[j - 1] + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1)});
        corner = above;
      }
    }
    return row[b.size()];
  };
  std::optional<std::string> best;
  size_t best_distance = std::max<size_t>(1, word.size() / 3) + 1;
  for (const auto& candidate : candidates) {
    const size_t d = distance(word, candidate);
    if (d < best_distance) { best_distance = d; best = candidate; }
  }
  return best;
}

bool id_card_ok(std::string_view text) {
  static constexpr int kWeights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  if (text.size() != 18) return false;
  int sum = 0;
  for (int i = 0; i < 17; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    sum += (text[i] - '0') * kWeights[i];
  }
  if ("10X98765432"[sum % 11] != text[17]) return false;
  const std::string date = std::string(text.substr(6, 4)) + "-" + std::string(text.substr(10, 2)) + "-" + std::string(text.substr(12, 2));
  return parse_day(date).has_value();
}

void drop_shapeless(std::string& text) {
  for (const std::string_view sign : {"\u200b", "\u200e", "\u200f", "\u2060", "\ufeff"})
    for (size_t at = 0; (at = text.find(sign, at)) != std::string::npos;) text.erase(at, sign.size());
}

bool has_control_characters(std::string_view text, Lines lines) {
  for (size_t at = 0; at < text.size(); ++at) {
    const auto c = uint8_t(text[at]);
    if (c < 0x20 && !(lines == Lines::many && (c == '\n' || c == '\r' || c == '\t'))) return true;
    if ((c != 0xe2 && c != 0xef) || at + 2 >= text.size()) continue;
    const auto second = uint8_t(text[at + 1]), third = uint8_t(text[at + 2]);
    if (c == 0xe2 && ((second == 0x80 && third >= 0xaa && third <= 0xae) || (second == 0x81 && third >= 0xa6 && third <= 0xa9))) return true;   // U+202A to U+202E, U+2066 to U+2069
    if (c == 0xef && second == 0xbf && third >= 0xbe) return true;
  }
  return false;
}

}  // namespace halfsky::base
