// The capability's public functions over its parts.
#include "capabilities/indicate/indicate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "capabilities/indicate/reader.hpp"
#include "capabilities/indicate/recount.hpp"
#include "capabilities/indicate/tables.hpp"
#include "capabilities/indicate/targets.hpp"
#include "engine/journal/journal.hpp"
#include "engine/task/work_calendar.hpp"
#include "lang/pack/definition.hpp"

namespace halfsky::indicate {

using lang::Indicator;
using lang::Value;

namespace {

// What stands in the tables before the commands of the batch that this source belongs to.
const engine::Batch* batch_of(engine::RowSource& source) {
  if (auto* unit = dynamic_cast<engine::Unit*>(&source)) return &unit->before();
  return dynamic_cast<engine::Batch*>(&source);
}

std::pair<base::Day, base::Day> span_of(const std::string& span, base::Day day) {
  const auto d = base::date_of(day);
  const auto months = [](base::Day first, int count) { return std::pair(first, base::add_months(first, count) - 1); };
  if (span == "month") return months(base::day_of({d.year, d.month, 1}), 1);
  if (span == "quarter") return months(base::day_of({d.year, (d.month - 1) / 3 * 3 + 1, 1}), 3);
  if (span == "term") return {engine::term_start(day), engine::next_term_start(day) - 1};
  if (span == "year") return months(base::day_of({d.year, 1, 1}), 12);
  return {base::kDayMin, base::kDayMax};
}

}  // namespace

Indicate::Indicate() = default;
Indicate::~Indicate() = default;

std::vector<engine::TableSpec> Indicate::tables() const { return indicate_tables(); }

void Indicate::attach(engine::Engine& engine) {
  engine_ = &engine;
  engine.site().figures = this;
  plan_ = std::make_unique<const Plan>(*engine.site().packs);
  recount_changed_definitions();
  Targets(engine).follow_renames();
}

Figure Indicate::value(db::Connection& connection, const Indicator& indicator, const Scope& scope) const {
  return Reader(engine_->site(), *plan_, connection).value(indicator, scope);
}

Figure Indicate::value(db::Connection& connection, const lang::Expression& formula, const Scope& scope) const {
  return Reader(engine_->site(), *plan_, connection).formula(formula, scope);
}

void Indicate::records(db::Connection& connection, const Indicator& indicator, const Scope& scope, const Visit& visit) const {
  Reader(engine_->site(), *plan_, connection).records(indicator, scope, "", visit);
}

void Indicate::records(db::Connection& connection, const lang::Expression& formula, const Scope& scope, const Visit& visit) const {
  Reader(engine_->site(), *plan_, connection).formula_records(formula, scope, visit);
}

void Indicate::reached(db::Connection& connection, const Indicator& indicator, const Scope& scope, const VisitReached& visit) const {
  Reader(engine_->site(), *plan_, connection).reached(indicator, scope, visit);
}

void Indicate::reached(db::Connection& connection, const lang::Expression& formula, const Scope& scope, const VisitReached& visit) const {
  Reader(engine_->site(), *plan_, connection).reached(formula, scope, visit);
}

Value Indicate::figure(const Indicator& indicator, base::OrgId org, const std::string& span, base::Day day, engine::RowSource& source) {
  Scope scope;
  scope.org = org;
  std::tie(scope.from, scope.to) = span_of(span, day);
  const auto decimal = Reader(engine_->site(), *plan_, source.connection(), batch_of(source)).value(indicator, scope).decimal();
  return decimal ? Value::decimal(*decimal) : Value::null();
}

Places Indicate::places(db::Connection& connection, base::OrgId org) const {
  Places places;
  for (const base::County county : Reader(engine_->site(), *plan_, connection).counties(org)) {
    const db::Rows rows = connection.read({"select seq from chain where county = ?1", {county}});
    places[county] = rows.integer(0, 0);
  }
  return places;
}

Receipt Indicate::receipt(db::Connection& connection, const lang::Expression& formula, const Scope& scope) const {
  Receipt receipt{formula.source, scope, scope.as_of ? *scope.as_of : places(connection, scope.org), value(connection, formula, scope), ""};
  crypto::Hasher hasher = engine_->site().keyring->suite().hasher();
  hasher.add(formula.source + "\n");
  std::function<void(const lang::Node&)> visit = [&](const lang::Node& node) {
    if (node.op == lang::Node::Op::index)
      if (const Indicator* indicator = engine_->site().packs->indicator(node.args.front()->binding.key)) hasher.add(definition(*indicator) + "\n");
    for (const auto& arg : node.args) visit(*arg);
  };
  visit(*formula.root);
  receipt.definition = crypto::hex(hasher.finish());
  return receipt;
}

std::string Indicate::definition(const Indicator& indicator) const {
  const std::string text = lang::definition_text(*engine_->site().packs, indicator, [this](const Indicator& part) { return definition(part); });
  return crypto::hex(engine_->site().keyring->suite().hash(text));
}

std::vector<std::string> Indicate::check(db::Connection& connection, base::County county) {
  Recount recount(engine_->site(), *plan_, connection, county);
  recount.run([](const Indicator&) { return true; });
  return recount.differences();
}

std::vector<std::string> Indicate::recount(Then then) {
  return recount(then, [](const Indicator&) { return true; });
}

std::vector<std::string> Indicate::recount(Then then, const std::function<bool(const Indicator&)>& wanted) {
  std::vector<std::string> lines;
  const auto counties = engine_->reading([&](db::Connection& connection) { return Reader(engine_->site(), *plan_, connection).counties(base::kNation); });
  const auto run = [&](db::Connection& connection, base::County county) {
    Recount recount(engine_->site(), *plan_, connection, county);
    recount.run(wanted);
    lines.insert(lines.end(), recount.differences().begin(), recount.differences().end());
    return recount.corrections();
  };
  for (const base::County county : counties) {
    if (then == Then::only_say) {
      engine_->read([&](db::Connection& connection) {
        connection.limit_time_ms(0);
        run(connection, county);
        connection.limit_time_ms(engine::kReadMsMax);
      });
      continue;
    }
    engine_->writer().between([&](db::Connection& connection) {
      try {
        connection.begin();
        engine::lock_chain(connection, county);
        connection.write_all(run(connection, county));
        connection.commit();
      } catch (...) {
        connection.roll_back();
        throw;
      }
    });
  }
  return lines;
}

// What was counted by another definition is counted again; until then the old cells would be shown with the new name.
void Indicate::recount_changed_definitions() {
  std::map<std::string, std::string> known;
  engine_->read([&](db::Connection& connection) {
    const db::Rows rows = connection.read({"select indicator, hash from indicator_definition", {}});
    for (size_t r = 0; r < rows.size(); ++r) known[rows.text(r, 0)] = rows.bytes(r, 1);
  });
  std::map<std::string, std::string> now, changed;
  for (const auto& kept : plan_->all())
    for (const Indicator* indicator : {kept->indicator, kept->indicator->into})
      if (indicator) now[indicator->name] = definition(*indicator);
  for (const auto& [name, hash] : now)
    if (known[name] != hash) changed[name] = hash;
  std::erase_if(known, [&](const auto& entry) { return now.contains(entry.first); });   // what is not kept now may miss what happens: counted again when it returns
  if (changed.empty() && known.empty()) return;
  recount(Then::write, [&](const Indicator& indicator) { return changed.contains(indicator.name); });
  engine_->writer().between([&](db::Connection& connection) {
    std::vector<db::Call> calls;
    for (const auto& [name, hash] : known) calls.push_back({"delete from indicator_definition where indicator = ?1", {name}});
    for (const auto& [name, hash] : changed)
      calls.push_back({"insert into indicator_definition (indicator, hash) values (?1, ?2) on conflict (indicator) do update set hash = excluded.hash", {name, db::Bytes{hash}}});
    connection.write_all(calls);
  });
}

}  // namespace halfsky::indicate
