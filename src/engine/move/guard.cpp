// What a guard that failed says: its sentence, and the rows it fails for, those that she may read.
#include "engine/move/guard.hpp"

#include <fmt/format.h>

#include <map>

#include "engine/query/words.hpp"
#include "lang/pack/english.hpp"

namespace halfsky::engine {
namespace {

constexpr size_t kNamed = 12;   // of one list; the rest is counted

class Names {
 public:
  enum class Words { chinese, english };
  Names(const Site& site, RowSource& source, const Gate& gate, const Acting& who, base::Day today, Words words)
      : site_(site), source_(source), gate_(gate), who_(who), today_(today), english_(words == Words::english) {}

  // `whole`: also what they are; within one that is named, its parts speak for themselves.
  std::string of(const std::vector<lang::Decisive>& found, bool whole = true) {
    std::string text;
    size_t named = 0, unnamed = 0;
    const lang::RecordType* last = nullptr;
    for (const lang::Decisive& one : found) {
      const lang::RecordType* type = site_.packs->record_type(one.type.target);
      std::string name = named < kNamed ? name_of(one, type) : "";
      if (name.empty()) {
        ++unnamed;
        continue;
      }
      if (const std::string within = of(one.within, false); !within.empty()) name += english_ ? " (" + within + ")" : "（" + within + "）";
      text += (text.empty() ? "" : english_ ? ", " : "、") + (whole && type != last && type ? title(*type) + " " : std::string()) + name;
      last = type;
      ++named;
    }
    if (unnamed > 0 && english_) text += text.empty() ? fmt::format("{} of them", unnamed) : fmt::format(" and more, {} in all", named + unnamed);
    else if (unnamed > 0) text += text.empty() ? fmt::format("{} 条", unnamed) : fmt::format(" 等 {} 条", named + unnamed);
    return text;
  }

 private:
  std::string title(const lang::RecordType& type) const {
    const std::string said = english_ ? lang::english_of_type(*site_.packs, type) : "";
    return said.empty() ? type.title : said;
  }

  std::string name_of(const lang::Decisive& one, const lang::RecordType* type) {
    if (one.element.is_null()) return "";
    if (one.type.kind != lang::Kind::ref || one.element.text.empty()) return in_words(site_, source_, one.element, one.type, today_);
    const RowPtr row = type ? source_.load(*type, one.element.text) : nullptr;
    if (!row || !gate_.may_read(who_, row, source_, today_)) return "";
    return in_words(site_, source_, one.element, one.type, today_);
  }

  const Site& site_;
  RowSource& source_;
  const Gate& gate_;
  const Acting& who_;
  base::Day today_;
  bool english_;
};

}  // namespace

GuardSaid said_by_guard(const Site& site, RowSource& source, const Gate& gate, const Acting& who, const lang::Move& move, RowWorld& world, base::Day today) {
  GuardSaid said{move.else_, lang::english_of_else(*site.packs, move)};
  if (!move.when) return said;
  const auto found = lang::what_fails(*move.when, world);
  if (const std::string names = Names(site, source, gate, who, today, Names::Words::chinese).of(found); !names.empty()) said.chinese += "：" + names;
  if (said.english.empty()) return said;
  if (const std::string names = Names(site, source, gate, who, today, Names::Words::english).of(found); !names.empty()) said.english += ": " + names;
  return said;
}

std::vector<std::pair<std::string, std::string>> guard_args(GuardSaid said) {
  std::vector<std::pair<std::string, std::string>> args{{"message", std::move(said.chinese)}};
  if (!said.english.empty()) args.emplace_back("message_en", std::move(said.english));
  return args;
}

}  // namespace halfsky::engine
