// Blind types (PACKS section 2): while a record stands in its first stage, those who may hand it in can't read the records of the other type that
// it refers to, or that refer to the same record, nor what is computed from them. Role and org decide who may, as for the move itself; so a rater
// is blind for what waits at her office, whoever of it will do it.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>

#include "engine/access/gate.hpp"
#include "engine/query/row_sql.hpp"
#include "engine/store/snapshot.hpp"

namespace halfsky::engine {

using lang::Actor;
using lang::Field;
using lang::RecordType;

namespace {

// Refs of both types that lead to the same type of record.
template <class Visit>
void each_common(const RecordType& blind, const RecordType& other, Visit visit) {
  for (const auto& mine : blind.fields) {
    if (!mine->target || mine->target->is_org) continue;
    for (const auto& hers : other.fields)
      if (hers->target == mine->target) visit(*mine, *hers);
  }
}

bool hands_in(const lang::Move& move, const RecordType& type) {
  return move.begins_in(type.first_stage()) && !move.to.empty() && move.to != type.first_stage();
}

template <class Visit>
void each_actor(const RecordType& blind, const Acting& who, Visit visit) {
  for (const auto& move : blind.moves) {
    if (!hands_in(*move, blind)) continue;
    for (const Actor& actor : move->by)
      for (const Grant& grant : who.grants)
        if (actor.role == grant.role) visit(actor, grant);
  }
}

bool may_hold(const RecordType& blind, const Acting& who) {
  bool may = false;
  each_actor(blind, who, [&](const Actor&, const Grant&) { may = true; });
  return may;
}

const RecordType& whole_of(const RecordType& type) {
  const RecordType* at = &type;
  while (at->parent) at = at->parent->target;
  return *at;
}

// Whether a computed field reads the type or its lines, by itself or through other computed fields.
bool is_computed_from(const Field& field, const RecordType& type, int depth = 0) {
  constexpr int kDepthMax = 16;   // computed fields run in no circle; this only ends a long chain
  if (!field.is || depth > kDepthMax) return false;
  return std::any_of(field.is->reads.begin(), field.is->reads.end(), [&](const Field* read) { return &whole_of(*read->owner) == &type || is_computed_from(*read, type, depth + 1); });
}

}  // namespace

Gate::Gate(const Site& site) : site_(site), orgs_(site.orgs()) {
  for (const auto& pack : site.packs->packs)
    for (const auto& type : pack->records)
      if (type->blind) blind_.push_back(type.get());
}

namespace {

// Who is blind is asked of today, whatever day's page she looks at: a look back must not open what is closed now.
class Present {
 public:
  Present(const Site& site, RowSource& source) : source_(&source) {
    const auto* snapshot = dynamic_cast<const Snapshot*>(&source);
    if (snapshot && snapshot->is_past()) source_ = &now_.emplace(site, source.connection(), source.county());
  }
  RowSource& operator*() { return *source_; }

 private:
  std::optional<Snapshot> now_;
  RowSource* source_;
};

}  // namespace

bool Gate::holds(const Acting& who, const RowPtr& blind, RowSource& source, base::Day today) const {
  if (blind->struck || blind->stage != blind->type->first_stage()) return false;
  for (const auto& move : blind->type->moves)
    if (hands_in(*move, *blind->type) && grant_for(who, move->by, blind, source, today)) return true;
  return false;
}

// Two counts of one box are blind for each other: she may see the one that nobody but she has begun.
bool Gate::begun_by_others(const Acting& who, const RowPtr& row, RowSource& source) const {
  std::string records = "record = ?2";
  for (const auto& back : row->type->backs)
    if (back.type->parent == back.ref)
      records += fmt::format(" or record in (select l.id from {} l where l.county = ?1 and l.{} = ?2)", site_.schema->table(*back.type).name(), db::quote_name(back.ref->id));
  return !source.connection().read({fmt::format("select 1 from made where county = ?1 and ({}) and account <> ?3 and account <> '' and by_effect = 0 limit 1", records), {row->county, row->id, who.account}}).empty();
}

bool Gate::blinded(const Acting& who, const RowPtr& row, RowSource& seen, base::Day today) const {
  if (row->type->blinded_by.empty()) return false;
  Present present(site_, seen);
  RowSource& source = *present;
  for (const RecordType* blind : row->type->blinded_by) {
    if (!may_hold(*blind, who)) continue;
    std::vector<RowPtr> near;
    const auto add = [&](const Field& ref, const lang::Value& target) {
      for (const RowPtr& found : source.rows_by_ref(ref, target)) near.push_back(found);
    };
    for (const auto& ref : blind->fields)
      if (ref->target == row->type) add(*ref, lang::Value::record(row->id));
    each_common(*blind, *row->type, [&](const Field& mine, const Field& hers) {
      if (!row->fields[hers.index].is_null()) add(mine, row->fields[hers.index]);
    });
    for (const RowPtr& held : near) {
      if (held->id == row->id || !holds(who, held, source, today)) continue;
      const bool own = row->type == blind && row->stage == row->type->first_stage();
      if (!own || begun_by_others(who, row, source)) return true;
    }
  }
  return false;
}

bool Gate::blinded_field(const Acting& who, const Field& field, const RowPtr& row, RowSource& seen, base::Day today) const {
  if (!field.is || blind_.empty()) return false;
  Present present(site_, seen);
  RowSource& source = *present;
  for (const RecordType* blind : blind_) {
    if (!is_computed_from(field, *blind->blind) || !may_hold(*blind, who)) continue;
    std::vector<RowPtr> near;
    if (row->type == blind)
      if (const RowPtr now = source.load(*blind, row->id)) near.push_back(now);
    for (const auto& ref : blind->fields) {
      if (!ref->target || ref->target->is_org) continue;
      if (ref->target == row->type)
        for (const RowPtr& found : source.rows_by_ref(*ref, lang::Value::record(row->id))) near.push_back(found);
      for (const auto& hers : row->type->fields) {
        if (hers->target == blind && !row->fields[hers->index].is_null())
          if (const RowPtr found = source.load(*blind, row->fields[hers->index].text)) near.push_back(found);
        if (hers->target == ref->target && !row->fields[hers->index].is_null())
          for (const RowPtr& found : source.rows_by_ref(*ref, row->fields[hers->index])) near.push_back(found);
      }
    }
    for (const RowPtr& held : near)
      if (holds(who, held, source, today)) return true;
  }
  return false;
}

bool Gate::may_ask(const Acting& who, const Field& field, const RecordType& of) const {
  for (const RecordType* blind : blind_) {
    if (!may_hold(*blind, who)) continue;
    const bool other = &whole_of(*field.owner) == blind->blind && &whole_of(of) != blind->blind;   // the type's own list leaves out what she can't read
    if (other || is_computed_from(field, *blind->blind)) return false;
  }
  return true;
}

bool Gate::blinded_figure(const Acting& who, const lang::Indicator& indicator, db::Connection& connection) const {
  const auto reads = [&](const lang::ExpressionPtr& expression, const RecordType& type) {
    return expression && std::any_of(expression->reads.begin(), expression->reads.end(), [&](const Field* field) { return &whole_of(*field->owner) == &type || is_computed_from(*field, type); });
  };
  for (const RecordType* blind : blind_) {
    if (!may_hold(*blind, who)) continue;
    const RecordType& type = *blind->blind;
    bool touches = indicator.type && &whole_of(*indicator.type) == &type;
    for (const auto* expression : {&indicator.path, &indicator.where, &indicator.org}) touches = touches || reads(*expression, type);
    for (const auto& by : indicator.by) touches = touches || reads(by, type);
    if (touches && holds_any(who, *blind, connection)) return true;
  }
  if (!indicator.formula) return false;
  bool part = false;
  std::function<void(const lang::Node&)> visit = [&](const lang::Node& node) {
    if (node.op == lang::Node::Op::index)
      if (const lang::Indicator* of = site_.packs->indicator(node.args.front()->binding.key)) part = part || blinded_figure(who, *of, connection);
    for (const auto& arg : node.args)
      if (arg) visit(*arg);
  };
  visit(*indicator.formula->root);
  return part;
}

// Whether any record of the type waits for her, in any county that her grants reach.
bool Gate::holds_any(const Acting& who, const RecordType& blind, db::Connection& connection) const {
  int next = 1;
  std::vector<db::Value> args;
  const std::string held = held_sql(who, blind, "b", next, args);
  return !held.empty() && !connection.read({fmt::format("select 1 from {} b where {} limit 1", site_.schema->table(blind).name(), held), args}).empty();
}

// Records of a blind type under `alias` that she may hand in.
std::string Gate::held_sql(const Acting& who, const RecordType& blind, const std::string& alias, int& next, std::vector<db::Value>& args) const {
  std::string any;
  const auto add = [&](const std::string& sql) { any += (any.empty() ? "" : " or ") + sql; };
  each_actor(blind, who, [&](const Actor& actor, const Grant& grant) {
    const Org* at = orgs_->find(grant.org);
    if (actor.scope == Actor::Scope::level && at && at->level == actor.level) {
      const auto range = base::range_of(grant.org);
      add(fmt::format("{0}.org between ?{1} and ?{2}", alias, next, next + 1));
      next += 2;
      args.insert(args.end(), {db::Value{range.low}, db::Value{range.high}});
    }
    if (actor.scope == Actor::Scope::own_org) {
      add(fmt::format("{}.org = ?{}", alias, next++));
      args.push_back(grant.org);
    }
    if (actor.scope == Actor::Scope::path) {
      constexpr auto kEither = lang::SqlDialect::sqlite;
      const auto path = lang::to_sql(*actor.path, kEither, RowSql(site_, blind, alias, 0, kEither));
      if (!path) return add("1 = 1");   // no SQL can follow it: rather blind than led
      add(fmt::format("{} = ?{}", *path, next++));
      args.push_back(grant.org);
    }
  });
  if (any.empty()) return "";
  args.push_back(blind.first_stage());
  return fmt::format("({}) and {}.struck_ = 0 and {}.stage = ?{}", any, alias, alias, next++);
}

std::string Gate::blinded_sql(const Acting& who, const RecordType& type, const std::string& alias, int& next, std::vector<db::Value>& args) const {
  if (type.parent) {
    const RecordType& parent = *type.parent->target;
    const std::string above = alias + "p", inner = blinded_sql(who, parent, above, next, args);
    if (inner.empty()) return "";
    return fmt::format("exists (select 1 from {0} {1} where {1}.county = {2}.county and {1}.id = {2}.{3} and {4})", site_.schema->table(parent).name(), above, alias, db::quote_name(type.parent->id), inner);
  }
  std::string result;
  for (const RecordType* blind : type.blinded_by) {
    const std::string held = held_sql(who, *blind, "b", next, args);
    if (held.empty()) continue;
    std::string meets;
    const auto add = [&](const std::string& sql) { meets += (meets.empty() ? "" : " or ") + sql; };
    for (const auto& ref : blind->fields)
      if (ref->target == &type) add(fmt::format("b.{} = {}.id", db::quote_name(ref->id), alias));
    each_common(*blind, type, [&](const Field& mine, const Field& hers) { add(fmt::format("b.{} = {}.{}", db::quote_name(mine.id), alias, db::quote_name(hers.id))); });
    std::string one = fmt::format("exists (select 1 from {0} b where b.county = {1}.county and b.id <> {1}.id and ({2}) and {3})", site_.schema->table(*blind).name(), alias, meets, held);
    if (blind == &type) {   // as begun_by_others
      std::string records = fmt::format("m.record = {}.id", alias);
      for (const auto& back : type.backs)
        if (back.type->parent == back.ref)
          records += fmt::format(" or m.record in (select l.id from {} l where l.county = {}.county and l.{} = {}.id)", site_.schema->table(*back.type).name(), alias, db::quote_name(back.ref->id), alias);
      one += fmt::format(" and ({0}.stage <> ?{1} or exists (select 1 from made m where m.county = {0}.county and ({2}) and m.account <> ?{3} and m.account <> '' and m.by_effect = 0))", alias, next, records, next + 1);
      next += 2;
      args.insert(args.end(), {db::Value{type.first_stage()}, db::Value{who.account}});
    }
    result += (result.empty() ? "(" : " or (") + one + ")";
  }
  return result.empty() ? "" : "(" + result + ")";
}

}  // namespace halfsky::engine
