// Brings a database to a set of packs (PACKS section 12): makes tables and columns, renames by `was`, and refuses what would
// lose what people entered; `fill` and removed stages are Engine::upgrade's, by commands. Runs before all else; each step is
// one statement (Citus takes one DDL a message), and all of them one transaction: where something is refused, or the power goes out, nothing is changed.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/store/create.hpp"
#include "engine/store/field_forms.hpp"
#include "engine/store/stable_names.hpp"
#include "engine/store/name_tokens.hpp"

namespace halfsky::engine {
namespace {

// Where the name of a record type stands in other tables than its own.
constexpr std::pair<const char*, const char*> kTypeColumns[] = {
    {"change_", "type"}, {"made", "type"}, {"task", "type"}, {"timer", "type"}, {"inbox", "type"}, {"printed", "type"}, {"name_tokens", "type"}, {"posting", "type"}, {"posting", "from_type"},
    {"posting", "to_type"}, {"posting", "purpose_type"}, {"report_figure", "about_type"}, {"look", "type"}, {"glass", "type"}, {"handover", "type"}, {"county_handover", "type"}, {"office_item", "type"}};

class Migration {
 public:
  Migration(db::Connection& connection, const lang::Packs& packs, const Schema& schema)
      : connection_(connection), packs_(packs), schema_(schema), tables_(existing_tables(connection)) {
    names_.read(connection_);
  }

  base::Problems run() {
    gather_tokens();
    for (const auto& table : schema_.tables()) rename_table(*table);
    forms_ = read_field_forms(connection_);
    for (const auto& table : schema_.tables()) {
      if (tables_.contains(table->name())) alter(*table); else create(*table);
    }
    if (connection_.backend() == db::Backend::postgresql) add_foreign_keys();
    for (const auto& table : schema_.tables())
      for (const auto& sql : record_index_sql(*table)) connection_.write({sql, {}});
    refuse_lost_tables();
    if (problems_.empty()) keep_forms();
    return problems_;
  }

 private:
  void execute(const std::string& sql) { connection_.write({sql, {}}); }

  void remember(const std::string& now, const std::string& was) {
    const std::string stable = names_.of(was);
    names_.set(now, stable);
    connection_.write({"insert into stable_name (name, stable) values (?1, ?2) on conflict (name) do update set stable = excluded.stable", {now, stable}});
  }

  void rename_table(const RecordTable& table) {
    const lang::RecordType& type = table.type();
    const std::string old = type.programme + "_" + type.was;
    if (type.was.empty() || tables_.contains(table.name()) || !tables_.contains(old)) return;
    execute(fmt::format("alter table {} rename to {}", old, table.name()));
    execute(fmt::format("alter table {}_history rename to {}", old, table.history()));
    const std::string was = type.programme + "." + type.was;
    for (const auto& [where, column] : kTypeColumns)
      if (tables_.contains(where)) connection_.write({fmt::format("update {0} set {1} = ?1 where {1} = ?2", where, column), {type.name, was}});
    remember(type.name, was);
    carry_names(type.name + ".", was + ".");
    carry_names(type.name + "@", was + "@");
    carry_names(type.name + "!", was + "!");
    for (const auto& field : type.fields)
      for (const std::string& id : {field->was, field->id})   // one that is renamed too is found by its old name below
        if (!id.empty() && !names_.has(type.name + "." + id)) remember(type.name + "." + id, was + "." + id);
    tables_[table.name()] = tables_[old];
    tables_[table.history()] = tables_[old + "_history"];
    tables_.erase(old);
    tables_.erase(old + "_history");
  }

  // What was renamed before, under a name that is renamed now.
  void carry_names(const std::string& now, const std::string& was) {
    for (const auto& [name, stable] : names_.with_prefix(was)) remember(now + name.substr(was.size()), name);
  }

  void create(const RecordTable& table) {
    execute(create_record_sql(table, connection_.backend()));
    if (!tables_.contains(table.history())) execute(create_history_sql(table, connection_.backend()));
    fresh_.insert(table.name());
    for (const auto& field : table.type().fields) rename_codes(table, *field, false);
  }

  void alter(const RecordTable& table) {
    const std::set<std::string> before = tables_[table.name()];
    std::set<std::string> left = before;
    for (const Column& column : table.columns()) {
      if (left.erase(column.name)) continue;
      if (const std::string old = old_name(column); !old.empty() && left.erase(old)) {
        for (const std::string& name : {table.name(), table.history()})
          execute(fmt::format("alter table {} rename column {} to {}", name, db::quote_name(old), db::quote_name(column.name)));
        if (column.field && column.name == column.field->id) rename_field(table.type().name, *column.field);
        if (column.stage >= 0) rename_value(table, "stage", table.type().name + "@", table.type().stages[column.stage].was, table.type().stages[column.stage].id);
        continue;
      }
      for (const std::string& name : {table.name(), table.history()})
        execute(fmt::format("alter table {} add column {}", name, column_sql(column, connection_.backend())));
      if (has_foreign_key(column) && connection_.backend() == db::Backend::postgresql) execute(add_foreign_key_sql(table, column));
    }
    for (const std::string& name : left) refuse_lost_column(table, name);
    for (const auto& field : table.type().fields) refuse_other_form(table, *field);
    for (const auto& move : table.type().moves)
      if (!move->was.empty()) rename_move(table.type().name, *move);
    for (const auto& field : table.type().fields) rename_codes(table, *field, true);
  }

  // Codes under new ids. In ciphers a code stands by its first id, so there is nothing to write. What this database never knew by
  // the old id is its own first id: so that it is not renamed when the same packs start again.
  void rename_codes(const RecordTable& table, const lang::Field& field, bool had_rows) {
    if (field.type.kind != lang::Kind::choice && field.type.kind != lang::Kind::choices) return;
    const std::string space = table.type().name + "." + field.id + "=";
    for (const auto& code : field.type.codes->codes) {
      if (code.was.empty() || names_.has(space + code.id)) continue;
      if (!had_rows) remember(space + code.id, space + code.id);
      else if (field.encrypted()) remember(space + code.id, space + code.was);
      else if (field.type.kind == lang::Kind::choice) rename_code(table, field.id, space, code, code.was, code.id);
      else rename_code(table, field.id, space, code, "|" + code.was + "|", "|" + code.id + "|");
    }
  }

  // `was` and `now`: as they stand in the column, alone or between the bars of a list.
  void rename_code(const RecordTable& table, const std::string& column, const std::string& space, const lang::Code& code, const std::string& was, const std::string& now) {
    const bool listed = was != code.was;
    const std::string at = db::quote_name(column), found = listed ? fmt::format("replace({0}, ?1, '') <> {0}", at) : fmt::format("{} = ?1", at);
    bool any = false;
    for (const std::string& name : {table.name(), table.history()}) any = any || !connection_.read({fmt::format("select 1 from {} where {} limit 1", name, found), {was}}).empty();
    if (!any) return remember(space + code.id, space + code.id);
    for (const std::string& name : {table.name(), table.history()}) {
      if (listed) connection_.write({fmt::format("update {0} set {1} = replace({1}, ?1, ?2) where {2}", name, at, found), {was, now}});
      else connection_.write({fmt::format("update {0} set {1} = ?2 where {2}", name, at, found), {was, now}});
    }
    remember(space + code.id, space + code.was);
  }

  // Until edition 2 of our own tables a row held one token of a name.
  void gather_tokens() {
    if (!tables_.contains("name_token")) return;
    std::vector<db::Call> calls;
    connection_.each_row({"select county, type, field, id, token from name_token order by county, type, field, id", {}}, [&](const db::Value* at) {
      const std::string token = std::get<db::Bytes>(at[4]).data.substr(0, kTokenBytes);
      if (!calls.empty() && std::equal(at, at + 4, calls.back().args.begin())) std::get<db::Bytes>(calls.back().args[4]).data += token;
      else calls.push_back({"insert into name_tokens (county, type, field, id, tokens) values (?1, ?2, ?3, ?4, ?5) on conflict do nothing", {at[0], at[1], at[2], at[3], db::Bytes{token}}});
    });
    calls.push_back({"drop table name_token", {}});
    connection_.write_all(calls);
  }

  void rename_field(const std::string& type, const lang::Field& field) {
    remember(type + "." + field.id, type + "." + field.was);
    carry_names(type + "." + field.id + "=", type + "." + field.was + "=");
    connection_.write({"update name_tokens set field = ?1 where type = ?2 and field = ?3", {field.id, type, field.was}});
  }

  // Wherever a move is named by its id: separation of duties, open tasks, timers and held money go on under the new one.
  void rename_move(const std::string& type, const lang::Move& move) {
    const std::string now = type + "!" + move.id;
    if (names_.has(now)) return;   // done at an earlier start
    for (const char* where : {"made", "task", "timer", "posting"})
      if (tables_.contains(where)) connection_.write({fmt::format("update {} set move = ?1 where type = ?2 and move = ?3", where), {move.id, type, move.was}});
    remember(now, type + "!" + move.was);
  }

  static std::string old_name(const Column& column) {
    if (column.stage >= 0) {
      const std::string& was = column.type_stage->was;
      return was.empty() ? "" : "reached_" + was;
    }
    if (!column.field || column.field->was.empty()) return "";
    return column.field->was + column.name.substr(column.field->id.size());   // school -> school_on, school_blind
  }

  // A stage or a code under its new id, in the table and its history; hashes stay bound to the first one.
  void rename_value(const RecordTable& table, const std::string& column, const std::string& space, const std::string& was, const std::string& now) {
    for (const std::string& name : {table.name(), table.history()})
      connection_.write({fmt::format("update {} set {} = ?1 where {} = ?2", name, db::quote_name(column), db::quote_name(column)), {now, was}});
    remember(space + now, space + was);
  }

  void refuse_lost_column(const RecordTable& table, const std::string& column) {
    if (column == "until_") return;
    const db::Rows rows = connection_.read({fmt::format("select count(*) from {} where {} is not null", table.name(), db::quote_name(column)), {}});
    if (rows.integer(0, 0) > 0)
      problems_.push_back({"field_lost", table.type().name + "." + column, {{"rows", std::to_string(rows.integer(0, 0))}}});
  }

  // A field that keeps its name and is stored otherwise: what people entered would be read as something else.
  void refuse_other_form(const RecordTable& table, const lang::Field& field) {
    if (!table.has_column(field)) return;
    const auto known = forms_.find(names_.of(table.type().name + "." + field.id));
    const std::string form = form_of(field, names_);
    if (known == forms_.end() || known->second.form == form) return;
    int64_t held = 0;
    for (const std::string& name : {table.name(), table.history()})
      held += connection_.read({fmt::format("select count(*) from {} where {} is not null", name, db::quote_name(table.column_of(field).name)), {}}).integer(0, 0);
    if (held == 0) return make_again(table, field);
    problems_.push_back({"field_other", table.type().name + "." + field.id, {{"was", known->second.form}, {"now", form}, {"rows", std::to_string(held)}}});
  }

  // The columns of a field that holds nothing yet.
  void make_again(const RecordTable& table, const lang::Field& field) {
    if (connection_.backend() == db::Backend::sqlite) {   // it drops no column that an index has; they are made again at the end
      const db::Rows indexes = connection_.read({"select name from sqlite_master where type = 'index' and tbl_name = ?1 and sql is not null", {table.name()}});
      for (size_t r = 0; r < indexes.size(); ++r) execute("drop index " + db::quote_name(indexes.text(r, 0)));
    }
    for (const std::string& name : {table.name(), table.history()}) {
      const std::set<std::string> there = existing_tables(connection_)[name];
      for (const Column& column : table.columns()) {
        if (column.field != &field) continue;
        if (there.contains(column.name)) execute(fmt::format("alter table {} drop column {}", name, db::quote_name(column.name)));
        execute(fmt::format("alter table {} add column {}", name, column_sql(column, connection_.backend())));
      }
    }
    if (connection_.backend() != db::Backend::postgresql) return;
    for (const Column& column : table.columns())
      if (column.field == &field && has_foreign_key(column)) execute(add_foreign_key_sql(table, column));
  }

  // What changed or new formulas work out is left to Engine::upgrade.
  void keep_forms() {
    std::vector<db::Call> calls;
    for (const auto& table : schema_.tables())
      for (const auto& field : table->type().fields) {
        if (!table->has_column(*field)) continue;
        const std::string name = names_.of(table->type().name + "." + field->id), form = form_of(*field, names_);
        const auto known = forms_.find(name);
        if (known == forms_.end() || known->second.form != form) calls.push_back(write_form_call(name, form));
        const bool stands = forms_.empty() || fresh_.contains(table->name());   // no row lacks what it works out
        if (known == forms_.end() && stands && !formula_of(*field).empty()) calls.push_back(write_formula_call(name, formula_of(*field)));
      }
    if (!calls.empty()) connection_.write_all(calls);
  }

  void refuse_lost_tables() {
    for (const auto& [table, columns] : tables_) {
      if (!columns.contains("struck_") || columns.contains("until_")) continue;
      bool known = false;
      for (const auto& mine : schema_.tables()) known = known || mine->name() == table;
      const bool programme_runs = std::any_of(packs_.packs.begin(), packs_.packs.end(), [&](const auto& pack) { return table.starts_with(pack->programme + "_"); });
      if (known || !programme_runs) continue;   // a pack that is not loaded keeps its tables
      const db::Rows rows = connection_.read({fmt::format("select count(*) from {}", table), {}});
      if (rows.integer(0, 0) > 0) problems_.push_back({"type_lost", table, {{"rows", std::to_string(rows.integer(0, 0))}}});
    }
  }

  void add_foreign_keys() {
    for (const auto& table : schema_.tables()) {
      if (!fresh_.contains(table->name())) continue;
      for (const Column& column : table->columns())
        if (has_foreign_key(column)) execute(add_foreign_key_sql(*table, column));
    }
  }

  db::Connection& connection_;
  const lang::Packs& packs_;
  const Schema& schema_;
  Tables tables_;
  StableNames names_;
  std::map<std::string, FieldForm> forms_;   // as they were at the last start
  std::set<std::string> fresh_;
  base::Problems problems_;
};

}  // namespace

void StableNames::read(db::Connection& connection) {
  const db::Rows rows = connection.read({"select name, stable from stable_name", {}});
  for (size_t i = 0; i < rows.size(); ++i) names_[rows.text(i, 0)] = rows.text(i, 1);
}

base::Problems migrate(db::Connection& connection, const lang::Packs& packs, const Schema& schema, const std::vector<TableSpec>& specs) {
  for (const TableSpec& spec : specs)
    for (const std::string& sql : create_index_sql(spec, connection.backend())) connection.write({sql, {}});
  connection.begin();
  try {
    const base::Problems problems = Migration(connection, packs, schema).run();
    if (!problems.empty()) {
      connection.roll_back();
      return problems;
    }
    connection.commit();
  } catch (...) {
    connection.roll_back();
    throw;
  }
  tell_planner(connection);
  return {};
}

}  // namespace halfsky::engine
