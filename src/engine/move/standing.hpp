// Standing expressions kept true: who depends on what. A computed field of one record may read fields of the records it refers to,
// and rows that refer to it; when one of those changes, the field is worked out again (PACKS sections 7 and 10).
#pragma once

#include <map>
#include <set>
#include <vector>

#include "engine/site.hpp"
#include "engine/store/source.hpp"
#include "lang/pack/model.hpp"

namespace halfsky::engine {

class Unit;
struct Change;

// "When this part of a record of type `watched` changes, the records at the end of `path` read it."
struct Watch {
  const lang::RecordType* watched = nullptr;
  const lang::Field* field = nullptr;     // null: the stage, a day it was reached, the org, or that the row is there at all
  struct Step {
    bool forward = false;                 // follow the field from the row; else: rows whose ref points at the row
    const lang::Field* ref = nullptr;
  };
  std::vector<Step> path;                 // empty: the row itself
};

// What an expression on records of `type` reads, beyond the row itself: own fields are watched with an empty path.
std::vector<Watch> watches_of(const lang::Expression& expression, const lang::RecordType& type);

// Records at the end of the path from `row`. Orgs and empty refs end it.
std::vector<RecordId> records_at(const Watch& watch, const RowPtr& row, RowSource& source);

// Whether the watched part differs between two versions (one of them may be null).
bool differs(const Watch& watch, const RowPtr& before, const RowPtr& after);

class Standing {
 public:
  explicit Standing(const lang::Packs& packs);
  // Works out the computed fields of a row that is about to be put: those that its score may read, the score, those that read it.
  // A sheet's computed criteria are worked out while it stands in its first stage and as it leaves it; then they stay as they are.
  void compute(Row& row, Unit& unit) const;
  // After `record` was put: works out again what others computed from it, as far as that goes.
  void refresh(Unit& unit, const RecordId& record) const;
  // Records whose tasks or timers read what this change altered: who holds them and by when hang on a path that leads here.
  std::set<RecordId> planned_by(Unit& unit, const Change& change) const;

 private:
  struct Order { std::vector<const lang::Field*> before, after; };   // the score; each comes after what it reads
  void compute(Row& row, Unit& unit, ScorePort::Criteria criteria) const;
  static void work_out(const std::vector<const lang::Field*>& fields, Row& row, Unit& unit);

  struct Dependent { Watch watch; const lang::Field* field; };
  std::map<const lang::RecordType*, std::vector<Dependent>> dependents_;   // by watched type; paths that are not empty
  std::map<const lang::RecordType*, std::vector<Watch>> plans_;            // by watched type; of holders, due dates and timers
  std::map<const lang::RecordType*, Order> computed_;
};

}  // namespace halfsky::engine
