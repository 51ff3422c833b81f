// A checked pack: what the checker hands to the engine. All names are resolved, all expressions typed; nothing here can fail.
// Full names join programme and id with a dot: "spring_bud.girl", "core.person", "spring_bud.raised".
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/expr/expression.hpp"
#include "lang/pack/example.hpp"
#include "lang/pack/template.hpp"

namespace halfsky::lang {

enum class Level { country, province, city, county, township, village, partner };
enum class Class { public_, internal, sensitive, secret };   // ascending
std::optional<Level> level_of(std::string_view name);
std::string_view to_text(Level level);
std::string_view to_text(Class value);

struct RecordType;
struct Move;

// SCOPE.ROLE, or `public`, or `clock`.
struct Actor {
  enum class Scope { level, own_org, path, public_, clock } scope = Scope::own_org;
  Level level = Level::county;   // scope == level
  ExpressionPtr path;            // scope == path: gives an org
  std::string path_text;         // "handler", "session.hospital"
  std::string role;              // "officer", or with its programme where a pack declares it: "domestic_violence.keeper"
};

struct Field {
  std::string id;
  std::string title;
  Span at;
  Type type;
  const RecordType* owner = nullptr;
  int index = 0;                    // place in RecordType::fields

  std::string to;                   // ref: full name of the type
  const RecordType* target = nullptr;   // ref
  std::string back;                 // ref: the name on the other side
  bool part_of = false;             // ref: the parent of a line
  bool note = false;                // text of several paragraphs
  bool many = false;                // file
  bool image = false;               // file
  ExpressionPtr consent_of;         // consent: path to the person
  std::string unit;

  bool required = false;
  ExpressionPtr required_when;
  ExpressionPtr default_;
  ExpressionPtr is;                 // computed and stored; worked out on reading where it reads today
  bool is_on_reading = false;
  ExpressionPtr check;
  std::string message;
  std::optional<int64_t> min, max;  // in the type's own whole numbers (fen, days, 1/10'000)
  bool private_ = false;
  bool sealed = false;
  bool concealed = false;           // of a secret type: words, and refs to what others may read; encrypted, and shown plainly to its readers
  bool lowers = false;
  std::vector<Actor> see;
  std::string help;
  std::vector<std::string> aka;
  std::string was;
  ExpressionPtr fill;
  bool gone = false;

  // Of a score sheet: a criterion (of some version), its evidence, and what the rubric works out of the criteria.
  enum class Scored { no, criterion, evidence, points, grade, vetoed } scored = Scored::no;
  bool never_given = false;         // points, grade, vetoed, and criteria that every version computes

  bool encrypted() const { return private_ || sealed || concealed; }
  // Nobody fills it in: by a standing expression, or by the rubric.
  bool computed() const { return is != nullptr || never_given; }
};

// "10 working days", "30 days", "24 hours", or a date expression.
struct Due {
  enum class Unit { days, working_days, weeks, months, years, hours, date } unit = Unit::days;
  int count = 0;
  ExpressionPtr date;
};

// A stage that is posted in public: for how long, and which of the record's parts; nothing else of it is shown.
struct Notice {
  Due length;
  std::vector<ExpressionPtr> shows;
  std::vector<std::string> show_titles;   // as people read them
};

struct Stage {
  std::string id;
  std::string title;
  std::string was;
  std::string moves_to;             // gone: where its records go
  bool gone = false;
  bool final_ = false;              // no move leaves it
  std::shared_ptr<const Notice> notice;
};

struct Account {
  std::string fund;                 // "spring_bud.spring_bud", or empty:
  ExpressionPtr path;               // a ref to the record that is the account
};

struct Posting {
  Account from, to;
  ExpressionPtr amount;
  ExpressionPtr for_;               // the purpose that the yuan carries along
  ExpressionPtr when;
  ExpressionPtr each;               // a list; `it` in the others
  enum class Draw { own, common };
  std::vector<Draw> draws = {Draw::own};
  Span at;
};

struct Assignment {                 // field: expression
  const Field* field = nullptr;
  ExpressionPtr value;
};

struct Effect {
  enum class What { make, do_, tell, print } what = What::make;
  const RecordType* type = nullptr;          // make
  std::vector<Assignment> with;              // make; names in scope: this, it
  ExpressionPtr org;                         // make: the org that the new record is entered for, where `with` names it
  ExpressionPtr each;                        // make, do: a list; `it`
  ExpressionPtr path;                        // do: the record; `it` where each is given and the path is `it…`
  std::string move;                          // do: its id
  const RecordType* target = nullptr;        // do: the record's type
  std::vector<Actor> tell;                   // tell: roles
  std::vector<ExpressionPtr> tell_paths;     // tell: persons, donors, orgs
  std::string text;                          // tell
  std::string print;                         // print: its id
};

struct Unlike {
  ExpressionPtr path;               // null: of the record itself
  const RecordType* type = nullptr; // whose move it is
  std::string move;
};

struct Move {
  std::string id;
  std::string title;
  Span at;
  const RecordType* owner = nullptr;
  std::vector<std::string> from;    // stages; empty for enter. `any` is spelt out: all stages that are not final
  std::string to;                   // empty: the stage stays (enter: the first stage)
  std::vector<Actor> by;            // empty: only effects make the move
  std::vector<Unlike> unlike;
  ExpressionPtr when;
  std::string else_;
  std::vector<const Field*> asks;
  std::optional<Due> due;
  std::vector<Effect> late;
  ExpressionPtr after;
  std::vector<Assignment> set;
  std::vector<Posting> post;
  std::vector<Posting> hold;
  std::string settle;               // the move whose holds it settles
  ExpressionPtr settle_amount;      // null: all that is left
  std::string void_;
  std::vector<Effect> then;
  bool early = false;
  bool gone = false;
  std::string was;

  bool begins_in(std::string_view stage) const;   // false of one that is gone
  bool by_clock() const;            // one of `by` is the clock
  bool by_public() const;
};

struct Every {
  enum class Each { day, workday, week, month, term, quarter, year, weekdays } each = Each::term;
  Level level = Level::village;              // per a level, or
  const RecordType* per = nullptr;           // per records of this type
  ExpressionPtr where;                       // on that record
  std::vector<Assignment> with;              // in scope: it, period, slot
  ExpressionPtr org;                         // the org that the record is entered for, where `with` names it
  int month = 0, day = 0;                    // year 09-01, month 15, quarter 01-15; 0: the period's first day
  std::vector<int> weekdays;                 // each == weekdays: 1 Monday … 7 Sunday
  struct Slot { int from, to; };             // minutes of the day
  std::vector<Slot> slots;                   // one record for each
  Span at;
};

// "3 per village", "10 per course": how much example data `halfsky demo` makes.
struct Demo {
  int count = 0;
  Level level = Level::village;
  const RecordType* per = nullptr;           // null: per a level
};

struct PublicListing {
  ExpressionPtr when;
  std::vector<ExpressionPtr> shows;
  std::vector<std::string> show_titles;      // the paths as written
  const RecordType* offer_type = nullptr;
  std::string offer_move;
  // `request`: nothing is shown; a stranger enters one from the safe page and reads `reply`, and nothing else, by the code that she gets.
  bool request = false;
  const Field* reply = nullptr;
};

// Hints for the pages; checked that the fields exist (PACKS section 15).
struct Look {
  std::string icon, tone, sort, group, first;
  std::vector<std::string> card, list, quick;
  struct View { std::string id, title; ExpressionPtr where; };
  std::vector<View> views;
  struct Group { std::string id, title; std::vector<std::string> fields; ExpressionPtr when; };
  std::vector<Group> groups;
  // A desk page of the record at the end of `of` (the first ref, where the pack names none): these records are its roster, found by `find`, in
  // the groups of `group`, moved by `moves`; `back` undoes the first of them.
  struct Desk { std::string of, group, back; std::vector<std::string> find, moves; } desk;
  // A pad that counts by the piece: each tap adds one to `value` of a line of `lines`; `total` pieces in all, those that are none in `spoilt`, at
  // most `most` marks on one (a field).
  struct Count { std::string lines, value, total, most; std::vector<std::string> spoilt; } count;
  // A board for a hall's screen: `figures` large, the rows of the back name `of` by `value`, with `badge`; whether the rows of `parts` are `settled`.
  struct Board { std::vector<std::string> figures; std::string of, value, badge, parts, settled; } board;
  std::string missed_indicator, missed_act;         // a coverage page: full name of the indicator, move
};

// A line of a score sheet, as one version has it. Points are decimals: in 1/10'000.
struct Criterion {
  struct Level { int64_t points = 0; std::string title; };
  std::string id, title;
  int64_t points = 0;               // at most; of a veto 0
  std::vector<Level> levels;        // pick one; none: 0 to `points` are given
  bool veto = false;                // yes or no instead of points
  bool evidence = false;            // wants a file
  bool computed = false;            // `is`, which each type of sheet reads in its own way (Scoring)
  std::string is_text;              // as written
};

struct RubricVersion {
  struct Grade { std::string id; int64_t from = 0; };
  int year = 0;
  std::vector<Criterion> criteria;
  std::vector<Grade> grades;        // best first; the last begins at 0
};

// A score sheet's definition (PACKS section 6).
struct Rubric {
  std::string programme, id, name, title;
  std::vector<RubricVersion> versions;             // ascending by year
  std::shared_ptr<const CodeList> grades;          // of all versions
};

// How a type of sheets is scored by its rubric: the fields that its criteria are.
struct Scoring {
  struct Line {
    const Criterion* criterion = nullptr;
    const Field* field = nullptr;
    const Field* evidence = nullptr;               // the files; null where the criterion wants none
    ExpressionPtr is;                              // null where people answer
  };
  struct Version { const RubricVersion* version = nullptr; std::vector<Line> lines; };
  const Rubric* rubric = nullptr;
  const Field* points = nullptr;
  const Field* grade = nullptr;
  const Field* vetoed = nullptr;
  std::vector<Version> versions;                   // as the rubric's

  // The version of a year, or the last before it; null before the first.
  const Version* of_year(int year) const;
};

struct RecordType {
  std::string programme;
  std::string id;
  std::string name;                 // "spring_bud.girl"
  std::string title;
  Span at;
  std::vector<std::unique_ptr<Field>> fields;      // declared order; a line's parent ref comes first
  std::vector<Stage> stages;                       // empty: simply kept
  std::shared_ptr<const CodeList> stage_codes;     // null without stages
  std::vector<std::unique_ptr<Move>> moves;        // `enter` always there, first
  std::vector<const Field*> key;
  bool key_has_org = false;

  enum class OrgRule { entry, level, path } org_rule = OrgRule::entry;
  Level org_level = Level::county;
  ExpressionPtr org_path;
  ExpressionPtr date;               // null: the day of entry
  ExpressionPtr label;              // the first text where the pack names none; null: the id
  const Field* parent = nullptr;    // part_of
  std::string parent_back;          // the back name on the parent
  std::vector<Every> every;
  std::unique_ptr<Scoring> scoring; // sheets of a rubric
  const RecordType* blind = nullptr;               // what those who hold one in its first stage can't read (PACKS section 2)
  std::vector<const RecordType*> blinded_by;       // the types that name this one in `blind`
  Class class_ = Class::internal;
  std::vector<Actor> see;
  std::optional<PublicListing> public_listing;
  int keep_years = 0;               // 0: forever
  Look look;
  std::optional<Demo> demo;
  std::string was;
  bool gone = false;
  bool is_org = false;              // core.org: its rows are the engine's orgs

  struct Back { std::string name; const RecordType* type; const Field* ref; };
  std::vector<Back> backs;          // rows of other types that refer to this one by name

  const Field* field(std::string_view id) const;
  const Move* move(std::string_view id) const;
  const Stage* stage(std::string_view id) const;
  const Back* back(std::string_view name) const;
  const Move& enter() const { return *moves.front(); }
  const std::string& first_stage() const;          // "" without stages
};

struct Fund {
  std::string programme, id, name, title, purpose;
  Level level = Level::county;
  const RecordType* keep_for = nullptr;            // one balance for each of these, and a common one
};

struct Indicator {
  enum class Verb { count, sum, mean, median, distinct, received, spent, balance, is, open } verb = Verb::count;
  std::string programme, id, name, title, unit;
  Span at;
  const RecordType* type = nullptr;                // count … distinct
  ExpressionPtr path;                              // sum, mean, median, distinct: the path on the row
  std::vector<const Fund*> funds;                  // received, spent, balance
  ExpressionPtr formula;                           // is
  ExpressionPtr where, date, org;                  // org: `at`; null: the record's
  std::vector<ExpressionPtr> by;                   // dimensions
  std::vector<std::string> by_texts;               // as written: "purpose", "course.kind"
  std::vector<std::vector<Code>> by_codes;         // codes of each dimension ("true"/"false" for a flag)
  bool held = false;
  std::vector<ExpressionPtr> latest;               // as of: of the rows for which `where` holds, only the last by date for each value of these
  bool counted = false;
  bool target = false;                             // target: year
  bool lowers = false;
  std::optional<int> round;
  const Indicator* among = nullptr;
  const Indicator* into = nullptr;                 // distinct: the open one that this is a part of
  std::string was;
  bool gone = false;
  bool private_only = false;                       // reads encrypted data: worked out in C++ only
  Class class_ = Class::internal;                  // of the type it counts
};

struct Report {
  struct Param { std::string id, title; const RecordType* type = nullptr; ExpressionPtr needs; };
  std::string programme, id, name, title;
  std::vector<Level> levels;                       // whose offices write it; one at least
  std::string period;                              // "6 years", "year", "month"
  std::optional<Every> every;                      // compiles itself on these days, for the last whole period before: only `each` is given
  std::vector<Param> params;
  std::string file;                                // for messages
  std::string body;                                // Markdown after the front matter, figures checked
  int body_line = 1;
  Template text;                                   // the body, parsed and checked
};

struct Print {
  std::string programme, id, name, title, body;
  const RecordType* of = nullptr;
  std::string file;
  int body_line = 1;
  Template text;                                   // the body, parsed and checked
};

// Who is proposed to whom (PACKS section 6). Expressions of a side stand on its record; the others have `left` and `right` in scope.
struct Match {
  struct Side {
    const RecordType* type = nullptr;
    ExpressionPtr where;                           // null: all
    ExpressionPtr takes;                           // null: one
  };
  struct Term {
    std::string id, title;                         // "", the match's title where the pack names no terms
    ExpressionPtr is;                              // int or decimal; nothing counts 0
  };
  std::string programme, id, name, title;
  Side left, right;
  ExpressionPtr never;
  std::vector<Term> score;                         // added up
  const RecordType* makes = nullptr;
  std::vector<Assignment> with;
  ExpressionPtr org;                               // the org that the record is entered for, where `with` names it
  std::vector<Actor> by;                           // who sees proposals and confirms them; held against the left record
};

struct Pack {
  std::string programme;
  std::string title;
  int edition = 1;
  std::string folder;
  std::vector<std::string> uses;                                   // without core
  std::map<std::string, std::string> roles;                        // own ones: id -> title
  std::map<std::string, std::shared_ptr<const CodeList>> codes;
  std::vector<std::unique_ptr<Fund>> funds;
  std::vector<std::unique_ptr<RecordType>> records;                // no templates
  std::vector<std::unique_ptr<Rubric>> rubrics;
  std::vector<std::unique_ptr<Match>> matches;
  std::vector<std::unique_ptr<Indicator>> indicators;
  std::vector<std::unique_ptr<Report>> reports;
  std::vector<std::unique_ptr<Print>> prints;
  std::vector<Example> examples;
  std::map<std::string, std::string> english;                      // texts/en.yaml: "girl.school" -> "School"
  std::string hash;                                                // of the folder's text
};

// Packs that were checked together, core first, then in an order in which each comes after what it uses.
class Packs {
 public:
  std::vector<std::unique_ptr<Pack>> packs;

  const Pack* pack(std::string_view programme) const;
  const RecordType* record_type(std::string_view full_name) const;
  const Indicator* indicator(std::string_view full_name) const;
  const Fund* fund(std::string_view full_name) const;
  const Match* match(std::string_view full_name) const;
  const Report* report(std::string_view full_name) const;
  const Print* print(std::string_view full_name) const;
};

struct PackFile {
  std::string path;      // as shown in messages
  std::string text;
};

struct PackSource {
  std::string folder;    // as shown in messages
  std::vector<PackFile> yaml;          // programme.yaml first, others by name; without texts/ and examples/
  std::vector<PackFile> reports;
  std::vector<PackFile> prints;
  std::vector<PackFile> texts;
  std::vector<PackFile> examples;
};

// Reads a pack's folder. A folder without programme.yaml is a diagnostic.
PackSource read_pack_folder(const std::string& folder, Diagnostics& out);

// Reads packs' folders, core's, and those of the packs that they use: beside the folder that names them, spelt with _ or -.
// Core is `core_folder`; where that is empty, one of `folders`, or the folder `core` beside the first. Core comes first.
std::vector<PackSource> read_packs_with_uses(const std::vector<std::string>& folders, const std::string& core_folder, Diagnostics& out);

struct CheckedPacks {
  std::unique_ptr<Packs> packs;        // null where there was a problem
  Diagnostics problems;                // all of them, sorted by file and place
  std::vector<std::string> notes;      // "spring_bud.raised: kept", for `pack check -v`
};

// Checks packs together; `core` must be among them.
CheckedPacks check_packs(const std::vector<PackSource>& sources);

}  // namespace halfsky::lang
