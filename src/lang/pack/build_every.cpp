// Step 6: records that the calendar makes. `each` says when, `per` for what, `with` fills fields.
#include <algorithm>
#include <cstdio>
#include <sstream>

#include "lang/pack/builders.hpp"
#include "lang/pack/compile.hpp"
#include "lang/pack/keys.hpp"

namespace halfsky::lang {
namespace {

const std::vector<std::pair<std::string, Every::Each>>& rhythms() {
  static const std::vector<std::pair<std::string, Every::Each>> kRhythms = {
      {"day", Every::Each::day}, {"workday", Every::Each::workday}, {"week", Every::Each::week}, {"month", Every::Each::month},
      {"term", Every::Each::term}, {"quarter", Every::Each::quarter}, {"year", Every::Each::year}};
  return kRhythms;
}

int weekday_of(const std::string& word) {
  static const std::vector<std::string> kDays = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
  const auto found = std::find(kDays.begin(), kDays.end(), word);
  return found == kDays.end() ? 0 : int(found - kDays.begin()) + 1;
}

// "07:00-11:00"
std::optional<Every::Slot> slot_of(const std::string& word) {
  int h1 = 0, m1 = 0, h2 = 0, m2 = 0, read = 0;
  if (std::sscanf(word.c_str(), "%2d:%2d-%2d:%2d%n", &h1, &m1, &h2, &m2, &read) != 4 || size_t(read) != word.size()) return std::nullopt;
  const Every::Slot slot{h1 * 60 + m1, h2 * 60 + m2};
  if (h1 < 0 || h1 > 23 || h2 < 0 || h2 > 24 || m1 < 0 || m1 > 59 || m2 < 0 || m2 > 59 || slot.to > 1440 || slot.to <= slot.from) return std::nullopt;
  return slot;
}

// "09-01" within a year, "15" within another rhythm.
bool day_of(const std::string& word, Every& every) {
  int month = 0, day = 0, read = 0;
  if (std::sscanf(word.c_str(), "%2d-%2d%n", &month, &day, &read) == 2 && size_t(read) == word.size()) {
    static constexpr int kDays[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12 || day < 1 || day > kDays[month - 1] || every.each != Every::Each::year) return false;
    every.month = month;
    every.day = day;
    return true;
  }
  if (std::sscanf(word.c_str(), "%2d%n", &day, &read) == 1 && size_t(read) == word.size() && day >= 1 && day <= 31) {
    const bool fits = every.each == Every::Each::month || every.each == Every::Each::quarter || every.each == Every::Each::term;
    every.day = day;
    return fits;
  }
  return false;
}

// A level, TYPE, or `TYPE where EXPR`. Gives the type of `it`; nothing where there was a problem.
std::optional<Type> build_per(Context& context, const RecordInProgress& record, Every& every, const source::Node& node) {
  if (const auto level = level_of(node.text); level && *level != Level::partner) {
    every.level = *level;
    return Type::ref_to("core.org");
  }
  const size_t where = node.text.find(" where ");
  source::Node name = node;
  name.text = node.text.substr(0, where);
  name.at = node.place_of(1);
  auto* target = context.need_record(*record.pack, name);
  if (!target) return std::nullopt;
  every.per = target->type;
  if (where != std::string::npos) {
    const ExpressionText condition(node, node.text.substr(where + 7), int(where) + 8);
    every.where = compile_at(context, condition, RecordNames(context, *record.pack, target->type), a_condition());
    if (every.where) check_reading(context, condition, *every.where, Reading::standing);
  }
  return Type::ref_to(target->type->name);
}

}  // namespace

void build_each(Context& context, Every& every, const source::Node& node) {
  std::string text = node.text;
  std::replace(text.begin(), text.end(), ',', ' ');
  std::istringstream words(text);
  std::string word;
  bool first = true;
  const auto refuse = [&](const std::string& what) {
    context.refuse(node.at, "bad_value", "'" + what + "' can't be read; it is day, workday, week, month, term, quarter or year with a day (year 09-01), or weekdays (tuesday, friday), then hours (07:00-11:00)");
  };
  while (words >> word) {
    const auto rhythm = std::find_if(rhythms().begin(), rhythms().end(), [&](const auto& r) { return r.first == word; });
    if (const int weekday = weekday_of(word); weekday > 0 && (first || every.each == Every::Each::weekdays)) {
      every.each = Every::Each::weekdays;
      every.weekdays.push_back(weekday);
    } else if (first && rhythm != rhythms().end()) {
      every.each = rhythm->second;
    } else if (const auto slot = slot_of(word); slot && !first) {
      every.slots.push_back(*slot);
    } else if (first || !day_of(word, every)) {
      return refuse(word);
    }
    first = false;
  }
  if (first) refuse(node.text);
}

void build_every(Context& context, RecordInProgress& record) {
  for (const auto* node : list_of(record.node.find("every"))) {
    if (!check_keys(context, *node, Construct::every)) continue;
    Every every;
    every.at = node->at;
    const auto* each = node->find("each");
    const auto* per = node->find("per");
    if (!each) context.refuse(node->at, "missing_key", "`every` needs `each`, how often");
    else if (each->is_scalar()) build_each(context, every, *each);
    if (!per) context.refuse(node->at, "missing_key", "`every` needs `per`, a level or a type: one record for each");
    const auto it = per && per->is_scalar() ? build_per(context, record, every, *per) : std::nullopt;
    if (!it) continue;
    RecordNames names(context, *record.pack, nullptr);
    names.variable("it", *it).scope("period");
    if (!every.slots.empty()) names.scope("slot");
    if (const auto* with = node->find("with"))
      every.with = build_assignments(context, *with, names, {record.type, "with", &every.org});
    record.type->every.push_back(std::move(every));
  }
}

}  // namespace halfsky::lang
