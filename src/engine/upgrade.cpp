// After the packs changed: values for fields that are new, other stages for records whose stage is gone, what changed formulas work out. Runs at each start; what is done
// already costs a look. A power cut half-way loses nothing: the next start goes on.
#include <fmt/format.h>

#include "engine/command/clock_command.hpp"
#include "engine/engine.hpp"
#include "engine/journal/journal.hpp"
#include "engine/store/field_forms.hpp"
#include "engine/store/settings.hpp"

namespace halfsky::engine {
namespace {

constexpr int64_t kAtOnce = 1'000;   // records in one command

// What of one type is to be brought forward: rows where one of the fields is empty, or whose stage is gone.
struct Upgrade {
  std::vector<const lang::Field*> fields;
  std::vector<const lang::Stage*> stages;
  std::vector<const lang::Field*> formulas;   // all rows
  bool is_empty() const { return fields.empty() && stages.empty() && formulas.empty(); }
};

Upgrade upgrade_of(const Site& site, db::Connection& connection, const RecordTable& table, const std::map<std::string, FieldForm>& forms) {
  Upgrade result;
  for (const auto& field : table.type().fields)
    if (field->fill && !field->gone && table.has_column(*field) && !setting::find(connection, setting::filled(site.names.of(*field)))) result.fields.push_back(field.get());
  for (const auto& stage : table.type().stages)
    if (stage.gone) result.stages.push_back(&stage);
  for (const auto& field : table.type().fields) {
    const std::string formula = formula_of(*field);
    const auto known = forms.find(site.names.of(*field));
    if (!formula.empty() && !field->gone && table.has_column(*field) && known != forms.end() && known->second.formula != formula) result.formulas.push_back(field.get());
  }
  return result;
}

std::string condition(const RecordTable& table, const Upgrade& upgrade, std::vector<db::Value>& args) {
  if (!upgrade.formulas.empty()) return "1 = 1";
  std::string any;
  for (const auto* field : upgrade.fields) any += fmt::format("{}{} is null", any.empty() ? "" : " or ", db::quote_name(table.column_of(*field).name));
  for (const auto* stage : upgrade.stages) {
    args.push_back(stage->id);
    any += fmt::format("{}stage = ?{}", any.empty() ? "" : " or ", args.size());
  }
  return any;
}

// The moves that tasks are opened for; where they are what they were, no task can have lost its move.
std::string moves_with_tasks(const Site& site) {
  std::string names;
  for (const auto& table : site.schema->tables())
    for (const auto& move : table->type().moves)
      if (!move->gone && move->due) names += table->type().name + "." + move->id + "\n";
  return crypto::hex(site.keyring->suite().hash(names));
}

// Tasks of moves that the packs no longer have are nobody's.
std::vector<db::Call> closing_tasks(const Site& site, db::Connection& connection, base::County county) {
  const db::Rows rows = connection.read({"select distinct type, move from task where county = ?1 and closed_at is null", {county}});
  std::vector<db::Call> calls;
  for (size_t r = 0; r < rows.size(); ++r) {
    const lang::RecordType* type = site.packs->record_type(rows.text(r, 0));
    const lang::Move* move = type ? type->move(rows.text(r, 1)) : nullptr;
    if (type == nullptr || (move && !move->gone && move->due)) continue;   // a pack that is not loaded keeps its tasks
    calls.push_back({"update task set closed_at = ?4 where county = ?1 and type = ?2 and move = ?3 and closed_at is null", {county, rows.text(r, 0), rows.text(r, 1), site.clock->now()}});
  }
  return calls;
}

}  // namespace

base::Problems Engine::upgrade() {
  base::Problems problems;
  const auto all = reading(counties);
  const std::string with_tasks = moves_with_tasks(*site_);
  if (reading([](db::Connection& c) { return setting::find(c, setting::kMovesWithTasks); }) != with_tasks) {
    for (const base::County county : all) {
      const auto calls = reading([&](db::Connection& c) { return closing_tasks(*site_, c, county); });
      if (!calls.empty()) writer_->between([&](db::Connection& c) { c.write_all(calls); });
    }
    writer_->between([&](db::Connection& c) { c.write(setting::keep(setting::kMovesWithTasks, with_tasks)); });
  }
  const auto forms = reading([](db::Connection& c) { return read_field_forms(c); });
  for (const auto& table : site_->schema->tables()) {
    const lang::RecordType& type = table->type();
    const Upgrade upgrade = reading([&](db::Connection& c) { return upgrade_of(*site_, c, *table, forms); });
    if (upgrade.is_empty()) continue;
    for (const base::County county : all) {
      for (std::string last;;) {
        std::vector<db::Value> args{county, last, kAtOnce};
        const std::string any = condition(*table, upgrade, args);
        const db::Rows rows = reading([&](db::Connection& c) {
          return c.read({fmt::format("select id from {} where county = ?1 and id > ?2 and struck_ = 0 and ({}) order by id limit ?3", table->name(), any), args});
        });
        if (rows.empty()) break;
        Step step;
        step.what = Step::What::upgrade;
        step.type = &type;
        for (size_t r = 0; r < rows.size(); ++r) {
          Item item;
          item.record = rows.text(r, 0);
          item.path = fmt::format("{} {} ", type.name, item.record);
          for (const auto* field : upgrade.fields) item.values[field->id] = true;
          for (const auto* field : upgrade.formulas) item.values[field->id] = true;
          step.items.push_back(std::move(item));
        }
        last = step.items.back().record;
        const Outcome outcome = writer_->run(clock_command(*site_, new_id(), county, type.name + ".upgrade", std::move(step)));
        problems.insert(problems.end(), outcome.problems.begin(), outcome.problems.end());
      }
    }
    if (!problems.empty()) continue;   // tried again at the next start
    writer_->between([&](db::Connection& c) {
      for (const auto* field : upgrade.fields) c.write(setting::keep_first(setting::filled(site_->names.of(*field)), "1"));
      for (const auto* field : upgrade.formulas) c.write(write_formula_call(site_->names.of(*field), formula_of(*field)));
    });
  }
  follow_calendar();   // the packs' file of days off may be another one
  return problems;
}

}  // namespace halfsky::engine
