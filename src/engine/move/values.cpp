// Fields of a record as a command gives them: parsed, checked against the pack and against what is there, sealed where they must be.
#include <fmt/format.h>

#include <boost/json/value.hpp>

#include "base/text.hpp"
#include "engine/command/field_value.hpp"
#include "engine/move/decider.hpp"
#include "engine/move/standing.hpp"
#include "engine/store/name_tokens.hpp"
#include "lang/pack/english.hpp"

namespace halfsky::engine {

using lang::Field;
using lang::Kind;
using lang::Value;

std::optional<Decider::Assigned> Decider::parse_values(const lang::RecordType& type, const boost::json::object& values, const Act& act, bool lines_allowed) {
  const size_t before = problems_.size();
  Assigned result;
  const auto orgs = site_.orgs();
  for (const auto& member : values) {
    const std::string name(member.key());
    const std::string path = act.path + "values." + name;
    if (lines_allowed && type.back(name) && type.back(name)->type->parent == type.back(name)->ref) continue;
    const Field* field = type.field(name);
    if (field == nullptr) {
      for (const auto& candidate : type.fields)
        if (candidate->was == name) field = candidate.get();   // from a phone with last month's pack
    }
    if (field == nullptr) {
      std::vector<std::string> names;
      for (const auto& candidate : type.fields) names.push_back(candidate->id);
      problem("unknown_field", path, {{"field", base::beginning(name, 60)}, {"meant", base::nearest(name, names).value_or("")}});
      continue;
    }
    if (field->gone) { problem("field_gone", path, {{"field", field->title}}); continue; }
    if (field->computed()) { problem("computed_field", path, {{"field", field->title}}); continue; }
    auto value = value_of_json(*field, member.value(), path, act.day, *orgs);
    if (!value) { problems_.insert(problems_.end(), value.problems().begin(), value.problems().end()); continue; }
    result.emplace_back(field, std::move(*value));
  }
  if (problems_.size() > before) return std::nullopt;
  return result;
}

void Decider::assign(Row& row, const Field& field, const Value& value) {
  if (!field.encrypted()) {
    Value stored = value;
    if (!stored.is_null() && stored.kind == Kind::int_ && field.type.kind == Kind::decimal) stored.number *= 10'000;
    if (!stored.is_null()) stored.kind = field.type.kind;
    const Value was = std::exchange(row.fields[field.index], std::move(stored));
    if (Vault::is_subject(field)) seal_for_whom_it_is(row, field, was);
    return;
  }
  if (!site_.vault->seal(row, field, value, unit_.connection(), unit_.new_keys())) return problem("erased", "values." + field.id, {{"field", field.title}});
  if (!field.sealed || field.type.kind != Kind::text) return;
  const std::string& type = field.owner->name;
  if (value.is_null()) {
    if (row.version > 0) unit_.add_call({"delete from name_tokens where county = ?1 and type = ?2 and field = ?3 and id = ?4", {row.county, type, field.id, row.id}});
    return;
  }
  static const std::string kTokens = "insert into name_tokens (county, type, field, id, tokens) values (?1, ?2, ?3, ?4, ?5) on conflict (county, type, field, id) do update set tokens = excluded.tokens";
  unit_.add_call({kTokens, {row.county, type, field.id, row.id, db::Bytes{name_tokens(*site_.vault, field, value.text)}}});
}

// A row's encrypted fields stand under the key of the person it is about: where that is another one now, they are sealed anew.
void Decider::seal_for_whom_it_is(Row& row, const Field& ref, const Value& was) {
  if (std::all_of(row.ciphers.begin(), row.ciphers.end(), [](const std::string& cipher) { return cipher.empty(); })) return;
  Row before = row;
  before.fields[ref.index] = was;
  if (!site_.vault->seal_again(row, before, unit_.connection(), unit_.new_keys())) problem("erased", "values." + ref.id, {{"field", ref.title}});
}

// Each ref that was given must be there, in this county, and be one that she may read: an id that she guessed says nothing. Answers
// with those that are not.
Decider::Fields Decider::check_refs(const Row& row, const std::set<const Field*>& given, const Act& act) {
  Fields not_hers;
  for (const Field* field : given) {
    const Value value = field->encrypted() && field->type.kind == Kind::ref ? site_.vault->open(row, *field, unit_.connection(), &unit_.new_keys()) : row.fields[field->index];
    const std::string path = act.path + "values." + field->id;
    if (field->type.kind == Kind::consent && !value.is_null() && !value.text.empty() && !unit_.load(*site_.packs->record_type("core.person"), value.text))
      problem("no_such_record", path + ".by", {{"type", field->title}});
    if (field->type.kind != Kind::ref || value.is_null() || field->target->is_org) continue;
    const RowPtr target = unit_.load(*field->target, value.text);
    const bool mine = target && !target->struck && (act.by_effect || clock_ || unit_.changes().contains(target->record()) || command_.who.kind == Acting::Kind::public_ ||
                                                    gate_.may_read(command_.who, target, unit_, today_));
    if (mine) continue;
    problem("no_such_record", path, {{"type", field->target->title}});
    not_hers.insert(field);
  }
  return not_hers;
}

// Conditions that read through a ref in `not_hers` are not looked at: their answer would tell of a record that she may not see.
void Decider::check_row(const Row& row, const Fields& given, const Fields& not_hers, const Act& act) {
  const auto tells = [&](const lang::Expression& condition) { return std::any_of(condition.reads.begin(), condition.reads.end(), [&](const Field* f) { return not_hers.contains(f); }); };
  const auto shared = std::make_shared<const Row>(row);
  RowWorld at = world(shared, act);
  for (const auto& field : row.type->fields) {
    if (field->gone) continue;
    const bool unknown = field->default_ && tells(*field->default_);   // what it would be is not for her to know
    if (is_empty(row, *field) && !field->computed() && !unknown && (field->required || (field->required_when && !tells(*field->required_when) && at.evaluate(*field->required_when).is_true())))
      problem("required", act.path + "values." + field->id, {{"field", field->title}});
    const bool look = field->check && (given.contains(field.get()) || std::any_of(field->check->reads.begin(), field->check->reads.end(), [&](const Field* f) { return given.contains(f); }));
    if (look && !tells(*field->check) && at.evaluate(*field->check).is_false()) {
      std::vector<std::pair<std::string, std::string>> said{{"message", field->message}};
      if (std::string english = lang::english_of_message(*site_.packs, *field); !english.empty()) said.emplace_back("message_en", std::move(english));
      if (!field->message.empty()) problem("check", act.path + "values." + field->id, std::move(said));
      else problem("check_failed", act.path + "values." + field->id, {{"field", field->title}});
    }
  }
  if (!row.type->scoring || !site_.scores || !not_hers.empty()) return;
  for (auto& p : site_.scores->wrong_answers(row, given, unit_)) problem(std::move(p.code), act.path + p.path, std::move(p.args));
  if (row.type->stages.empty()) check_answered(row, act);
}

void Decider::check_answered(const Row& row, const Act& act) {
  if (!row.type->scoring || !site_.scores) return;
  for (auto& p : site_.scores->unanswered(row, unit_)) problem(std::move(p.code), act.path + p.path, std::move(p.args));
}

std::string Decider::key_taken_by(const Row& row) {
  const lang::RecordType& type = *row.type;
  if (type.key.empty() && !type.key_has_org) return "";
  const RecordTable& table = site_.schema->table(type);
  std::string where = "county = ?1 and struck_ = 0";
  std::vector<db::Value> args{row.county};
  const auto equals = [&](const std::string& column, db::Value value) {
    args.push_back(std::move(value));
    where += fmt::format(" and {} = ?{}", db::quote_name(column), args.size());
  };
  if (type.key_has_org) equals("org", row.org);
  for (const Field* field : type.key) {
    if (field->encrypted()) {
      if (row.blinds[field->index].empty()) return "";   // an empty part of a key is no key
      equals(field->id + "_blind", db::Bytes{row.blinds[field->index]});
    } else {
      const Value& value = row.fields[field->index];
      if (value.is_null()) return "";
      equals(field->id, value.text.empty() ? db::Value{value.number} : db::Value{value.text});
    }
  }
  const auto equal = [&](const Row& other) {
    if (other.struck || other.id == row.id || (type.key_has_org && other.org != row.org)) return false;
    return std::all_of(type.key.begin(), type.key.end(), [&](const Field* field) {
      return field->encrypted() ? other.blinds[field->index] == row.blinds[field->index] : lang::same(other.fields[field->index], row.fields[field->index]);
    });
  };
  std::string taken;
  const db::Rows rows = unit_.connection().read({fmt::format("select id from {} where {}", table.name(), where), args});
  for (size_t r = 0; r < rows.size(); ++r)
    if (const RowPtr other = unit_.load(type, rows.text(r, 0)); other && equal(*other)) taken = other->id;
  for (const KeyIndex* pending : {&unit_.changed_keys(), &unit_.before().written_keys()})
    for (const std::string& id : pending->like(row))
      if (const RowPtr other = unit_.load(type, id); other && equal(*other)) taken = id;
  return taken;
}

void Decider::check_key(const Row& row, const Act& act) {
  const lang::RecordType& type = *row.type;
  const std::string taken = key_taken_by(row);
  if (taken.empty()) return;
  std::string titles;
  for (const Field* field : type.key) titles += (titles.empty() ? "" : "、") + field->title;
  const RowPtr other = unit_.load(type, taken);
  const bool hidden = type.class_ == lang::Class::secret && !act.by_effect && !clock_ && !gate_.may_read(command_.who, other, unit_, today_);
  if (hidden) return;   // "already there" would tell her; those who see both put them together
  const bool may = command_.who.kind != Acting::Kind::public_ && gate_.may_read(command_.who, other, unit_, today_);
  problem("already_there", act.path + (type.key.empty() ? std::string("org") : "values." + type.key.front()->id), {{"type", type.title}, {"key", titles}, {"record", may ? taken : ""}});
}

void Decider::put(Row row) {
  site_.standing->compute(row, unit_);
  const RecordId record = row.record();
  unit_.put(std::move(row));
  site_.standing->refresh(unit_, record);
}

}  // namespace halfsky::engine
