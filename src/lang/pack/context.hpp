// What the builders and checks of a pack share while packs are being checked: the packs in progress, what a name means in a place,
// and the list of problems. Private to this folder.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lang/pack/model.hpp"
#include "lang/source/tree.hpp"

namespace halfsky::lang {

struct PackInProgress;

// A record type on its way: its text after `like`, and what has been built from it.
struct RecordInProgress {
  PackInProgress* pack = nullptr;
  std::string id;
  source::Node node;                    // after `like`: declarations of the template and its own
  source::Node own;                     // its own text only
  Span at;
  bool abstract = false;
  const RecordInProgress* base = nullptr;   // the template
  bool broken = false;                  // its template is missing: what it would have is unknown, so its shape alone is looked at
  RecordType* type = nullptr;
  std::unique_ptr<RecordType> held;     // until it moves into the pack; templates stay here
  std::set<std::string> template_moves; // moves that the template has
  enum class Like { open, busy, done } like = Like::open;
};

struct RubricInProgress {
  std::string id;
  const source::Node* node = nullptr;
  struct Named { std::string id, title; bool veto = false, evidence = false, given = false; };   // given: in some version people answer it
  std::vector<Named> criteria;                          // of all versions, with the newest one's title
  std::shared_ptr<const CodeList> grades;
  Span at;
  std::unique_ptr<Rubric> rubric;                       // until it moves into the pack
  std::vector<const source::Node*> written;             // of each of its versions
};

struct PackInProgress {
  const PackSource* source = nullptr;
  source::Node root;                                    // all its *.yaml as one
  std::unique_ptr<Pack> pack;
  std::vector<std::unique_ptr<RecordInProgress>> records;
  std::vector<RubricInProgress> rubrics;
  std::map<std::string, const source::Node*> indicator_nodes;
  std::map<std::string, Span> use_places;
  bool is_core() const { return pack->programme == "core"; }
  const std::string& programme() const { return pack->programme; }
};

class Context {
 public:
  explicit Context(Diagnostics& out) : out_(out) {}

  std::vector<std::unique_ptr<PackInProgress>> packs;   // core first, then each after what it uses
  std::vector<std::string> notes;

  void refuse(const Span& at, std::string code, std::string message) { out_.push_back({at, std::move(code), std::move(message)}); }
  Diagnostics& problems() { return out_; }
  // "; did you mean 'title'?", or nothing.
  static std::string meant(std::string_view word, const std::vector<std::string>& candidates);

  PackInProgress* pack(std::string_view programme) const;
  PackInProgress* core() const { return pack("core"); }
  // The pack in whose folder a text stands. A declaration copied with `like` keeps its place, so its names are known there too.
  PackInProgress* pack_of(const Span& at) const;
  void add_file(const std::string& file, PackInProgress* pack) { files_[file] = pack; }

  // Names as a pack writes them: own ones, those of a pack in use with its prefix, core's. Nothing where there is none;
  // refuse_unknown says so.
  RecordInProgress* record(const PackInProgress& from, const Span& at, std::string_view name) const;
  std::shared_ptr<const CodeList> codes(const PackInProgress& from, const Span& at, std::string_view name) const;
  const Fund* fund(const PackInProgress& from, const Span& at, std::string_view name) const;
  Indicator* indicator(const PackInProgress& from, std::string_view name) const;
  std::optional<std::string> role(const PackInProgress& from, const Span& at, std::string_view name) const;   // its full name
  bool uses(const PackInProgress& from, std::string_view programme) const;

  // As above; a name that means nothing is refused ("no record type 'gril'; did you mean 'girl'?").
  // A type that has records; need_declared gives templates too.
  RecordInProgress* need_record(const PackInProgress& from, const source::Node& name);
  RecordInProgress* need_declared(const PackInProgress& from, const source::Node& name);
  std::shared_ptr<const CodeList> need_codes(const PackInProgress& from, const source::Node& name);
  void refuse_unknown(const PackInProgress& from, const Span& at, std::string_view kind, std::string_view name, const std::vector<std::string>& candidates);

  std::vector<std::string> record_names(const PackInProgress& from) const;
  std::vector<std::string> indicator_names(const PackInProgress& from) const;

  const RecordType* type(std::string_view full_name) const;   // templates too
  void add_type(const RecordType* type) { types_[type->name] = type; }
  RecordInProgress* in_progress(const RecordType& type) const;

 private:
  Diagnostics& out_;
  std::map<FileName, PackInProgress*> files_;
  std::map<std::string, const RecordType*, std::less<>> types_;
};

// ---- small readers of forms that check_keys has already judged ----
std::string text_of(const source::Node* node);                                   // "" where there is none
bool flag_of(const source::Node* node);
std::vector<const source::Node*> list_of(const source::Node* node);              // a single value stands for a list
bool is_id(std::string_view text);                                               // lower_snake_case
bool is_reserved(std::string_view name);
// Refuses an id that is none, and words that mean something else where the id is used: a name stands in expressions beside this,
// org, stage and the levels; a figure stands in formulas, where only the words of the expression language are taken.
enum class IdUse { name, figure, plain };
bool check_id(Context& context, const source::Node& id, IdUse use);
std::optional<std::pair<std::string, std::string>> split_last_dot(const std::string& text);

}  // namespace halfsky::lang
