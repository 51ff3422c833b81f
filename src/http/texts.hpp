// Sentences for problems, in Chinese and English: web/src/texts/problems.zh.json and .en.json, the same files that the browser reads.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/problem.hpp"

namespace halfsky::http {

enum class Language { zh, en };

class Texts {
 public:
  // The embedded catalogues; JSON objects code -> sentence with {placeholders}.
  Texts(std::string_view zh, std::string_view en);
  // The code itself where there is no sentence.
  std::string sentence(const base::Problem& problem, Language language) const;
  std::string sentence(const std::string& code, Language language) const { return sentence(base::Problem{code, "", {}}, language); }

 private:
  std::map<std::string, std::string, std::less<>> zh_, en_;
};

// By Accept-Language: Chinese unless English comes first.
Language language_of(std::string_view accept_language);

}  // namespace halfsky::http
