// The desk of an office, read in a few statements.
#include "engine/access/office_work.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/query/pages.hpp"
#include "engine/query/view.hpp"

namespace halfsky::engine {
namespace {

constexpr size_t kAtOnce = 500;   // records read in one statement

const std::string kTasks =
    "select type, record, move, since, due_at from task where county = ?1 and org = ?2 and role = ?3 and closed_at is null order by due_at is null, due_at, record, move, n limit ?4";
// What her account moved in this office, or was handed over as moved by those before her, and others hold.
const std::string kFollowed =
    "select type, record, move, since, due_at from task where county = ?1 and closed_at is null and not (org = ?2 and role = ?3) and record in "
    "(select record from made where county = ?1 and account = ?5 and org = ?2 and role = ?3 "
    "union select record from office_item where county = ?1 and to_account = ?5 and org = ?2 and role = ?3 and kind = 'followed' and why = '') "
    "order by due_at is null, due_at, record, move, n limit ?4";
const std::string kEntered = "select distinct type from made where county = ?1 and account = ?5 and move = 'enter' and by_effect = 0 and org = ?2 and role = ?3 and type <> ?4 order by type";
const std::string kJobs = "select type, id, kind, made_at from job where county = ?1 and account = ?5 and org = ?2 and role = ?3 and state in ('running', 'ready') order by made_at, id limit ?4";

class Desk {
 public:
  Desk(const Site& site, db::Connection& connection, base::County county, const Acting& from, const Acting* to)
      : site_(site), connection_(connection), office_(from.grants.front()), from_(from), to_(to), county_(county), snapshot_(site, connection, county_), hers_(site, snapshot_, from_) {
    if (to_) others_.emplace(site, snapshot_, *to_);
  }

  std::vector<OfficeItem> read() {
    tasks("task", kTasks);
    tasks("followed", kFollowed);
    drafts();
    jobs();
    std::stable_sort(items_.begin(), items_.end(), [](const OfficeItem& a, const OfficeItem& b) { return place(a.kind) < place(b.kind); });
    if (items_.size() > kOfficeItemsMax + 1) items_.resize(kOfficeItemsMax + 1);
    return std::move(items_);
  }

 private:
  static int place(const std::string& kind) {
    constexpr const char* kOrder[] = {"approval", "task", "draft", "followed", "job"};
    for (int i = 0; i < int(std::size(kOrder)); ++i)
      if (kind == kOrder[i]) return i;
    return int(std::size(kOrder));
  }

  std::vector<db::Value> args(db::Value fourth) const { return {county_, office_.org, office_.role, std::move(fourth), from_.account}; }

  // Rows and what is asked of them, some hundred records at a time; `visit` gets each that is there for her.
  template <class Visit>
  void each_row(const std::vector<OfficeItem>& found, Visit visit) {
    for (size_t begin = 0; begin < found.size(); begin += kAtOnce) {
      const size_t end = std::min(begin + kAtOnce, found.size());
      std::map<const lang::RecordType*, std::vector<std::string>> wanted;
      for (size_t i = begin; i < end; ++i)
        if (const lang::RecordType* type = site_.packs->record_type(found[i].type)) wanted[type].push_back(found[i].record);
      for (const auto& [type, ids] : wanted) {
        snapshot_.fetch(*type, ids);
        std::vector<RowPtr> rows;
        for (const std::string& id : ids)
          if (const RowPtr row = snapshot_.load(*type, id)) rows.push_back(row);
        hers_.prepare(rows, View::Depth::list);
        if (others_) others_->prepare(rows, View::Depth::list);
      }
      for (size_t i = begin; i < end; ++i) {
        const lang::RecordType* type = site_.packs->record_type(found[i].type);
        const RowPtr row = type ? snapshot_.load(*type, found[i].record) : nullptr;
        if (row && !row->struck) visit(found[i], row);
      }
    }
  }

  void tasks(const std::string& kind, const std::string& sql) {
    std::vector<OfficeItem> found;
    std::set<std::string> seen;
    std::vector<db::Value> given = args(int64_t(kOfficeItemsMax + 1));
    if (kind == "task") given.pop_back();   // what waits at the office is asked of no account
    const db::Rows rows = connection_.read({sql, std::move(given)});
    for (size_t r = 0; r < rows.size(); ++r)
      if (seen.insert(rows.text(r, 1) + (kind == "task" ? "/" + rows.text(r, 2) : "")).second)   // several offices may hold it; of what is followed one line a record
        found.push_back({kind, rows.text(r, 0), rows.text(r, 1), rows.text(r, 2), base::Day(rows.integer(r, 3)), rows.is_null(r, 4) ? std::nullopt : std::optional(rows.integer(r, 4)), ""});
    each_row(found, [&](OfficeItem item, const RowPtr& row) {
      if (kind == "followed" && !hers_.may_read(row)) return;
      const lang::Move* move = row->type->move(item.move);
      if (kind == "task" && move && !move->unlike.empty()) item.kind = "approval";
      if (others_) item.why = kind == "task" ? why_not(row, item.move) : may_follow(row);
      listed_.insert(item.record);
      items_.push_back(std::move(item));
    });
  }

  std::string may_follow(const RowPtr& row) { return others_->may_read(row) ? "" : "office_unreadable"; }

  // Why the one who takes over can't do what waits on the desk: she must not read it (she scores the other sheet), or she made the step before.
  // What hinders whoever comes, a notice that runs or a field that is missing, is no reason.
  std::string why_not(const RowPtr& row, const std::string& move) {
    if (!others_->may_read(row)) return "office_unreadable";
    for (const MayMove& hers : others_->may_moves(row, View::Depth::list))
      if (hers.move->id == move && hers.why == "someone_else") return "office_someone_else";
    return "";
  }

  // Those that nobody has a task on, so nothing but her memory would bring them up; where she could still do something with one.
  void drafts() {
    const db::Rows types = connection_.read({kEntered, args(std::string())});
    std::vector<OfficeItem> found;
    for (size_t r = 0; r < types.size() && items_.size() + found.size() <= kOfficeItemsMax; ++r) {
      const lang::RecordType* type = site_.packs->record_type(types.text(r, 0));
      if (type == nullptr || type->stages.empty() || type->gone || type->parent) continue;
      const db::Rows rows = connection_.read({fmt::format("select distinct t.id, t.entered from made m join {} t on t.county = m.county and t.id = m.record where m.county = ?1 and m.account = ?5 and m.type = ?4 and m.move = 'enter' "
                                                          "and m.by_effect = 0 and m.org = ?2 and m.role = ?3 and t.stage = ?6 and t.struck_ = 0 order by t.entered, t.id limit ?7", site_.schema->table(*type).name()),
                                              {county_, office_.org, office_.role, type->name, from_.account, type->first_stage(), int64_t(kOfficeItemsMax + 1)}});
      for (size_t i = 0; i < rows.size(); ++i)
        if (!listed_.contains(rows.text(i, 0))) found.push_back({"draft", type->name, rows.text(i, 0), "", base::Day(rows.integer(i, 1)), std::nullopt, ""});
    }
    each_row(found, [&](OfficeItem item, const RowPtr& row) {
      const auto may = hers_.may_moves(row, View::Depth::list);
      if (may.empty()) return;
      item.move = may.front().move->id;
      if (others_) item.why = why_not(row, item.move);
      items_.push_back(std::move(item));
    });
  }

  // They run as her account and end with her role; what they took in stays.
  void jobs() {
    const db::Rows rows = connection_.read({kJobs, args(int64_t(kOfficeItemsMax + 1))});
    for (size_t r = 0; r < rows.size(); ++r)
      items_.push_back({"job", rows.text(r, 0), rows.text(r, 1), rows.text(r, 2), base::day_at(rows.integer(r, 3)), std::nullopt, "office_job"});
  }

  const Site& site_;
  db::Connection& connection_;
  const Grant& office_;
  const Acting& from_;
  const Acting* to_;
  base::County county_;
  Snapshot snapshot_;
  View hers_;
  std::optional<View> others_;
  std::set<std::string> listed_;   // records
  std::vector<OfficeItem> items_;
};

}  // namespace

std::vector<base::County> counties_of_office(const Site& site, base::OrgId org) {
  if (base::county_of(org) != 0) return {base::county_of(org)};
  std::vector<base::County> result;
  const auto orgs = site.orgs();
  for (const Org& below : orgs->within(base::range_of(org)))
    if (base::depth_of(below.id) == 3 && base::county_of(below.id) != 0) result.push_back(base::county_of(below.id));
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

std::vector<OfficeItem> office_work(const Site& site, db::Connection& connection, base::County county, const Acting& from, const Acting* to) {
  HALFSKY_ASSERT(from.grants.size() == 1 && (to == nullptr || to->grants.size() == 1));
  return Desk(site, connection, county, from, to).read();
}

}  // namespace halfsky::engine
