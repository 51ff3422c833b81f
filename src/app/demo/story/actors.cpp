// Accounts of a story.
#include "app/demo/story/actors.hpp"

#include <cstdlib>

#include "app/demo/province.hpp"
#include "base/text.hpp"

namespace halfsky::app::demo {
namespace {

const base::Day kFrom = base::day_of({1990, 1, 1});

std::string say(const base::Problems& problems) {
  std::string text;
  for (const auto& problem : problems) text += " " + problem.code;
  return text;
}

}  // namespace

std::string Actors::login(const std::string& by, base::OrgId org, const std::string& programme) {
  if (by == "public") return kPublic;
  if (by == "clock") return kClock;
  if (by.starts_with("as ")) return by.substr(3);
  const auto words = base::split(by, ' ');
  const size_t dot = words[0].find('.');
  if (dot == std::string::npos) throw Surprise("'" + by + "' is nobody; write LEVEL.ROLE, org.ROLE, as LOGIN, public or clock");
  const std::string scope = words[0].substr(0, dot);
  std::string role = words[0].substr(dot + 1);
  const auto& site = app_.engine().site();
  if (const auto* pack = site.packs->pack(programme); programme != "core" && pack && pack->roles.contains(role)) role = programme + "." + role;

  const auto orgs = site.orgs();
  const engine::Org* at = orgs->find(org);
  if (scope != "org") {
    const auto level = lang::level_of(scope);
    at = level ? orgs->at_level(org, *level) : nullptr;
    if (at == nullptr) throw Surprise("'" + by + "': there is no " + scope + " above " + orgs->find(org)->name);
  }
  const auto* county = orgs->at_level(org, lang::Level::county);
  const std::string region = (county ? county : at)->code.substr(0, 6);
  std::string login = region + "." + std::string(lang::to_text(at->level)) + "." + role;
  if (words.size() > 1) login += "." + words[1];
  open(login, people_.grown_name());
  grant(login, at->id, role);
  return login;
}

void Actors::open(const std::string& login, const std::string& name) {
  if (!opened_.insert(login).second || app_.accounts().acting_as(login)) return;
  const auto opened = app_.accounts().open("", login, name, kPassword, false);
  if (!opened) throw Surprise("the account " + login + " can't be opened:" + say(opened.problems()));
}

void Actors::grant(const std::string& login, base::OrgId org, const std::string& role) {
  if (!granted_.insert(login + "/" + std::to_string(org) + "/" + role).second) return;
  const auto granted = app_.accounts().grant("", login, org, role, kFrom, base::kDayMax);
  if (!granted) throw Surprise("the role of " + login + " can't be granted:" + say(granted.problems()));
  hands_.forget(login);
}

void Actors::bind(const std::string& login, const std::string& person) {
  if (const auto problems = app_.accounts().set_person("", login, person); !problems.empty()) throw Surprise("who " + login + " is can't be said:" + say(problems));
  hands_.forget(login);
}

}  // namespace halfsky::app::demo
