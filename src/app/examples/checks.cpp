// What must hold at the end of a story.
#include <fmt/format.h>

#include "app/examples/play.hpp"
#include "base/decimal.hpp"
#include "capabilities/indicate/report_figures.hpp"
#include "engine/command/field_value.hpp"
#include "engine/store/snapshot.hpp"
#include "engine/world.hpp"

namespace halfsky::app::examples {

using lang::StoryCheck;

namespace {

const base::Day kEver = base::day_of({1900, 1, 1});

std::string shown(const lang::Value& value, lang::Kind kind) {
  if (value.is_null()) return "none";
  if (kind == lang::Kind::flag) return value.number ? "true" : "false";
  return value.text.empty() ? engine::text_of(value.number, kind) : value.text;
}

}  // namespace

void Play::check(const StoryCheck& check) {
  switch (check.what) {
    case StoryCheck::What::record: return check_record(check);
    case StoryCheck::What::figure: return check_figure(check);
    case StoryCheck::What::balance: return check_balance(check);
    case StoryCheck::What::count: return check_count(check);
    case StoryCheck::What::refused: return check_refused(check);
    case StoryCheck::What::visible: return check_visible(check);
  }
}

void Play::check_record(const StoryCheck& check) {
  const auto record = find(check.of);
  const auto row = record ? load(*record) : nullptr;
  if (!row) return wrong(check.at, "this record should be there, and is not");
  if (!check.stage.empty() && row->stage != check.stage) wrong(check.at, "stage: expected " + check.stage + ", came " + row->stage);
  for (const auto& expected : check.values) {
    const lang::Field& field = *expected.field;
    const auto wanted = engine::value_of_json(field, value_of(expected, row->org), "", stage_.today(), *stage_.site().orgs());
    lang::Value came;
    stage_.engine().read([&](db::Connection& connection) {
      engine::Snapshot snapshot(stage_.site(), connection, stage_.county());
      came = engine::RowWorld(stage_.site(), snapshot, row, stage_.today()).field(row, field);
    });
    if (!wanted) wrong(expected.at, field.id + ": '" + expected.text + "' can't be read: " + to_text(wanted.problems()));
    else if (!lang::same(*wanted, came)) wrong(expected.at, field.id + ": expected " + shown(*wanted, field.type.kind) + ", came " + shown(came, field.type.kind));
  }
  check_task(check, *row);
}

void Play::check_task(const StoryCheck& check, const engine::Row& row) {
  if (!check.task && !check.no_task && check.holder.empty()) return;
  const auto rows = stage_.engine().reading([&](db::Connection& connection) {
    return connection.read({"select move, org, role from task where county = ?1 and record = ?2 and closed_at is null order by move, n", {row.county, row.id}});
  });
  bool found = false, held = false;
  std::string open;
  const auto holder = check.holder.empty() ? std::nullopt : actor(check.holder, row.org);
  for (size_t r = 0; r < rows.size(); ++r) {
    open += (open.empty() ? "" : ", ") + rows.text(r, 0) + " of " + rows.text(r, 2);
    if (check.task && rows.text(r, 0) != check.task->id) continue;
    found = true;
    held = held || (holder && !holder->grants.empty() && holder->grants.front().org == rows.integer(r, 1) && holder->grants.front().role == rows.text(r, 2));
  }
  if (open.empty()) open = "none";
  if (check.no_task && rows.size() > 0) wrong(check.at, "task: expected none, came " + open);
  if (check.task && !found) wrong(check.at, "task: expected " + check.task->id + ", came " + open);
  else if (!check.holder.empty() && !held) wrong(check.at, "holder: expected " + check.holder + ", came " + open);
}

void Play::check_figure(const StoryCheck& check) {
  indicate::Scope scope;
  scope.org = check.at_org.empty() ? stage_.county_org() : stage_.org(check.at_org);
  scope.to = stage_.today();
  scope.from = check.over.empty() ? kEver : indicate::span_begin(check.over, scope.to);
  if (!check.of.name.empty()) {
    const auto record = find(check.of);
    if (!record) return wrong(check.at, "the figure is asked for a record that is not there");
    scope.about = indicate::About{record->type, record->id, 0};
  }
  const auto figure = stage_.engine().reading([&](db::Connection& connection) { return stage_.indicate().value(connection, *check.formula, scope); });
  const auto came = figure.decimal();
  const std::string came_text = came ? base::format_scaled(*came, base::kDecimalScale) : "none";
  if (check.is == "none" ? came.has_value() : true) {
    const auto wanted = base::parse_scaled(check.is, base::kDecimalScale);
    if (check.is != "none" && wanted && came == wanted) return;
    wrong(check.at, check.formula->source + ": expected " + check.is + ", came " + came_text);
  }
}

void Play::check_balance(const StoryCheck& check) {
  const auto record = check.fund ? std::nullopt : find(check.account);
  const auto purpose = check.for_.name.empty() ? std::nullopt : find(check.for_);
  if (!check.fund && !record) return wrong(check.at, "the account is a record that is not there");
  if (!check.for_.name.empty() && !purpose) return wrong(check.at, "the balance is asked for a record that is not there");
  const auto rows = stage_.engine().reading([&](db::Connection& connection) {
    if (!check.fund)
      return connection.read({"select coalesce(sum(case when to_record = ?2 then amount else -amount end), 0) from posting where county = ?1 and (to_record = ?2 or from_record = ?2) and kind in ('post', 'settle', 'reverse')",
                              {stage_.county(), record->id}});
    if (purpose) return connection.read({"select coalesce(sum(amount), 0) from fund_day where county = ?1 and fund = ?2 and balance_of = ?3", {stage_.county(), check.fund->name, purpose->id}});
    return connection.read({"select coalesce(sum(amount), 0) from fund_day where county = ?1 and fund = ?2", {stage_.county(), check.fund->name}});
  });
  const int64_t came = rows.integer(0, 0);
  const auto wanted = base::parse_scaled(check.is, base::kFenPerYuan);
  if (!wanted || *wanted != came) wrong(check.at, "balance: expected " + check.is + ", came " + base::format_scaled(came, base::kFenPerYuan));
}

void Play::check_count(const StoryCheck& check) {
  const auto rows = stage_.engine().reading([&](db::Connection& connection) {
    return connection.read({"select count(*) from " + stage_.site().schema->table(*check.type).name() + " where county = ?1 and struck_ = 0", {stage_.county()}});
  });
  if (std::to_string(rows.integer(0, 0)) != check.is) wrong(check.at, "count of " + check.type->id + ": expected " + check.is + ", came " + std::to_string(rows.integer(0, 0)));
}

void Play::check_refused(const StoryCheck& check) {
  Tried tried;
  std::string what = "entering it";
  if (check.move) {
    const auto record = find(check.of);
    if (!record) return wrong(check.at, "the record is not there");
    what = "the move '" + check.move->id + "'";
    tried = try_move(*check.move, *record, check.values, check.by, "", true);
  } else {
    lang::StoryStep attempt = check.attempt;
    if (attempt.by.empty()) attempt.by = check.by;
    tried = try_enter(attempt, true);
  }
  if (tried.accepted) return wrong(check.at, what + " should be refused, but it is accepted");
  const bool as_said = check.code.empty() || std::any_of(tried.problems.begin(), tried.problems.end(), [&](const auto& problem) { return problem.code == check.code; });
  if (!as_said) return wrong(check.at, what + " should be refused with " + check.code + ", came " + to_text(tried.problems));
  if (!check.says.empty() && to_text(tried.problems).find(check.says) == std::string::npos) wrong(check.at, what + " should be refused in words with '" + check.says + "', came " + to_text(tried.problems));
}

void Play::check_visible(const StoryCheck& check) {
  const auto record = find(check.of);
  const auto row = record ? load(*record) : nullptr;
  const auto who = row ? actor(check.by, row->org) : std::nullopt;
  if (!row || !who) return wrong(check.at, "the record is not there");
  const bool visible = stage_.engine().reading([&](db::Connection& connection) {
    engine::Snapshot snapshot(stage_.site(), connection, stage_.county());
    return engine::Gate(stage_.site()).may_read(*who, row, snapshot, stage_.today());
  });
  if (visible != (check.is == "true")) wrong(check.at, "visible to " + check.by + ": expected " + check.is + ", came " + (visible ? "true" : "false"));
}

}  // namespace halfsky::app::examples
