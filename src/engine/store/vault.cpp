// Opens and seals fields: nonce | cipher | tag, bound by its associated data to the field's first name, the county and the record,
// so that values cannot be swapped and a field can be renamed.
#include "engine/store/vault.hpp"

#include <functional>
#include <stdexcept>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "engine/command/field_value.hpp"

namespace halfsky::engine {

using lang::Kind;
using lang::Value;

namespace {

constexpr size_t kKeysMax = 200'000;

// Codes lie in ciphers and blind indexes by their first ids, so that one can be renamed without touching a row.
Value with_codes(const Value& value, const std::function<std::string(const std::string&)>& change) {
  if (value.kind == Kind::choice) return Value::choice(change(value.text));
  if (value.kind != Kind::choices) return value;
  std::vector<Value> items;
  for (const Value& item : *value.items) items.push_back(Value::choice(change(item.text)));
  return Value::list(std::move(items), Kind::choices);
}

std::string text_to_keep(const StableNames& names, const lang::Field& field, const Value& value) {
  return plain_text_of(with_codes(value, [&](const std::string& code) { return names.of_code(field, code); }));
}

Value value_kept(const StableNames& names, const lang::Field& field, const std::string& text) {
  return with_codes(value_of_plain_text(field, text), [&](const std::string& kept) {
    for (const auto& code : field.type.codes->codes)
      if (names.of_code(field, code.id) == kept) return code.id;
    return kept;
  });
}

std::string cache_name(base::County county, const std::string& subject) { return std::to_string(county) + "/" + subject; }

}  // namespace

TableSpec Vault::table() {
  using Type = TableSpec::Part::Type;
  return {"data_key", {{"county", Type::integer}, {"subject", Type::text}, {"wrapped", Type::bytes}}, {"county", "subject"}, true, {}, "subject"};
}

Vault::Vault(std::shared_ptr<crypto::Keyring> keyring, const StableNames& names) : keyring_(std::move(keyring)), names_(names) {}

bool Vault::is_subject(const lang::Field& field) { return field.type.kind == Kind::ref && field.to == "core.person"; }

std::string Vault::subject_of(const Row& row) {
  if (row.type->name == "core.person") return row.id;
  for (const auto& field : row.type->fields)
    if (is_subject(*field) && !row.fields[field->index].is_null()) return row.fields[field->index].text;
  return row.id;
}

std::string Vault::associated(const Row& row, const lang::Field& field) const {
  return names_.of(field) + "|" + std::to_string(row.county) + "|" + row.id;
}

Vault::Found Vault::key_of(base::County county, const std::string& subject, db::Connection& connection, const NewKeys* fresh) {
  if (const auto* made = fresh ? fresh->find(subject) : nullptr) return {made->key};
  {
    const std::lock_guard lock(mutex_);
    const auto known = keys_.find(cache_name(county, subject));
    if (known != keys_.end()) return {known->second};
  }
  const db::Rows rows = connection.read({"select wrapped from data_key where county = ?1 and subject = ?2", {county, subject}});
  if (rows.empty()) return {};
  if (rows.bytes(0, 0).empty()) return {nullptr, true};
  auto secret = keyring_->unwrap(rows.bytes(0, 0), subject);
  if (!secret) throw std::runtime_error("a data key can't be unwrapped: keys/master.key is not the one that this data was written with");
  const Key key = std::make_shared<const crypto::Secret>(std::move(*secret));
  remember(county, subject, key);
  return {key};
}

void Vault::remember(base::County county, const std::string& subject, Key key) {
  const std::lock_guard lock(mutex_);
  if (keys_.size() > kKeysMax) keys_.clear();
  keys_[cache_name(county, subject)] = std::move(key);
}

void Vault::learn(base::County county, const NewKeys& written) {
  for (const auto& [subject, made] : written.made) remember(county, subject, made.key);
}

Value Vault::open(const Row& row, const lang::Field& field, db::Connection& connection, const NewKeys* fresh) {
  const std::string& cipher = row.ciphers[field.index];
  if (cipher.empty()) return Value::null();
  const Key key = key_of(row.county, subject_of(row), connection, fresh).key;
  if (!key) return Value::null();
  const auto plain = keyring_->suite().open(*key, cipher, associated(row, field));
  return plain ? value_kept(names_, field, *plain) : Value::null();
}

bool Vault::seal(Row& row, const lang::Field& field, const Value& value, db::Connection& connection, NewKeys& fresh) {
  std::string cipher;
  if (!value.is_null()) {
    const std::string subject = subject_of(row);
    Found found = key_of(row.county, subject, connection, &fresh);
    if (found.destroyed) return false;
    if (!found.key) {
      found.key = std::make_shared<const crypto::Secret>(keyring_->new_data_key());
      fresh.made[subject] = {found.key, keyring_->wrap(*found.key, subject)};
    }
    cipher = keyring_->suite().seal(*found.key, text_to_keep(names_, field, value), associated(row, field));
  }
  row.fields[field.index] = Value::null();
  row.ciphers[field.index] = std::move(cipher);
  row.blinds[field.index] = blind(field, value);
  return true;
}

bool Vault::seal_again(Row& row, const Row& before, db::Connection& connection, NewKeys& fresh) {
  if (subject_of(row) == subject_of(before)) return true;
  for (const auto& field : row.type->fields) {
    if (!field->encrypted() || before.ciphers[field->index].empty()) continue;
    const Value value = open(before, *field, connection, &fresh);
    if (!value.is_null() && !seal(row, *field, value, connection, fresh)) return false;
  }
  return true;
}

Vault::Bytes Vault::seal_bytes(const std::string& subject, std::string_view plain) const {
  const crypto::Secret key = keyring_->new_data_key();
  return {keyring_->suite().seal(key, plain, subject), keyring_->wrap(key, subject)};
}

std::string Vault::open_bytes(base::County county, const std::string& subject, const std::string& stored, db::Connection& connection) {
  const Found found = key_of(county, subject, connection, nullptr);
  if (found.destroyed) return "";
  if (!found.key) return stored;
  return keyring_->suite().open(*found.key, stored, subject).value_or("");
}

std::string Vault::blind(const lang::Field& field, const Value& value) const {
  if (value.is_null()) return "";
  return keyring_->blind_index(names_.of(field), base::lower(base::trim(text_to_keep(names_, field, value))));
}

std::string Vault::token(const lang::Field& field, const std::string& token) const {
  return keyring_->blind_token(names_.of(field), token);
}

std::string plain_text_of(const Value& value) {
  switch (value.kind) {
    case Kind::text: case Kind::choice: return value.text;
    case Kind::choices: case Kind::file: {
      std::string text;
      for (const auto& item : *value.items) text += (text.empty() ? "" : "|") + item.text;
      return text;
    }
    case Kind::ref: return value.text.empty() ? std::to_string(value.number) : value.text;
    case Kind::tally: return std::to_string(value.number) + "|" + std::to_string(value.extra);
    default: return std::to_string(value.number);
  }
}

Value value_of_plain_text(const lang::Field& field, const std::string& text) {
  const Kind kind = field.type.kind;
  switch (kind) {
    case Kind::text: return Value::string(text);
    case Kind::choice: return Value::choice(text);
    case Kind::choices: case Kind::file: {
      std::vector<Value> items;
      for (const auto& part : base::split(text, '|')) items.push_back(kind == Kind::choices ? Value::choice(part) : Value::string(part));
      return Value::list(std::move(items), kind);
    }
    case Kind::ref: return field.target->is_org ? Value::org(std::stoll(text)) : Value::record(text);
    case Kind::tally: {
      const auto parts = base::split(text, '|');
      return Value::tally(std::stoll(parts[0]), lang::Sureness(std::stoi(parts[1])));
    }
    default: return {kind, std::stoll(text), 0, {}, {}};
  }
}

}  // namespace halfsky::engine
