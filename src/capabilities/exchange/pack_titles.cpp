// The names of fields and figures, and headings looked up among them.
#include "capabilities/exchange/pack_titles.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "lang/pack/english.hpp"

namespace halfsky::exchange {

using lang::Field;
using lang::Indicator;
using lang::Kind;
using lang::RecordType;

namespace {

enum Rank { kTitle, kId, kAka, kEnglish, kWord, kEnding, kPinyin };

bool can_be_shown(const Field& field) { return !field.gone && !field.part_of && field.type.kind != Kind::file && field.type.kind != Kind::consent; }

// What it is about: a required ref by which it is found, whose fields stand in its sheet as its own (record_sheet.cpp).
bool is_main(const Field& field) { return field.type.kind == Kind::ref && !field.target->is_org && !field.target->key.empty() && field.required; }

std::string english_of(const lang::Packs& packs, const std::string& programme, const std::string& key) {
  const lang::Pack* pack = packs.pack(programme);
  if (pack == nullptr) return "";
  const auto found = pack->english.find(key);
  return found == pack->english.end() ? "" : found->second;
}

std::string run_together(const std::string& title) {
  std::string out;
  for (const auto& syllable : base::pinyin(title)) out += syllable;
  return base::lower(out);
}

bool is_latin(const std::string& text) { return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; }); }

std::vector<std::string> characters(std::string_view text) {
  std::vector<std::string> result;
  for (const char c : text) {
    if (result.empty() || (static_cast<unsigned char>(c) & 0xc0) != 0x80) result.emplace_back();
    result.back() += c;
  }
  return result;
}

// Of 100; 0: not alike. Characters in common count where they are at least half of the longer name.
int likeness(const std::string& wanted, const std::vector<std::string>& letters, const std::string& name) {
  if (name == wanted) return 100;
  const std::vector<std::string> others = characters(name);
  const size_t longer = std::max(letters.size(), others.size()), shorter = std::min(letters.size(), others.size());
  const int share = int(30 * shorter / longer);
  if (name.find(wanted) != std::string::npos) return 60 + share;
  if (shorter >= 2 && wanted.find(name) != std::string::npos) return 40 + share;
  size_t common = 0;
  for (const std::string& letter : letters) common += std::find(others.begin(), others.end(), letter) != others.end();
  return !is_latin(wanted) && 2 * common >= longer ? int(30 * common / longer) : 0;
}

}  // namespace

const char* how_found(int rank) {
  static constexpr const char* kHow[] = {"title", "id", "aka", "English", "word", "ending", "pinyin"};
  return kHow[std::clamp(rank, 0, 6)];
}

std::string Source::name() const {
  switch (kind) {
    case Kind::nothing: return "";
    case Kind::org: return level.empty() ? "org" : "org." + level;
    case Kind::stage: return "stage";
    case Kind::number: return "number";
    case Kind::field: return type->name + "." + (through ? through->id + "." : "") + field->id;
    case Kind::figure: break;
  }
  std::string text = indicator->name;
  for (size_t i = 0; i < codes.size(); ++i) text += (i == 0 ? "['" : ", '") + codes[i] + "'";
  return codes.empty() ? text : text + "]";
}

PackTitles::PackTitles(const lang::Packs& packs, const FormWords& words) : packs_(packs), words_(words) {
  for (const auto& pack : packs.packs) {
    for (const auto& type : pack->records) {
      if (type->gone || type->is_org) continue;
      types_.push_back(type.get());
      Index& index = fields_[type.get()];
      for (const auto& field : type->fields) {
        if (!can_be_shown(*field)) continue;
        add_field(index, *type, nullptr, *field);
        if (field->type.kind != Kind::ref || field->target->is_org) continue;
        for (const auto& inner : field->target->fields)
          if (can_be_shown(*inner)) add_field(index, *type, field.get(), *inner);
      }
      if (!type->stages.empty())
        for (const char* name : {"状态", "stage"}) add(index, name, kTitle, {Source::Kind::stage, type.get()}, "状态");
    }
    for (const auto& indicator : pack->indicators) {
      if (indicator->gone) continue;
      Source whole{Source::Kind::figure};
      whole.indicator = indicator.get();
      add(figures_, indicator->title, kTitle, whole, indicator->title);
      for (const std::string& name : {indicator->id, indicator->name, indicator->was}) add(figures_, name, kId, whole, indicator->title);
      add(figures_, english_of(packs, pack->programme, "indicator." + indicator->id), kEnglish, whole, indicator->title);
      add(figures_, run_together(indicator->title), kPinyin, whole, indicator->title);
      if (indicator->by_codes.empty()) continue;
      for (const auto& code : indicator->by_codes.front()) {
        Source slice = whole;
        slice.codes = {code.id};
        const std::string title = code.title.empty() ? code.id : code.title;
        add(figures_, indicator->title + title, kTitle, slice, indicator->title + " " + title);
        add(figures_, title + indicator->title, kTitle, slice, indicator->title + " " + title);
      }
    }
  }
}

void PackTitles::add(Index& index, const std::string& name, int rank, const Source& source, const std::string& title) {
  const std::string plain = plain_text(name);
  if (plain.empty()) return;
  index[plain].push_back({source, rank, title});
  known_.insert(plain);
}

// The ref's own title stands before what is taken through it (监护人电话); of what a record is about it may be left out.
void PackTitles::add_field(Index& index, const RecordType& type, const Field* through, const Field& field) {
  Source source{Source::Kind::field, &type, through, &field};
  std::vector<std::string> before;
  if (through) before.push_back(through->title);
  if (!through || is_main(*through)) before.emplace_back("");
  const std::string english = english_of(packs_, field.owner->programme, field.owner->id + "." + field.id);
  const std::string title = (through ? through->title + " " : "") + field.title;
  for (const std::string& prefix : before) {
    add(index, prefix + field.title, kTitle, source, title);
    for (const auto& aka : field.aka) add(index, prefix + aka, kAka, source, title);
    add(index, run_together(prefix + field.title), kPinyin, source, title);
    if (!prefix.empty()) continue;
    add(index, field.id, kId, source, title);
    add(index, field.was, kId, source, title);
    add(index, english, kEnglish, source, title);
  }
  if (through) add(index, through->id + "." + field.id, kId, source, title);
}

std::vector<std::pair<std::string, int>> PackTitles::forms_of(const std::string& name) const {
  std::vector<std::pair<std::string, int>> forms{{name, 0}};
  const auto add_word = [&](const std::string& text, int rank) {
    if (const auto said = words_.means("same", text); said && plain_text(*said) != text) forms.emplace_back(plain_text(*said), rank);
  };
  add_word(name, kWord);
  for (const std::string& ending : words_.endings())
    if (name.size() > ending.size() && name.ends_with(ending)) {
      const std::string stem = name.substr(0, name.size() - ending.size());
      forms.emplace_back(stem, kEnding);
      add_word(stem, kEnding);
    }
  return forms;
}

std::vector<Match> PackTitles::nearest(const Index& index, const std::vector<std::pair<std::string, int>>& forms) {
  std::vector<Match> found;
  for (const auto& [name, at_least] : forms) {
    const auto there = index.find(name);
    if (there == index.end()) continue;
    for (Match candidate : there->second) {
      if (candidate.rank == kPinyin && !is_latin(name)) continue;
      candidate.rank = std::max(candidate.rank, at_least);
      found.push_back(std::move(candidate));
    }
  }
  int best = kPinyin;
  for (const auto& one : found) best = std::min(best, one.rank);
  std::vector<Match> result;
  for (auto& one : found) {
    const bool is_there = std::any_of(result.begin(), result.end(), [&](const Match& other) { return other.source == one.source; });
    if (one.rank == best && !is_there) result.push_back(std::move(one));
  }
  return result;
}

std::vector<Match> PackTitles::fields(const RecordType& type, const Heading& heading) const {
  const auto index = fields_.find(&type);
  if (index == fields_.end() || heading.names.empty() || heading.is_among) return {};
  // Words and endings are of the last name: 监护人 / 联系电话.
  std::string above;
  for (size_t i = 0; i + 1 < heading.names.size(); ++i) above += heading.names[i];
  std::vector<std::pair<std::string, int>> forms;
  for (const auto& [name, rank] : forms_of(heading.names.back()))
    if (rank != kEnding) forms.emplace_back(above + name, rank);
  if (!above.empty())
    if (const auto whole = words_.means("same", above + heading.names.back())) forms.emplace_back(plain_text(*whole), kWord);
  return nearest(index->second, forms);
}

std::vector<Match> PackTitles::figures(const Heading& heading, const Indicator* among) const {
  if (heading.names.empty()) return {};
  std::vector<std::string> names = heading.names;
  if (names.size() > 1 && words_.is("total", names.back())) names.pop_back();
  const auto slices = [&](const Indicator& indicator, const std::string& word, int rank) {
    std::vector<Match> result;
    if (indicator.by_codes.empty()) return result;
    for (const auto& code : indicator.by_codes.front()) {
      const std::string title = plain_text(code.title);
      if (title.empty() || (word != title && word != title + "性" && word != plain_text(code.id))) continue;
      Source slice{Source::Kind::figure};
      slice.indicator = &indicator;
      slice.codes = {code.id};
      result.push_back({slice, rank, indicator.title + " " + code.title});
    }
    return result;
  };
  if (heading.is_among) return among && names.size() == 1 ? slices(*among, names.front(), kTitle) : std::vector<Match>{};
  if (names.size() == 1) return nearest(figures_, forms_of(names.front()));
  if (names.size() != 2) return {};
  std::vector<Match> result;
  for (const auto& whole : nearest(figures_, forms_of(names.front())))
    if (whole.source.codes.empty())
      for (auto& slice : slices(*whole.source.indicator, names.back(), whole.rank)) result.push_back(std::move(slice));
  return result.empty() ? nearest(figures_, {{names.front() + names.back(), kTitle}}) : result;
}

std::optional<Source> PackTitles::org(const Heading& heading) const {
  if (heading.names.size() != 1 || heading.is_among) return std::nullopt;
  const auto level = words_.means("org", heading.names.front());
  if (!level) return std::nullopt;
  Source source{Source::Kind::org};
  source.level = *level;
  return source;
}

bool PackTitles::is_known(const Heading& heading) const {
  if (heading.names.empty()) return false;
  if (words_.is("number", heading.names.front()) || org(heading)) return true;
  for (const auto& name : {heading.names.front(), heading.names.back()})
    for (const auto& [form, rank] : forms_of(name))
      if (known_.contains(form)) return true;
  return false;
}

std::map<std::string, std::string> PackTitles::programme_titles() const {
  std::map<std::string, std::string> result;
  for (const auto& pack : packs_.packs) result[pack->programme] = pack->title;
  return result;
}

std::string PackTitles::title_of(const Source& source) {
  switch (source.kind) {
    case Source::Kind::field: return (source.through ? source.through->title + " " : "") + source.field->title;
    case Source::Kind::stage: return "状态";
    case Source::Kind::figure: break;
    default: return "";
  }
  std::string title = source.indicator->title;
  for (const auto& id : source.codes)
    for (const auto& code : source.indicator->by_codes.front())
      if (code.id == id) title += " " + (code.title.empty() ? code.id : code.title);
  return title;
}

std::vector<Match> PackTitles::near(const std::string& text, const RecordType* type, bool with_figures, size_t max) const {
  struct Scored { int score; const Match* match; };
  const std::string wanted = plain_text(text);
  const std::vector<std::string> letters = characters(wanted);
  std::map<std::string, Scored> best;   // by the source's name
  const auto look_in = [&](const Index& index) {
    for (const auto& [name, matches] : index) {
      const int score = wanted.empty() ? 1 : likeness(wanted, letters, name);
      if (score == 0) continue;
      for (const Match& match : matches) {
        const auto [at, fresh] = best.try_emplace(match.source.name(), Scored{score, &match});
        if (!fresh && score > at->second.score) at->second = {score, &match};
      }
    }
  };
  if (type)
    if (const auto index = fields_.find(type); index != fields_.end()) look_in(index->second);
  if (with_figures) look_in(figures_);
  std::vector<Scored> sorted;
  for (const auto& [name, scored] : best) sorted.push_back(scored);
  std::stable_sort(sorted.begin(), sorted.end(), [](const Scored& a, const Scored& b) {
    return std::tuple(-a.score, a.match->source.through != nullptr, a.match->title.size()) < std::tuple(-b.score, b.match->source.through != nullptr, b.match->title.size());
  });
  std::vector<Match> result;
  for (size_t i = 0; i < std::min(max, sorted.size()); ++i) result.push_back(*sorted[i].match);
  return result;
}

std::optional<Source> PackTitles::named(const std::string& text, const RecordType* type) const {
  if (text == "number") return Source{Source::Kind::number};
  if (text == "stage" && type && !type->stages.empty()) return Source{Source::Kind::stage, type};
  for (const char* level : {"", "province", "city", "county", "township", "village"}) {
    Source org{Source::Kind::org};
    org.level = level;
    if (text == org.name()) return org;
  }
  for (const auto& [name, candidates] : figures_)
    for (const auto& candidate : candidates)
      if (candidate.source.name() == text) return candidate.source;
  if (type == nullptr) return std::nullopt;
  const std::string own = text.starts_with(type->name + ".") ? text.substr(type->name.size() + 1) : text;
  for (const auto& [name, candidates] : fields_.at(type))
    for (const auto& candidate : candidates)
      if (candidate.source.name() == type->name + "." + own) return candidate.source;
  return std::nullopt;
}

}  // namespace halfsky::exchange
