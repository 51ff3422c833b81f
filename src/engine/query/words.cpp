// Values in Chinese words.
#include "engine/query/words.hpp"

#include <fmt/format.h>

#include "engine/command/field_value.hpp"

namespace halfsky::engine {

using lang::Kind;
using lang::Value;

std::string title_of(const lang::Type& type, const std::string& code) {
  const lang::Code* found = type.codes ? type.codes->find(code) : nullptr;
  return found ? found->title : code;
}

namespace {

std::string day_in_words(int64_t day) {
  const auto date = base::date_of(base::Day(day));
  return fmt::format("{}年{}月{}日", date.year, date.month, date.day);
}

std::string label_of(const Site& site, RowSource& source, const lang::RecordType& type, const std::string& id, base::Day today) {
  const RowPtr row = source.load(type, id);
  if (!row || !type.label) return "";
  RowWorld world(site, source, row, today);
  return in_words(site, source, world.evaluate(*type.label), type.label->type(), today);
}

}  // namespace

std::string in_words(const Site& site, RowSource& source, const Value& value, const lang::Type& type, base::Day today) {
  if (value.is_null()) return "";
  switch (value.kind) {
    case Kind::flag: return value.is_true() ? "是" : "否";
    case Kind::money: return text_of(value.number, Kind::money) + "元";
    case Kind::date: return day_in_words(value.number);
    case Kind::text: return value.text;
    case Kind::choice: return title_of(type, value.text);
    case Kind::choices: {
      std::string text;
      for (const Value& item : *value.items) text += (text.empty() ? "" : "、") + title_of(type, item.text);
      return text;
    }
    case Kind::tally: {
      const std::string number = std::to_string(value.number);
      return value.extra == int64_t(lang::Sureness::at_least) ? number + "以上" : value.extra == int64_t(lang::Sureness::about) ? "约" + number : number;
    }
    case Kind::ref: {
      if (value.text.empty()) {
        const auto orgs = site.orgs();
        const Org* org = orgs->find(value.number);
        return org ? org->name : "";
      }
      const lang::RecordType* target = site.packs->record_type(type.target);
      return target ? label_of(site, source, *target, value.text, today) : "";
    }
    case Kind::consent: return value.number == 1 ? "已同意" : "未同意";
    case Kind::list: {
      std::string text;
      if (!value.items || !type.element) return text;
      for (const Value& item : *value.items) {
        const std::string words = in_words(site, source, item, *type.element, today);
        if (!words.empty()) text += (text.empty() ? "" : "、") + words;
      }
      return text;
    }
    case Kind::file: return "";
    default: return text_of(value.number, value.kind);
  }
}

}  // namespace halfsky::engine
