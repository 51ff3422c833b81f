// The small words of worked examples.
#include "lang/pack/story.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <sstream>

#include "base/day.hpp"
#include "base/decimal.hpp"
#include "base/text.hpp"

namespace halfsky::lang {
namespace {

constexpr int kIndexMax = 9999;
constexpr int kWaitMax = 10'000;

bool is_whole(const std::string& text) { return !text.empty() && text.size() < 7 && text.find_first_not_of("0123456789") == std::string::npos; }

// today, today + 3 days, today - 1 day.
bool is_relative_day(const std::string& text) {
  if (text == "today") return true;
  char sign = 0;
  int count = 0, read = 0;
  if (std::sscanf(text.c_str(), "today %c %5d %n", &sign, &count, &read) != 2 || (sign != '+' && sign != '-')) return false;
  const std::string unit = text.substr(size_t(read));
  return unit == "day" || unit == "days";
}

bool fits(const Field& field, const std::string& text) {
  switch (field.type.kind) {
    case Kind::int_: return base::parse_scaled(text, 1).has_value();
    case Kind::tally: {
      std::string number = text;
      for (const char* word : {"about ", "at least "})
        if (number.starts_with(word)) number.erase(0, std::string_view(word).size());
      return base::parse_scaled(number, 1).has_value();
    }
    case Kind::decimal: return base::parse_scaled(text, base::kDecimalScale).has_value();
    case Kind::money: return base::parse_scaled(text, base::kFenPerYuan).has_value();
    case Kind::date: return base::parse_day(text).has_value() || is_relative_day(text);
    case Kind::time: return base::parse_minute(text).has_value();
    case Kind::flag: return text == "true" || text == "false";
    case Kind::choice:
    case Kind::choices: return field.type.codes && field.type.codes->find(text);
    default: return true;
  }
}

std::string wanted(const Field& field) {
  if (field.type.kind == Kind::tally) return "a whole number, or `about 60`, `at least 60`";
  if (field.type.kind == Kind::flag) return "true or false";
  return to_text(field.type);
}

}  // namespace

std::optional<StoryPath> Story::path(const source::Node& node) {
  if (!node.is_scalar()) {
    refuse(node, "wrong_form", "the name of a record is one word, as a1 or a1.rows[0]");
    return std::nullopt;
  }
  StoryPath path;
  path.at = node.at;
  const auto parts = base::split(node.text, '.');
  path.name = parts[0];
  const auto found = records.find(path.name);
  if (found == records.end()) {
    std::vector<std::string> names;
    for (const auto& [name, type] : records) names.push_back(name);
    refuse(node, "no_such_record", "the story has no record '" + path.name + "'" + Context::meant(path.name, names));
    return std::nullopt;
  }
  path.type = found->second;
  for (size_t i = 1; i < parts.size() && path.type; ++i) {
    StoryPath::Step step;
    step.member = parts[i].substr(0, parts[i].find('['));
    if (step.member.size() < parts[i].size()) {
      int read = 0;
      const std::string index = parts[i].substr(step.member.size());
      const bool number = std::sscanf(index.c_str(), "[%5d]%n", &step.index, &read) == 1 && size_t(read) == index.size() && step.index >= 0 && step.index <= kIndexMax;
      if (!number) step.index = -1;
      if (!number && index.size() > 2 && index.back() == ']' && index.find_first_of("-+") == std::string::npos) step.word = index.substr(1, index.size() - 2);
      if (!number && step.word.empty()) {
        refuse(node, "bad_value", "'" + parts[i] + "' can't be read; rows are numbered as rows[0], or named as rows[first]");
        return std::nullopt;
      }
    }
    const Field* field = path.type->field(step.member);
    const auto* back = path.type->back(step.member);
    if (field && field->target && step.index < 0 && step.word.empty()) {
      path.type = field->target;
    } else if (back && (step.index >= 0 || !step.word.empty())) {
      path.type = back->type;
    } else {
      const std::string hint = back ? "; rows are numbered, as " + step.member + "[0]" : "";
      refuse(node, "no_such_member", "'" + path.type->id + "' has no ref '" + parts[i] + "'" + hint);
      return std::nullopt;
    }
    path.steps.push_back(std::move(step));
  }
  return path;
}

std::optional<StoryValue> Story::value(const RecordType& type, const source::Entry& entry) {
  const Field* field = type.field(entry.key.text);
  if (!field) {
    std::vector<std::string> names;
    for (const auto& f : type.fields) names.push_back(f->id);
    refuse(entry.key, "no_such_field", "'" + type.id + "' has no field '" + entry.key.text + "'" + Context::meant(entry.key.text, names));
    return std::nullopt;
  }
  StoryValue value;
  value.field = field;
  value.at = entry.value.at;
  const auto check = [&](const source::Node& node) {
    if (!node.is_scalar()) return refuse(node, "wrong_form", "'" + field->id + "' takes one text" + std::string(field->type.kind == Kind::choices ? " or a list" : ""));
    if (!node.text.empty() && node.text != "none" && !fits(*field, node.text)) {
      std::vector<std::string> codes;
      if (field->type.codes)
        for (const auto& code : field->type.codes->codes) codes.push_back(code.id);
      if (field->type.codes) refuse(node, "no_such_code", "'" + node.text + "' is no code of '" + field->id + "'" + Context::meant(node.text, codes));
      else refuse(node, "bad_value", "'" + node.text + "' is no value of '" + field->id + "', which takes " + wanted(*field));
    }
    const auto known = records.find(node.text);
    if (field->target && known != records.end() && known->second != field->target)
      refuse(node, "wrong_type", "'" + node.text + "' is a " + known->second->name + ", and '" + field->id + "' points to " + field->target->name);
    value.texts.push_back(node.text);
  };
  const bool many = field->type.kind == Kind::choices || field->type.kind == Kind::file;
  if (entry.value.is_list() && many)
    for (const auto& item : entry.value.items) check(item);
  else
    check(entry.value);
  value.text = value.texts.empty() ? "" : value.texts.front();
  return value;
}

std::string Story::actor(const source::Node& node) {
  if (!node.is_scalar()) {
    refuse(node, "wrong_form", "one actor, as village.officer");
    return {};
  }
  if (node.text == "public" || node.text == "clock") return node.text;
  std::string text = node.text;
  if (const size_t as = text.find(" as "); as != std::string::npos) {   // the person of the register that the account belongs to
    const std::string person = base::trim(text.substr(as + 4));
    if (person.empty()) refuse(node, "bad_actor", "'" + node.text + "' names nobody after `as`; write `village.rater as 王芳`");
    const auto known = records.find(person);
    if (known != records.end() && known->second->name != "core.person") refuse(node, "wrong_type", "'" + person + "' is a " + known->second->name + ", and an account belongs to a person");
    text = text.substr(0, as);
  }
  if (const size_t space = text.find(' '); space != std::string::npos) {
    if (!is_whole(text.substr(space + 1))) refuse(node, "bad_actor", "'" + node.text + "' can't be read; another person with a role is written `village.officer 2`");
    text = text.substr(0, space);
  }
  const auto parts = split_last_dot(text);
  if (!parts) {
    refuse(node, "bad_actor", "'" + text + "' is not SCOPE.ROLE, as village.officer");
    return {};
  }
  if (!context.role(pack, node.at, parts->second)) {
    std::vector<std::string> names;
    for (const auto* place : {&pack, static_cast<const PackInProgress*>(context.core())})
      for (const auto& [id, title] : place->pack->roles) names.push_back(id);
    refuse(node, "no_such_role", "there is no role '" + parts->second + "'" + Context::meant(parts->second, names));
  }
  return node.text;
}

std::string Story::day(const source::Node& node) {
  if (!node.is_scalar() || (!base::parse_day(node.text) && !is_relative_day(node.text)))
    refuse(node, "bad_date", "'" + text_of(&node) + "' is no day; write 2026-03-02, or today + 3 days");
  return text_of(&node);
}

std::vector<Wait> Story::wait(const source::Node& node) {
  static const std::pair<const char*, Wait::Unit> kUnits[] = {{"day", Wait::Unit::days}, {"working day", Wait::Unit::working_days}, {"week", Wait::Unit::weeks},
                                                              {"month", Wait::Unit::months}, {"year", Wait::Unit::years}, {"term", Wait::Unit::terms}};
  std::vector<Wait> waits;
  for (const auto& part : base::split(text_of(&node), '+')) {
    const std::string text = base::trim(part);
    int count = 0, read = 0;
    bool known = std::sscanf(text.c_str(), "%5d %n", &count, &read) == 1 && count > 0 && count <= kWaitMax;
    std::string unit = known ? text.substr(size_t(read)) : "";
    if (!unit.empty() && unit.back() == 's') unit.pop_back();
    const auto found = std::find_if(std::begin(kUnits), std::end(kUnits), [&](const auto& u) { return unit == u.first; });
    if (found == std::end(kUnits)) {
      refuse(node, "bad_value", "'" + text + "' is no span; write `31 days`, `1 term + 31 days`");
      return waits;
    }
    waits.push_back({found->second, count});
  }
  return waits;
}

}  // namespace halfsky::lang
