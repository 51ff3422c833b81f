// Step 7: texts/en.yaml. A key is a path to what it names:
//   programme · role.R · code.LIST.CODE · fund.F · indicator.I · report.R · print.P
//   match.M · match.M.TERM (of its score)
//   rubric.R · rubric.R.grade.GRADE · rubric.R.YEAR.CRITERION · rubric.R.YEAR.CRITERION.POINTS (a level's words)
//   TYPE · TYPE.FIELD · TYPE.FIELD.CODE (codes in place) · TYPE.help.FIELD · TYPE.stage.STAGE · TYPE.move.MOVE
//   TYPE.else.MOVE · TYPE.message.FIELD · TYPE.tell.MOVE, TYPE.tell.MOVE.2, … (what a move tells: `then` first, then `late`)
//   TYPE.view.VIEW · TYPE.group.GROUP (of its look)
#include <algorithm>
#include <set>

#include "base/decimal.hpp"
#include "lang/pack/builders.hpp"
#include "lang/pack/english.hpp"

namespace halfsky::lang {
namespace {

std::string key_of(const Rubric& rubric, const RubricVersion& version, const Criterion& criterion) { return "rubric." + rubric.id + "." + std::to_string(version.year) + "." + criterion.id; }

// What a sheet has from its rubric it says in the rubric's English, the newest version's.
void english_of_sheet(PackInProgress& pack, const RecordType& type) {
  if (!type.scoring) return;
  auto& english = pack.pack->english;
  const auto say = [&](const Field* field, const std::string& text) { if (field && !text.empty()) english.emplace(type.id + "." + field->id, text); };
  const auto& versions = type.scoring->versions;
  for (auto version = versions.rbegin(); version != versions.rend(); ++version)
    for (const auto& line : version->lines) {
      const auto found = english.find(key_of(*type.scoring->rubric, *version->version, *line.criterion));
      if (found == english.end()) continue;
      const std::string title = found->second;
      say(line.field, title);
      say(line.evidence, title + ": evidence");
    }
  say(type.scoring->points, "Points");
  say(type.scoring->grade, "Grade");
  say(type.scoring->vetoed, "Vetoed");
  for (const auto& grade : type.scoring->rubric->grades->codes)
    if (const auto found = english.find("rubric." + type.scoring->rubric->id + ".grade." + grade.id); found != english.end()) {
      const std::string title = found->second;
      english.emplace(type.id + ".grade." + grade.id, title);
    }
}

std::set<std::string> known_keys(const PackInProgress& pack) {
  std::set<std::string> keys{"programme"};
  for (const auto& [id, title] : pack.pack->roles) keys.insert("role." + id);
  for (const auto& [id, list] : pack.pack->codes)
    for (const auto& code : list->codes) keys.insert("code." + id + "." + code.id);
  for (const auto& fund : pack.pack->funds) keys.insert("fund." + fund->id);
  for (const auto& indicator : pack.pack->indicators) keys.insert("indicator." + indicator->id);
  for (const auto& report : pack.pack->reports) keys.insert("report." + report->id);
  for (const auto& print : pack.pack->prints) keys.insert("print." + print->id);
  for (const auto& match : pack.pack->matches) {
    keys.insert("match." + match->id);
    for (const auto& term : match->score)
      if (!term.id.empty()) keys.insert("match." + match->id + "." + term.id);
  }
  for (const auto& rubric : pack.pack->rubrics) {
    const std::string of = "rubric." + rubric->id;
    keys.insert(of);
    for (const auto& grade : rubric->grades->codes) keys.insert(of + ".grade." + grade.id);
    for (const auto& version : rubric->versions)
      for (const auto& criterion : version.criteria) {
        keys.insert(key_of(*rubric, version, criterion));
        for (const auto& level : criterion.levels) keys.insert(key_of(*rubric, version, criterion) + "." + std::to_string(level.points / base::kDecimalScale));
      }
  }
  for (const auto& record : pack.records) {
    const RecordType& type = *record->type;
    keys.insert(type.id);
    for (const auto& field : type.fields) {
      keys.insert(type.id + "." + field->id);
      if (!field->help.empty()) keys.insert(type.id + ".help." + field->id);
      if (field->type.codes && field->type.codes->name == type.name + "." + field->id)
        for (const auto& code : field->type.codes->codes) keys.insert(type.id + "." + field->id + "." + code.id);
    }
    for (const auto& stage : type.stages) keys.insert(type.id + ".stage." + stage.id);
    for (const auto& move : type.moves) keys.insert(type.id + ".move." + move->id);
    for (const auto& [key, text] : sentences_of(type)) keys.insert(type.id + "." + key);
    for (const auto& view : type.look.views) keys.insert(type.id + ".view." + view.id);
    for (const auto& group : type.look.groups) keys.insert(type.id + ".group." + group.id);
  }
  return keys;
}

// What a copy has from its template it says in the template's English, but for sentences that it says otherwise. Templates come first: packs
// stand in order of use.
void inherit_english(PackInProgress& pack, const RecordInProgress& record) {
  for (const RecordInProgress* base = record.base; base; base = base->base) {
    const std::string prefix = base->id + ".";
    const auto english = base->pack->pack->english;   // a copy, since it may be this pack's own
    const auto own = sentences_of(*record.type), there = sentences_of(*base->type);
    const auto says_so = [&](const std::string& key) {
      const auto mine = own.find(key), theirs = there.find(key);
      return mine == own.end() ? theirs == there.end() : theirs != there.end() && mine->second == theirs->second;
    };
    for (const auto& [key, text] : english)
      if (key.starts_with(prefix) && says_so(key.substr(prefix.size()))) pack.pack->english.emplace(record.id + "." + key.substr(prefix.size()), text);
  }
}

}  // namespace

void build_texts(Context& context, PackInProgress& pack) {
  std::set<std::string> known;
  std::vector<std::string> names;
  for (const auto& file : pack.source->texts) {
    const std::string name = file.path.substr(file.path.rfind('/') + 1);
    if (name != "en.yaml") {
      context.refuse({file.path, 0, 0}, "bad_value", "texts/ holds en.yaml, English; the Chinese stands in the pack");
      continue;
    }
    if (known.empty()) {
      known = known_keys(pack);
      names.assign(known.begin(), known.end());
    }
    const source::Node tree = source::read_yaml(file.path, file.text, context.problems());
    if (!tree.is_map()) {
      context.refuse(tree.at, "wrong_form", "texts are a map { TYPE.FIELD: Text, … }");
      continue;
    }
    for (const auto& entry : tree.entries) {
      if (!known.count(entry.key.text)) context.refuse(entry.key.at, "no_such_name", "there is no '" + entry.key.text + "' in this pack" + Context::meant(entry.key.text, names));
      else if (!entry.value.is_scalar() || entry.value.is_empty_scalar()) context.refuse(entry.value.at, "wrong_form", "'" + entry.key.text + "' takes one text");
      else pack.pack->english[entry.key.text] = entry.value.text;
    }
  }
  for (const auto& record : pack.records) inherit_english(pack, *record);
  for (const auto& record : pack.records) english_of_sheet(pack, *record->type);
}

}  // namespace halfsky::lang
