// Checks of one value against its field, type by type.
#include "engine/command/field_value.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <cmath>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "base/uuid.hpp"

namespace halfsky::engine {
namespace json = boost::json;
using base::Problem;
using base::Result;
using lang::Field;
using lang::Kind;
using lang::Value;

namespace {

Problem problem(std::string code, const std::string& path, std::vector<std::pair<std::string, std::string>> args = {}) {
  return {std::move(code), path, std::move(args)};
}

int64_t scale_of(Kind kind) { return kind == Kind::money ? base::kFenPerYuan : kind == Kind::decimal ? base::kDecimalScale : 1; }

// "5万" -> "50000": what was probably meant by a number with a word in it.
std::string meant_number(const std::string& text) {
  std::string digits;
  for (char c : text)
    if ((c >= '0' && c <= '9') || c == '.') digits += c;
  if (digits.empty()) return "";
  const auto value = base::parse_scaled(digits, base::kDecimalScale);
  if (!value) return "";
  const int64_t factor = text.find("万") != std::string::npos ? 10'000 : text.find("亿") != std::string::npos ? 100'000'000 : text.find("千") != std::string::npos ? 1'000 : 1;
  const auto meant = base::multiply(*value, factor);
  return meant ? base::format_scaled(*meant, base::kDecimalScale) : "";
}

Result<int64_t> number_of_text(const Field& field, std::string text, const std::string& path) {
  text = base::trim(base::half_width(text));
  const int64_t scale = scale_of(field.type.kind);
  if (const auto value = base::parse_scaled(text, scale)) return *value;
  if (base::parse_scaled(text, base::kDecimalScale) && scale < base::kDecimalScale)
    return problem(scale == 1 ? "whole_number" : "two_places", path, {{"got", text}});
  if (text.size() > 18 && text.find_first_not_of("0123456789.-") == std::string::npos) return problem("number_too_big", path, {{"got", base::beginning(text, 40)}});
  return problem("not_a_number", path, {{"got", base::beginning(text, 60)}, {"meant", meant_number(text)}});
}

Result<int64_t> number_of_json(const Field& field, const json::value& value, const std::string& path) {
  const int64_t scale = scale_of(field.type.kind);
  if (const auto* i = value.if_int64()) {
    if (const auto scaled = base::multiply(*i, scale)) return *scaled;
    return problem("number_too_big", path, {{"got", std::to_string(*i)}});
  }
  if (value.is_uint64()) return problem("number_too_big", path, {{"got", std::to_string(value.as_uint64())}});
  if (const auto* d = value.if_double()) {
    if (!std::isfinite(*d) || std::fabs(*d) > 9e15) return problem("number_too_big", path, {{"got", fmt::format("{}", *d)}});
    return number_of_text(field, fmt::format("{:.15g}", *d), path);
  }
  if (const auto* s = value.if_string()) return number_of_text(field, std::string(*s), path);
  return problem("not_a_number", path, {{"got", base::beginning(json::serialize(value), 60)}});
}

Result<Value> bounded(const Field& field, Value value, const std::string& path) {
  if (field.min && value.number < *field.min) return problem("too_small", path, {{"min", text_of(*field.min, field.type.kind)}, {"got", text_of(value.number, field.type.kind)}});
  if (field.max && value.number > *field.max) return problem("too_big", path, {{"max", text_of(*field.max, field.type.kind)}, {"got", text_of(value.number, field.type.kind)}});
  return value;
}

Result<Value> text_value(const Field& field, const std::string& raw, const std::string& path) {
  std::string text = raw;
  base::drop_shapeless(text);
  text = base::nfc(field.note ? text : base::trim(text));
  if (base::has_control_characters(text, field.note ? base::Lines::many : base::Lines::one)) return problem("control_character", path);
  const size_t max = field.note ? kNoteMax : kTextMax;
  if (base::code_points(text) > max) return problem("too_long", path, {{"max", std::to_string(max)}, {"got", std::to_string(base::code_points(text))}});
  if (base::trim(text).empty()) return Value::null();
  if (field.check && field.check->source.find("id_card_ok") != std::string::npos) {   // a number's form, not a name's
    text = base::upper(base::half_width(text));
    std::erase(text, ' ');
    if (text.size() == 15 && text.find_first_not_of("0123456789") == std::string::npos) return problem("id_number_15", path);
    if (text.find("E+") != std::string::npos) return problem("id_number_spoilt", path, {{"got", text}});
    if (text.size() != 18) return problem("id_number_length", path, {{"got", std::to_string(base::code_points(text))}});
    if (!base::id_card_ok(text)) return problem("id_number_checksum", path);
  }
  return Value::string(std::move(text));
}

Result<Value> date_value(const std::string& raw, const std::string& path) {
  std::string text = base::trim(base::half_width(raw));
  if (const auto day = base::parse_day(text)) return Value::date(*day);
  // 2026/3/8, 2026.3.8, 2026年3月8日
  std::string digits;
  std::vector<std::string> parts;
  for (char c : text + "/") {
    if (c >= '0' && c <= '9') { digits += c; continue; }
    if (!digits.empty()) parts.push_back(std::move(digits));
    digits.clear();
  }
  if (parts.size() == 1 && parts[0].size() == 8) parts = {parts[0].substr(0, 4), parts[0].substr(4, 2), parts[0].substr(6, 2)};
  if (parts.size() == 3 && parts[0].size() == 4 && parts[1].size() <= 2 && parts[2].size() <= 2) {
    const std::string iso = fmt::format("{}-{:0>2}-{:0>2}", parts[0], parts[1], parts[2]);
    if (const auto day = base::parse_day(iso)) return Value::date(*day);
    return problem("no_such_date", path, {{"got", base::beginning(text, 40)}});
  }
  return problem("not_a_date", path, {{"got", base::beginning(text, 40)}});
}

Result<Value> code_value(const Field& field, const std::string& raw, const std::string& path, base::Day day) {
  const std::string text = base::trim(raw);
  const lang::Code* code = field.type.codes->find(text);
  if (code == nullptr)
    for (const auto& candidate : field.type.codes->codes)
      if (candidate.title == text || (candidate.was == text && !text.empty())) code = &candidate;
  if (code == nullptr) {
    std::vector<std::string> words;
    std::string offered;
    for (const auto& candidate : field.type.codes->codes) {
      words.push_back(candidate.id);
      words.push_back(candidate.title);
      if (!candidate.gone) offered += (offered.empty() ? "" : "、") + candidate.title;
    }
    return problem("unknown_code", path, {{"got", base::beginning(text, 60)}, {"meant", base::nearest(text, words).value_or("")}, {"offered", offered}});
  }
  const auto from = base::parse_day(code->from), until = base::parse_day(code->until);
  if (code->gone || (from && day < *from) || (until && day > *until)) return problem("code_not_offered", path, {{"got", code->title}});
  return Value::choice(code->id);
}

Result<Value> list_value(const Field& field, const std::vector<std::string>& texts, const std::string& path, base::Day day) {
  base::Problems problems;
  std::vector<Value> items;
  if (texts.size() > kListMax) return problem("too_many", path, {{"max", std::to_string(kListMax)}});
  for (const auto& text : texts) {
    if (field.type.kind == Kind::file) {
      if (base::is_uuid(text)) items.push_back(Value::string(text));
      else problems.push_back(problem("not_an_id", path, {{"got", base::beginning(text, 60)}}));
      continue;
    }
    auto item = code_value(field, text, path, day);
    if (!item) { problems.push_back(item.problems().front()); continue; }
    bool twice = false;
    for (const auto& known : items) twice = twice || known.text == item->text;
    if (!twice) items.push_back(std::move(*item));
  }
  if (!problems.empty()) return problems;
  if (field.type.kind == Kind::file && !field.many && items.size() > 1) return problem("one_file", path);
  if (items.empty()) return Value::null();
  return Value::list(std::move(items), field.type.kind);
}

Result<Value> org_value(const std::string& raw, const std::string& path, const OrgTree& orgs) {
  const std::string text = base::trim(base::half_width(raw));
  const Org* org = nullptr;
  if (text.find_first_not_of("0123456789") == std::string::npos && !text.empty()) {
    if (text.size() == 12) org = orgs.find_by_code(text);
    if (org == nullptr && text.size() <= 15) org = orgs.find(std::stoll(text));
  }
  if (org == nullptr) return problem("no_such_org", path, {{"got", base::beginning(text, 40)}});
  return Value::org(org->id);
}

Result<Value> tally_value(const Field& field, const json::value& value, const std::string& path) {
  const json::object* object = value.if_object();
  const json::value* number = object ? object->if_contains("value") : &value;
  if (number == nullptr || number->is_null()) return problem("required", path + ".value");
  auto parsed = number_of_json(field, *number, path);
  if (!parsed) return parsed.problems();
  if (*parsed < 0) return problem("too_small", path, {{"min", "0"}, {"got", std::to_string(*parsed)}});
  lang::Sureness sureness = lang::Sureness::exact;
  if (object) {
    const json::value* word = object->if_contains("sureness");
    const std::string text = word && word->is_string() ? std::string(word->as_string()) : "exact";
    if (text == "at_least") sureness = lang::Sureness::at_least;
    else if (text == "about") sureness = lang::Sureness::about;
    else if (text != "exact") return problem("unknown_code", path + ".sureness", {{"got", base::beginning(text, 40)}, {"meant", ""}, {"offered", "exact, at_least, about"}});
  }
  return bounded(field, Value::tally(*parsed, sureness), path);
}

Result<Value> consent_value(const json::value& value, const std::string& path) {
  const json::object* object = value.if_object();
  const json::value* given = object ? object->if_contains("given") : nullptr;
  if (given == nullptr || !given->is_bool()) return problem("consent_form", path);
  Value consent{Kind::consent, given->as_bool() ? 1 : 0, 0, {}, {}};
  base::Problems problems;
  if (const json::value* on = object->if_contains("on"); on && on->is_string()) {
    auto day = date_value(std::string(on->as_string()), path + ".on");
    if (day) consent.extra = day->number; else problems.push_back(day.problems().front());
  } else {
    problems.push_back(problem("required", path + ".on"));
  }
  if (const json::value* by = object->if_contains("by"); by && by->is_string()) {
    consent.text = std::string(by->as_string());
    if (!base::is_uuid(consent.text)) problems.push_back(problem("not_an_id", path + ".by", {{"got", base::beginning(consent.text, 40)}}));
  }
  if (const json::value* until = object->if_contains("until"); until && until->is_string()) {
    auto day = date_value(std::string(until->as_string()), path + ".until");
    if (day) consent.items = Value::list({*day}).items; else problems.push_back(day.problems().front());
  }
  if (!problems.empty()) return problems;
  return consent;
}

}  // namespace

std::string text_of(int64_t number, Kind kind) {
  switch (kind) {
    case Kind::money: return base::format_scaled(number, base::kFenPerYuan, 2);
    case Kind::decimal: return base::format_scaled(number, base::kDecimalScale);
    case Kind::date: return base::format_day(base::Day(number));
    case Kind::time: return base::format_minute(number);
    default: return std::to_string(number);
  }
}

Result<Value> value_of_json(const Field& field, const json::value& value, const std::string& path, base::Day day, const OrgTree& orgs) {
  if (value.is_null()) return Value::null();
  const auto text_or = [&](const char* code) -> Result<std::string> {
    if (const auto* s = value.if_string()) return std::string(*s);
    return problem(code, path, {{"got", base::beginning(json::serialize(value), 60)}});
  };
  if (const auto* s = value.if_string(); s && base::trim(std::string_view(s->data(), s->size())).empty()) return Value::null();
  switch (field.type.kind) {
    case Kind::text: {
      auto text = text_or("not_text");
      return text ? text_value(field, *text, path) : Result<Value>(text.problems());
    }
    case Kind::int_: case Kind::decimal: case Kind::money: {
      auto number = number_of_json(field, value, path);
      if (!number) return number.problems();
      return bounded(field, {field.type.kind, *number, 0, {}, {}}, path);
    }
    case Kind::tally: return tally_value(field, value, path);
    case Kind::flag:
      if (const auto* b = value.if_bool()) return Value::flag(*b);
      return problem("not_a_flag", path, {{"got", base::beginning(json::serialize(value), 60)}});
    case Kind::date: {
      auto text = text_or("not_a_date");
      if (!text) return text.problems();
      auto date = date_value(*text, path);
      return date ? bounded(field, *date, path) : date;
    }
    case Kind::time: {
      auto text = text_or("not_a_time");
      if (!text) return text.problems();
      if (const auto minute = base::parse_minute(base::trim(base::half_width(*text)))) return bounded(field, Value::time(*minute), path);
      return problem("not_a_time", path, {{"got", base::beginning(*text, 40)}});
    }
    case Kind::choice: {
      auto text = text_or("unknown_code");
      return text ? code_value(field, *text, path, day) : Result<Value>(text.problems());
    }
    case Kind::choices: case Kind::file: {
      std::vector<std::string> texts;
      if (const auto* s = value.if_string()) texts.emplace_back(*s);
      else if (const auto* list = value.if_array()) {
        for (const auto& item : *list) {
          if (!item.is_string()) return problem("not_text", path, {{"got", base::beginning(json::serialize(item), 60)}});
          texts.emplace_back(item.as_string());
        }
      } else return problem("not_a_list", path, {{"got", base::beginning(json::serialize(value), 60)}});
      return list_value(field, texts, path, day);
    }
    case Kind::ref: {
      if (field.target->is_org) {
        if (const auto* i = value.if_int64()) return org_value(std::to_string(*i), path, orgs);
        auto text = text_or("no_such_org");
        return text ? org_value(*text, path, orgs) : Result<Value>(text.problems());
      }
      auto text = text_or("not_an_id");
      if (!text) return text.problems();
      if (!base::is_uuid(*text)) return problem("not_an_id", path, {{"got", base::beginning(*text, 60)}});
      return Value::record(*text);
    }
    case Kind::consent: return consent_value(value, path);
    default: return problem("not_text", path);
  }
}

Result<Value> value_of_text(const Field& field, const std::string& raw, const std::string& path, base::Day day, const OrgTree& orgs) {
  const std::string text = base::trim(raw);
  if (text.empty()) return Value::null();
  switch (field.type.kind) {
    case Kind::flag:
      if (text == "是" || text == "√" || text == "true" || text == "1" || text == "Y" || text == "yes") return Value::flag(true);
      if (text == "否" || text == "×" || text == "false" || text == "0" || text == "N" || text == "no") return Value::flag(false);
      return problem("not_a_flag", path, {{"got", base::beginning(text, 60)}});
    case Kind::choices: {
      std::string plain = text;
      for (const char* separator : {"、", "，", "；", ";"})
        for (size_t at; (at = plain.find(separator)) != std::string::npos;) plain.replace(at, std::string(separator).size(), ",");
      return list_value(field, base::split(plain, ','), path, day);
    }
    case Kind::ref:
      if (field.target->is_org) {
        auto org = org_value(text, path, orgs);
        if (org) return org;
        const Org* found = nullptr;
        int count = 0;
        for (const Org& candidate : orgs.all())
          if (candidate.name == text) { found = &candidate; ++count; }
        if (count == 1) return Value::org(found->id);
        return problem(count > 1 ? "org_ambiguous" : "no_such_org", path, {{"got", base::beginning(text, 40)}});
      }
      return value_of_json(field, json::value(text), path, day, orgs);
    default: return value_of_json(field, json::value(text), path, day, orgs);
  }
}

json::value json_of(const Value& value, Kind kind, json::storage_ptr memory) {
  if (value.is_null()) return nullptr;
  const auto text = [&](std::string_view of) { return json::value(json::string(of, memory)); };
  const auto day = [&](int64_t at) { return text(base::format_day(base::Day(at))); };
  switch (kind) {
    case Kind::flag: return value.number != 0;
    case Kind::int_: return value.number;
    case Kind::decimal: case Kind::money: case Kind::date: case Kind::time: return text(text_of(value.number, kind));
    case Kind::tally: {
      static constexpr const char* kWords[] = {"exact", "at_least", "about"};
      return json::object({{"value", value.number}, {"sureness", kWords[value.extra]}}, memory);
    }
    case Kind::choices: case Kind::file: case Kind::list: {
      json::array list(memory);
      if (value.items) for (const auto& item : *value.items) list.push_back(json_of(item, item.kind, memory));
      return list;
    }
    case Kind::ref: return value.text.empty() ? json::value(value.number) : text(value.text);
    case Kind::consent: {
      json::object object({{"given", value.number == 1}, {"on", base::format_day(base::Day(value.extra))}}, memory);
      object["by"] = value.text.empty() ? json::value(nullptr) : text(value.text);
      object["until"] = value.items ? day(value.items->front().number) : json::value(nullptr);
      return object;
    }
    default: return text(value.text);
  }
}

}  // namespace halfsky::engine
