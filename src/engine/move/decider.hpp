// Decides one command: each step in order, each move with its guard, what it sets, its money and its effects, then tasks and timers.
// Everything is written into the unit; with any problem the unit is thrown away. All problems that can be found are found.
//
//   decide.cpp    steps, striking, the end: plan, then capabilities   enter.cpp    a new record
//   make_move.cpp a move on a record, edits, conflicts                values.cpp   fields: parsed, checked, sealed
//   effects.cpp   make, do, tell, print                               money.cpp    post, hold, settle, void as acts for the ledger
//   plan.cpp      tasks, holders and timers of a stage                upgrade.cpp  after the pack changed
//   notice.cpp    public notices: posted, holding moves back          handover.cpp a record that another org takes over
//   county_handover.cpp, carrier.cpp   the same between two counties: a decider for each, the command's own and the one `with` it
// Beside it, used by it: standing.cpp keeps computed fields true, here and on what reads them; guard.cpp says what a guard that failed says.
#pragma once

#include <boost/json/object.hpp>
#include <set>

#include "engine/access/gate.hpp"
#include "engine/command/command.hpp"
#include "engine/command/unit.hpp"
#include "engine/move/notice.hpp"
#include "engine/world.hpp"

namespace halfsky::engine {

struct CountyHandover;

class Decider {
 public:
  Decider(Unit& unit, const Command& command);

  // Of a handover between counties: what decides for the other one, in a unit of its own that is accepted with this one's.
  void with(Decider& there) { there_ = &there; }
  // The problems; none: the unit may be accepted.
  base::Problems run();

 private:
  friend class Carrier;
  // Who does what in whose name while a step runs.
  struct Act {
    bool by_effect = false;
    base::Day day = 0;
    std::string path;          // for problems
    int depth = 0;             // effects within effects
    bool older_edition = false;
  };
  using Assigned = std::vector<std::pair<const lang::Field*, lang::Value>>;

  void problem(std::string code, std::string path, std::vector<std::pair<std::string, std::string>> args = {});
  RowWorld world(const RowPtr& row, const Act& act);

  // decide.cpp
  void run_item(const Step& step, const Item& item);
  void late(const Step& step, const Item& item, const Act& act);
  void strike(const Item& item, const lang::RecordType& type, const Act& act);
  bool may_strike(const RowPtr& row);
  void finish();

  // handover.cpp
  void handover(const Step& step, const Item& item, const Act& act);
  bool taker_stands(const Org& taker, const Act& act);
  void check_taker(const RowPtr& row, const Grant& grant, base::OrgId to, const Act& act);
  std::vector<RowPtr> with_lines(const RowPtr& row);
  bool there_since(const RowPtr& row, const Item& item, const Act& act);
  std::string reason_of(const Step& step, const std::string& missing);

  // county_handover.cpp
  void hand_away(const Step& step, const Item& item, const RowPtr& row, const Act& act);
  void answer_handover(const Step& step, const Item& item, const Act& act);
  void take_over(const CountyHandover& handover, base::OrgId to, const Step& step, const Grant& grant, const Act& act);
  void check_far_taker(const RowPtr& row, base::OrgId to, bool chosen_later, const Act& act);
  void check_may_leave(const RowPtr& row, const Act& act);
  size_t problems_on_both_sides() const { return problems_.size() + (there_ ? there_->problems_.size() : 0); }

  // enter.cpp
  void enter(const Step& step, const Item& item, const Act& act);
  bool make_record(const lang::RecordType& type, const std::string& id, base::OrgId org, Assigned values, const Act& act, const std::string& seed);
  base::OrgId org_of_entry(const lang::RecordType& type, base::OrgId asked, Row& row, const Act& act);
  void check_given(const lang::RecordType& type, const boost::json::object& values, const Act& act);
  void enter_lines(const lang::RecordType& parent, const std::string& parent_id, base::OrgId org, const boost::json::object& values, const Act& act);
  bool may_enter_parent(const Row& line, const Act& act, const Grant** grant);
  bool parent_is_open(const Row& line, const Act& act);

  // make_move.cpp
  RowPtr target(const lang::RecordType& type, const std::string& id, const Act& act);
  void move(const Step& step, const Item& item, const Act& act);
  bool may_answer(const RowPtr& row, const Assigned& values, const Act& act, const Grant** grant);
  void edit(const Item& item, const lang::RecordType& type, const Act& act);
  bool make_move(const lang::Move& move, const RowPtr& row, Assigned asked, const Act& act);
  bool may_make(const lang::Move& move, const RowPtr& row, const Act& act, const Grant** grant);
  bool someone_else(const lang::Move& move, const RowPtr& row, const Act& act);
  bool day_fits(const RowPtr& row, const Act& act);
  void merge(const RowPtr& row, const Item& item, const Assigned& values);

  // values.cpp
  std::optional<Assigned> parse_values(const lang::RecordType& type, const boost::json::object& values, const Act& act, bool lines_allowed);
  void seal_for_whom_it_is(Row& row, const lang::Field& ref, const lang::Value& was);
  void assign(Row& row, const lang::Field& field, const lang::Value& value);
  using Fields = std::set<const lang::Field*>;
  Fields check_refs(const Row& row, const Fields& given, const Act& act);
  void check_row(const Row& row, const Fields& given, const Fields& not_hers, const Act& act);
  void check_answered(const Row& row, const Act& act);   // of a score sheet that leaves its first stage
  void check_key(const Row& row, const Act& act);
  std::string key_taken_by(const Row& row);   // the id of another row with its key; "" for none
  void put(Row row);
  static bool is_empty(const Row& row, const lang::Field& field) { return field.encrypted() ? row.ciphers[field.index].empty() : row.fields[field.index].is_null(); }

  // effects.cpp
  void run_effects(const lang::Move& move, bool late, const RowPtr& row, const Act& act, const std::string& seed);
  void put_off(const lang::Move& move, bool late, size_t effect, const RowPtr& row, const lang::Value& list, const Act& act, const std::string& seed);
  void run_elements(const Step& step, const Item& item, const RowPtr& row, const Act& act);
  void run_effect(const lang::Effect& effect, const RowPtr& row, const lang::Value& it, const Act& act, const std::string& seed);
  void tell(const lang::Effect& effect, const RowPtr& row, const Act& act, const std::string& seed);

  // notice.cpp
  std::optional<NoticeState> notice_of(const Row& row);
  void post_notice(const RowPtr& row, base::OrgId by, const Act& act);
  bool answers_own(const RowPtr& objection);

  // money.cpp
  void money(const lang::Move& move, const RowPtr& row, const Act& act);

  // upgrade.cpp
  void upgrade(const Item& item, const lang::RecordType& type, const Act& act);
  void fill_new_fields(Row& row, const Act& act);

  // plan.cpp
  void plan(const Change& change);
  void set_tasks_and_timers(const RecordId& record);
  void open_tasks(const Row& row, bool handed_over);
  void set_timers(const Row& row);
  int64_t arrival(const Row& row);

  Unit& unit_;
  Site& site_;
  const Command& command_;
  Gate gate_;
  base::Day today_;
  base::Problems problems_;
  bool clock_ = false;
  Decider* there_ = nullptr;
};

// What a rater fills in on a score sheet; the moves that hand it in, out of its first stage.
bool is_answer(const lang::Field& field);
bool is_handed_in_by(const lang::RecordType& type, const lang::Move& move);

// Whether a move that was made led into a stage: what tells one stay of a record in a stage from the next.
bool arrives(const lang::RecordType& type, const std::string& move);

extern const std::string kInsertHandover;   // values in the order of handover_table()
std::string name_of(const OrgTree& orgs, base::OrgId org);   // its number where there is none

constexpr int kEffectDepthMax = 16;
constexpr size_t kEachMax = 1'000;      // elements of an effect in one command; more are a job's (job/elements.hpp)

}  // namespace halfsky::engine
