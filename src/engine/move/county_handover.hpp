// A handover between two counties. One side cannot say it alone, unless an account stands above both: the giving county proposes, the record
// stays where it is and is worked on, and the taking county accepts, refuses, or the giver withdraws. Each of these is one act written in
// both journals, in one transaction (command/batch_writer.cpp).
//
// The proposal is a row in each of the two counties, so that each reads its own. A record goes by being entered there and closed here: its row,
// its lines, and what it needs of the register (carrier.hpp).
#pragma once

#include <optional>

#include "engine/command/command.hpp"
#include "engine/command/unit.hpp"
#include "engine/store/source.hpp"

namespace halfsky::engine {

struct CountyHandover {
  base::County county = 0, other = 0;   // whose row it is, and who is on the other side
  std::string id;
  bool takes = false;                   // `county` is to take it; else it gives it
  const lang::RecordType* type = nullptr;
  std::string record;
  base::OrgId from = 0, to = 0;         // `to`: the county's own org where the taker is to say which of hers
  base::Day day = 0;                    // since when, as it was proposed
  std::string reason;                   // concealed (access/looks.hpp), as `answer`
  std::string state;                    // waits, accepted, refused, withdrawn
  base::Instant proposed_at = 0;
  std::string proposed_by;              // an account
  std::optional<base::Instant> answered_at;
  std::string answered_by, answer;

  std::vector<db::Value> values() const;          // in the order of county_handover_table()
  CountyHandover there() const;                   // the other county's row of it
};

// Rows of a county, by a condition with parameters from ?2, the oldest first; those of types that the packs no longer have are left out.
std::vector<CountyHandover> county_handovers(const Site& site, db::Connection& connection, base::County county, const std::string& where, std::vector<db::Value> args);

// The types of the handovers that an accepted unit proposed or answered, for pages that show what waits.
std::vector<std::string> types_waiting(Batch& batch, const Unit& unit);

// The other county of a handover that a command answers; 0 where it answers none that is there.
base::County other_county(db::Connection& connection, const Command& command);

}  // namespace halfsky::engine
