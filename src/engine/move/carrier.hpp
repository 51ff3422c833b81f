// Carries a record from one county to another, inside the two units of one act: enters it there, closes it here.
//
// The ids stay. There it has the org that takes it and the memory of whose it was (Row::handed), here the row says the same and that it is
// away; so each county counts what happened while it had it, and nobody counts it twice. Sealed values are opened with this county's key
// and sealed with that one's. A computed field is worked out there from what is there, and stays here as it was.
//
// The register goes along as far as it must: a person or household that nothing here needs any more (nobody's open record, no other row of
// the register) goes with the record. One that is needed here stays; where the record cannot be without it there is one there, too, and a ref
// that may be empty is empty there. One that is there already, under its id or by its key, is the one. What is secret here neither holds
// anything back nor lets it go: who carries must not learn of it. Nor does a secret record take anybody of the register along, whom others
// would see go: it points there at who is there already, and at nobody else.
#pragma once

#include <map>
#include <set>

#include "engine/move/decider.hpp"

namespace halfsky::engine {

class Carrier {
 public:
  using Act = Decider::Act;
  // REQUIRES: the deciders of one command, in its two counties. Problems go to the one that runs the command.
  Carrier(Decider& giver, Decider& taker, const Act& act) : giver_(giver), taker_(taker), act_(act) {}

  // Since `act.day`, or the last day on which something of it was moved, where `asked` names none.
  void carry(const RowPtr& row, base::OrgId to, std::optional<base::Day> asked, const std::string& reason, const Grant& grant);

 private:
  struct Ref { const lang::Field* field; RecordId target; };
  std::vector<Ref> refs_of(const RowPtr& row);
  lang::Value value_of(const RowPtr& row, const lang::Field& field);
  void gather(const RowPtr& row);
  void hold_back(const RowPtr& row);
  bool is_needed_here(const RowPtr& row);

  std::string placed(const Ref& ref, bool& later);
  std::string same_there(const RowPtr& root);
  void enter(const RowPtr& root);
  Row as_there(const RowPtr& row);
  void copy_files(const lang::Value& files);
  void close(const RowPtr& root);
  void tell(Decider& side, const RowPtr& root, const std::string& reason, const Grant& grant);
  std::string path() const;

  Decider& giver_;
  Decider& taker_;
  Act act_;
  base::OrgId to_ = 0;
  bool takes_along_ = true;                      // of the register; no secret record does
  std::map<RecordId, RowPtr> goes_;              // the record, and what of the register goes along
  std::map<RecordId, std::string> there_;        // ids there of what is there by now
  std::set<RecordId> underway_;                  // being entered: what points at one points later
  std::vector<RowPtr> entered_;                  // roots, as they were here
  std::set<std::string> copied_;                 // files
};

}  // namespace halfsky::engine
