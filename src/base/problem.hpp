// What a user did wrong, as a value. A problem is a code with arguments; the face that shows it
// (HTTP, CLI) puts it into words in Chinese or English from texts/problems.*.json.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace halfsky::base {

// One thing that is wrong with what was sent.
struct Problem {
  std::string code;                                       // stable, e.g. "required", "no_such_record"
  std::string path;                                       // where: "values.school", "records[3].values.grade"; empty for the whole
  std::vector<std::pair<std::string, std::string>> args;  // fill the sentence: {"max", "12"}

  const std::string* arg(std::string_view name) const {
    for (const auto& [key, value] : args)
      if (key == name) return &value;
    return nullptr;
  }
};

using Problems = std::vector<Problem>;

}  // namespace halfsky::base
