// How a record stands in its table: columns, statements, and the way from a Row to values and back.
#include <fmt/format.h>

#include <charconv>

#include "engine/store/schema.hpp"

namespace halfsky::engine {

using lang::Field;
using lang::Kind;
using Holds = Column::Holds;

namespace {

bool is_text(const Field& field) {
  switch (field.type.kind) {
    case Kind::text: case Kind::choice: case Kind::choices: case Kind::file: return true;
    case Kind::ref: return !field.target->is_org;
    default: return false;
  }
}

std::string joined(const std::vector<Column>& columns, const std::string& separator, auto&& text_of) {
  std::string result;
  for (size_t i = 0; i < columns.size(); ++i) result += (i ? separator : "") + text_of(columns[i], i);
  return result;
}

// "|a|b|": a code is found by like '%|a|%'.
std::string packed(const lang::Value& value) {
  std::string text = "|";
  for (const auto& item : *value.items) text += item.text + "|";
  return text;
}

lang::Value unpacked(const std::string& text, Kind kind) {
  std::vector<lang::Value> items;
  for (size_t from = 1; from < text.size();) {
    const size_t to = text.find('|', from);
    items.push_back(kind == Kind::choices ? lang::Value::choice(text.substr(from, to - from)) : lang::Value::string(text.substr(from, to - from)));
    from = to + 1;
  }
  return lang::Value::list(std::move(items), kind);
}

db::Value stored(const Field& field, const lang::Value& value) {
  if (value.is_null()) return {};
  switch (field.type.kind) {
    case Kind::text: case Kind::choice: return value.text;
    case Kind::choices: case Kind::file: return packed(value);
    case Kind::ref: if (!field.target->is_org) return value.text; return value.number;
    default: return value.number;
  }
}

constexpr int64_t kAway = 2;   // in struck_

int64_t integer(const db::Value& value) { return std::get<int64_t>(value); }

// "20801:990101101201 20833:990101101202": since when it is no longer whose.
std::string text_of(const std::vector<Handed>& handed) {
  std::string text;
  for (const Handed& each : handed) text += fmt::format("{}{}:{}", text.empty() ? "" : " ", each.since, each.from);
  return text;
}

}  // namespace

RecordTable::RecordTable(const lang::RecordType& type) : type_(&type), name_(type.programme + "_" + type.id) {
  const auto add = [this](Holds holds, std::string name, bool text, const Field* field = nullptr, int stage = -1) {
    columns_.push_back({holds, std::move(name), field, stage, stage < 0 ? nullptr : &type_->stages[stage], text});
  };
  add(Holds::county, "county", false);
  add(Holds::id, "id", true);
  add(Holds::org, "org", false);
  add(Holds::township, "township_", false);
  add(Holds::stage, "stage", true);
  add(Holds::entered, "entered", false);
  add(Holds::moved, "moved_", false);
  add(Holds::version, "version_", false);
  add(Holds::since, "since_", false);
  add(Holds::struck, "struck_", false);
  add(Holds::handed, "handed_", true);
  for (size_t i = 0; i < type.stages.size(); ++i) add(Holds::reached, "reached_" + type.stages[i].id, false, nullptr, int(i));
  for (const auto& field : type.fields) {
    column_by_field_.push_back(int(columns_.size()));
    if (field->is_on_reading) { column_by_field_.back() = -1; continue; }
    if (field->encrypted()) {
      add(Holds::cipher, field->id, false, field.get());
      add(Holds::blind, field->id + "_blind", false, field.get());
      continue;
    }
    add(Holds::value, field->id, is_text(*field), field.get());
    if (field->type.kind == Kind::tally) add(Holds::sureness, field->id + "_sure", false, field.get());
    if (field->type.kind == Kind::consent) {
      add(Holds::given_on, field->id + "_on", false, field.get());
      add(Holds::given_by, field->id + "_by", true, field.get());
      add(Holds::given_until, field->id + "_until", false, field.get());
    }
  }
  column_list_ = joined(columns_, ", ", [](const Column& c, size_t) { return db::quote_name(c.name); });
  const std::string values = joined(columns_, ", ", [](const Column&, size_t i) { return fmt::format("?{}", i + 1); });
  insert_sql_ = fmt::format("insert into {} ({}) values ({})", name_, column_list_, values);
  history_sql_ = fmt::format("insert into {0} ({1}, until_) select {1}, ?3 from {2} where county = ?1 and id = ?2", history(), column_list_, name_);
  update_sql_ = fmt::format("update {} set {} where county = ?1 and id = ?2", name_,
                            joined(columns_, ", ", [](const Column& c, size_t i) { return fmt::format("{} = ?{}", db::quote_name(c.name), i + 1); }).substr(std::string("\"county\" = ?1, \"id\" = ?2, ").size()));
}

const Column& RecordTable::column_of(const Field& field) const {
  HALFSKY_ASSERT(column_by_field_[field.index] >= 0);
  return columns_[column_by_field_[field.index]];
}

bool RecordTable::has_column(const Field& field) const { return column_by_field_[field.index] >= 0; }

std::vector<db::Value> RecordTable::values_of(const Row& row) const {
  std::vector<db::Value> values;
  values.reserve(columns_.size() + 1);
  for (const Column& column : columns_) {
    const int f = column.field ? column.field->index : -1;
    const auto present = [&] { return !row.fields[f].is_null(); };
    switch (column.holds) {
      case Holds::county: values.push_back(row.county); break;
      case Holds::id: values.push_back(row.id); break;
      case Holds::org: values.push_back(row.org); break;
      case Holds::township: values.push_back(township_slot(row.org)); break;
      case Holds::stage: values.push_back(row.stage.empty() ? db::Value{} : db::Value{row.stage}); break;
      case Holds::entered: values.push_back(int64_t{row.entered}); break;
      case Holds::moved: values.push_back(int64_t{row.moved}); break;
      case Holds::version: values.push_back(row.version); break;
      case Holds::since: values.push_back(row.since); break;
      case Holds::struck: values.push_back(row.away ? kAway : int64_t{row.struck}); break;
      case Holds::handed: values.push_back(row.handed.empty() ? db::Value{} : db::Value{text_of(row.handed)}); break;
      case Holds::reached: values.push_back(row.reached[column.stage] ? db::Value{int64_t{*row.reached[column.stage]}} : db::Value{}); break;
      case Holds::value: values.push_back(stored(*column.field, row.fields[f])); break;
      case Holds::sureness: values.push_back(present() ? db::Value{row.fields[f].extra} : db::Value{}); break;
      case Holds::given_on: values.push_back(present() ? db::Value{row.fields[f].extra} : db::Value{}); break;
      case Holds::given_by: values.push_back(present() && !row.fields[f].text.empty() ? db::Value{row.fields[f].text} : db::Value{}); break;
      case Holds::given_until: values.push_back(present() && row.fields[f].items ? db::Value{row.fields[f].items->front().number} : db::Value{}); break;
      case Holds::cipher: values.push_back(row.ciphers[f].empty() ? db::Value{} : db::Value{db::Bytes{row.ciphers[f]}}); break;
      case Holds::blind: values.push_back(row.blinds[f].empty() ? db::Value{} : db::Value{db::Bytes{row.blinds[f]}}); break;
    }
  }
  return values;
}

Row RecordTable::row_of(const db::Value* at) const {
  Row row = empty_row();
  for (const Column& column : columns_) {
    const db::Value& value = *at++;
    if (std::holds_alternative<std::monostate>(value)) continue;
    const int f = column.field ? column.field->index : -1;
    switch (column.holds) {
      case Holds::county: row.county = integer(value); break;
      case Holds::id: row.id = std::get<std::string>(value); break;
      case Holds::org: row.org = integer(value); break;
      case Holds::township: break;
      case Holds::stage: row.stage = std::get<std::string>(value); break;
      case Holds::entered: row.entered = base::Day(integer(value)); break;
      case Holds::moved: row.moved = base::Day(integer(value)); break;
      case Holds::version: row.version = integer(value); break;
      case Holds::since: row.since = integer(value); break;
      case Holds::struck: row.struck = integer(value) != 0; row.away = integer(value) == kAway; break;
      case Holds::handed: row.handed = handed_of(std::get<std::string>(value)); break;
      case Holds::reached: row.reached[column.stage] = base::Day(integer(value)); break;
      case Holds::value: {
        lang::Value& field = row.fields[f];
        field.kind = column.field->type.kind;
        if (field.kind == Kind::choices || field.kind == Kind::file) field = unpacked(std::get<std::string>(value), field.kind);
        else if (column.text) field.text = std::get<std::string>(value);
        else field.number = integer(value);
        break;
      }
      case Holds::sureness: case Holds::given_on: row.fields[f].extra = integer(value); break;
      case Holds::given_by: row.fields[f].text = std::get<std::string>(value); break;
      case Holds::given_until: row.fields[f].items = lang::Value::list({lang::Value::date(integer(value))}).items; break;
      case Holds::cipher: row.ciphers[f] = std::get<db::Bytes>(value).data; break;
      case Holds::blind: row.blinds[f] = std::get<db::Bytes>(value).data; break;
    }
  }
  return row;
}

// What was written behind the program's back may be no list of handovers. It is read as one from no org before all days, which changes
// nothing that is asked of the row, and its hash, by which `verify` finds it.
std::vector<Handed> RecordTable::handed_of(const std::string& text) {
  std::vector<Handed> handed;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    Handed each;
    at = std::from_chars(at, end, each.since).ptr;
    if (at >= end || *at != ':') return {{base::kDayMin, 0}};
    at = std::from_chars(at + 1, end, each.from).ptr;
    handed.push_back(each);
    if (at < end) ++at;
  }
  return handed;
}

Row RecordTable::empty_row() const {
  Row row;
  row.type = type_;
  row.fields.resize(type_->fields.size());
  row.ciphers.resize(type_->fields.size());
  row.blinds.resize(type_->fields.size());
  row.reached.resize(type_->stages.size());
  return row;
}

Schema::Schema(const lang::Packs& packs) {
  for (const auto& pack : packs.packs)
    for (const auto& type : pack->records)
      if (!type->is_org) tables_.push_back(std::make_unique<RecordTable>(*type));
}

const RecordTable& Schema::table(const lang::RecordType& type) const {
  for (const auto& table : tables_)
    if (&table->type() == &type) return *table;
  HALFSKY_ASSERT(false && "a type without a table");
  std::abort();
}

}  // namespace halfsky::engine
