// What a type or field was called when its first row was written. Hashes and field ciphers are bound to these names, so that
// `was:` can rename without touching a row.
#pragma once

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "db/connection.hpp"
#include "lang/pack/model.hpp"

namespace halfsky::engine {

class StableNames {
 public:
  // "spring_bud.girl" or "spring_bud.girl.school" -> its first name.
  void read(db::Connection& connection);
  void set(const std::string& now, const std::string& stable) { names_[now] = stable; }
  const std::string& of(const std::string& now) const {
    const auto at = names_.find(now);
    return at == names_.end() ? now : at->second;
  }
  bool has(const std::string& now) const { return names_.contains(now); }
  // As they are now: (name, first name).
  std::vector<std::pair<std::string, std::string>> with_prefix(const std::string& prefix) const {
    std::vector<std::pair<std::string, std::string>> result;
    for (const auto& entry : names_)
      if (entry.first.starts_with(prefix)) result.emplace_back(entry);
    return result;
  }
  std::string of(const lang::Field& field) const { return of(field.owner->name + "." + field.id); }
  std::string of_code(const lang::Field& field, const std::string& code) const {   // the code's first id alone
    const std::string first = of(field.owner->name + "." + field.id + "=" + code);
    return first.substr(first.find('=') + 1);
  }
  std::string of_move(const std::string& type, const std::string& move) const {   // the move's first id alone
    const std::string first = of(type + "!" + move);
    return first.substr(first.rfind('!') + 1);
  }

 private:
  std::unordered_map<std::string, std::string> names_;
};

}  // namespace halfsky::engine
