// A story: what happened at one place, in a file of a pack's folder demo/ (programmes/NAME/demo/*.yaml). It is data: the people of the demo
// enter and move records by it, through the ordinary command path. Stories of all packs are told in the order of their file names (4-20-vans.yaml).
//
//   story: 流动车普查                      # its title
//   place: "990102000000"                 # the org where it happens, by code
//   reports: true                         # told by `demo --reports` only, and before anything else happens
//   orgs:                                 # units that the division list has not
//     - { times: 284, code: "990102001{600 + n}", name: "第{n + 1}厂", level: partner, kind: enterprise, under: "990102001000" }
//   accounts:                             # with which somebody signs in; others are opened as they are needed
//     - { login: rights, name: 宋文娟, role: casework.rights, at: ["990102000000"] }
//     - { login: judge, name: 沈老师, role: rater, at: ["990102000000"], person: "judges[0].p" }   # who she is in the register (me.person), once that is entered
//   work:                                 # blocks, in their order
//     - block: woman                      # its name
//       times: 30889                      # items, numbered from 0; default 1
//       over: villages                    # villages, townships, or the kind of a partner (enterprise, school): those of the place, items spread
//                                         # over them: n div k each, the first n mod k one more; default the place itself
//       at: "99010210{n}"                 # or: an item's org by its code
//       on: 2006-03-01 to 2006-11-30      # items lie evenly over the working days; or one day, or a formula
//       let: { birth: "day - years(30 + n % 30)" }      # names for formulas
//       steps:
//         - { enter: core.person, id: w, by: village.officer, set: { name: "{woman}", sex: female, birth: "{birth}", id_number: "{woman_number}" } }
//         - { enter: screening.exam, id: e, by: village.officer, after: 3, set: { person: w, session: "stop[{floor(n / 130)}].s" } }
//         - { move: attend, of: e, by: village.officer, after: 9, only: "n < 20" }
//         - { edit: w, by: village.officer, on: 2006-12-01, set: { name: "{woman}" } }   # on: a day of its own, instead of `after` the item's
//         - { enter: core.person, id: s, by: county.officer, at: township, set: { … } }     # at: where it is entered, instead of the item's org
//         - { refused: guard, move: attend, of: e, by: village.officer }       # must be refused with this problem
//         - { run: jobs }                 # or clock: lets what waits for it happen
//   targets:
//     - { indicator: training.learners, of: [online], year: 2007, value: 9500, at: "990102000000" }      # `of`: the slice; `at` default: the place
//   compiled:                             # for what `halfsky figures` compiles a report
//     - { report: federation.county, until: 2007-12-31, at: "990102000000", with: { child: "girl[3].g" } }
//
// A value is text as a person types it; what stands in braces is an expression of the pack language, with the names n, times, day (of the item),
// today, woman, man (made-up names), phone, woman_number, man_number (ID numbers; the block says `let: { birth: … }`), chance (0 to 999), org (the
// name of the item's org) and those of `let`. An empty value is left out. A ref is the name of a record: `w` of the same item, `stop[7].s` of
// another block (`plan.p` is plan[0].p), also of another story of the same place (so BLOCK.ID stands once there); it may go on: `w.rosters[0]`, the row with this back name. An org
// is a code, or place, county, township (those above the item). A file is any word: the same word is the same photo. A consent is `yes` or `no`; a tally may be `at least 60`, `about 60`; lines are lists
// of maps. `by` is LEVEL.ROLE, org.ROLE (the record's own org; roles of its own pack by their short names), public or clock; a number behind it is another person with that role; or `as LOGIN`.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/demo/story/formula.hpp"
#include "lang/pack/model.hpp"

namespace halfsky::app::demo {

struct StorySet {                      // a field, or the lines of a name
  const lang::Field* field = nullptr;
  std::string key;
  std::vector<Text> texts;             // of a field: one, or those of a list
  std::vector<std::vector<StorySet>> rows;
};

struct StoryStep {
  enum class What { enter, move, edit, run_jobs, run_clock } what = What::enter;
  const lang::RecordType* type = nullptr;
  std::string move;                    // "enter", "edit", or the move's
  std::string id;                      // enter
  Text of;                             // move, edit
  std::string by;
  Text after, on, only, at;            // empty: not said
  std::string refused;                 // the problem's code
  std::vector<StorySet> values;
  lang::Span where;
};

struct StoryBlock {
  std::string name, over;
  int64_t times = 1;
  std::string from, until;             // "on: A to B"
  Text on, at;
  std::vector<std::pair<std::string, lang::ExpressionPtr>> let;
  std::vector<StoryStep> steps;
  lang::Span where;
};

struct StoryOrgs {
  int64_t times = 1;
  Text code, name, under;
  lang::Level level = lang::Level::partner;
  std::string kind;
};

struct StoryAccount { std::string login, name, role; std::vector<std::string> at; std::string person; lang::Span where; };
struct StoryReport { std::string report, at; Text until; std::vector<std::pair<std::string, std::string>> with; lang::Span where; };

struct StoryTarget { const lang::Indicator* indicator = nullptr; std::vector<std::string> of; int year = 0; int64_t value = 0; std::string at; };

struct Story {
  std::string file, title, place;
  bool reports = false;
  std::vector<StoryOrgs> orgs;
  std::vector<StoryAccount> accounts;
  std::vector<StoryBlock> work;
  std::vector<StoryTarget> targets;
  std::vector<StoryReport> compiled;
};

// What earlier blocks enter: by place, by BLOCK.ID.
using KnownRecords = std::map<std::string, std::map<std::string, const lang::RecordType*>>;

// All that is wrong with the file is appended to `out`.
Story read_story(const lang::Packs& packs, const lang::Pack& pack, const std::string& file, KnownRecords& known, lang::Diagnostics& out);

}  // namespace halfsky::app::demo
