// Reading the list, and headings by it.
#include "capabilities/exchange/form_words.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/text.hpp"

namespace halfsky::exchange {
namespace {

constexpr size_t kHeadingBytesMax = 300;   // longer texts are no headings

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) text.replace(at, from.size(), to);
}

}  // namespace

std::string_view to_text(Mask mask) {
  switch (mask) {
    case Mask::full: return "full";
    case Mask::middle: return "middle";
    case Mask::last4: return "last4";
    case Mask::none: break;
  }
  return "";
}

std::optional<Mask> mask_of(std::string_view text) {
  for (const Mask mask : {Mask::full, Mask::middle, Mask::last4})
    if (to_text(mask) == text) return mask;
  return std::nullopt;
}

std::string plain_text(std::string_view text) {
  std::string plain = base::lower(base::half_width(base::beginning(text, kHeadingBytesMax)));
  for (const auto& [from, to] : {std::pair{"（", "("}, {"）", ")"}, {"【", "("}, {"】", ")"}, {"［", "("}, {"］", ")"}, {"〔", "("}, {"〕", ")"}, {"[", "("}, {"]", ")"}, {"：", ":"}, {"％", "%"}, {"，", ","},
                                  {"\u3000", ""}, {"\u00a0", ""}, {" ", ""}, {"\t", ""}, {"\r", ""}, {"\n", ""}, {"*", ""}})
    replace_all(plain, from, to);
  return plain;
}

std::string lasting_text(const std::string& plain) {
  std::string out;
  for (size_t i = 0; i < plain.size(); ++i) {
    size_t digits = i;
    while (digits < plain.size() && plain[digits] >= '0' && plain[digits] <= '9') ++digits;
    const std::string_view rest = std::string_view(plain).substr(digits);
    if (digits > i && (rest.starts_with("年") || rest.starts_with("月"))) {
      out += "#";
      i = digits - 1;
    } else {
      out += plain[i];
    }
  }
  return out;
}

FormWords FormWords::parse(std::string_view csv) {
  FormWords result;
  for (std::string line : base::split(csv, '\n')) {
    line = base::trim(line);
    const auto parts = base::split(line, ',');
    if (parts.size() < 2 || parts[0] == "kind") continue;
    const auto part = [&](size_t n) { return n < parts.size() ? parts[n] : std::string(); };
    result.words_[parts[0]][plain_text(parts[1])] = {part(2), part(3)};
  }
  return result;
}

FormWords FormWords::load(const std::string& file) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  return parse(text.str());
}

bool FormWords::is(const char* kind, const std::string& plain) const {
  const auto words = words_.find(kind);
  return words != words_.end() && words->second.contains(plain);
}

std::optional<std::string> FormWords::means(const char* kind, const std::string& plain) const {
  const auto words = words_.find(kind);
  if (words == words_.end()) return std::nullopt;
  const auto word = words->second.find(plain);
  return word == words->second.end() ? std::nullopt : std::optional(word->second.means);
}

std::optional<Unit> FormWords::unit(const std::string& plain) const {
  const auto words = words_.find("unit");
  if (words == words_.end()) return std::nullopt;
  const auto word = words->second.find(plain);
  if (word == words->second.end()) return std::nullopt;
  return Unit{plain, word->second.means, std::atoi(word->second.more.c_str())};
}

std::vector<std::string> FormWords::endings() const {
  std::vector<std::string> result;
  if (const auto words = words_.find("ending"); words != words_.end())
    for (const auto& [word, ignored] : words->second) result.push_back(word);
  std::sort(result.begin(), result.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  return result;
}

bool FormWords::ends_here(const std::string& text) const {
  const std::string plain = plain_text(text);
  const size_t colon = plain.find(':');
  const std::string first = plain.substr(0, colon);
  return is("end", first) && (colon != std::string::npos || first == plain);
}

Heading FormWords::heading(const std::vector<std::string>& texts) const {
  Heading result;
  for (const std::string& text : texts) {
    std::string name = plain_text(text);
    if (name.starts_with("其中")) {
      result.is_among = true;
      name.erase(0, std::string("其中").size());
    }
    while (name.starts_with(":") || name.starts_with(",")) name.erase(0, 1);
    while (name.ends_with(":")) name.pop_back();
    std::string inner;
    // What stands in brackets at the end: a unit, a mask, a mark, or a closer name.
    while (name.ends_with(")") && name.find('(') != std::string::npos && !is("org", name) && !is("number", name)) {
      const size_t open = name.rfind('(');
      std::string said = name.substr(open + 1, name.size() - open - 2);
      name.erase(open);
      if (said.starts_with("单位:")) said.erase(0, std::string("单位:").size());
      const auto mask = means("mask", said);
      if (const auto unit_said = unit(said)) result.unit = unit_said;
      else if (mask) result.mask = mask_of(*mask).value_or(Mask::none);
      else if (!is("neutral", said)) inner = said;
    }
    if (const auto words = words_.find("mask"); words != words_.end())
      for (const auto& [word, said] : words->second)
        if (name.size() > word.size() && name.ends_with(word)) {
          result.mask = mask_of(said.means).value_or(Mask::none);
          name.erase(name.size() - word.size());
          break;
        }
    if (name.ends_with("年月")) result.cuts_month = true;
    if (!name.empty() && !is("neutral", name)) result.names.push_back(name);
    if (!inner.empty()) result.names.push_back(inner);
  }
  return result;
}

std::vector<Unit> FormWords::units_said(const std::string& text) const {
  std::string plain = plain_text(text);
  while (plain.starts_with("(") && plain.ends_with(")")) plain = plain.substr(1, plain.size() - 2);
  if (!plain.starts_with("单位:") && !plain.starts_with("计量单位:")) return {};
  plain.erase(0, plain.find(':') + 1);
  for (const char* between : {"、", ";", "；", "/"}) replace_all(plain, between, ",");
  std::vector<Unit> result;
  for (const auto& part : base::split(plain, ',')) {
    const auto one = unit(part);
    if (!one) return {};
    result.push_back(*one);
  }
  return result;
}

}  // namespace halfsky::exchange
