// A command: one request to change something. It is a list of steps, all or none; each step makes one move on one or many records.
//
//   { "id": "0199…", "steps": [ { "type": "spring_bud.girl", "move": "review", "records": [ { "record": "0198…", "base": 3,
//     "values": { "note": "…" }, "saw": { "note": null } } ], "day": "2026-03-08" } ], "editions": { "spring_bud": 1 }, "dry_run": true }
//
// A single step may stand at the top level, and a single record ("record", "base", "values", "saw") in its step. Moves of the
// engine: `enter` (makes the record; "record" is its new id, "org" where), `edit` (fields, in the first stage), `strike`,
// `handover` ("org" to whom, "day" since when, "reason"). One to an org of another county waits for that county's answer
// (move/county_handover.hpp): { "id": …, "type": "handover", "move": "accept|refuse|withdraw", "handover": its id, "org", "day", "reason" }.
#pragma once

#include <boost/json/object.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/access/acting.hpp"
#include "engine/site.hpp"

namespace halfsky::engine {

constexpr size_t kStepsMax = 1'000;
constexpr size_t kRecordsMax = 20'000;   // of one command

struct Item {
  std::string record;
  boost::json::object values;
  boost::json::object saw;
  std::optional<int64_t> base;      // the version it was based on
  base::OrgId org = 0;              // enter: where; 0: the account's own. handover, take: to whom
  std::string path;                 // for problems: "steps[0].records[2]"
};

struct Step {
  // The last four are the engine's own: parse_command never makes them. Of take, refuse, withdraw the item's record is the handover.
  enum class What { enter, move, edit, strike, handover, take, refuse, withdraw, late, elements, upgrade, plan } what = What::move;
  const lang::RecordType* type = nullptr;   // null for an answer to a handover
  const lang::Move* move = nullptr;     // enter, move
  std::optional<base::Day> day;         // of the move; nothing: today
  std::string reason;                   // handover, refuse
  bool older_edition = false;           // sent by a client that has an older pack: `fill` gives what it could not know
  std::vector<Item> items;
  std::string path;
};

struct Command {
  std::string id;
  std::string body_hash;
  Acting who;
  base::County county = 0;
  base::County other = 0;           // whose journal it is written in, too: of a handover between counties, where its orgs say so
  std::vector<Step> steps;
  std::string kind;                 // "spring_bud.girl.review", of the first step
  bool dry_run = false;
};

// Checks the form against the packs; ids, moves and values are checked when it is decided. All problems at once.
// The county follows from the orgs named, or from the account's org; a body may say "county" where an account stands above.
base::Result<Command> parse_command(const Site& site, const Acting& who, const boost::json::object& body);

// What became of a command.
struct Outcome {
  bool accepted = false;
  bool again = false;               // it had been accepted before; the answer is the old one
  base::County county = 0;
  int64_t place = 0;
  std::string answer;               // JSON object for whoever sent it; empty where it was refused: `problems` say why
  std::string failure;              // what the machine said where it could not, for the log alone: it may hold SQL
  base::Problems problems;
  std::vector<std::string> types;   // of records that changed, for live pages
  std::vector<Outcome> beside;      // in the other county, where there is one: accepted, place and types
};

}  // namespace halfsky::engine
