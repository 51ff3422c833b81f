// The one gate: may this account read that, and make this move here? Asked by every exit and every command; role x org range x
// class x stage.
#pragma once

#include <optional>

#include "engine/access/acting.hpp"
#include "engine/site.hpp"
#include "engine/store/source.hpp"

namespace halfsky::engine {

class Gate {
 public:
  explicit Gate(const Site& site);

  // The grant by which one of `actors` is met on this row, if any. For an entry the row has its org already.
  const Grant* grant_for(const Acting& who, const std::vector<lang::Actor>& actors, const RowPtr& row, RowSource& source, base::Day today) const;
  // The same, for a clock or a stranger: whether `actors` names them.
  bool open_to(const Acting& who, const std::vector<lang::Actor>& actors) const;

  // The grant by which she may hand a record of the type, and of `from`, over to another org: one in a role that enters such records, of an
  // org above `from`. Whether it is above the taker too is for her to ask.
  const Grant* grant_to_hand_over(const Acting& who, const lang::RecordType& type, base::OrgId from) const;

  // The same for a handover between counties, whose own office may speak for it: of `from` itself or an org above it, the highest first.
  const Grant* grant_to_part_with(const Acting& who, const lang::RecordType& type, base::OrgId from) const;
  // The grant by which she may take a record of the type over for her county into `to`, or refuse it, and is told meanwhile that it waits: as
  // whoever might part with it, as officer or chair, or (all that is asked where it is secret) as one who reads all such records there.
  const Grant* grant_to_take(const Acting& who, const lang::RecordType& type, base::OrgId to) const;

  bool may_read(const Acting& who, const RowPtr& row, RowSource& source, base::Day today) const;
  // Whether a field of a row that she may read is shown to her at all (`see`).
  bool may_read_field(const Acting& who, const lang::Field& field, const RowPtr& row, RowSource& source, base::Day today) const;

  // Whether a filter or an order on a list of `of` asks about secrets that are not in that list: rows of a secret type through a ref or a
  // back name are counted without being looked at one by one, so nobody may ask, not even who may read some of them.
  static bool asks_secrets(const lang::Expression& expression, const lang::RecordType& of);
  // Whether she may read every record of the type that lies in an org: whose figures hide nothing from her.
  bool reads_whole(const Acting& who, const lang::RecordType& type, base::OrgId org) const;

  // What part of a type's table, under the alias t, a list may show before any filter: a condition in SQL, or nothing at all. The
  // same rows as may_read, but for paths that no SQL can follow (through encrypted fields): those are left out.
  struct Part {
    std::string sql;                        // with ?N for args, from `first_parameter`
    std::vector<db::Value> args;
  };
  std::optional<Part> readable(const Acting& who, const lang::RecordType& type, int first_parameter) const;

  // Blind types (blind.cpp). Whether a filter or an order may ask about a field on a list of `of`; whether a figure is worked out of what she
  // must not be led by now.
  bool may_ask(const Acting& who, const lang::Field& field, const lang::RecordType& of) const;
  bool blinded_figure(const Acting& who, const lang::Indicator& indicator, db::Connection& connection) const;

  // The orgs that her grants reach, as the range of the highest: whose names she may look for.
  std::vector<base::OrgRange> ranges(const Acting& who) const;
  bool in_range(const Acting& who, base::OrgId org) const;   // whether its figures and reports are hers; never an administrator's
  // Whether what is said in an office's name is hers to say: officer or chair there or above, of an office (no partner) `deepest` levels down (base::depth_of) at most.
  bool speaks_for(const Acting& who, base::OrgId org, int deepest = 5) const;

 private:
  std::string path_sql(const lang::Expression& path, const lang::RecordType& type) const;
  std::string through_parents(const lang::RecordType& type, const std::string& expression) const;
  bool may_read_secret(const Acting& who, const RowPtr& row, RowSource& source, base::Day today) const;
  bool meets(const Grant& grant, const lang::Actor& actor, const RowPtr& row, RowSource& source, base::Day today) const;

  bool blinded(const Acting& who, const RowPtr& row, RowSource& source, base::Day today) const;
  bool blinded_field(const Acting& who, const lang::Field& field, const RowPtr& row, RowSource& source, base::Day today) const;
  bool holds(const Acting& who, const RowPtr& blind, RowSource& source, base::Day today) const;
  bool holds_any(const Acting& who, const lang::RecordType& blind, db::Connection& connection) const;
  bool begun_by_others(const Acting& who, const RowPtr& row, RowSource& source) const;
  std::string held_sql(const Acting& who, const lang::RecordType& blind, const std::string& alias, int& next, std::vector<db::Value>& args) const;
  std::string blinded_sql(const Acting& who, const lang::RecordType& type, const std::string& alias, int& next, std::vector<db::Value>& args) const;

  const Site& site_;
  std::shared_ptr<const OrgTree> orgs_;
  std::vector<const lang::RecordType*> blind_;   // all types with `blind`
};

// The three administrators keep accounts, keys and the journal; what is recorded is none of their business.
bool works(const Grant& grant);

// Whether a move makes whoever may make it the holder of a record that stands where it begins: there is a task.
inline bool gives_task(const lang::Move& move) { return move.due.has_value() && !move.gone; }

// Whether `wanted` holds for someone who may read a type where its class is sensitive: named in its moves or in `see`. Of a secret type only
// `see`, and those who may come to hold a task on one.
template <class Wanted>
bool any_named_in(const lang::RecordType& type, Wanted wanted) {
  for (const auto& move : type.moves)
    if (type.class_ != lang::Class::secret || gives_task(*move))
      for (const lang::Actor& actor : move->by)
        if (wanted(actor)) return true;
  for (const lang::Actor& actor : type.see)
    if (wanted(actor)) return true;
  return false;
}

}  // namespace halfsky::engine
