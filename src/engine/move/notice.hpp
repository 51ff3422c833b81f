// Public notices (PACKS section 4). What arrives in a stage with `notice` is posted as a record of core's `public_notice`, one for
// all that a command brings there, with a line for each; it holds every move out of the stage until its last day is over and no objection
// is open. The engine enters these records and core's own move `end` closes them, by the clock; people only object, answer and take down.
#pragma once

#include <optional>

#include "base/problem.hpp"
#include "engine/command/unit.hpp"

namespace halfsky::engine {

// What the notice of a record says now.
struct NoticeState {
  RowPtr notice;              // of core's `public_notice`
  RowPtr entry;               // its line for the record
  base::Day ends = 0;         // the last day
  size_t open_objections = 0;
  bool taken_down = false;
};

// The types of core that notices are kept in.
struct NoticeTypes {
  const lang::RecordType* notice = nullptr;
  const lang::RecordType* entry = nullptr;
  const lang::RecordType::Back* objections = nullptr;   // on `notice`

  explicit NoticeTypes(const lang::Packs& packs);
  explicit operator bool() const { return notice && entry && objections; }
  // Entered and edited by nobody.
  bool keeps(const lang::RecordType& type) const { return &type == notice || &type == entry; }
};

// The stays of a record in its stages tell its notices apart: `stay` is how many of its moves have led into a stage.
std::string notice_entry_id(const Row& row, int64_t stay);
std::optional<NoticeState> notice_state(const Site& site, RowSource& source, const Row& row, int64_t stay);

// Why the notice holds the move on that day: notice_running {ends}, objection_open {count}, notice_taken_down.
std::optional<base::Problem> held_back(const NoticeState& state, const lang::Move& move, const Row& row, base::Day day);

// What is posted of a record: a line for each thing that its stage shows.
std::string posted_text(const Site& site, RowSource& source, const RowPtr& row, base::Day today);

}  // namespace halfsky::engine
