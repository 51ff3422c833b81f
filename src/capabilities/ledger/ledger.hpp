// Money: double entry with holds (PACKS section 5). Every yuan moves from one account to another; a hold is pending
// until it is settled or voided. A fund keeps one balance for each of what it keeps for, and a common one; none is ever below zero,
// on the posting's day or any later one.
//
// Postings are never changed: a hold's rest is its amount less what settled and voided it; a reversal is a new posting.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/access/gate.hpp"
#include "engine/capability.hpp"
#include "engine/command/unit.hpp"
#include "engine/engine.hpp"

namespace halfsky::ledger {

enum class Kind { post, hold, settle, void_, reverse };
std::string_view to_text(Kind kind);

// One side of a posting: a fund held by an org, an org (a school), or a record (a donor).
struct Party {
  std::string fund;          // full name, or empty
  base::OrgId org = 0;       // the fund's holder, or the org itself
  std::string type, record;  // a record
};

struct Entry {
  base::County county = 0;
  std::string id;
  int64_t seq = 0;           // place in the journal
  base::Day day = 0;
  Kind kind = Kind::post;
  Party from, to;
  int64_t amount_fen = 0;
  std::string purpose_type, purpose;   // `for`
  std::string balance_of;    // which balance of the fund: the purpose's id, or "" for the common one
  std::string type, record, move;      // the record whose move it is
  std::string hold;          // settle, void: the hold; reverse: the posting
};

// What a fund holds, in fen.
struct Balance {
  int64_t standing = 0, received = 0, spent = 0, pending = 0;   // pending: holds into it that still wait
};

class Ledger : public engine::Capability, public engine::PostingPort {
 public:
  std::vector<engine::TableSpec> tables() const override;
  base::Problems join(engine::Unit& unit) override;
  // handover_money_held: a hold of one of them, or for one, is open. handover_money_left: a fund still has money for one. Both with `fund`.
  base::Problems keeps_here(engine::Unit& unit, const std::vector<engine::RecordId>& records) override;
  std::vector<engine::Written> chained(db::Connection& connection, base::County county) override;
  std::vector<std::string> check(db::Connection& connection, base::County county) override;
  void attach(engine::Engine& engine) {
    engine_ = &engine;
    engine.site().postings = this;
  }
  void each_posting(db::Connection& connection, base::County county, const std::function<void(const engine::FinalPosting&)>& visit) override;

  Balance balance(db::Connection& connection, const std::string& fund, base::OrgId org, base::Day until = base::kDayMax);
  // Newest first. Of those that moved: what came in, what went out; what is promised and not settled yet; what went out on the moves of fewer than
  // two people; what came in and has no paper of its record printed.
  enum class Only { all, in, out, pledged, one_signature, no_receipt };
  static std::optional<Only> only_of(std::string_view text);
  std::vector<Entry> postings(db::Connection& connection, const std::string& fund, base::OrgId org, size_t limit, size_t offset, Only only = Only::all);
  int64_t count(db::Connection& connection, const std::string& fund, base::OrgId org, Only only);
  // What stands in each balance of a fund at the end of a day, without empty ones; "" is the common one.
  struct Kept { std::string balance_of; int64_t amount_fen = 0; };
  std::vector<Kept> balances(db::Connection& connection, const std::string& fund, base::OrgId org, base::Day until);
  std::vector<Entry> of_record(db::Connection& connection, base::County county, const std::string& record);
  std::optional<Entry> find(db::Connection& connection, base::County county, const std::string& id);

  // A yuan's way: what came in is matched to what went out of the same balance, first in, first out; a common yuan that went out for
  // somebody is matched too. `shares`: the other postings and how many fen of this one went to, or came from, each.
  struct Share { Entry entry; int64_t amount_fen; };
  std::vector<Share> follow(db::Connection& connection, const Entry& entry);

  // All final postings of all counties, in order of day.
  void each_final(db::Connection& connection, const std::function<void(const Entry&)>& visit);
  // What stands in each balance of each fund by all of them, in order of fund, org and what it is kept for.
  void each_balance(db::Connection& connection, const std::function<void(const std::string& fund, base::OrgId org, const std::string& balance_of, int64_t amount_fen)>& visit);

 private:
  engine::Engine* engine_ = nullptr;
};

std::string hash_of(const engine::Site& site, const Entry& entry);

}  // namespace halfsky::ledger
