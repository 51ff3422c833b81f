// Who may read and move a row, and the same as SQL for lists.
#include "engine/access/gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "engine/access/accounts.hpp"
#include "engine/access/glass.hpp"
#include "engine/query/row_sql.hpp"
#include "engine/world.hpp"

namespace halfsky::engine {

using lang::Actor;
using Scope = lang::Actor::Scope;

namespace {

// A line is read by those who read its parent.
const lang::RecordType& reading_type(const lang::RecordType& type) {
  const lang::RecordType* at = &type;
  while (at->parent) at = at->parent->target;
  return *at;
}

}  // namespace

bool works(const Grant& grant) { return Accounts::own_role_title(grant.role).empty(); }

bool Gate::meets(const Grant& grant, const Actor& actor, const RowPtr& row, RowSource& source, base::Day today) const {
  if (grant.role != actor.role) return false;
  switch (actor.scope) {
    case Scope::level: {
      const Org* at = orgs_->at_level(row->org, actor.level);
      return at != nullptr && at->id == grant.org;
    }
    case Scope::own_org: return row->org == grant.org;
    case Scope::path: {
      RowWorld world(site_, source, row, today);
      const lang::Value org = world.evaluate(*actor.path);
      return !org.is_null() && org.number == grant.org;
    }
    default: return false;
  }
}

const Grant* Gate::grant_for(const Acting& who, const std::vector<Actor>& actors, const RowPtr& row, RowSource& source, base::Day today) const {
  for (const Grant& grant : who.grants)
    for (const Actor& actor : actors)
      if (meets(grant, actor, row, source, today)) return &grant;
  return nullptr;
}

namespace {

// Whether the role enters such records; where no office does, whether it moves them.
bool enters(const lang::RecordType& type, const std::string& role) {
  const auto named = [&](const lang::Move& move) { return std::any_of(move.by.begin(), move.by.end(), [&](const Actor& actor) { return actor.role == role; }); };
  const lang::Move& enter = type.enter();
  if (std::any_of(enter.by.begin(), enter.by.end(), [](const Actor& actor) { return !actor.role.empty(); })) return named(enter);
  return std::any_of(type.moves.begin(), type.moves.end(), [&](const auto& move) { return named(*move); });
}

}  // namespace

const Grant* Gate::grant_to_hand_over(const Acting& who, const lang::RecordType& type, base::OrgId from) const {
  if (who.kind != Acting::Kind::staff) return nullptr;
  for (const Grant& grant : who.grants)
    if (works(grant) && grant.org != from && base::range_of(grant.org).holds(from) && enters(type, grant.role)) return &grant;
  return nullptr;
}

const Grant* Gate::grant_to_part_with(const Acting& who, const lang::RecordType& type, base::OrgId from) const {
  if (who.kind != Acting::Kind::staff) return nullptr;
  const Grant* highest = nullptr;
  for (const Grant& grant : who.grants)
    if (works(grant) && base::range_of(grant.org).holds(from) && enters(type, grant.role) && (!highest || base::depth_of(grant.org) < base::depth_of(highest->org))) highest = &grant;
  return highest;
}

const Grant* Gate::grant_to_take(const Acting& who, const lang::RecordType& type, base::OrgId to) const {
  if (who.kind != Acting::Kind::staff) return nullptr;
  const bool secret = reading_type(type).class_ == lang::Class::secret;
  for (const Grant& grant : who.grants) {
    if (!works(grant) || base::depth_of(grant.org) > base::kDepthOfCounty || !base::range_of(grant.org).holds(to)) continue;
    const Acting alone{who.kind, who.account, who.login, who.name, who.person, {grant}};
    if (secret ? reads_whole(alone, type, to) : enters(type, grant.role) || grant.role == "officer" || grant.role == "chair") return &grant;
  }
  return nullptr;
}

bool Gate::open_to(const Acting& who, const std::vector<Actor>& actors) const {
  for (const Actor& actor : actors) {
    if (who.kind == Acting::Kind::clock && actor.scope == Scope::clock) return true;
    if (who.kind == Acting::Kind::public_ && actor.scope == Scope::public_) return true;
  }
  return false;
}

bool Gate::may_read(const Acting& who, const RowPtr& row, RowSource& source, base::Day today) const {
  if (who.kind == Acting::Kind::clock) return true;
  RowPtr at = row;
  while (at && at->type->parent) {
    const lang::Value& parent = at->fields[at->type->parent->index];
    at = parent.is_null() ? nullptr : source.load(*at->type->parent->target, parent.text);
  }
  if (!at) return false;
  if (who.kind == Acting::Kind::public_ || blinded(who, at, source, today)) return false;
  if (at->type->class_ == lang::Class::public_ || at->type->class_ == lang::Class::internal) {
    for (const Grant& grant : who.grants)
      if (works(grant) && base::range_of(grant.org).holds(at->org)) return true;
  }
  if (at->type->class_ == lang::Class::secret) return may_read_secret(who, at, source, today);
  for (const Grant& grant : who.grants)
    if (any_named_in(*at->type, [&](const Actor& actor) { return meets(grant, actor, at, source, today); })) return true;
  return false;
}

// Only `see`, and whoever holds a task on it now; or who has broken the glass.
bool Gate::may_read_secret(const Acting& who, const RowPtr& row, RowSource& source, base::Day today) const {
  if (grant_for(who, row->type->see, row, source, today)) return true;
  for (const auto& move : row->type->moves)
    if (gives_task(*move) && !row->struck && move->begins_in(row->stage) && grant_for(who, move->by, row, source, today)) return true;
  return is_glass_open(site_, who, *row, source.connection());
}

bool Gate::asks_secrets(const lang::Expression& expression, const lang::RecordType& of) {
  const auto hides = [&](const lang::RecordType& type) { return type.class_ == lang::Class::secret && &reading_type(type) != &reading_type(of); };
  if (std::any_of(expression.reads.begin(), expression.reads.end(), [&](const lang::Field* field) { return hides(*field->owner); })) return true;
  bool asks = false;
  std::function<void(const lang::Node&)> visit = [&](const lang::Node& node) {
    const bool names = (node.op == lang::Node::Op::name || node.op == lang::Node::Op::member) && node.binding.record && node.binding.how != lang::Binding::How::scope;
    asks = asks || (names && hides(*node.binding.record));
    for (const auto& arg : node.args)
      if (arg) visit(*arg);
  };
  visit(*expression.root);
  return asks;
}

bool Gate::reads_whole(const Acting& who, const lang::RecordType& type, base::OrgId org) const {
  const lang::RecordType& reading = reading_type(type);
  if (reading.class_ != lang::Class::secret && reading.class_ != lang::Class::sensitive) return in_range(who, org);
  for (const Grant& grant : who.grants) {
    const Org* at = orgs_->find(grant.org);
    if (at == nullptr || !base::range_of(grant.org).holds(org)) continue;
    for (const Actor& actor : reading.see)
      if (actor.role == grant.role && actor.scope == Scope::level && actor.level == at->level) return true;
  }
  return false;
}

bool Gate::may_read_field(const Acting& who, const lang::Field& field, const RowPtr& row, RowSource& source, base::Day today) const {
  if (who.kind == Acting::Kind::clock) return true;
  if (!field.see.empty() && grant_for(who, field.see, row, source, today) == nullptr) return false;
  return !blinded_field(who, field, row, source, today);
}

std::optional<Gate::Part> Gate::readable(const Acting& who, const lang::RecordType& type, int next) const {
  const lang::RecordType& reading = reading_type(type);
  const bool open = reading.class_ == lang::Class::public_ || reading.class_ == lang::Class::internal;
  Part part;
  const auto either = [&](const std::string& sql) { part.sql += (part.sql.empty() ? "" : " or ") + sql; };
  const auto equals = [&](const std::string& column, base::OrgId org) {
    either(fmt::format("{} = ?{}", column, next++));
    part.args.push_back(org);
  };
  const auto range = [&](base::OrgId org) {
    const auto r = base::range_of(org);
    if (r.low == r.high) return equals("t.org", r.low);
    if (base::depth_of(org) == 4) return equals("t.township_", org);   // the stretch of the page index
    if (base::depth_of(org) == 3) return equals("t.county", base::county_of(org));   // the statement may name another county
    either(fmt::format("t.org between ?{} and ?{}", next, next + 1));
    next += 2;
    part.args.insert(part.args.end(), {db::Value{r.low}, db::Value{r.high}});
  };
  for (const Grant& grant : who.grants) {
    if (open && works(grant)) range(grant.org);
    const Org* at = orgs_->find(grant.org);
    bool whole = open && works(grant);
    (void)any_named_in(reading, [&](const Actor& actor) {
      if (reading.class_ == lang::Class::secret || actor.role != grant.role || at == nullptr) return false;
      if (actor.scope == Scope::level && actor.level == at->level && !whole) { range(grant.org); whole = true; }
      if (actor.scope == Scope::own_org && !whole) equals("t.org", grant.org);
      if (actor.scope == Scope::path)
        if (const std::string path = path_sql(*actor.path, type); !path.empty()) equals(path, grant.org);
      return false;   // all of them
    });
    if (reading.class_ != lang::Class::secret || at == nullptr) continue;
    // As may_read_secret, but for a broken glass, which opens a page and no list.
    const auto named = [&](const Actor& actor) -> std::string {
      if (actor.role != grant.role) return "";
      const size_t before = part.sql.size();
      if (actor.scope == Scope::level && actor.level == at->level) range(grant.org);
      if (actor.scope == Scope::own_org) equals("t.org", grant.org);
      if (actor.scope == Scope::path)
        if (const std::string path = path_sql(*actor.path, type); !path.empty()) equals(path, grant.org);
      std::string added = part.sql.substr(before);
      if (added.starts_with(" or ")) added = added.substr(4);
      part.sql.resize(before);
      return added;
    };
    for (const Actor& actor : reading.see)
      if (const std::string sql = named(actor); !sql.empty()) either(sql);
    for (const auto& move : reading.moves) {
      if (!gives_task(*move)) continue;
      for (const Actor& actor : move->by) {
        const std::string sql = named(actor);
        if (sql.empty()) continue;
        std::string stages;
        for (const std::string& stage : move->from) {
          stages += fmt::format("{}?{}", stages.empty() ? "" : ", ", next++);
          part.args.push_back(stage);
        }
        if (!stages.empty()) either(fmt::format("({} and {} in ({}))", sql, through_parents(type, "{}.stage"), stages));
      }
    }
  }
  if (part.sql.empty()) return std::nullopt;
  part.sql = "(" + part.sql + ")";
  if (const std::string hidden = blinded_sql(who, type, "t", next, part.args); !hidden.empty()) part.sql = "(" + part.sql + " and not " + hidden + ")";
  return part;
}

// A path to an org as SQL over the type's row t; for a line over the row that it belongs to. Empty where it can't be followed.
std::string Gate::path_sql(const lang::Expression& path, const lang::RecordType& type) const {
  std::string alias = "t";
  for (const lang::RecordType* line = &type; line->parent; line = line->parent->target) alias += "p";
  constexpr auto kEither = lang::SqlDialect::sqlite;   // a path is columns and subselects, which both back ends read alike
  auto sql = lang::to_sql(path, kEither, RowSql(site_, reading_type(type), alias, 0, kEither));
  if (!sql) return "";
  std::string text;
  for (const char c : *sql) text += c == '{' || c == '}' ? std::string(2, c) : std::string(1, c);
  return through_parents(type, text);
}

// An expression over a type's row, or of a line over the row that it belongs to; {} in it is that row's alias.
std::string Gate::through_parents(const lang::RecordType& type, const std::string& expression) const {
  std::string alias = "t", at = "t";
  for (const lang::RecordType* line = &type; line->parent; line = line->parent->target) alias += "p";
  std::string result = fmt::format(fmt::runtime(expression), alias);
  std::vector<std::string> around;
  for (const lang::RecordType* line = &type; line->parent; line = line->parent->target) {
    around.push_back(fmt::format("(select {{}} from {0} {1}p where {1}p.county = {1}.county and {1}p.id = {1}.{2})", site_.schema->table(*line->parent->target).name(), at, db::quote_name(line->parent->id)));
    at += "p";
  }
  for (auto outer = around.rbegin(); outer != around.rend(); ++outer) result = fmt::format(fmt::runtime(*outer), result);
  return result;
}

std::vector<base::OrgRange> Gate::ranges(const Acting& who) const {
  std::vector<base::OrgRange> result;
  for (const Grant& grant : who.grants) result.push_back(base::range_of(grant.org));
  return result;
}

bool Gate::in_range(const Acting& who, base::OrgId org) const {
  for (const Grant& grant : who.grants)
    if (works(grant) && base::range_of(grant.org).holds(org)) return true;
  return false;
}

bool Gate::speaks_for(const Acting& who, base::OrgId org, int deepest) const {
  return std::any_of(who.grants.begin(), who.grants.end(), [&](const Grant& grant) {
    const Org* at = orgs_->find(grant.org);
    return at != nullptr && at->level != lang::Level::partner && base::depth_of(at->id) <= deepest && (grant.role == "officer" || grant.role == "chair") && base::range_of(grant.org).holds(org);
  });
}

}  // namespace halfsky::engine
