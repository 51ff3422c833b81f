// Open tasks, timers and name tokens of one county.
#include "engine/store/name_tokens.hpp"
#include "engine/journal/verify_derived.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "engine/move/decider.hpp"
#include "engine/store/snapshot.hpp"
#include "engine/task/due.hpp"
#include "engine/world.hpp"

namespace halfsky::engine {
namespace {

struct Task {
  std::string move, type, role;
  int64_t n = 0, arrival = 0, since = 0;
  base::OrgId org = 0;
  std::optional<base::Instant> due;
};

struct Timer {
  std::string move, kind, type;
  base::Instant at = 0;
};


// What it says hangs on the record alone, and not on the day when it is asked.
bool is_own(const lang::Expression& expression, const lang::RecordType& type) {
  return !expression.reads_today && !expression.reads_back && std::all_of(expression.reads.begin(), expression.reads.end(), [&](const lang::Field* field) { return field->owner == &type; });
}

bool is_own(const lang::Due& due, const lang::RecordType& type) { return due.unit != lang::Due::Unit::hours && (due.unit != lang::Due::Unit::date || is_own(*due.date, type)); }

class Derived {
 public:
  Derived(Site& site, db::Connection& connection, base::County county) : site_(site), connection_(connection), county_(county), snapshot_(site, connection, county) {}

  std::vector<Finding> run() {
    read();
    for (const auto& table : site_.schema->tables()) {
      std::vector<RowPtr> rows;
      connection_.each_row({fmt::format("select {} from {} where county = ?1", table->column_list(), table->name()), {county_}}, [&](const db::Value* at) { rows.push_back(std::make_shared<const Row>(table->row_of(at))); });
      for (const RowPtr& row : rows) {
        snapshot_.keep(row);
        if (row->type->stages.empty()) continue;
        for (const base::County county : counties_before(*row)) read_arrivals(county, row->id);
        check_tasks(row);
        check_timers(row);
      }
      check_tokens(table->type(), rows);
    }
    for (const auto& [record, tasks] : tasks_)
      for (const Task& task : tasks) find("task", record + " " + task.move);
    for (const auto& [record, timers] : timers_)
      for (const Timer& timer : timers) find("timer", record + " " + timer.move);
    check_closed();
    return std::move(findings_);
  }

 private:
  void find(std::string table, std::string id) { findings_.push_back({county_, "derived", std::move(table), std::move(id), 0}); }

  void read() {
    const auto optional = [](const db::Value& value) { return std::holds_alternative<int64_t>(value) ? std::optional(std::get<int64_t>(value)) : std::nullopt; };
    const auto text = [](const db::Value& value) { return std::get<std::string>(value); };
    const auto integer = [](const db::Value& value) { return std::get<int64_t>(value); };
    connection_.each_row({"select record, move, n, since_seq, type, org, role, since, due_at from task where county = ?1 and closed_at is null", {county_}}, [&](const db::Value* at) {
      tasks_[text(at[0])].push_back({text(at[1]), text(at[4]), text(at[6]), integer(at[2]), integer(at[3]), integer(at[7]), integer(at[5]), optional(at[8])});
    });
    connection_.each_row({"select record, move, kind, type, at from timer where county = ?1", {county_}}, [&](const db::Value* at) { timers_[text(at[0])].push_back({text(at[1]), text(at[2]), text(at[3]), integer(at[4])}); });
    connection_.each_row({"select type, record, move from made where county = ?1", {county_}}, [&](const db::Value* at) {
      const lang::RecordType* type = site_.packs->record_type(text(at[0]));
      if (type && arrives(*type, text(at[2]))) ++arrivals_[text(at[1])];
    });
  }

  // Of a record that came from another county: how often it came into a stage there.
  void read_arrivals(base::County county, const std::string& record) {
    const db::Rows rows = connection_.read({"select type, move from made where county = ?1 and record = ?2", {county, record}});
    for (size_t r = 0; r < rows.size(); ++r) {
      const lang::RecordType* type = site_.packs->record_type(rows.text(r, 0));
      if (type && arrives(*type, rows.text(r, 1))) ++arrivals_[record];
    }
  }

  std::optional<base::Day> reached(const Row& row) const {
    for (size_t i = 0; i < row.type->stages.size(); ++i)
      if (row.type->stages[i].id == row.stage) return row.reached[i];
    return std::nullopt;
  }

  template <class Each, class Same>
  static std::optional<Each> take(std::vector<Each>& list, Same same) {
    const auto at = std::find_if(list.begin(), list.end(), same);
    if (at == list.end()) return std::nullopt;
    Each found = *at;
    list.erase(at);
    return found;
  }

  // On the day when it came into its stage, was moved last, or was handed over.
  static bool began(const Task& task, const Row& row, std::optional<base::Day> reached) {
    return task.since == row.moved || (reached && task.since == *reached) || std::any_of(row.handed.begin(), row.handed.end(), [&](const Handed& handed) { return handed.since == task.since; });
  }

  void check_tasks(const RowPtr& row) {
    std::vector<Task>& open = tasks_[row->id];
    if (row->struck) return;
    const lang::RecordType& type = *row->type;
    const auto day = reached(*row);
    for (const auto& move : type.moves) {
      if (!move->begins_in(row->stage) || !move->due) continue;
      const auto due = due_of(site_, snapshot_, *move, row);
      int64_t n = -1;
      for (const lang::Actor& actor : move->by) {
        ++n;
        base::OrgId org = 0;
        if (actor.scope == lang::Actor::Scope::own_org) org = row->org;
        if (actor.scope == lang::Actor::Scope::level)
          if (const Org* at = site_.orgs()->at_level(row->org, actor.level)) org = at->id;
        if (actor.scope == lang::Actor::Scope::path)
          if (const lang::Value at = RowWorld(site_, snapshot_, row, site_.clock->today()).evaluate(*actor.path); !at.is_null()) org = at.number;
        if (org == 0) continue;
        const auto task = take(open, [&](const Task& each) { return each.move == move->id && each.n == n; });
        const bool fits = task && task->type == type.name && task->org == org && task->role == actor.role && task->arrival == (day ? arrivals_[row->id] : 0) && began(*task, *row, day) &&
                          (!is_own(*move->due, type) || task->due == due);
        if (!fits) find("task", row->id + " " + move->id);
      }
    }
  }

  void check_timers(const RowPtr& row) {
    std::vector<Timer>& set = timers_[row->id];
    if (row->struck) return;
    for (const auto& move : row->type->moves) {
      if (!move->begins_in(row->stage)) continue;
      if (move->due && !move->late.empty()) check_timer(*row, *move, "late", due_of(site_, snapshot_, *move, row), is_own(*move->due, *row->type), set);
      if (!move->by_clock() || !move->after) continue;
      const lang::Value after = RowWorld(site_, snapshot_, row, site_.clock->today()).evaluate(*move->after);
      check_timer(*row, *move, "clock", after.is_null() ? std::nullopt : std::optional(base::start_of(base::Day(after.number))), is_own(*move->after, *row->type), set);
    }
  }

  // -1: it has run. Later than it should be: tried again the next day.
  void check_timer(const Row& row, const lang::Move& move, const std::string& kind, std::optional<base::Instant> at, bool own, std::vector<Timer>& set) {
    const auto timer = take(set, [&](const Timer& each) { return each.move == move.id && each.kind == kind; });
    if (!own) return;
    const base::Instant now = site_.clock->now();
    const bool moved_on = timer && at && *at <= now && (timer->at == -1 || (timer->at > *at && timer->at <= now + base::kMicrosPerDay));
    const bool fits = timer ? at && timer->type == row.type->name && (timer->at == *at || moved_on) : !at;
    if (!fits) find("timer", row.id + " " + move.id);
  }

  // A task was closed by a change of its record, or of the one that said who held it; or, without a place, with a move that the packs no longer have.
  void check_closed() {
    connection_.each_row({"select t.record, t.move, t.type, cast(case when exists (select 1 from journal j where j.county = ?1 and j.seq = t.closed_seq and t.closed_at between j.at - 60000000 and j.at) then 1 else 0 end as bigint) "
                          "from task t where t.county = ?1 and t.closed_seq is not null and not exists (select 1 from change_ c join journal j on j.county = c.county and j.seq = c.seq "
                          "where c.county = ?1 and c.seq = t.closed_seq and c.id = t.record and t.closed_at between j.at - 60000000 and j.at) order by t.record",
                          {county_}}, [&](const db::Value* at) {
      const bool in_a_command = std::get<int64_t>(at[3]) == 1;
      const std::string record = std::get<std::string>(at[0]), move = std::get<std::string>(at[1]);
      if (!in_a_command || !held_through_others(std::get<std::string>(at[2]), move)) find("task", record + " " + move);
    });
  }

  bool held_through_others(const std::string& type_name, const std::string& move_name) const {
    const lang::RecordType* type = site_.packs->record_type(type_name);
    const lang::Move* move = type ? type->move(move_name) : nullptr;
    return move && std::any_of(move->by.begin(), move->by.end(), [&](const lang::Actor& actor) { return actor.scope == lang::Actor::Scope::path && !is_own(*actor.path, *type); });
  }

  void check_tokens(const lang::RecordType& type, const std::vector<RowPtr>& rows) {
    for (const auto& field : type.fields) {
      if (!field->sealed || field->type.kind != lang::Kind::text) continue;
      std::set<std::pair<std::string, std::string>> should, is;   // id, token
      const auto add = [](auto& to, const std::string& id, const std::string& tokens) {
        for (size_t at = 0; at < tokens.size(); at += kTokenBytes) to.emplace(id, tokens.substr(at, kTokenBytes));
      };
      for (const RowPtr& row : rows) {
        const lang::Value name = site_.vault->open(*row, *field, connection_);
        if (name.is_null()) continue;
        add(should, row->id, name_tokens(*site_.vault, *field, name.text));
      }
      connection_.each_row({"select id, tokens from name_tokens where county = ?1 and type = ?2 and field = ?3", {county_, type.name, field->id}}, [&](const db::Value* at) { add(is, std::get<std::string>(at[0]), std::get<db::Bytes>(at[1]).data); });
      std::set<std::pair<std::string, std::string>> differ;
      std::set_symmetric_difference(should.begin(), should.end(), is.begin(), is.end(), std::inserter(differ, differ.end()));
      std::set<std::string> named;
      for (const auto& [id, token] : differ)
        if (named.insert(id).second) find("name_tokens", type.name + " " + id);
    }
  }

  Site& site_;
  db::Connection& connection_;
  base::County county_;
  Snapshot snapshot_;
  std::map<std::string, std::vector<Task>> tasks_;
  std::map<std::string, std::vector<Timer>> timers_;
  std::map<std::string, int64_t> arrivals_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> verify_derived(Site& site, db::Connection& connection, base::County county) { return Derived(site, connection, county).run(); }

}  // namespace halfsky::engine
