// Expressions over records: paths, back names, orgs and stages, as a pack's checker binds them; what compile() finds out about
// them; and that C++ and SQL read the same from real tables.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "base/org_id.hpp"
#include "db/connection.hpp"
#include "expressions/readings.hpp"
#include "lang/expr/expression.hpp"
#include "lang/pack/model.hpp"

namespace halfsky::testing {
namespace {

using namespace halfsky::lang;
using How = Binding::How;

std::shared_ptr<const CodeList> codes(const std::string& name, const std::vector<std::string>& ids) {
  auto list = std::make_shared<CodeList>();
  list->name = name;
  for (const auto& id : ids) list->codes.push_back({.id = id});
  return list;
}

// A girl with lines of payouts: a field of each kind that a path may end in.
struct Model {
  RecordType girl{.name = "t.girl"}, line{.name = "t.line"}, payout{.name = "t.payout"}, person{.name = "core.person"};

  Model() {
    girl.stage_codes = codes("t.girl.stage", {"open", "paid"});
    payout.stage_codes = codes("t.payout.stage", {"drafted", "paid", "checked"});
    add(person, "name", Type::of(Kind::text)).private_ = true;
    add(person, "birth", Type::of(Kind::date));
    add(girl, "child", Type::ref_to("core.person"));
    add(girl, "school", Type::ref_to("core.org"));
    add(girl, "grade", Type::of(Kind::int_));
    add(girl, "amount", Type::of(Kind::money));
    add(girl, "unnamed", Type::of(Kind::tally));
    add(girl, "hidden", Type::of(Kind::flag));
    add(girl, "publicity", Type::of(Kind::consent));
    add(girl, "secret", Type::of(Kind::text)).private_ = true;
    add(payout, "day", Type::of(Kind::date));
    add(payout, "total", Type::of(Kind::money));
    add(line, "girl", Type::ref_to("t.girl"));
    add(line, "payout", Type::ref_to("t.payout"));
    add(line, "amount", Type::of(Kind::money));
    add(line, "purpose", Type::choice_of(codes("t.purpose", {"tuition", "living"})));
  }

  static Field& add(RecordType& to, const std::string& id, Type type) {
    to.fields.push_back(std::make_unique<Field>());
    Field& field = *to.fields.back();
    field.id = id;
    field.type = std::move(type);
    field.owner = &to;
    return field;
  }

  const RecordType* find(const std::string& name) const {
    for (const RecordType* type : {&girl, &line, &payout, &person})
      if (type->name == name) return type;
    return nullptr;
  }

  static const Field* field_of(const RecordType& type, std::string_view id) {
    for (const auto& field : type.fields)
      if (field->id == id) return field.get();
    return nullptr;
  }
};

const Model& model() {
  static const Model made;
  return made;
}

class GirlNames final : public Names {
 public:
  std::optional<Binding> name(std::string_view name) const override {
    if (name == "this") return Binding{How::variable, Type::ref_to("t.girl"), "this"};
    if (name == "me") return Binding{How::scope, {Kind::scope, "me", {}, {}}, "me"};
    if (name == "reached") return Binding{How::scope, {Kind::scope, "reached t.girl", {}, {}}, "reached"};
    if (name == "met") return Binding{How::variable, Type::of(Kind::decimal), "t.met"};
    if (name == "casework") return Binding{How::scope, {Kind::scope, "casework", {}, {}}, "casework"};
    return of_record(model().girl, name);
  }

  std::optional<Binding> member(const Type& of, std::string_view name) const override {
    if (of.kind == Kind::consent && name == "given") return Binding{How::part, Type::of(Kind::flag), "given"};
    if (of.kind == Kind::scope && of.target == "me" && name == "org") return Binding{How::part, Type::ref_to("core.org"), "org"};
    if (of.kind == Kind::scope && of.target == "me" && name == "person") return Binding{How::part, Type::ref_to("core.person"), "person"};
    if (of.kind == Kind::scope && of.target == "casework" && name == "cases") return Binding{How::variable, Type::of(Kind::decimal), "casework.cases"};
    if (of.kind == Kind::scope && of.target.starts_with("reached") && (name == "paid" || name == "open")) return Binding{How::reached, Type::of(Kind::date), std::string(name)};
    if (of.kind != Kind::ref) return std::nullopt;
    if (of.target == "core.org") {
      if (name == "township" || name == "county") return Binding{How::level, Type::ref_to("core.org"), std::string(name)};
      return std::nullopt;
    }
    if (name == "reached" && of.target == "t.girl") return Binding{How::scope, {Kind::scope, "reached t.girl", {}, {}}, "reached"};
    const RecordType* type = model().find(of.target);
    return type ? of_record(*type, name) : std::nullopt;
  }

  std::vector<std::string> names() const override { return {"child", "school", "grade", "amount", "lines"}; }
  std::vector<std::string> members(const Type&) const override { return {"birth", "girl", "payout", "amount"}; }
  std::optional<std::string> record_type(std::string_view name) const override {
    return name == "line" ? std::optional<std::string>("t.line") : std::nullopt;
  }
  bool indicator(std::string_view name) const override { return name == "t.met" || name == "casework.cases" || name == "met"; }

 private:
  static std::optional<Binding> of_record(const RecordType& type, std::string_view name) {
    if (name == "org") return Binding{How::system, Type::ref_to("core.org"), "org"};
    if (name == "stage" && type.stage_codes) return Binding{How::system, Type::choice_of(type.stage_codes), "stage"};
    if (name == "lines" && &type == &model().girl) return Binding{How::back, Type::list_of(Type::ref_to("t.line")), "lines", Model::field_of(model().line, "girl"), &model().line};
    const Field* field = Model::field_of(type, name);
    if (!field) return std::nullopt;
    return Binding{How::field, field->type, std::string(name), field, &type};
  }
};

ExpressionPtr compiled(const std::string& text) {
  Diagnostics out;
  auto expression = compile(text, GirlNames(), {}, out);
  EXPECT_TRUE(expression) << text << ": " << (out.empty() ? "" : out[0].message);
  return expression;
}

std::string problem(const std::string& text) {
  Diagnostics out;
  return compile(text, GirlNames(), {}, out) || out.empty() ? "none" : out[0].code + " " + std::to_string(out[0].at.column);
}

TEST(ExpressionFacts, HopsAreRefsFollowedOrgsFree) {
  const std::vector<std::pair<std::string, int>> wanted = {
      {"grade + 1", 0}, {"child", 0}, {"child == null", 0}, {"child.birth", 1}, {"school.township", 0}, {"org.county", 0}, {"this.grade", 0}, {"this.child.birth", 1},
      {"reached.paid", 0}, {"publicity.given", 0}, {"me.org.county", 0}, {"me.person.birth", 1}, {"lines.size()", 0}, {"lines.sum(l, l.amount)", 0},
      {"lines.sum(l, l.payout.total)", 1}, {"lines.exists(l, l.girl.child.birth == today)", 2}, {"lines.exists(l, l.girl.reached.paid == today)", 1},
      {"lines.exists(l, l.girl.school.county == school)", 1}, {"lines.exists(l, l.girl.lines.size() > 1)", 1}, {"partner(org, 'police').county", 0}};
  for (const auto& [text, hops] : wanted) EXPECT_EQ(compiled(text)->hops, hops) << text;
}

TEST(ExpressionFacts, WhatIsReadIsListed) {
  const auto expression = compiled("lines.filter(l, l.payout.stage == 'paid').sum(l, l.amount) > amount && amount > yuan(3)");
  std::string fields;
  for (const Field* field : expression->reads) fields += field->owner->name + "." + field->id + " ";
  EXPECT_EQ(fields, "t.line.girl t.line.payout t.line.amount t.girl.amount ");
  EXPECT_TRUE(expression->reads_back);
  EXPECT_FALSE(expression->reads_today);
  EXPECT_FALSE(expression->asks_server);
  EXPECT_EQ(expression->slots, 1);
  EXPECT_TRUE(compiled("child.birth < today")->reads_today);
  EXPECT_TRUE(compiled("figure('met', org, 'year', today) > 1")->asks_server);
  EXPECT_TRUE(compiled("rows('line', org).size() > 0")->asks_server);
  EXPECT_FALSE(compiled("met / casework.cases")->asks_server);
  EXPECT_EQ(compiled("lines.exists(l, lines.exists(m, m.amount > l.amount))")->slots, 2);
}

TEST(ExpressionFacts, TheServersFunctionsAreChecked) {
  EXPECT_EQ(to_text(compiled("rows('line', org, 'year', today)")->type()), "list(ref t.line)");
  EXPECT_EQ(compiled("rows('line', org)")->root->args[0]->value.text, "t.line");
  EXPECT_EQ(to_text(compiled("sample(rows('line', org), 5, 3)")->type()), "list(ref t.line)");
  EXPECT_EQ(to_text(compiled("orgs('village', org)")->type()), "list(ref core.org)");
  EXPECT_EQ(to_text(compiled("numbers(3)")->type()), "list(int)");
  EXPECT_TRUE(compiled("numbers(3).size() > 0")->asks_server);
  EXPECT_EQ(problem("numbers('three')"), "wrong_type 9");
  EXPECT_EQ(to_text(compiled("figure('met', org)")->type()), "decimal");
  EXPECT_EQ(problem("rows('lin', org)"), "no_such_name 6");
  EXPECT_EQ(problem("figure('mett', org)"), "no_such_name 8");
  EXPECT_EQ(problem("figure('met', org, 'yaer', today)"), "no_such_code 20");
  EXPECT_EQ(problem("figure('met', org, 'year')"), "wrong_arguments 1");
  EXPECT_EQ(problem("figure('met', child)"), "wrong_type 15");
  EXPECT_EQ(problem("orgs('vilage', org)"), "no_such_code 6");
  EXPECT_EQ(problem("rows(child, org)"), "wrong_type 6");
}

TEST(ExpressionFacts, FiguresTakeSlicesOnlyWhereTheyAreNamed) {
  const auto sliced = compiled("casework.cases['violence', 'solved']");
  EXPECT_EQ(sliced->root->op, Node::Op::index);
  EXPECT_EQ(sliced->root->args[0]->binding.key, "casework.cases");
  EXPECT_EQ(sliced->root->args[2]->value.text, "solved");
  EXPECT_EQ(compiled("met")->root->op, Node::Op::index);
  EXPECT_EQ(compiled("target(met['a'])")->root->args[0]->op, Node::Op::index);
  EXPECT_EQ(problem("grade['a']"), "wrong_type 6");
  EXPECT_EQ(problem("met[1]"), "wrong_type 5");
  EXPECT_EQ(problem("target(grade)"), "wrong_type 8");
}

TEST(ExpressionFacts, PathsAreChecked) {
  EXPECT_EQ(problem("child.brith"), "no_such_member 7");
  EXPECT_EQ(problem("lines.amount"), "no_such_member 7");
  EXPECT_EQ(problem("me"), "wrong_type 1");
  EXPECT_EQ(problem("me == 1"), "wrong_type 1");
  EXPECT_EQ(problem("reached.nowhere"), "no_such_member 9");
  EXPECT_EQ(problem("child == school"), "wrong_type 7");
  EXPECT_EQ(problem("lines.exists(l, l.girl == child)"), "wrong_type 24");
  EXPECT_EQ(problem("stage == 'pid'"), "no_such_code 10");
  EXPECT_EQ(problem("lines.exists(l, l.payout.stage in ['paid', 'open'])"), "no_such_code 44");
  EXPECT_EQ(problem("child in lines"), "wrong_type 7");
  EXPECT_EQ(problem("lines.exists(l, l.grade > 1)"), "no_such_member 19");
}

// ---- the same rows in memory and in tables

struct Row {
  std::string type, id;
  std::map<std::string, Value> values;
};

const std::vector<Row>& rows() {
  const auto record = [](const char* id) { return Value::record(id); };
  static const std::vector<Row> all = {
      {"t.girl", "g1", {{"org", Value::org(330102001007)}, {"stage", Value::choice("open")}, {"school", Value::org(330102001000)}, {"grade", Value::integer(3)}, {"amount", Value::money(500)}, {"unnamed", Value::tally(4, Sureness::at_least)}, {"hidden", Value::flag(true)}, {"child", record("p1")}}},
      {"t.girl", "g2", {{"org", Value::org(330102002000)}, {"stage", Value::choice("paid")}, {"hidden", Value::flag(false)}, {"amount", Value::money(0)}}},
      {"t.girl", "g3", {{"org", Value::org(330102001007)}, {"grade", Value::integer(12)}}},
      {"core.person", "p1", {{"birth", Value::date(3650)}}},
      {"t.payout", "o1", {{"stage", Value::choice("paid")}, {"day", Value::date(20000)}, {"total", Value::money(900)}}},
      {"t.payout", "o2", {{"stage", Value::choice("drafted")}, {"day", Value::date(20100)}}},
      {"t.line", "l1", {{"girl", record("g1")}, {"payout", record("o1")}, {"amount", Value::money(300)}, {"purpose", Value::choice("tuition")}}},
      {"t.line", "l2", {{"girl", record("g1")}, {"payout", record("o2")}, {"amount", Value::money(900)}}},
      {"t.line", "l3", {{"girl", record("g1")}, {"purpose", Value::choice("living")}}},
      {"t.line", "l4", {{"girl", record("g2")}, {"payout", record("o1")}, {"amount", Value::money(100)}, {"purpose", Value::choice("living")}}}};
  return all;
}

const Row* row_of(const std::string& id) {
  for (const auto& row : rows())
    if (row.id == id) return &row;
  return nullptr;
}

class RowsWorld final : public World {
 public:
  explicit RowsWorld(const Row& own) : own_(own) {}
  Value variable(const Binding&) override { return Value::record(own_.id); }
  Value member(const Value* of, const Type& of_type, const Binding& binding) override {
    if (binding.how == How::level) return Value::org(base::ancestor_at(of->number, binding.key == "township" ? 4 : 3));
    if (of && of_type.kind == Kind::consent) return Value::flag(false);
    const Row* row = of ? row_of(of->text) : &own_;
    const auto found = row->values.find(binding.key);
    return found == row->values.end() ? Value::null() : found->second;
  }
  std::vector<Value> back(const Value* of, const Type&, const Binding& binding) override {
    std::vector<Value> found;
    for (const auto& row : rows()) {
      if (row.type != binding.record->name) continue;
      const auto ref = row.values.find(binding.field->id);
      if (ref != row.values.end() && ref->second.text == (of ? of->text : own_.id)) found.push_back(Value::record(row.id));
    }
    return found;
  }
  Value today() override { return Value::date(20500); }
  int64_t add_working_days(int64_t day, int64_t count) override { return day + count; }
  int64_t working_days(int64_t from, int64_t to) override { return to - from; }
  Value ask(const Node&, const std::vector<Value>&) override { return Value::null(); }
  Value slice(const Node&, const std::vector<Value>&) override { return Value::null(); }

 private:
  const Row& own_;
};

// Tables t_girl … with the fields as columns; the girl's row is `g`.
class GirlColumns final : public SqlNames {
 public:
  std::string column(const Node& node) const override {
    if (node.op == Node::Op::element) return sql_alias(node.slot) + ".id";
    if (node.binding.how == How::variable) return "g.id";
    if (node.op == Node::Op::name) return "g." + node.binding.key;
    const Node& base = *node.args[0];
    if (node.binding.how == How::level) return "(" + column(base) + " / " + (node.binding.key == "township" ? "1000 * 1000" : "1000000 * 1000000") + ")";
    if (base.op == Node::Op::element) return sql_alias(base.slot) + "." + node.binding.key;
    if (base.type.kind != Kind::ref) return {};
    const std::string table = base.type.target == "core.person" ? "core_person" : "t_" + base.type.target.substr(2);
    return "(select r." + node.binding.key + " from " + table + " r where r.id = " + column(base) + ")";
  }
  std::string rows(const Node& node, const std::string& alias) const override {
    const std::string of = node.op == Node::Op::name ? "g.id" : column(*node.args[0]);
    return "from t_line " + alias + " where " + alias + "." + node.binding.field->id + " = " + of;
  }
  std::string sureness(const Node& node) const override { return column(node) + "_sure"; }
  std::string today() const override { return "20500"; }
  std::string encrypted_equal(const Node& field, const Node& other) const override {
    if (field.op == Node::Op::name && other.value.is_null()) return "g." + field.binding.key + " is null";
    return {};
  }
};

std::string cell(const Value& value) {
  switch (value.kind) {
    case Kind::null_: return "null";
    case Kind::text: case Kind::choice: return "'" + value.text + "'";
    case Kind::ref: return value.text.empty() ? std::to_string(value.number) : "'" + value.text + "'";
    default: return std::to_string(value.number);
  }
}

void make_tables(db::Connection& connection) {
  const std::vector<std::pair<std::string, std::string>> tables = {
      {"t.girl", "id text, org bigint, stage text, school bigint, grade bigint, amount bigint, unnamed bigint, unnamed_sure bigint, hidden bigint, child text, secret text"},
      {"core.person", "id text, birth bigint, name text"},
      {"t.payout", "id text, stage text, day bigint, total bigint"},
      {"t.line", "id text, girl text, payout text, amount bigint, purpose text"}};
  for (const auto& [type, columns] : tables) {
    std::string table = type;
    table[table.find('.')] = '_';
    connection.write({"create table " + table + " (" + columns + ")", {}});
    for (const auto& row : rows()) {
      if (row.type != type) continue;
      std::string names = "id", values = "'" + row.id + "'";
      for (const auto& [name, value] : row.values) {
        names += ", " + name;
        values += ", " + cell(value);
        if (value.kind == Kind::tally) names += ", " + name + "_sure", values += ", " + std::to_string(value.extra);
      }
      connection.write({"insert into " + table + " (" + names + ") values (" + values + ")", {}});
    }
  }
}

// The value as a database gives it.
std::string shown(const Value& value) {
  if (value.is_null()) return "null";
  return value.kind == Kind::text || value.kind == Kind::choice || !value.text.empty() ? value.text : std::to_string(value.number);
}

std::string shown(const db::Value& value) {
  if (const auto* number = std::get_if<int64_t>(&value)) return std::to_string(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return value.index() == 0 ? "null" : "a float";
}

void expect_same_in(const std::string& url) {
  const auto database = db::Database::open(url);
  const auto connection = database->connect_writer();
  make_tables(*connection);
  const auto dialect = database->backend() == db::Backend::sqlite ? SqlDialect::sqlite : SqlDialect::postgresql;
  for (const char* text :
       {"grade + 1", "stage == 'open'", "stage in ['open', 'paid']", "hidden", "!hidden", "hidden && grade > 2", "hidden == null", "child.birth", "age_at(child.birth, today)", "school.township", "org.county", "within(org, school)",
        "within(org, org.county)", "child", "child == null", "this == this", "lines.size()", "lines.size() + unnamed", "lines.sum(l, l.amount)", "lines.filter(l, l.payout.stage in ['paid', 'checked']).sum(l, l.amount)",
        "lines.count(l, l.amount > amount)", "lines.exists(l, l.amount > yuan(3))", "!lines.exists(l, l.amount > yuan(100))", "lines.all(l, l.payout.stage == 'paid')", "lines.all(l, l.amount != null)", "lines.exists_one(l, l.purpose == 'living')",
        "lines.max(l, l.payout.day)", "lines.min(l, l.amount)", "lines.max(l, l.amount * 2)", "lines.filter(l, l.purpose != null).map(l, l.amount + yuan(1)).sum(m, m)", "lines.exists(l, l.girl == this)",
        "lines.all(l, l.girl.school == school)", "lines.exists(l, l.girl.lines.count(m, m.amount > l.amount) == 1)", "lines.map(l, l.payout).exists(p, p == null)", "lines.filter(l, l.payout != null).count(l, lines.exists(m, m.payout == l.payout && m != l))",
        "lines.sum(l, l.payout.total) / yuan(3)", "lines.count(l, l.payout.day + days(30) < today)", "secret == null", "'tuition' in lines.map(l, l.purpose)"}) {
    const auto expression = compiled(text);
    const auto sql = to_sql(*expression, dialect, GirlColumns());
    ASSERT_TRUE(sql) << text;
    const db::Rows got = connection->read({"select " + *sql + " from t_girl g order by g.id", {}});
    for (size_t i = 0; i < 3; ++i) {
      RowsWorld world(*row_of("g" + std::to_string(i + 1)));
      EXPECT_EQ(shown(evaluate(*expression, world)), shown(got.at(i, 0))) << text << " of g" << i + 1 << "\n" << *sql;
    }
    if (expression->type().kind == Kind::flag) connection->read({"select id from t_girl g where " + *sql, {}});
  }
  const auto unnamed = compiled("lines.size() + unnamed");
  EXPECT_EQ(connection->read({"select " + *to_sql_sureness(*unnamed, dialect, GirlColumns()) + " from t_girl g where id = 'g1'", {}}).integer(0, 0), 1);
}

TEST(ExpressionRecords, SqlReadsWhatCppReads) {
  expect_same_in("sqlite::memory:");
  if (const std::string url = postgresql_url(); !url.empty()) expect_same_in(url);
}

TEST(ExpressionRecords, WhatHasNoSqlSaysSo) {
  for (const char* text : {"child.name == 'x'", "child.name.size()", "secret != 'x'", "secret in ['a']", "figure('met', org) > 1", "orgs('village', org).size()", "met", "publicity.given", "days(3)", "add_working_days(today, 3)"})
    EXPECT_FALSE(to_sql(*compiled(text), SqlDialect::sqlite, GirlColumns())) << text;
}

TEST(ExpressionRecords, ATreeSaysHowNamesAreBound) {
  const auto tree = to_tree(*compiled("child.birth < today - years(18) && lines.exists(l, l.amount > yuan(1))"));
  EXPECT_EQ(boost::json::serialize(tree),
            R"_({"op":"and","type":"flag","args":[{"op":"less","type":"flag","args":[{"op":"member","type":"date","how":"field","key":"birth","record":"core.person","args":[{"op":"name","type":"ref core.person","how":"field","key":"child","record":"t.girl"}]},{"op":"subtract","type":"date","args":[{"op":"call","type":"date","function":"today"},{"op":"call","type":"span","function":"years","args":[{"op":"literal","type":"int","value":18}]}]}]},{"op":"macro","type":"flag","function":"exists","slot":0,"args":[{"op":"name","type":"list(ref t.line)","how":"back","key":"lines","record":"t.line"},{"op":"greater","type":"flag","args":[{"op":"member","type":"money","how":"field","key":"amount","record":"t.line","args":[{"op":"element","type":"ref t.line","slot":0}]},{"op":"call","type":"money","function":"yuan","args":[{"op":"literal","type":"int","value":1}]}]}]}]})_");
}

}  // namespace
}  // namespace halfsky::testing
