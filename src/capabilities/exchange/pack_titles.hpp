// What the packs have that a heading may mean: fields of a type (its own, those of what it refers to, the org, the stage) and figures, whole
// or of one code. Found by title, id, `aka`, English, the list of words, pinyin; what is found in a nearer way hides the farther. Pure.
// Private to exchange.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "capabilities/exchange/form_words.hpp"
#include "lang/pack/model.hpp"

namespace halfsky::exchange {

struct Source {
  enum class Kind { nothing, field, org, stage, number, figure } kind = Kind::nothing;
  const lang::RecordType* type = nullptr;    // field, stage
  const lang::Field* through = nullptr;      // field: of what this ref points at
  const lang::Field* field = nullptr;
  std::string level;                         // org: the one at that level; empty: the record's own, or the row's
  const lang::Indicator* indicator = nullptr;
  std::vector<std::string> codes;            // figure: a slice

  // As a mapping says it: core.person.name, core.people['female'], org.village, stage, number.
  std::string name() const;
  bool operator==(const Source& other) const { return name() == other.name(); }
};

struct Match {
  Source source;
  int rank = 0;            // 0 title, 1 id, 2 aka, 3 English, 4 word, 5 ending, 6 pinyin
  std::string title;       // as the pack says it
};
const char* how_found(int rank);

class PackTitles {
 public:
  PackTitles(const lang::Packs& packs, const FormWords& words);

  // Of one rank, the nearest that has any. More than one: the heading means several things.
  std::vector<Match> fields(const lang::RecordType& type, const Heading& heading) const;
  std::vector<Match> figures(const Heading& heading, const lang::Indicator* among = nullptr) const;
  std::optional<Source> org(const Heading& heading) const;      // 村, 单位
  bool is_known(const Heading& heading) const;                   // by anything at all
  // Types that a list could be of, and a record could be opened of.
  const std::vector<const lang::RecordType*>& types() const { return types_; }
  std::map<std::string, std::string> programme_titles() const;   // by programme
  // What somebody may mean by a text, the likeliest first: names that are it, hold it, are held by it or share its characters. Without a
  // text all there are. Fields where a type is given; figures where they are asked for.
  std::vector<Match> near(const std::string& text, const lang::RecordType* type, bool with_figures, size_t max) const;
  static std::string title_of(const Source& source);              // "" of orgs and numbers, which have none
  // "name" or "guardian.phone" of a type, "org", "org.village", "stage", "number", a figure. Nothing where it is none.
  std::optional<Source> named(const std::string& text, const lang::RecordType* type) const;

 private:
  using Index = std::map<std::string, std::vector<Match>>;
  void add(Index& index, const std::string& name, int rank, const Source& source, const std::string& title);
  void add_field(Index& index, const lang::RecordType& type, const lang::Field* through, const lang::Field& field);
  static std::vector<Match> nearest(const Index& index, const std::vector<std::pair<std::string, int>>& forms);
  std::vector<std::pair<std::string, int>> forms_of(const std::string& name) const;

  const lang::Packs& packs_;
  const FormWords& words_;
  std::vector<const lang::RecordType*> types_;
  std::map<const lang::RecordType*, Index> fields_;
  Index figures_;
  std::set<std::string> known_;
};

}  // namespace halfsky::exchange
