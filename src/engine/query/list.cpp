// A list as one statement over the type's table: what she may see, what is asked, where the last page ended.
#include "engine/query/list.hpp"

#include <fmt/format.h>

#include <cctype>
#include <charconv>

#include "base/text.hpp"
#include "engine/query/row_sql.hpp"
#include "engine/store/name_tokens.hpp"

namespace halfsky::engine {
namespace json = boost::json;
using base::Problem;
using base::Problems;
using lang::Kind;

namespace {

// Of a filter that reads secrets, and of one that SQL cannot ask: the same words, so that they do not tell which it was.
constexpr const char* kCannotBeAsked = "cannot be looked up: it reads protected data, or only the server's own functions";

class Query {
 public:
  Query(const Site& site, db::Connection& connection, const Acting& who, const ListQuery& asked)
      : site_(site), connection_(connection), who_(who), asked_(asked), type_(*asked.type), table_(site.schema->table(type_)) {}

  Problems prepare() {
    county_ = county_of_viewer(site_, who_, asked_.org);
    args_.push_back(county_);
    where_ = "t.county = ?1 and t.struck_ = 0";
    const auto part = Gate(site_).readable(who_, type_, 2);
    if (!part) return {{"not_yours", "", {{"type", type_.title}}}};
    args_.insert(args_.end(), part->args.begin(), part->args.end());
    where_ += " and " + part->sql;
    narrow_org();
    narrow_stages();
    narrow_ref();
    narrow_name();
    narrow_held();
    narrow_days();
    std::string where = asked_.where;
    if (!asked_.view.empty()) {
      const auto view = std::find_if(type_.look.views.begin(), type_.look.views.end(), [&](const auto& v) { return v.id == asked_.view; });
      if (view == type_.look.views.end()) problems_.push_back({"bad_filter", "view", {{"message", "no view " + asked_.view}}});
      else if (view->where) add_condition(*view->where, "view");
    }
    if (!where.empty()) narrow_where(where);
    if (asked_.condition) narrow_condition(*asked_.condition);
    order();
    return problems_;
  }

  std::vector<RowPtr> page(size_t limit) {
    std::string sql = fmt::format("select {} from {} t where {}", columns(), table_.name(), where_);
    std::vector<db::Value> args = args_;
    if (!cursor_.empty()) {
      args.push_back(cursor_value_);
      args.push_back(cursor_id_);
      const std::string compare = descending_ ? "<" : ">";
      sql += fmt::format(" and ({0} {3} ?{1} or ({0} = ?{1} and t.id {3} ?{2}))", sort_key_, args.size() - 1, args.size(), compare);
    }
    const std::string direction = descending_ ? "desc" : "asc";
    args.push_back(int64_t(limit));
    sql += fmt::format(" order by {0} {1}, t.id {1} limit ?{2}", sort_key_, direction, args.size());
    const db::Rows rows = connection_.read({sql, args});
    std::vector<RowPtr> result;
    sort_values_.clear();
    for (size_t r = 0; r < rows.size(); ++r) {
      result.push_back(std::make_shared<const Row>(table_.row_of(rows.row(r))));
      sort_values_.push_back(rows.at(r, table_.columns().size()));
    }
    return result;
  }

  bool set_cursor(const std::string& cursor) {
    // sort value's kind, value, id: "i20781|0199…"
    const size_t bar = cursor.rfind('|');
    if (bar == std::string::npos || bar < 1 || cursor.size() - bar - 1 != 36) return false;
    cursor_id_ = cursor.substr(bar + 1);
    const std::string value = cursor.substr(1, bar - 1);
    if (cursor[0] != (sorts_text_ ? 't' : 'i')) return false;   // of a list in another order
    if (sorts_text_) {
      cursor_value_ = value;
    } else {
      int64_t number = 0;
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
      if (error != std::errc() || end != value.data() + value.size()) return false;
      cursor_value_ = number;
    }
    cursor_ = cursor;
    return true;
  }

  // After the n-th row of the page that was read last.
  std::string cursor_after(size_t n, const Row& row) const {
    const auto* text = std::get_if<std::string>(&sort_values_[n]);
    return (text ? "t" + *text : "i" + std::to_string(std::get<int64_t>(sort_values_[n]))) + "|" + row.id;
  }

  int64_t count() { return connection_.read({fmt::format("select count(*) from {} t where {}", table_.name(), where_), args_}).integer(0, 0); }

  json::object facet(const std::string& name) {
    json::object result;
    const lang::Field* field = type_.field(name);
    const bool known = name == "stage" || name == "org" || (field && may_ask(*field) && field->type.kind == Kind::choice && !field->encrypted());
    if (!known) {
      problems_.push_back({"bad_filter", "facets", {{"message", "no facet " + name}}});
      return result;
    }
    const std::string column = "t." + db::quote_name(name);
    const db::Rows rows = connection_.read({fmt::format("select {0}, count(*) from {1} t where {2} group by {0} order by {0}", column, table_.name(), where_), args_});
    for (size_t r = 0; r < rows.size(); ++r) {
      if (rows.is_null(r, 0)) continue;
      const std::string key = name == "org" ? std::to_string(rows.integer(r, 0)) : rows.text(r, 0);
      result[key] = rows.integer(r, 1);
    }
    return result;
  }

  base::County county() const { return county_; }
  const Problems& problems() const { return problems_; }

 private:
  std::string columns() const {
    std::string text;
    for (const Column& column : table_.columns()) text += (text.empty() ? "t." : ", t.") + db::quote_name(column.name);
    return text + ", " + sort_key_;
  }

  int add(db::Value value) {
    args_.push_back(std::move(value));
    return int(args_.size());
  }

  void narrow_org() {
    if (asked_.org == 0 || base::depth_of(asked_.org) <= 3) return;
    const auto range = base::range_of(asked_.org);
    if (base::depth_of(asked_.org) == 4) where_ += fmt::format(" and t.township_ = ?{}", add(asked_.org));
    else where_ += fmt::format(" and t.org between ?{} and ?{}", add(range.low), add(range.high));
  }

  void narrow_stages() {
    if (asked_.stages.empty()) return;
    std::string list;
    for (const auto& stage : asked_.stages) {
      if (!type_.stage(stage)) problems_.push_back({"bad_filter", "stage", {{"message", "no stage " + stage}}});
      list += fmt::format("{}?{}", list.empty() ? "" : ", ", add(stage));
    }
    where_ += asked_.stages.size() == 1 ? fmt::format(" and t.stage = {}", list) : fmt::format(" and t.stage in ({})", list);
  }

  void narrow_ref() {
    if (asked_.ref == nullptr) return;
    if (!sees(*asked_.ref)) {
      problems_.push_back({"bad_filter", "ref", {{"message", asked_.ref->title}}});
      return;
    }
    const bool org = asked_.ref->target->is_org;
    if (asked_.ref->encrypted()) {
      where_ += fmt::format(" and t.{} = ?{}", db::quote_name(asked_.ref->id + "_blind"), add(db::Bytes{site_.vault->blind(*asked_.ref, org ? lang::Value::org(std::stoll(asked_.ref_to)) : lang::Value::record(asked_.ref_to))}));
      return;
    }
    where_ += fmt::format(" and t.{} = ?{}", db::quote_name(asked_.ref->id), add(org ? db::Value{int64_t{std::stoll(asked_.ref_to)}} : db::Value{asked_.ref_to}));
  }

  void narrow_held() {
    if (asked_.late) where_ += fmt::format(" and exists (select 1 from task k where k.county = ?1 and k.record = t.id and k.closed_at is null and k.due_at <= ?{})", add(site_.clock->now()));
    if (asked_.handed) where_ += " and t.handed_ is not null";
  }

  void narrow_days() {
    if (asked_.from <= base::kDayMin && asked_.to >= base::kDayMax) return;
    std::string day = "t.entered";
    if (type_.date) {
      const bool may = !Gate::asks_secrets(*type_.date, type_) && std::all_of(type_.date->reads.begin(), type_.date->reads.end(), [&](const lang::Field* field) { return may_ask(*field); });
      if (const auto sql = may ? condition_sql(*type_.date) : std::nullopt) day = *sql;
    }
    const int from = add(int64_t{asked_.from});
    where_ += fmt::format(" and {0} >= ?{1} and {0} <= ?{2}", day, from, add(int64_t{asked_.to}));
  }

  // By name tokens of the type's own sealed text, or of the first ref whose type has one.
  void narrow_name() {
    const std::string q = base::lower(base::half_width(base::trim(asked_.q)));
    if (q.empty()) return;
    std::string compact = q;
    std::erase(compact, ' ');
    std::vector<std::string> ways;
    const auto by_token = [&](const lang::RecordType& of, const std::string& id) {
      for (const auto& field : of.fields)
        if (field->sealed && field->type.kind == Kind::text && sees(*field))
          ways.push_back(found_by_name_sql(connection_.backend(), id, {add(of.name), add(field->id), add(db::Bytes{name_token(*site_.vault, *field, compact)})}));
    };
    by_token(type_, "t.id");
    for (const auto& field : type_.fields) {
      if (!sees(*field)) continue;
      if (field->type.kind == Kind::ref && !field->target->is_org && !field->encrypted()) by_token(*field->target, "t." + db::quote_name(field->id));
      if (field->type.kind == Kind::text && !field->encrypted() && !field->note)
        ways.push_back(fmt::format("lower(t.{}) like ?{} escape '\\'", db::quote_name(field->id), add("%" + escaped(q) + "%")));
    }
    // A record that is called by its ref's ref (a pairing by its girl's child): where she may read both.
    const Gate gate(site_);
    for (const auto& field : type_.fields) {
      if (field->type.kind != Kind::ref || field->target->is_org || field->encrypted() || field->target == &type_ || !sees(*field) || !gate.readable(who_, *field->target, 1)) continue;
      for (const auto& next : field->target->fields) {
        if (next->type.kind != Kind::ref || next->target->is_org || next->encrypted() || !next->see.empty() || !gate.readable(who_, *next->target, 1)) continue;
        const size_t before = ways.size();
        by_token(*next->target, "n." + db::quote_name(next->id));
        for (size_t i = before; i < ways.size(); ++i)
          ways[i] = fmt::format("t.{} in (select n.id from {} n where n.county = ?1 and {})", db::quote_name(field->id), site_.schema->table(*field->target).name(), ways[i]);
      }
    }
    if (ways.empty()) return;
    where_ += " and (";
    for (size_t i = 0; i < ways.size(); ++i) where_ += (i ? " or " : "") + ways[i];
    where_ += ")";
  }

  static std::string escaped(const std::string& text) {
    std::string result;
    for (char c : text) {
      if (c == '%' || c == '_' || c == '\\') result += '\\';
      result += c;
    }
    return result;
  }

  void narrow_where(const std::string& text) {
    lang::Diagnostics found;
    const auto expression = lang::compile(text, FilterNames(*site_.packs, type_), {lang::Expected::Want::condition, {}, false}, found);
    for (const auto& d : found) problems_.push_back({"bad_filter", "where", {{"column", std::to_string(d.at.column)}, {"message", d.message}, {"code", d.code}}});
    if (!expression) return;
    if (Gate::asks_secrets(*expression, type_)) {   // refused in the words of one that cannot be looked up
      problems_.push_back({"bad_filter", "where", {{"message", kCannotBeAsked}}});
      return;
    }
    for (const lang::Field* field : expression->reads)   // a filter must not tell what a page would not show
      if (!may_ask(*field)) {
        problems_.push_back({"bad_filter", "where", {{"column", "1"}, {"message", field->title}}});
        return;
      }
    add_condition(*expression, "where", [this](const lang::RecordType& type, const std::string& alias) { return readable_rows(type, alias); });
  }

  // Whether she is shown the field in each row that a list of hers may have: only then may it choose among them.
  bool sees(const lang::Field& field) const {
    if (!Gate(site_).may_ask(who_, field, type_)) return false;
    if (field.see.empty()) return true;
    return std::any_of(who_.grants.begin(), who_.grants.end(), [&](const Grant& grant) {
      const Org* at = site_.orgs()->find(grant.org);
      return at != nullptr && std::any_of(field.see.begin(), field.see.end(), [&](const lang::Actor& actor) { return actor.role == grant.role && actor.scope == lang::Actor::Scope::level && actor.level == at->level; });
    });
  }

  // Fields for some roles only, and fields of types that she may not read, are not asked about.
  bool may_ask(const lang::Field& field) const {
    if (!field.see.empty() || !Gate(site_).may_ask(who_, field, type_)) return false;
    return field.owner == &type_ || field.owner->is_org || Gate(site_).readable(who_, *field.owner, 1).has_value();
  }

  static std::string quoted(const std::string& text) {
    std::string result = "'";
    for (const char c : text) result += c == '\'' ? "''" : std::string(1, c);
    return result + "'";
  }

  // What she typed looks at no record that she may not read, by no path: one that she may not is as one that is not there.
  std::string readable_rows(const lang::RecordType& type, const std::string& alias) const {
    const auto readable = Gate(site_).readable(who_, type, 1);
    if (!readable) return "1 = 0";
    const std::string& sql = readable->sql;
    std::string text;
    const auto in_word = [](char c) { return std::isalnum(uint8_t(c)) || c == '_' || c == '"'; };
    for (size_t at = 0; at < sql.size(); ++at) {
      if (sql[at] == '?') {
        size_t n = 0;
        while (at + 1 < sql.size() && std::isdigit(uint8_t(sql[at + 1]))) n = n * 10 + size_t(sql[++at] - '0');
        const db::Value& value = readable->args.at(n - 1);
        const auto* number = std::get_if<int64_t>(&value);
        text += number ? std::to_string(*number) : quoted(std::get<std::string>(value));
      } else if (sql.compare(at, 2, "t.") == 0 && (at == 0 || !in_word(sql[at - 1]))) {
        text += alias + ".";
        ++at;
      } else {
        text += sql[at];
      }
    }
    return text;
  }

  std::optional<std::string> condition_sql(const lang::Expression& expression, RowSql::Guard guard = {}) const {
    const auto dialect = connection_.backend() == db::Backend::sqlite ? lang::SqlDialect::sqlite : lang::SqlDialect::postgresql;
    return lang::to_sql(expression, dialect, RowSql(site_, type_, "t", site_.clock->today(), dialect, std::move(guard)));
  }

  void narrow_condition(const lang::Expression& expression) {
    if (const auto sql = condition_sql(expression)) where_ += " and (" + *sql + ")";
  }

  void add_condition(const lang::Expression& expression, const std::string& path, RowSql::Guard guard = {}) {
    const auto sql = condition_sql(expression, std::move(guard));
    if (!sql) problems_.push_back({"bad_filter", path, {{"message", kCannotBeAsked}}});
    else where_ += " and (" + *sql + ")";
  }

  void order() {
    std::string name = asked_.sort.empty() ? (type_.look.sort.empty() ? "-entered" : type_.look.sort) : asked_.sort;
    descending_ = name[0] == '-';
    if (descending_) name = name.substr(1);
    const lang::Field* field = type_.field(name);
    if (name == "entered") sort_key_ = "t.entered";
    else if (name == "org") sort_key_ = "t.org";
    else if (name == "moved") sort_key_ = "t.moved_";
    else if (field && may_ask(*field) && !field->encrypted() && !field->is_on_reading && field->type.kind != Kind::consent) {
      const Column& column = table_.column_of(*field);
      sorts_text_ = column.text;
      sort_key_ = column.text ? fmt::format("coalesce(t.{}, '')", db::quote_name(name)) : fmt::format("coalesce(t.{}, -9000000000000000)", db::quote_name(name));
    } else if (asked_.sort.empty()) {
      sort_key_ = "t.entered";
      descending_ = true;
    } else {
      problems_.push_back({"bad_sort", "sort", {{"got", name}}});
      sort_key_ = "t.entered";
    }
    if (!asked_.cursor.empty() && !set_cursor(asked_.cursor)) problems_.push_back({"bad_cursor", "cursor", {}});
  }

  const Site& site_;
  db::Connection& connection_;
  const Acting& who_;
  const ListQuery& asked_;
  const lang::RecordType& type_;
  const RecordTable& table_;
  base::County county_ = 0;
  std::string where_, sort_key_, cursor_, cursor_id_;
  db::Value cursor_value_;
  std::vector<db::Value> sort_values_;
  bool descending_ = false, sorts_text_ = false;
  std::vector<db::Value> args_;
  Problems problems_;
};

}  // namespace

base::Result<json::object> list_records(const Site& site, db::Connection& connection, const Acting& who, const ListQuery& asked) {
  Query query(site, connection, who, asked);
  if (Problems problems = query.prepare(); !problems.empty()) return problems;
  const size_t limit = size_t(std::clamp(asked.limit, 1, kPageMax));
  std::vector<RowPtr> rows = query.page(limit + 1);
  const bool more = rows.size() > limit;
  if (more) rows.pop_back();
  Snapshot snapshot(site, connection, query.county());
  for (const RowPtr& row : rows) snapshot.keep(row);
  View view(site, snapshot, who);
  view.prepare(rows, View::Depth::list);
  json::array list(view.memory());
  list.reserve(rows.size());
  for (const RowPtr& row : rows) list.push_back(view.row_json(row, View::Depth::list));
  json::object result({{"type", asked.type->name}}, 8, view.kept());
  result["rows"] = std::move(list);
  result["cursor"] = more ? json::value(json::string(query.cursor_after(rows.size() - 1, *rows.back()))) : json::value(nullptr);
  if (asked.count) result["count"] = query.count();
  if (!asked.facets.empty()) {
    json::object facets;
    for (const std::string& name : asked.facets) facets[name] = query.facet(name);
    if (!query.problems().empty()) return query.problems();
    result["facets"] = std::move(facets);
  }
  return result;
}

Problems each_record(const Site& site, db::Connection& connection, const Acting& who, const ListQuery& asked, const std::function<void(View&, const std::vector<RowPtr>&)>& visit, const std::string& shown_as) {
  Query query(site, connection, who, asked);
  if (Problems problems = query.prepare(); !problems.empty()) return problems;
  for (;;) {
    const std::vector<RowPtr> rows = query.page(kPageMax);
    if (rows.empty()) return {};
    Snapshot snapshot(site, connection, query.county());
    for (const RowPtr& row : rows) snapshot.keep(row);
    View view(site, snapshot, who);
    view.shows_as(shown_as);
    view.prepare(rows, View::Depth::list);
    visit(view, rows);
    if (rows.size() < size_t(kPageMax)) return {};
    query.set_cursor(query.cursor_after(rows.size() - 1, *rows.back()));
  }
}

}  // namespace halfsky::engine
