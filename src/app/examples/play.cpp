// Steps: entries, moves, waiting; who makes them where the story does not say.
#include "app/examples/play.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <algorithm>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "engine/query/words.hpp"
#include "engine/store/snapshot.hpp"
#include "engine/world.hpp"

namespace halfsky::app::examples {
namespace json = boost::json;

using lang::Actor;
using lang::StoryStep;

namespace {

constexpr int kPeopleTried = 3;    // with one role, where `unlike` wants another person

bool has(const base::Problems& problems, std::string_view code) {
  return std::any_of(problems.begin(), problems.end(), [&](const auto& problem) { return problem.code == code; });
}

// The kind of org that a field wants, as its check says it.
std::string kind_wanted(const lang::Field& field) {
  static const std::string kWords = "kind == '";
  const std::string& source = field.check ? field.check->source : std::string();
  const size_t at = source.find(kWords);
  if (at == std::string::npos) return "other";
  return source.substr(at + kWords.size(), source.find('\'', at + kWords.size()) - at - kWords.size());
}

}  // namespace

std::string to_text(const base::Problems& problems) {
  std::string text;
  for (const auto& problem : problems) {
    text += (text.empty() ? "" : "; ") + problem.code + " at " + problem.path;
    for (const auto& [name, value] : problem.args) text += " " + name + "=" + value;
  }
  return text.empty() ? "nothing" : text;
}

lang::Diagnostics Play::run() {
  need_orgs();
  for (const auto* steps : {&example_.given, &example_.when})
    for (const StoryStep& at : *steps)
      if (!step(at)) return problems_;
  for (const auto& at : example_.then) check(at);
  return problems_;
}

void Play::need_orgs() {
  const auto look = [&](const StoryStep& step) {
    stage_.need_org(step.at_org, "other");
    for (const auto& value : step.values)
      if (value.field->target && value.field->target->is_org) stage_.need_org(value.text, kind_wanted(*value.field));
  };
  for (const auto* steps : {&example_.given, &example_.when})
    for (const StoryStep& step : *steps) look(step);
  for (const auto& check : example_.then) {
    look(check.attempt);
    stage_.need_org(check.at_org, "other");
  }
}

bool Play::step(const StoryStep& step) {
  switch (step.what) {
    case StoryStep::What::enter: return enter(step);
    case StoryStep::What::move: return make_moves(step);
    case StoryStep::What::edit: return edit(step);
    case StoryStep::What::wait: return stage_.wait_until(after(step.wait)), true;
    case StoryStep::What::until: return stage_.wait_until(day_of(step.until)), true;
  }
  return false;
}

bool Play::enter(const StoryStep& step) {
  const Tried tried = try_enter(step, false);
  if (!tried.accepted) wrong(step.at, "entering this " + step.type->id + " should be accepted, but it was refused: " + to_text(tried.problems));
  return tried.accepted;
}

bool Play::make_moves(const StoryStep& step) {
  for (const lang::Move* move : step.moves)
    for (const auto& path : step.of) {
      const auto record = find(path);
      if (!record) return wrong(path.at, "there is no such record at this point of the story"), false;
      const Tried tried = try_move(*move, *record, step.values, step.by, step.on, false);
      if (!tried.accepted) return wrong(step.at, "the move '" + move->id + "' should be accepted, but it was refused: " + to_text(tried.problems)), false;
    }
  return true;
}

bool Play::edit(const StoryStep& step) {
  const auto record = find(step.of.front());
  const engine::RowPtr row = record ? load(*record) : nullptr;
  if (!row) return wrong(step.at, "there is no such record at this point of the story"), false;
  const lang::RecordType& type = *record->type;
  Candidates candidates;
  if (step.by.empty()) candidates = who_may(type.parent ? type.parent->target->enter().by : type.enter().by, row->org, row);
  else if (auto who = actor(step.by, row->org)) candidates.push_back(std::move(*who));
  json::object given;
  for (const auto& value : step.values) given[value.field->id] = value_of(value, row->org);
  json::object body{{"type", type.name}, {"move", "edit"}, {"record", record->id}, {"values", std::move(given)}};
  if (!step.on.empty()) body["day"] = base::format_day(day_of(step.on));
  const Tried tried = try_as(candidates, std::move(body), false);
  if (!tried.accepted) wrong(step.at, "this edit should be accepted, but it was refused: " + to_text(tried.problems));
  return tried.accepted;
}

Play::Tried Play::try_enter(const StoryStep& step, bool dry) {
  const lang::RecordType& type = *step.type;
  base::OrgId near = step.at_org.empty() ? 0 : stage_.org(step.at_org);
  if (type.parent)   // a line is entered by those who enter its parent
    for (const auto& value : step.values)
      if (value.field == type.parent && records_.contains(value.text))
        if (const auto row = load(records_.at(value.text))) near = row->org;
  Candidates candidates;
  if (!step.by.empty()) {
    if (auto who = actor(step.by, near)) candidates.push_back(std::move(*who));
  } else {
    candidates = who_may(type.parent ? type.parent->target->enter().by : type.enter().by, near, nullptr);
  }
  const std::string id = stage_.engine().new_id();
  Tried tried{false, {{"nobody_may", "by", {}}}};
  for (const auto& who : candidates) {
    const base::OrgId org = near != 0 ? near : org_of_entry(step, who);
    json::object values;
    for (const auto& value : step.values) values[value.field->id] = value_of(value, org);
    json::object body{{"type", type.name}, {"move", "enter"}, {"record", id}, {"org", org}, {"values", std::move(values)}};
    if (!step.on.empty()) body["day"] = base::format_day(day_of(step.on));
    tried = try_as({who}, std::move(body), dry);
    if (tried.accepted || !has(tried.problems, "not_yours")) break;
  }
  if (tried.accepted && !dry) records_[step.id.empty() ? id : step.id] = {&type, id};
  return tried;
}

Play::Tried Play::try_move(const lang::Move& move, const Record& record, const std::vector<lang::StoryValue>& values, const std::string& by, const std::string& on, bool dry) {
  const engine::RowPtr row = load(record);
  if (!row) return {false, {{"no_such_record", "of", {}}}};
  Candidates candidates;
  if (by.empty()) candidates = who_may(move.by, row->org, row);
  else if (auto who = actor(by, row->org)) candidates.push_back(std::move(*who));
  json::object given;
  for (const auto& value : values) given[value.field->id] = value_of(value, row->org);
  json::object body{{"type", record.type->name}, {"move", move.id}, {"record", record.id}, {"values", std::move(given)}};
  if (!on.empty()) body["day"] = base::format_day(day_of(on));
  return try_as(candidates, std::move(body), dry);
}

Play::Tried Play::try_as(const Candidates& candidates, json::object step, bool dry) {
  Tried tried{false, {{"nobody_may", "by", {}}}};
  for (const engine::Acting& candidate : candidates) {
    for (int n = 1; n <= kPeopleTried; ++n) {
      const bool another = n > 1 && candidate.kind == engine::Acting::Kind::staff;
      if (n > 1 && !another) break;
      tried = send(another ? Stage::person_with(candidate.grants.front().role, candidate.grants.front().org, n) : candidate, step, dry);
      if (tried.accepted || !has(tried.problems, "someone_else") || candidates.size() == 1) break;
    }
    if (tried.accepted || (!has(tried.problems, "not_yours") && !has(tried.problems, "no_such_record"))) return tried;
  }
  return tried;
}

Play::Tried Play::send(const engine::Acting& who, json::object step, bool dry) {
  step["id"] = stage_.engine().new_id();
  step["county"] = stage_.county();
  if (dry) step["dry_run"] = true;
  auto command = engine::parse_command(stage_.site(), who, step);
  if (!command) return {false, command.problems()};
  const engine::Outcome outcome = stage_.engine().writer().run(std::move(*command));
  return {outcome.accepted, outcome.problems};
}

// Staff first; a stranger or the clock where nobody else may.
Play::Candidates Play::who_may(const std::vector<Actor>& actors, base::OrgId near, const engine::RowPtr& row) {
  Candidates staff, others;
  for (const Actor& actor : actors) {
    base::OrgId org = 0;
    switch (actor.scope) {
      case Actor::Scope::public_: others.push_back(engine::Acting::stranger()); continue;
      case Actor::Scope::clock: others.push_back(engine::Acting::clock()); continue;
      case Actor::Scope::level: org = stage_.at_level(near, actor.level); break;
      case Actor::Scope::own_org: org = near != 0 ? near : stage_.county_org(); break;
      case Actor::Scope::path:
        if (row) {
          stage_.engine().read([&](db::Connection& connection) {
            engine::Snapshot snapshot(stage_.site(), connection, stage_.county());
            const lang::Value at = engine::RowWorld(stage_.site(), snapshot, row, stage_.today()).evaluate(*actor.path);
            if (!at.is_null()) org = at.number;
          });
        }
        break;
    }
    if (org != 0) staff.push_back(Stage::person_with(actor.role, org, 1));
  }
  staff.insert(staff.end(), others.begin(), others.end());
  return staff;
}

// "village.officer", "village.officer 2", "village.officer as 王芳", public, clock.
std::optional<engine::Acting> Play::actor(const std::string& whole, base::OrgId near) {
  if (whole == "public") return engine::Acting::stranger();
  if (whole == "clock") return engine::Acting::clock();
  if (const size_t as = whole.find(" as "); as != std::string::npos) {
    auto who = actor(whole.substr(0, as), near);
    const lang::RecordType* person = stage_.site().packs->record_type("core.person");
    if (who && person) {
      who->person = record_named(base::trim(whole.substr(as + 4)), *person, near != 0 ? near : stage_.county_org());
      who->account += "/" + who->person;   // an account of her own
      who->grants.front().account = who->account;
    }
    return who;
  }
  const std::string& text = whole;
  const auto words = base::split(text, ' ');
  const size_t dot = words[0].rfind('.');
  const std::string scope = words[0].substr(0, dot);
  std::string role = words[0].substr(dot + 1);
  if (pack_.roles.contains(role)) role = pack_.programme + "." + role;
  const int n = words.size() > 1 ? std::max(1, std::atoi(words[1].c_str())) : 1;
  if (const auto level = lang::level_of(scope)) return Stage::person_with(role, stage_.at_level(near, *level), n);
  return Stage::person_with(role, near != 0 ? near : stage_.county_org(), n);
}

base::OrgId Play::org_of_entry(const StoryStep&, const engine::Acting& who) const { return who.grants.empty() ? stage_.county_org() : who.grants.front().org; }

json::value Play::value_of(const lang::StoryValue& value, base::OrgId org) {
  const lang::Field& field = *value.field;
  using lang::Kind;
  if (value.texts.size() <= 1 && (value.text.empty() || value.text == "none")) return nullptr;
  switch (field.type.kind) {
    case Kind::choices: case Kind::file: {
      json::array list;
      for (const auto& text : value.texts) list.emplace_back(text);
      return list;
    }
    case Kind::flag: return value.text == "true";
    case Kind::date: return json::string(base::format_day(day_of(value.text)));
    case Kind::consent: return json::object{{"given", true}, {"on", base::format_day(day_of(value.text))}};
    case Kind::tally: {
      for (const auto& [word, sureness] : {std::pair{std::string("about "), "about"}, std::pair{std::string("at least "), "at_least"}})
        if (value.text.starts_with(word)) return json::object{{"value", std::atoll(value.text.c_str() + word.size())}, {"sureness", sureness}};
      return json::object{{"value", std::atoll(value.text.c_str())}, {"sureness", "exact"}};
    }
    case Kind::ref:
      if (field.target->is_org) return stage_.org(value.text);
      return json::string(record_named(value.text, *field.target, org));
    default: return json::string(value.text);
  }
}

// A record of the story, or one made by default values as it is needed: its label is the name.
std::string Play::record_named(const std::string& name, const lang::RecordType& type, base::OrgId org) {
  if (const auto found = records_.find(name); found != records_.end() && found->second.type == &type) return found->second.id;
  std::string& id = made_[{&type, name}];
  if (!id.empty()) return id;
  id = stage_.engine().new_id();
  const std::string made = id;
  json::object values;
  bool named = false;
  for (const auto& field : type.fields) {
    using lang::Kind;
    if (!named && field->type.kind == Kind::text) {
      values[field->id] = name;
      named = true;
      continue;
    }
    if (!field->required || field->default_ || field->computed()) continue;
    switch (field->type.kind) {
      case Kind::choice: values[field->id] = field->type.codes->codes.front().id; break;
      case Kind::choices: values[field->id] = json::array{field->type.codes->codes.front().id}; break;
      case Kind::date: values[field->id] = base::format_day(stage_.today()); break;
      case Kind::flag: values[field->id] = false; break;
      case Kind::ref: if (!field->target->is_org) values[field->id] = record_named(name, *field->target, org); break;
      default: values[field->id] = std::max<int64_t>(1, field->min.value_or(1)); break;
    }
  }
  const Tried tried = send(engine::Acting::clock(), {{"type", type.name}, {"move", "enter"}, {"record", made}, {"org", org}, {"values", std::move(values)}}, false);
  if (!tried.accepted) wrong({example_.file, 1, 1}, "'" + name + "' is needed and can't be made by default values; enter it under given: " + to_text(tried.problems));
  return made;
}

// 2026-03-02, today, today + 3 days.
base::Day Play::day_of(const std::string& text) const {
  if (const auto day = base::parse_day(text)) return *day;
  char sign = '+';
  int days = 0;
  std::sscanf(text.c_str(), "today %c %d", &sign, &days);
  return stage_.today() + (sign == '-' ? -days : days);
}

base::Day Play::after(const std::vector<lang::Wait>& wait) const {
  base::Day day = stage_.today();
  for (const auto& span : wait) {
    switch (span.unit) {
      case lang::Wait::Unit::days: day += span.count; break;
      case lang::Wait::Unit::working_days: day = stage_.site().calendar.add(day, span.count); break;
      case lang::Wait::Unit::weeks: day += 7 * span.count; break;
      case lang::Wait::Unit::months: day = base::add_months(day, span.count); break;
      case lang::Wait::Unit::years: day = base::add_months(day, 12 * span.count); break;
      case lang::Wait::Unit::terms:   // to the beginning of the next one
        for (int n = 0; n < span.count; ++n) day = engine::next_term_start(day);
        break;
    }
  }
  return day;
}

engine::RowPtr Play::load(const Record& record) {
  return stage_.engine().reading([&](db::Connection& connection) { return engine::Snapshot(stage_.site(), connection, stage_.county()).load(*record.type, record.id); });
}

// Whether the word is the row's label or one of its codes.
bool Play::goes_by(engine::RowSource& snapshot, const engine::RowPtr& row, const std::string& word) {
  for (const auto& field : row->type->fields)
    if (field->type.kind == lang::Kind::choice && row->fields[field->index].text == word) return true;
  if (!row->type->label) return false;
  const lang::Value label = engine::RowWorld(stage_.site(), snapshot, row, stage_.today()).evaluate(*row->type->label);
  return engine::in_words(stage_.site(), snapshot, label, row->type->label->type(), stage_.today()) == word;
}

std::optional<Play::Record> Play::find(const lang::StoryPath& path) {
  const auto found = records_.find(path.name);
  if (found == records_.end()) return std::nullopt;
  Record at = found->second;
  for (const auto& step : path.steps) {
    engine::RowPtr next;
    stage_.engine().read([&](db::Connection& connection) {
      engine::Snapshot snapshot(stage_.site(), connection, stage_.county());
      const auto row = snapshot.load(*at.type, at.id);
      if (!row) return;
      if (step.index < 0 && step.word.empty()) {
        const lang::Field* field = at.type->field(step.member);
        const lang::Value& value = row->fields[size_t(field->index)];
        if (!value.is_null() && !value.text.empty()) next = snapshot.load(*field->target, value.text);
        return;
      }
      auto rows = snapshot.rows_by_ref(*at.type->back(step.member)->ref, lang::Value::record(at.id));
      std::erase_if(rows, [](const auto& other) { return other->struck; });
      std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return std::pair(a->entered, a->id) < std::pair(b->entered, b->id); });
      if (!step.word.empty()) std::erase_if(rows, [&](const auto& other) { return !goes_by(snapshot, other, step.word); });
      if (!step.word.empty() && rows.size() == 1) next = rows.front();
      else if (step.index >= 0 && size_t(step.index) < rows.size()) next = rows[size_t(step.index)];
    });
    if (!next) return std::nullopt;
    at = {next->type, next->id};
  }
  return at;
}

}  // namespace halfsky::app::examples
