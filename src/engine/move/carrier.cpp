// What goes along, what is entered there, what is closed here.
#include "engine/move/carrier.hpp"

#include "base/uuid.hpp"
#include "engine/access/looks.hpp"
#include "engine/journal/groups.hpp"
#include "engine/move/standing.hpp"
#include "engine/tables.hpp"

namespace halfsky::engine {

using lang::Field;
using lang::Kind;
using lang::RecordType;
using lang::Value;

namespace {

constexpr size_t kAlongMax = 200;   // rows of the register that are looked at for one record

// The shared register: what other records are about.
bool is_register(const RecordType& type) { return type.programme == "core" && type.stages.empty() && !type.parent && !type.is_org; }

bool is_needed(const Field& field) {
  return field.required || field.type.kind == Kind::consent || std::find(field.owner->key.begin(), field.owner->key.end(), &field) != field.owner->key.end();
}

bool is_open(const Row& row) {
  const lang::Stage* stage = row.type->stage(row.stage);
  return stage && !stage->final_;
}

}  // namespace

void Carrier::carry(const RowPtr& row, base::OrgId to, std::optional<base::Day> asked, const std::string& reason, const Grant& grant) {
  const auto wrong = [&] { return !giver_.problems_.empty() || !taker_.problems_.empty(); };
  to_ = to;
  gather(row);
  hold_back(row);
  for (const auto& [record, each] : goes_)
    for (const RowPtr& line : giver_.with_lines(each)) {
      if (asked && !giver_.day_fits(line, act_)) return;
      act_.day = std::max(act_.day, line->moved);
    }
  enter(row);
  for (const auto& [record, each] : goes_)
    if (!wrong() && !there_.contains(record)) enter(each);
  if (wrong()) return;
  for (const RowPtr& root : entered_) tell(taker_, root, reason, grant);
  for (const auto& [record, each] : goes_) {
    close(each);
    tell(giver_, each, reason, grant);
  }
}

// What a row points at, but for the record that it is a line of.
std::vector<Carrier::Ref> Carrier::refs_of(const RowPtr& row) {
  std::vector<Ref> refs;
  for (const auto& field : row->type->fields) {
    const bool is_ref = field->type.kind == Kind::ref && !field->target->is_org;
    if (field->is_on_reading || field.get() == row->type->parent || (!is_ref && field->type.kind != Kind::consent)) continue;
    const Value value = value_of(row, *field);
    if (!value.is_null() && !value.text.empty()) refs.push_back({field.get(), {is_ref ? field->target : giver_.site_.packs->record_type("core.person"), value.text}});
  }
  return refs;
}

Value Carrier::value_of(const RowPtr& row, const Field& field) {
  return field.encrypted() ? giver_.site_.vault->open(*row, field, giver_.unit_.connection(), &giver_.unit_.new_keys()) : row->fields[field.index];
}

// The record, and all of the register that can be reached from it.
void Carrier::gather(const RowPtr& row) {
  std::vector<RowPtr> reached{row};
  goes_[row->record()] = row;
  takes_along_ = row->type->class_ != lang::Class::secret;
  if (!takes_along_) return;
  for (size_t i = 0; i < reached.size(); ++i)
    for (const RowPtr& line : giver_.with_lines(reached[i]))
      for (const Ref& ref : refs_of(line)) {
        if (!is_register(*ref.target.type) || goes_.contains(ref.target) || goes_.size() > kAlongMax) continue;
        const RowPtr at = giver_.unit_.load(*ref.target.type, ref.target.id);
        if (!at || at->struck) continue;
        goes_[ref.target] = at;
        reached.push_back(at);
      }
}

// What others here need stays, until all that is left needs only what goes.
void Carrier::hold_back(const RowPtr& row) {
  for (bool changed = true; changed;) {
    changed = false;
    for (auto at = goes_.begin(); at != goes_.end();) {
      const bool stays = at->second != row && is_needed_here(at->second);
      changed = changed || stays;
      at = stays ? goes_.erase(at) : std::next(at);
    }
  }
}

bool Carrier::is_needed_here(const RowPtr& row) {
  for (const auto& pack : giver_.site_.packs->packs)
    for (const auto& type : pack->records)
      for (const auto& field : type->fields) {
        if (type->is_org || field->target != row->type || field->encrypted() || field.get() == type->parent) continue;
        for (RowPtr other : giver_.unit_.rows_by_ref(*field, Value::record(row->id))) {
          while (other && other->type->parent) other = giver_.unit_.load(*other->type->parent->target, other->fields[other->type->parent->index].text);
          if (!other || other->struck || other->type->class_ == lang::Class::secret || goes_.contains(other->record())) continue;
          if (is_register(*other->type) || is_open(*other)) return true;
        }
      }
  return false;
}

// The id there of what a row points at; empty where it is not there. `later`: its row comes after this one.
std::string Carrier::placed(const Ref& ref, bool& later) {
  const auto& [type, id] = ref.target;
  if (const auto known = there_.find(ref.target); known != there_.end()) return known->second;
  if (underway_.contains(ref.target)) return later = true, id;
  if (const RowPtr there = taker_.unit_.load(*type, id); there && !there->struck) return there_[ref.target] = id;
  const RowPtr here = giver_.unit_.load(*type, id);
  if (!here || here->struck) return "";
  if (const std::string same = same_there(here); !same.empty() && !goes_.contains(ref.target)) return there_[ref.target] = same;
  if (!goes_.contains(ref.target) && !(takes_along_ && is_register(*type) && is_needed(*ref.field))) return "";
  enter(here);
  return there_[ref.target];
}

// One of the register that the taking county keeps already, under another id: keys are compared by blind indexes, which no county has of its own.
std::string Carrier::same_there(const RowPtr& root) {
  if (!is_register(*root->type)) return "";
  Row row = *root;
  row.county = taker_.unit_.county();
  row.org = to_;
  return taker_.key_taken_by(row);
}

void Carrier::enter(const RowPtr& root) {
  const RecordId record = root->record();
  const std::string same = same_there(root);
  if (same.empty()) {
    underway_.insert(record);
    Row next = as_there(root);
    underway_.erase(record);
    taker_.check_key(next, act_);
    taker_.put(std::move(next));
    entered_.push_back(root);
  }
  there_[record] = same.empty() ? root->id : same;
  std::vector<RowPtr> lines = giver_.with_lines(root);
  lines.erase(lines.begin());
  for (const RowPtr& line : lines) {
    if (!there_.contains({line->type->parent->target, line->fields[line->type->parent->index].text})) continue;
    Row next = as_there(line);
    if (!same.empty() && !taker_.key_taken_by(next).empty()) continue;   // they have it, too
    taker_.put(std::move(next));
    there_[line->record()] = line->id;
  }
}

// The row as the taking county has it: its ids, sealed with its keys.
Row Carrier::as_there(const RowPtr& row) {
  const RowPtr before = taker_.unit_.load(*row->type, row->id);   // it was there once
  if (before && !before->away) taker_.problem("id_taken", path(), {{"record", row->id}});
  Row next = *row;
  next.county = taker_.unit_.county();
  next.org = to_;
  next.handed.push_back({act_.day, row->org});
  next.moved = act_.day;
  next.version = before ? before->version : 0;
  std::map<const Field*, Value> sealed;
  for (const auto& field : row->type->fields) {
    if (field->is_on_reading) continue;
    if (field->type.kind == Kind::file) copy_files(value_of(row, *field));
    if (!field->encrypted()) continue;
    sealed[field.get()] = value_of(row, *field);
    next.ciphers[field->index].clear();
    next.blinds[field->index].clear();
  }
  if (const Field* parent = row->type->parent) next.fields[parent->index] = Value::record(there_.at({parent->target, row->fields[parent->index].text}));
  for (const Ref& ref : refs_of(row)) {
    bool later = false;
    const std::string id = placed(ref, later);
    const bool is_sealed = ref.field->encrypted();
    Value& value = is_sealed ? sealed[ref.field] : next.fields[ref.field->index];
    if (ref.field->type.kind == Kind::consent) value.text = id;
    else value = id.empty() ? Value::null() : Value::record(id);
    if (id.empty() && is_needed(*ref.field)) taker_.problem("handover_points_back", path(), {{"field", ref.field->title}, {"type", ref.target.type->title}});
    if (later && !is_sealed && ref.field->type.kind == Kind::ref) taker_.unit_.point_later(next.record(), *ref.field);
  }
  for (const auto& [field, value] : sealed)
    if (!value.is_null() || next.version > 0) taker_.assign(next, *field, value);
  return next;
}

// Photos and papers that the taking county has not got, sealed with a key of their own there, too.
void Carrier::copy_files(const Value& files) {
  if (files.is_null() || !files.items) return;
  Unit& to = taker_.unit_;
  const Site& site = giver_.site_;
  for (const Value& file : *files.items) {
    const std::string subject = "file/" + file.text;
    if (!copied_.insert(file.text).second || !to.connection().read({"select 1 from file where county = ?1 and id = ?2", {to.county(), file.text}}).empty()) continue;
    const db::Rows rows = giver_.unit_.connection().read({"select name, media_type, size, hash, content, account, at from file where county = ?1 and id = ?2", {giver_.unit_.county(), file.text}});
    if (rows.empty()) continue;
    const std::string plain = site.vault->open_bytes(giver_.unit_.county(), subject, rows.bytes(0, 4), giver_.unit_.connection());
    if (plain.empty()) continue;   // erased
    const auto sealed = site.vault->seal_bytes(subject, plain);
    const std::vector<db::Value> key{to.county(), subject, db::Bytes{sealed.wrapped}};
    const std::vector<db::Value> row{to.county(), file.text, rows.text(0, 0), rows.text(0, 1), rows.integer(0, 2), db::Bytes{rows.bytes(0, 3)}, db::Bytes{sealed.cipher}, rows.text(0, 5), rows.integer(0, 6)};
    to.add_call({"insert into data_key (county, subject, wrapped) values (?1, ?2, ?3)", key});
    to.add_call({"insert into file (county, id, name, media_type, size, hash, content, account, at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", row});
    to.add_bound(bound(site, Vault::table(), key));
    to.add_bound(bound(site, file_table(), row));
    to.add_bound({"file", file.text, 0, rows.bytes(0, 3)});
  }
}

// Nothing of it is worked out again: it counts here as it stood.
void Carrier::close(const RowPtr& root) {
  const std::vector<RowPtr> rows = giver_.with_lines(root);
  for (const RowPtr& row : rows) {
    Row gone = *row;
    gone.handed.push_back({act_.day, gone.org});
    gone.org = to_;
    gone.moved = act_.day;
    gone.struck = gone.away = true;
    giver_.unit_.put(std::move(gone));
  }
  for (const RowPtr& row : rows) giver_.site_.standing->refresh(giver_.unit_, row->record());
}

void Carrier::tell(Decider& side, const RowPtr& root, const std::string& reason, const Grant& grant) {
  const Command& command = side.command_;
  Unit& unit = side.unit_;
  unit.add_made({root->record(), "handover", command.who.account, command.who.person, grant.org, grant.role, act_.day, false});
  const std::vector<db::Value> values = {unit.county(), base::derived_uuid(command.id, "handover/" + root->id), unit.place(), root->type->name, root->id, root->org, to_, int64_t{act_.day},
                                         db::Bytes{conceal_reason(side.site_, reason, root->id)}};
  unit.add_call({kInsertHandover, values});
  unit.add_bound(bound(side.site_, handover_table(), values));
}

std::string Carrier::path() const { return act_.path + (giver_.command_.steps.front().type ? "record" : "handover"); }

}  // namespace halfsky::engine
