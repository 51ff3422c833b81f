// Holds the kept rows of one county against what the records say.
#pragma once

#include "capabilities/indicate/changes.hpp"

namespace halfsky::indicate {

class Recount {
 public:
  Recount(const engine::Site& site, const Plan& plan, db::Connection& connection, base::County county);

  void run(const std::function<bool(const lang::Indicator&)>& wanted);

  const std::vector<std::string>& differences() const { return differences_; }   // a line each
  std::vector<db::Call> corrections() const { return corrections_.calls(); }     // statements that make the kept rows right

 private:
  void add(const Kept& kept, Changes& changes);
  void compare(const std::string& indicator, const Changes& changes);

  const engine::Site& site_;
  const Plan& plan_;
  db::Connection& connection_;
  base::County county_;
  std::vector<std::string> differences_;
  engine::Counters corrections_;
};

}  // namespace halfsky::indicate
