// Which texts of a pack have English. Titles that the engine gives (the `enter` of a type, parents of lines) are said by its pages.
#include "lang/pack/english.hpp"

#include <set>

#include "base/decimal.hpp"

namespace halfsky::lang {
namespace {

class Gaps {
 public:
  Gaps(const Packs& packs, const Pack& pack) : packs_(packs), pack_(pack) {}

  std::vector<std::string> find() {
    want("programme");
    for (const auto& [id, title] : pack_.roles) want("role." + id);
    for (const auto& [id, list] : pack_.codes)
      for (const auto& code : list->codes) want("code." + id + "." + code.id);
    for (const auto& fund : pack_.funds) want("fund." + fund->id);
    for (const auto& indicator : pack_.indicators) want("indicator." + indicator->id);
    for (const auto& report : pack_.reports) want("report." + report->id);
    for (const auto& print : pack_.prints) want("print." + print->id);
    for (const auto& match : pack_.matches) {
      want("match." + match->id);
      for (const auto& term : match->score)
        if (!term.id.empty()) want("match." + match->id + "." + term.id);
    }
    for (const auto& rubric : pack_.rubrics) sheet(*rubric);
    for (const auto& type : pack_.records)
      if (!type->gone) record(*type);
    return {gaps_.begin(), gaps_.end()};
  }

 private:
  void want(const std::string& key) {
    const auto at = pack_.english.find(key);
    if (at == pack_.english.end() || at->second.empty()) gaps_.insert(key);
  }

  void sheet(const Rubric& rubric) {
    const std::string of = "rubric." + rubric.id;
    want(of);
    for (const auto& grade : rubric.grades->codes) want(of + ".grade." + grade.id);
    for (const auto& version : rubric.versions)
      for (const auto& criterion : version.criteria) {
        const std::string key = of + "." + std::to_string(version.year) + "." + criterion.id;
        want(key);
        for (const auto& level : criterion.levels) want(key + "." + std::to_string(level.points / base::kDecimalScale));
      }
  }

  void record(const RecordType& type) {
    want(type.id);
    for (const auto& field : type.fields) {
      if (field->gone) continue;
      want(type.id + "." + field->id);
      if (!field->help.empty()) want(type.id + ".help." + field->id);
      if (!field->type.codes) continue;
      for (const auto& code : field->type.codes->codes)
        if (!code.gone && english_of_code(packs_, *field->type.codes, code.id).empty()) gaps_.insert(type.id + "." + field->id + "." + code.id);
    }
    for (const auto& stage : type.stages)
      if (!stage.gone) want(type.id + ".stage." + stage.id);
    for (const auto& move : type.moves)
      if (!move->gone && !move->title.empty()) want(type.id + ".move." + move->id);
    for (const auto& [key, text] : sentences_of(type)) want(type.id + "." + key);
    for (const auto& view : type.look.views) want(type.id + ".view." + view.id);
    for (const auto& group : type.look.groups) want(type.id + ".group." + group.id);
  }

  const Packs& packs_;
  const Pack& pack_;
  std::set<std::string> gaps_;
};

// `key` within the type; empty: the type's own.
std::string said(const Packs& packs, const RecordType& type, const std::string& key) {
  const Pack* pack = packs.pack(type.programme);
  if (pack == nullptr) return {};
  const auto at = pack->english.find(key.empty() ? type.id : type.id + "." + key);
  return at == pack->english.end() ? std::string() : at->second;
}

}  // namespace

std::string english_of_code(const Packs& packs, const CodeList& list, const std::string& code) {
  const size_t dot = list.name.find('.');
  if (dot == std::string::npos) return {};
  const Pack* pack = packs.pack(list.name.substr(0, dot));
  if (pack == nullptr) return {};
  const std::string rest = list.name.substr(dot + 1);
  // A list by name, grades of a rubric, or one in place: what a list is called says which.
  for (const std::string& key : {"code." + rest + "." + code, "rubric." + rest + "." + code, rest + "." + code})
    if (const auto at = pack->english.find(key); at != pack->english.end()) return at->second;
  return {};
}

std::map<std::string, std::string> sentences_of(const RecordType& type) {
  std::map<std::string, std::string> result;
  for (const auto& field : type.fields)
    if (!field->gone && !field->message.empty()) result.emplace("message." + field->id, field->message);
  for (const auto& move : type.moves) {
    if (move->gone) continue;
    if (!move->else_.empty()) result.emplace("else." + move->id, move->else_);
    size_t n = 0;
    for (const auto* effects : {&move->then, &move->late})
      for (const Effect& effect : *effects)
        if (effect.what == Effect::What::tell) result.emplace("tell." + move->id + (++n == 1 ? "" : "." + std::to_string(n)), effect.text);
  }
  return result;
}

std::string english_of_type(const Packs& packs, const RecordType& type) { return said(packs, type, ""); }

std::string english_of_else(const Packs& packs, const Move& move) { return said(packs, *move.owner, "else." + move.id); }

std::string english_of_message(const Packs& packs, const Field& field) { return said(packs, *field.owner, "message." + field.id); }

std::string english_of_told(const Packs& packs, const RecordType& type, const std::string& text) {
  for (const auto& [key, chinese] : sentences_of(type))
    if (chinese == text && key.starts_with("tell.")) return said(packs, type, key);
  return {};
}

std::vector<std::string> without_english(const Packs& packs, const Pack& pack) { return Gaps(packs, pack).find(); }

}  // namespace halfsky::lang
