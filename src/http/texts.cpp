// Catalogues and placeholders.
#include "http/texts.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

namespace halfsky::http {
namespace {

std::map<std::string, std::string, std::less<>> read(std::string_view text) {
  std::map<std::string, std::string, std::less<>> result;
  boost::json::error_code error;
  const boost::json::value value = boost::json::parse(boost::json::string_view(text.data(), text.size()), error);
  if (error || !value.is_object()) return result;
  for (const auto& member : value.as_object())
    if (member.value().is_string()) result.emplace(std::string(member.key()), std::string(member.value().as_string()));
  return result;
}

}  // namespace

Texts::Texts(std::string_view zh, std::string_view en) : zh_(read(zh)), en_(read(en)) {}

std::string Texts::sentence(const base::Problem& problem, Language language) const {
  const auto& texts = language == Language::zh ? zh_ : en_;
  const auto at = texts.find(problem.code);
  if (problem.code == "guard" || problem.code == "check")   // the pack's own words
    for (const char* said : {language == Language::en ? "message_en" : "message", "message"})
      if (const std::string* own = problem.arg(said); own && !own->empty()) return *own;
  if (at == texts.end()) return problem.code;
  std::string text;
  for (size_t i = 0; i < at->second.size(); ++i) {
    const size_t end = at->second[i] == '{' ? at->second.find('}', i) : std::string::npos;
    if (end == std::string::npos) {
      text += at->second[i];
      continue;
    }
    if (const std::string* value = problem.arg(at->second.substr(i + 1, end - i - 1))) text += *value;
    i = end;
  }
  return text;
}

Language language_of(std::string_view accept) { return accept.substr(0, 2) == "en" ? Language::en : Language::zh; }

}  // namespace halfsky::http
