// Worked examples in examples/*.yaml: a story of commands and waiting, and what must be true after it (PACKS section 12).
//
//   example: 资助人没有兑现                          # the story's title
//   today: 2026-03-02                               # the day it begins; default 2026-01-05
//   given:                                          # steps that set the scene
//     - { enter: girl, id: g1, child: 小雨, by: village.officer }
//     - { move: [review, approve], of: g1 }
//   when: [ … ]                                     # the steps that are tried
//   then: [ … ]                                     # what must hold afterwards
//
// Steps, under `given` and `when`:
//   { enter: TYPE, id: NAME, FIELD: VALUE …, by: ACTOR, at: ORG, on: DAY }
//       a record; NAME is how the story calls it. A value is text as a person types it (a code, 300, 2026-03-02, true); a ref is the
//       NAME of a record, and a name that nothing has is a person (org, donor, …) of that name, made as it is needed.
//   { move: MOVE or a list, of: NAME or a list, by: ACTOR, on: DAY, FIELD: VALUE … }
//       `by` default: whoever may, and another person where `unlike` wants one. FIELDs are what the move asks.
//   { edit: NAME, FIELD: VALUE …, by: ACTOR }                         corrects a record, or fills in a line, that is still open
//   { wait: 1 term + 31 days }      days, working days, weeks, months, years, terms; the calendar and the clock run
//   { until: DAY }                  the same, to a day
// Checks, under `then`:
//   { of: NAME, stage: STAGE, FIELD: VALUE …, task: MOVE or none, holder: ACTOR }
//   { figure: INDICATOR, is: VALUE, at: ORG, of: NAME, over: SPAN }      INDICATOR with slices: spent['living']; `none` is no data
//   { balance: fund.NAME or NAME, is: YUAN, for: NAME }
//   { count: TYPE, is: NUMBER }
//   { refused: MOVE, of: NAME, by: ACTOR, code: PROBLEM }                trying it is refused; a refused entry: { refused: enter, enter: TYPE, … };
//                                                                        says: TEXT that the refusal must have in it
//   { visible: NAME, to: ACTOR, is: true or false }
// NAME may go on: p1.girl, "p1.pledges[0]" (in quotes: YAML would read the bracket as a list), "p1.sheets[first]", the row with this label or code. ACTOR is SCOPE.ROLE, public or clock; "village.officer 2" is another person with that role,
// "village.rater as 王芳" one whose account belongs to that person of the register.
#pragma once

#include <string>
#include <vector>

#include "lang/diagnostic.hpp"
#include "lang/expr/expression.hpp"

namespace halfsky::lang {

struct RecordType;
struct Field;
struct Move;
struct Indicator;
struct Fund;

// "1 term + 31 days", in order.
struct Wait {
  enum class Unit { days, working_days, weeks, months, years, terms } unit = Unit::days;
  int count = 0;
};

// g1, p1.girl, p1.pledges[0].
struct StoryPath {
  std::string name;
  struct Step { std::string member; int index = -1; std::string word; };   // index -1 and no word: a ref
  std::vector<Step> steps;
  const RecordType* type = nullptr;                      // of what stands there
  Span at;
};

struct StoryValue {
  const Field* field = nullptr;
  std::string text;                                      // as typed
  std::vector<std::string> texts;                        // choices, files
  Span at;
};

struct StoryStep {
  enum class What { enter, move, edit, wait, until } what = What::enter;
  const RecordType* type = nullptr;                      // enter
  std::string id;                                        // enter
  std::vector<const Move*> moves;                        // move
  std::vector<StoryPath> of;                             // move, edit
  std::vector<StoryValue> values;
  std::string by;                                        // "" or an actor
  std::string at_org;                                    // enter: an org's name
  std::string on;                                        // a day
  std::vector<Wait> wait;
  std::string until;
  Span at;
};

struct StoryCheck {
  enum class What { record, figure, balance, count, refused, visible } what = What::record;
  StoryPath of;                                          // record, refused, visible; figure: narrowed to it
  std::string stage;
  std::vector<StoryValue> values;
  const Move* task = nullptr;
  bool no_task = false;                                  // task: none
  std::string holder;
  ExpressionPtr formula;                                 // figure
  std::string is;                                        // as typed; "none": no data
  std::string at_org, over;
  const Fund* fund = nullptr;                            // balance
  StoryPath account;                                     // balance of a record
  StoryPath for_;
  const RecordType* type = nullptr;                      // count
  const Move* move = nullptr;                            // refused
  StoryStep attempt;                                     // refused: enter
  std::string by, code, says;
  Span at;
};

struct Example {
  std::string file, title, today;
  std::vector<StoryStep> given, when;
  std::vector<StoryCheck> then;
};

}  // namespace halfsky::lang
