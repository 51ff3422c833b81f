// Rows as JSON for one viewer.
#include "engine/query/view.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "engine/access/accounts.hpp"
#include "engine/access/looks.hpp"
#include "engine/command/field_value.hpp"
#include "engine/move/decider.hpp"
#include "engine/move/guard.hpp"
#include "engine/query/words.hpp"
#include "engine/world.hpp"

namespace halfsky::engine {
namespace json = boost::json;
using lang::Kind;
using lang::Value;

namespace {

std::string places(size_t from, size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += fmt::format("{}?{}", i ? ", " : "", from + i);
  return text;
}

}  // namespace

bool View::may_read(const RowPtr& row) {
  const auto [at, fresh] = readable_.try_emplace(row, false);
  if (!fresh) return at->second;
  const bool may = gate_.may_read(who_, row, snapshot_, today_);
  return readable_[row] = may;
}

void View::looked(const RowPtr& row, const std::string& how) {
  if (row->type->class_ == lang::Class::secret && who_.looks && !how.empty()) who_.looks->add(*row, how);
}

void View::prepare(const std::vector<RowPtr>& rows, Depth) {
  if (rows.empty()) return;
  std::vector<RowPtr> round = rows;
  for (int hop = 0; hop < 2; ++hop) {   // the refs, then what their labels read
    std::map<const lang::RecordType*, std::vector<std::string>> wanted;
    for (const RowPtr& row : round)
      for (const auto& field : row->type->fields) {
        if (field->type.kind != Kind::ref || field->target->is_org || row->fields[field->index].is_null()) continue;
        const bool in_label = row->type->label && std::find(row->type->label->reads.begin(), row->type->label->reads.end(), field.get()) != row->type->label->reads.end();
        if (hop == 0 || in_label) wanted[field->target].push_back(row->fields[field->index].text);
      }
    std::vector<RowPtr> next;
    for (auto& [type, ids] : wanted) {
      snapshot_.fetch(*type, ids);
      for (const auto& id : ids)
        if (const RowPtr row = snapshot_.load(*type, id)) next.push_back(row);
    }
    round = std::move(next);
  }
  const lang::RecordType& type = *rows.front()->type;
  if (type.stages.empty()) return;
  std::vector<db::Value> args{snapshot_.county()};
  for (const RowPtr& row : rows) {
    args.push_back(row->id);
    tasks_[row->id];
  }
  const std::string in = places(2, rows.size());
  std::vector<db::Call> calls = {{fmt::format("select record, move, org, role, since, due_at, n from task where county = ?1 and record in ({}) and closed_at is null", in), args}};
  bool unlike = false;   // or posted: who made which moves is asked
  for (const auto& move : type.moves) unlike = unlike || !move->unlike.empty();
  for (const auto& stage : type.stages) unlike = unlike || stage.notice;
  if (unlike) {
    for (const RowPtr& row : rows) made_[row->id];
    calls.push_back({fmt::format("select record, move, account, person from made where county = ?1 and record in ({})", in), args});
  }
  const auto results = snapshot_.connection().read_all(calls);
  for (size_t r = 0; r < results[0].size(); ++r)
    tasks_[results[0].text(r, 0)].push_back({results[0].text(r, 1), results[0].integer(r, 2), results[0].text(r, 3), base::Day(results[0].integer(r, 4)),
                                             results[0].is_null(r, 5) ? std::nullopt : std::optional(results[0].integer(r, 5)), results[0].integer(r, 6)});
  for (auto& [record, tasks] : tasks_)   // without a due day first, as it always was: it may be done at once
    std::sort(tasks.begin(), tasks.end(), [](const Task& a, const Task& b) { return std::pair(a.due.value_or(0), a.n) < std::pair(b.due.value_or(0), b.n); });
  if (!unlike) return;
  for (size_t r = 0; r < results[1].size(); ++r) {
    Made made;
    made.move = results[1].text(r, 1);
    made.account = results[1].text(r, 2);
    made.person = results[1].text(r, 3);
    made_[results[1].text(r, 0)].push_back(std::move(made));
  }
  for (const RowPtr& row : rows)
    if (!counties_before(*row).empty()) made_.erase(row->id);   // asked one by one, in all its counties
}

const std::vector<Made>& View::made_of(const RowPtr& row) {
  const auto known = made_.find(row->id);
  if (known != made_.end()) return known->second;
  std::vector<base::County> counties = counties_before(*row);
  counties.push_back(row->county);
  std::vector<Made> result;
  for (const base::County county : counties) {
    const db::Rows rows = snapshot_.connection().read({"select move, account, person from made where county = ?1 and record = ?2", {county, row->id}});
    for (size_t r = 0; r < rows.size(); ++r) {
      Made made;
      made.move = rows.text(r, 0);
      made.account = rows.text(r, 1);
      made.person = rows.text(r, 2);
      result.push_back(std::move(made));
    }
  }
  return made_[row->id] = std::move(result);
}

// Whether a guard reads what the move will ask for, by itself or through computed fields: then only trying it can tell.
bool hangs_on(const lang::Expression& when, const std::vector<const lang::Field*>& asked, int depth = 0) {
  constexpr int kDepthMax = 16;
  if (asked.empty()) return false;
  return std::any_of(when.reads.begin(), when.reads.end(), [&](const lang::Field* field) {
    return depth > kDepthMax || std::find(asked.begin(), asked.end(), field) != asked.end() || (field->is && hangs_on(*field->is, asked, depth + 1));
  });
}

std::vector<MayMove> View::may_moves(const RowPtr& row, Depth depth) {
  std::vector<MayMove> result;
  if (row->struck) return result;
  for (const auto& move : row->type->moves) {
    const bool stands = row->type->stages.empty() || std::find(move->from.begin(), move->from.end(), row->stage) != move->from.end();
    if (move->id == "enter" || move->gone || !stands) continue;
    if (gate_.grant_for(who_, move->by, row, snapshot_, today_) == nullptr) continue;
    MayMove may{move.get(), true, "", "", ""};
    for (const auto& unlike : move->unlike) {
      RowPtr of = row;
      if (unlike.path) {
        const Value at = RowWorld(site_, snapshot_, row, today_).evaluate(*unlike.path);
        of = at.is_null() ? nullptr : snapshot_.load(*unlike.type, at.text);
      }
      if (!of) continue;
      for (const Made& made : made_of(of))
        if (made.move == unlike.move && (made.account == who_.account || (!made.person.empty() && made.person == who_.person))) may.ok = false;
      if (!may.ok) may.why = "someone_else";
    }
    if (may.ok) held_by_notice(row, may);
    const bool cheap = move->when && !move->when->reads_back && !move->when->asks_server;
    if (may.ok && move->when && !hangs_on(*move->when, move->asks) && (cheap || depth == Depth::record)) {
      RowWorld world(site_, snapshot_, row, today_);
      world.me(who_.grants.empty() ? 0 : who_.grants.front().org, who_.person);
      if (!world.evaluate(*move->when).is_true()) {
        may.ok = false;
        may.why = "guard";
        GuardSaid said = said_by_guard(site_, snapshot_, gate_, who_, *move, world, today_);
        may.message = std::move(said.chinese);
        may.message_en = std::move(said.english);
      }
    }
    result.push_back(std::move(may));
  }
  return result;
}

std::optional<NoticeState> View::notice_of(const RowPtr& row) {
  const lang::Stage* stage = row->type->stage(row->stage);
  if (stage == nullptr || !stage->notice) return std::nullopt;
  int64_t stay = 0;
  for (const Made& made : made_of(row)) stay += arrives(*row->type, made.move) ? 1 : 0;
  return notice_state(site_, snapshot_, *row, stay);
}

void View::held_by_notice(const RowPtr& row, MayMove& may) {
  const auto notice = notice_of(row);
  const auto held = notice ? held_back(*notice, *may.move, *row, today_) : std::nullopt;
  if (!held) return;
  may.ok = false;
  may.why = held->code;
  if (held->code == "notice_running") may.until = notice->ends;
}

json::array View::may_json(const RowPtr& row, Depth depth) {
  json::array result(memory_);
  for (const MayMove& may : may_moves(row, depth)) {
    json::object object({{"move", may.move->id}, {"title", may.move->title}, {"ok", may.ok}}, 7, memory_);
    if (!may.why.empty()) object["why"] = may.why;
    if (!may.message.empty()) object["message"] = may.message;
    if (!may.message_en.empty()) object["message_en"] = may.message_en;
    if (may.until) object["until"] = base::format_day(*may.until);
    result.push_back(std::move(object));
  }
  return result;
}

std::string View::org_name(base::OrgId org) const {
  const Org* found = orgs_->find(org);
  return found ? found->name : "";
}

std::string View::role_title(const std::string& role) const {
  const size_t dot = role.find('.');
  const lang::Pack* pack = site_.packs->pack(dot == std::string::npos ? "core" : std::string_view(role).substr(0, dot));
  if (pack) {
    const auto at = pack->roles.find(dot == std::string::npos ? role : role.substr(dot + 1));
    if (at != pack->roles.end()) return at->second;
  }
  const std::string_view own = Accounts::own_role_title(role);
  return own.empty() ? role : std::string(own);
}

std::string View::label(const RowPtr& row) {
  if (!row || !may_read(row)) return "";
  looked(row, how_);
  if (!row->type->label) return row->id.substr(0, 8);
  if (row->type->class_ == lang::Class::secret)   // its own readers may be others than those of the secret that it is named after
    for (const auto& field : row->type->fields) {
      const Value& value = row->fields[field->index];
      if (!field->target || field->target->class_ != lang::Class::secret || value.is_null()) continue;
      const auto& reads = row->type->label->reads;
      if (std::find(reads.begin(), reads.end(), field.get()) != reads.end() && !may_read(snapshot_.load(*field->target, value.text))) return "";
    }
  const Value value = RowWorld(site_, snapshot_, row, today_).evaluate(*row->type->label);
  if (value.is_null()) return "";
  switch (value.kind) {
    case Kind::text: return value.text;
    case Kind::choice: return title_of(row->type->label->type(), value.text);
    default: return text_of(value.number, value.kind);
  }
}

std::string View::label_of(const lang::RecordType& type, const std::string& id) { return label(snapshot_.load(type, id)); }

json::value View::value_json(const RowPtr& row, const lang::Field& field) {
  looked(row, how_);
  const auto mark = [&](const char* how) { return json::value(json::object({{how, true}}, memory_)); };
  const bool filled = field.encrypted() ? !row->ciphers[field.index].empty() : true;
  if ((!field.see.empty() || field.is) && !gate_.may_read_field(who_, field, row, snapshot_, today_)) {
    const bool there = field.encrypted() ? filled : !row->fields[field.index].is_null();
    return there ? mark("hidden") : json::value(nullptr);
  }
  if (field.private_) return filled ? mark("masked") : json::value(nullptr);
  if (!field.encrypted() && !field.is_on_reading) return json_of(row->fields[field.index], field.type.kind, memory_);
  return json_of(RowWorld(site_, snapshot_, row, today_).field(row, field), field.type.kind, memory_);
}

std::optional<Value> View::reveal(const RowPtr& row, const lang::Field& field, const std::string& reason) {
  if (!may_read(row) || !gate_.may_read_field(who_, field, row, snapshot_, today_)) return std::nullopt;
  if (who_.looks) who_.looks->add(*row, "reveal", field.id, reason);
  return RowWorld(site_, snapshot_, row, today_).field(row, field);
}

bool View::ends_so(const RowPtr& row, const lang::Field& field, const std::string& tail) {
  if (!may_read(row) || !gate_.may_read_field(who_, field, row, snapshot_, today_)) return false;
  const Value value = RowWorld(site_, snapshot_, row, today_).field(row, field);
  return !value.is_null() && base::lower(value.text).ends_with(tail);
}

json::value View::holder_json(const RowPtr& row) {
  const auto tasks = tasks_.find(row->id);
  if (tasks == tasks_.end() || tasks->second.empty()) return nullptr;
  const Task& task = tasks->second.front();
  json::object holder({{"org", task.org}, {"org_name", org_name(task.org)}, {"role", task.role}, {"role_title", role_title(task.role)}, {"move", task.move},
                       {"since", base::format_day(task.since)}}, 9, memory_);
  if (task.due) {
    const base::Day due = base::day_at(*task.due - 1);
    holder["due"] = base::format_day(due);
    holder["days_left"] = due - today_;
    holder["late"] = *task.due <= site_.clock->now();
  } else {
    holder["due"] = nullptr;
    holder["late"] = false;
  }
  return holder;
}

json::object View::row_json(const RowPtr& row, Depth depth) {
  looked(row, depth == Depth::record ? "page" : how_);
  json::object object({{"record", row->id}, {"type", row->type->name}, {"version", row->version}, {"org", row->org}, {"org_name", org_name(row->org)}}, 16, memory_);
  object["stage"] = row->stage.empty() ? json::value(nullptr) : json::value(json::string(row->stage, memory_));
  object["entered"] = base::format_day(row->entered);
  object["moved"] = base::format_day(row->moved);
  if (row->struck) object["struck"] = true;
  object["label"] = label(row);
  json::object values(memory_), labels(memory_);
  values.reserve(row->type->fields.size());
  for (const auto& field : row->type->fields) {
    if (depth == Depth::list && field->note && !field->encrypted()) continue;   // paragraphs are for the record's page
    const json::value& shown = values.emplace(field->id, value_json(row, *field)).first->value();
    if (field->type.kind != Kind::ref || field->private_ || (shown.is_object() && shown.get_object().contains("hidden"))) continue;
    const Value value = field->concealed && !row->ciphers[field->index].empty() && gate_.may_read_field(who_, *field, row, snapshot_, today_) ? RowWorld(site_, snapshot_, row, today_).field(row, *field) : row->fields[field->index];
    if (!value.is_null())
      labels[field->id] = field->target->is_org ? org_name(value.number) : label_of(*field->target, value.text);
  }
  object["values"] = std::move(values);
  object["labels"] = std::move(labels);
  object["may"] = may_json(row, depth);
  object["holder"] = holder_json(row);
  return object;
}

}  // namespace halfsky::engine
