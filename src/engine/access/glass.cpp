// Who may break the glass, what lies behind it, who is told.
#include "engine/access/glass.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "engine/access/gate.hpp"
#include "engine/access/looks.hpp"
#include "engine/engine.hpp"
#include "engine/query/pages.hpp"
#include "engine/store/snapshot.hpp"

namespace halfsky::engine {
namespace {

constexpr const char* kChair = "chair";
constexpr const char* kTold = "@glass";   // the client has the sentence, in the reader's language

std::vector<const lang::RecordType*> secret_types(const Site& site) {
  std::vector<const lang::RecordType*> result;
  for (const auto& pack : site.packs->packs)
    for (const auto& type : pack->records)
      if (type->class_ == lang::Class::secret && !type->parent) result.push_back(type.get());
  return result;
}

// The record with this code. Those of one county are few enough to be tried one by one.
std::vector<RowPtr> row_of_code(const Site& site, Snapshot& snapshot, const std::string& code) {
  for (const lang::RecordType* type : secret_types(site)) {
    const db::Rows ids = snapshot.connection().read({fmt::format("select id from {} where county = ?1 and struck_ = 0", site.schema->table(*type).name()), {snapshot.county()}});
    for (size_t r = 0; r < ids.size(); ++r)
      if (secret_code(site, ids.text(r, 0)) == code) return {snapshot.load(*type, ids.text(r, 0))};
  }
  return {};
}

// Secret records that refer to `about`.
std::vector<RowPtr> rows_behind(const Site& site, Snapshot& snapshot, const lang::RecordType& type, const std::string& about) {
  std::vector<RowPtr> result;
  for (const lang::RecordType* secret : secret_types(site)) {
    const RecordTable& table = site.schema->table(*secret);
    std::string where;
    std::vector<db::Value> args{snapshot.county()};
    for (const auto& field : secret->fields) {
      if (field->target != &type) continue;
      args.push_back(field->encrypted() ? db::Value{db::Bytes{site.vault->blind(*field, lang::Value::record(about))}} : db::Value{about});
      where += fmt::format("{}{} = ?{}", where.empty() ? "" : " or ", db::quote_name(field->encrypted() ? field->id + "_blind" : field->id), args.size());
    }
    if (where.empty()) continue;
    const db::Rows rows = snapshot.connection().read({fmt::format("select {} from {} where county = ?1 and struck_ = 0 and ({}) order by entered, id", table.column_list(), table.name(), where), std::move(args)});
    for (size_t r = 0; r < rows.size(); ++r) result.push_back(std::make_shared<const Row>(table.row_of(rows.row(r))));
  }
  return result;
}

struct Office {
  base::OrgId org;
  std::string role;
  auto operator<=>(const Office&) const = default;
};

// The offices that may read it by their level; where there is no record, those at the county that may read any.
std::set<Office> told_of(const Site& site, const std::vector<RowPtr>& rows, base::County county) {
  std::set<Office> offices;
  const auto orgs = site.orgs();
  for (const lang::RecordType* type : secret_types(site))
    for (const lang::Actor& actor : type->see)
      if (actor.scope == lang::Actor::Scope::level && actor.level == lang::Level::county) offices.insert({base::org_of_county(county), actor.role});
  if (rows.empty()) return offices;
  offices.clear();
  for (const RowPtr& row : rows)
    for (const lang::Actor& actor : row->type->see) {
      if (actor.scope == lang::Actor::Scope::own_org) offices.insert({row->org, actor.role});
      const Org* at = actor.scope == lang::Actor::Scope::level ? orgs->at_level(row->org, actor.level) : nullptr;
      if (at) offices.insert({at->id, actor.role});
    }
  return offices;
}

}  // namespace

TableSpec glass_table() {
  using Type = TableSpec::Part::Type;
  constexpr Type integer = Type::integer, text = Type::text;
  return {"glass",
          {{"county", integer}, {"id", text}, {"at", integer}, {"until_at", integer}, {"account", text}, {"org", integer}, {"role", text}, {"type", text}, {"record", text}, {"reason", Type::bytes}},
          {"county", "id"}, true, {"glass_of (county, record, account)"}, "id"};
}

bool may_break_glass(const Site& site, const Acting& who, base::County county) {
  if (who.kind != Acting::Kind::staff || county == 0) return false;
  return std::any_of(who.grants.begin(), who.grants.end(), [&](const Grant& grant) { return grant.role == kChair && grant.org == base::org_of_county(county) && site.orgs()->find(grant.org); });
}

bool is_glass_open(const Site& site, const Acting& who, const Row& row, db::Connection& connection) {
  if (!may_break_glass(site, who, row.county)) return false;
  return !connection.read({"select 1 from glass where county = ?1 and record = ?2 and account = ?3 and type = ?4 and until_at > ?5 limit 1", {row.county, row.id, who.account, row.type->name, site.clock->now()}}).empty();
}

std::string secret_code(const Site& site, const std::string& record) {
  const std::string hex = crypto::hex(site.keyring->blind_token("glass", record));
  return hex.substr(0, 4) + "-" + hex.substr(4, 4);
}

base::Result<GlassOpened> break_glass(Engine& engine, const Acting& who, const GlassAsked& asked) {
  const Site& site = engine.site();
  const base::County county = county_of_viewer(site, who);
  if (!may_break_glass(site, who, county)) return base::Problem{"not_yours", "move", {{"move", "glass"}}};
  const std::string reason = base::nfc(base::trim(asked.reason)), code = base::lower(base::half_width(base::trim(asked.code)));
  if (base::code_points(reason) < kGlassReasonMin) return base::Problem{"glass_reason", "reason", {{"min", std::to_string(kGlassReasonMin)}}};
  if (base::code_points(reason) > kGlassReasonMax) return base::Problem{"too_long", "reason", {{"max", std::to_string(kGlassReasonMax)}, {"got", std::to_string(base::code_points(reason))}}};
  GlassOpened opened;
  bool known = true;
  engine.read([&](db::Connection& connection) {
    Snapshot snapshot(site, connection, county);
    if (!code.empty()) {
      opened.rows = row_of_code(site, snapshot, code);
      return;
    }
    known = asked.type && !asked.type->is_org && asked.type->class_ != lang::Class::secret;   // a secret one is not there for her
    const RowPtr row = known ? snapshot.load(*asked.type, asked.about) : nullptr;
    known = row && Gate(site).may_read(who, row, snapshot, site.clock->today());
    if (known) opened.rows = rows_behind(site, snapshot, *asked.type, asked.about);
  });
  if (!known) return base::Problem{"no_such_record", "record", {{"type", asked.type ? asked.type->title : ""}}};

  const base::Instant now = site.clock->now();
  opened.until = now + kGlassMicros;
  const Grant grant = who.grants.front();
  std::vector<db::Call> calls;
  std::vector<Group> groups;
  const auto open = [&](const std::string& of, const std::string& record) {
    const std::string id = engine.new_id();
    calls.push_back({"insert into glass (county, id, at, until_at, account, org, role, type, record, reason) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                     {county, id, now, opened.until, who.account, grant.org, grant.role, of, record, db::Bytes{conceal_reason(site, reason, record)}}});
    groups.push_back({"glass", id});
  };
  for (const RowPtr& row : opened.rows) open(row->type->name, row->id);
  if (opened.rows.empty()) open(asked.type ? asked.type->name : "", asked.about);
  for (const Office& office : told_of(site, opened.rows, county)) {
    const RowPtr row = opened.rows.empty() ? nullptr : opened.rows.front();
    const std::string id = engine.new_id();
    calls.push_back({"insert into inbox (county, id, org, role, recipient, text, type, record, at, read_at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                     {county, id, office.org, office.role, "", kTold, row ? row->type->name : "", row ? row->id : "", now, {}}});
    groups.push_back({"inbox", id});
  }
  const Outcome outcome = engine.writer().note(county, {engine.new_id(), "glass", who.account, "glass", std::move(groups)}, std::move(calls), {});
  if (!outcome.accepted) return outcome.problems;
  if (who.looks)
    for (const RowPtr& row : opened.rows) who.looks->add(*row, "glass", "", reason);
  return opened;
}

}  // namespace halfsky::engine
