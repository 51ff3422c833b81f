// Events to commands, many under way at once.
#include "app/demo/hands.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <algorithm>

#include "app/demo/photo.hpp"
#include "crypto/suite.hpp"
#include "engine/command/files.hpp"
#include "engine/command/json.hpp"

namespace halfsky::app::demo {
namespace json = boost::json;

namespace {

constexpr size_t kRecordsInCommand = 40;
constexpr size_t kUnderWayMax = 12;

std::string text_of(const base::Problems& problems) {
  std::string text;
  for (const auto& problem : problems) {
    text += "\n  " + problem.path + ": " + problem.code;
    for (const auto& [name, value] : problem.args) text += " " + name + "=" + value;
  }
  return text;
}

bool share_a_command(const Event& a, const Event& b) { return a.day == b.day && a.login == b.login && a.together == b.together; }

}  // namespace

std::string id_of(const std::string& what) { return base::derived_uuid("halfsky.demo", what); }
std::string id_of(const std::string& what, size_t number) { return id_of(what + "/" + std::to_string(number)); }

const engine::Acting& Hands::acting(const std::string& login) {
  const auto found = actings_.find(login);
  if (found != actings_.end()) return found->second;
  if (login == kPublic) return actings_[login] = engine::Acting::stranger();
  if (login == kClock) return actings_[login] = engine::Acting::clock();
  const auto who = app_.accounts().acting_as(login);
  if (!who) throw Surprise("there is no account " + login);
  return actings_[login] = *who;
}

// Neighbours with the same type and move are one step with many records.
engine::Command Hands::command_of(const std::vector<const Event*>& events, base::County county) {
  json::array steps;
  for (const Event* event : events) {
    json::object record{{"record", event->record}};
    if (event->org != 0) record["org"] = event->org;
    if (!event->values.empty()) record["values"] = event->values;
    const bool same = !steps.empty() && engine::text_at(steps.back().as_object(), "type") == event->type && engine::text_at(steps.back().as_object(), "move") == event->move;
    if (!same) steps.push_back(json::object{{"type", event->type}, {"move", event->move}, {"day", base::format_day(event->day)}, {"records", json::array{}}});
    steps.back().as_object()["records"].as_array().push_back(std::move(record));
  }
  json::object body{{"id", id_of("command", sent_)}, {"steps", std::move(steps)}};
  if (county != 0) body["county"] = county;   // a province's own records lie in none
  auto command = engine::parse_command(app_.engine().site(), acting(events.front()->login), body);
  if (!command) throw Surprise("a command of " + events.front()->login + " can't be read:" + text_of(command.problems()) + "\n" + json::serialize(body).substr(0, 2000));
  ++sent_;
  records_ += events.size();
  return std::move(*command);
}

void Hands::wait_until_at_most(size_t under_way) {
  std::unique_lock lock(mutex_);
  answered_.wait(lock, [&] { return under_way_ <= under_way; });
  if (problem_.empty()) return;
  answered_.wait(lock, [&] { return under_way_ == 0; });
  throw Surprise(problem_);
}

void Hands::send(const std::vector<const Event*>& events, base::County county) {
  engine::Command command = command_of(events, county);
  wait_until_at_most(kUnderWayMax - 1);
  const Event& first = *events.front();
  const std::string what = fmt::format("{} {} {} ({})", base::format_day(first.day), first.login, command.kind, json::serialize(first.values).substr(0, 300));
  {
    const std::lock_guard lock(mutex_);
    ++under_way_;
  }
  const bool taken = app_.engine().writer().submit(std::move(command), [this, what](engine::Outcome outcome) {
    const std::lock_guard lock(mutex_);
    --under_way_;
    if (!outcome.accepted && problem_.empty()) problem_ = what + " was refused:" + text_of(outcome.problems);
    answered_.notify_all();
  });
  if (!taken) throw Surprise("the writer takes no more commands");
}

void Hands::make(std::vector<Event> events, base::County county) {
  std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) { return a.day < b.day; });
  std::vector<const Event*> group;
  for (const Event& event : events) {
    const bool joins = !group.empty() && share_a_command(*group.front(), event) && (group.size() < kRecordsInCommand || !event.together.empty());
    if (!group.empty() && !joins) {
      send(group, county);
      group.clear();
    }
    group.push_back(&event);
  }
  if (!group.empty()) send(group, county);
  wait_until_at_most(0);
}

std::string Hands::photo(const std::string& name, base::County county) {
  const std::string id = id_of(fmt::format("photo/{}/{}", county, name));
  if (!photos_.insert(id).second) return id;
  if (!engine::keep_file(app_.engine(), county, "", {id, name + ".png", "image/png", crypto::from_hex(kPhoto).value()})) throw Surprise("the photo " + name + " can't be kept");
  return id;
}

void Hands::refused(const Event& event, base::County county, const std::string& code) {
  const engine::Outcome outcome = app_.engine().writer().run(command_of({&event}, county));
  const bool as_expected = !outcome.accepted && std::any_of(outcome.problems.begin(), outcome.problems.end(), [&](const auto& problem) { return problem.code == code; });
  if (!as_expected) throw Surprise(fmt::format("{} {} by {} should be refused with {}, but: {}", event.type, event.move, event.login, code, outcome.accepted ? " it was accepted" : text_of(outcome.problems)));
}

}  // namespace halfsky::app::demo
