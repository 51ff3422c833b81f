// Who acts in a story: "village.officer", "org.keeper", "county.chair 2", "as LOGIN", public, clock. One account holds a role at all orgs of a
// level within a county; it is opened, and granted what it needs, when it is first needed.
#pragma once

#include <set>

#include "app/application.hpp"
#include "app/demo/hands.hpp"
#include "app/demo/people.hpp"

namespace halfsky::app::demo {

class Actors {
 public:
  Actors(Application& app, Hands& hands, People& people) : app_(app), hands_(hands), people_(people) {}

  // The login of who acts so on a record that lies at `org`. `programme`: the record's, whose roles are meant by their short names. Throws Surprise.
  std::string login(const std::string& by, base::OrgId org, const std::string& programme);
  void open(const std::string& login, const std::string& name);
  void grant(const std::string& login, base::OrgId org, const std::string& role);
  void bind(const std::string& login, const std::string& person);

 private:
  Application& app_;
  Hands& hands_;
  People& people_;
  std::set<std::string> opened_;
  std::set<std::string> granted_;   // login/org/role
};

}  // namespace halfsky::app::demo
