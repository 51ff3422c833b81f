// What a page is told of records, and no more: values masked by class, rights and consent, labels only of what she may read, the moves
// she may make, who holds it. The one exit for lists, records, sheets, search and figures' records (SECURITY, "One gate").
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/access/gate.hpp"
#include "engine/command/unit.hpp"
#include "engine/move/notice.hpp"
#include "engine/query/arena.hpp"
#include "engine/store/snapshot.hpp"

namespace halfsky::engine {

// Whether she may make a move on a row, as far as can be told without making it; `why` is a problem's code, `message` the pack's `else`
// (`message_en`: in English, where it has any).
struct MayMove {
  const lang::Move* move = nullptr;
  bool ok = true;
  std::string why;
  std::string message, message_en;
  std::optional<base::Day> until;   // notice_running: the notice's last day
};

// For one viewer in one county's snapshot.
class View {
 public:
  View(const Site& site, Snapshot& snapshot, const Acting& who)
      : site_(site), snapshot_(snapshot), who_(who), gate_(site), orgs_(site.orgs()), today_(site.clock->today()), kept_(boost::json::make_shared_resource<Arena>()), memory_(kept_.get()) {}

  enum class Depth { list, record };   // a list asks no guard that reads many rows

  bool may_read(const RowPtr& row);
  void let_read(const RowPtr& row) { readable_[row] = true; }   // a version of old that she may read since the record is hers to read now
  RowPtr load(const lang::RecordType& type, const std::string& id) { return snapshot_.load(type, id); }   // ask may_read of it
  // In memory(): move it into a value in kept() before the view goes.
  boost::json::object row_json(const RowPtr& row, Depth depth);
  std::vector<MayMove> may_moves(const RowPtr& row, Depth depth);
  std::string label(const RowPtr& row);                       // "" where she may not read it
  std::string label_of(const lang::RecordType& type, const std::string& id);
  boost::json::value value_json(const RowPtr& row, const lang::Field& field);
  boost::json::value holder_json(const RowPtr& row);
  boost::json::array may_json(const RowPtr& row, Depth depth);
  std::string org_name(base::OrgId org) const;
  std::string role_title(const std::string& role) const;

  std::optional<NoticeState> notice_of(const RowPtr& row);   // where its stage is posted

  // Reads in a few statements what a page of rows will ask for: refs and the refs of their labels, tasks, who moved.
  void prepare(const std::vector<RowPtr>& rows, Depth depth);
  // The plain value for those who may, noted as a look with its reason.
  std::optional<lang::Value> reveal(const RowPtr& row, const lang::Field& field, const std::string& reason);
  // Whether a protected text ends so (in lower case), for one question about many rows: the caller journals that it was asked.
  bool ends_so(const RowPtr& row, const lang::Field& field, const std::string& tail);
  // What is shown of secrets from here on is noted as a look of this kind; "" where it says no more than the task that she holds.
  void shows_as(std::string how) { how_ = std::move(how); }
  void looked(const RowPtr& row, const std::string& how);

  Gate& gate() { return gate_; }
  // What leaves the view stands in `kept`, which owns the page's arena; its parts stand in `memory`, which only points there.
  const boost::json::storage_ptr& kept() const { return kept_; }
  const boost::json::storage_ptr& memory() const { return memory_; }

 private:
  struct Task { std::string move; base::OrgId org; std::string role; base::Day since; std::optional<base::Instant> due; int64_t n; };
  const std::vector<Made>& made_of(const RowPtr& row);
  void held_by_notice(const RowPtr& row, MayMove& may);

  const Site& site_;
  Snapshot& snapshot_;
  const Acting& who_;
  Gate gate_;
  std::shared_ptr<const OrgTree> orgs_;
  base::Day today_;
  std::unordered_map<std::string, std::vector<Task>> tasks_;
  std::unordered_map<std::string, std::vector<Made>> made_;
  std::unordered_map<RowPtr, bool> readable_;   // holds its rows, so that no other can come to stand at the same address
  boost::json::storage_ptr kept_, memory_;
  std::string how_ = "list";
};

}  // namespace halfsky::engine
