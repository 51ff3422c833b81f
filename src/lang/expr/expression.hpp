// The expression language: text -> tree -> checked tree, and its three readings: evaluated in C++, compiled to SQL, handed as
// JSON to the browser (PACKS section 10). Pure: what a name means comes from `Names`, what it holds from `World`.
#pragma once

#include <boost/json/fwd.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/diagnostic.hpp"
#include "lang/expr/function.hpp"
#include "lang/expr/type.hpp"
#include "lang/expr/value.hpp"

namespace halfsky::lang {

struct Field;        // pack/model.hpp
struct RecordType;

// What a name or a member after a dot stands for.
struct Binding {
  enum class How {
    variable,   // a name handed in: it, this, me, today-like variables, left, right, a variable of `halfsky expr`
    field,      // a field of the record before the dot (or of `this`)
    system,     // org, entered, stage of a record
    reached,    // reached.STAGE: `key` is the stage; how itself is the scope before it
    level,      // org.township: the ancestor of an org; `key` is the level
    back,       // rows that refer to the record: `key` is the back name, `record` the type of the rows, `field` the ref on them
    part,       // a part of a value: consent.given / .on / .until, me.org, me.person, period.start, notice.ends, slot.start
    scope,      // me, period, slot, reached, notice: nothing by itself
  };
  How how = How::variable;
  Type type;
  std::string key;
  const Field* field = nullptr;         // how == field; how == back: the ref on the rows
  const RecordType* record = nullptr;   // the type that `field` stands on; how == back: the type of the rows
};

// What names mean in one place of a pack. Implemented by the pack's checker and by `halfsky expr`.
class Names {
 public:
  virtual ~Names() = default;
  virtual std::optional<Binding> name(std::string_view name) const = 0;
  virtual std::optional<Binding> member(const Type& of, std::string_view name) const = 0;
  virtual std::vector<std::string> names() const = 0;                     // for "did you mean"
  virtual std::vector<std::string> members(const Type& of) const = 0;
  // The record type that rows('sheet', …) names; full name, or nothing. And whether an indicator of that name exists.
  virtual std::optional<std::string> record_type(std::string_view) const { return std::nullopt; }
  virtual bool indicator(std::string_view) const { return false; }
};

struct Node;
using NodePtr = std::unique_ptr<const Node>;

// One node of a checked tree. `column` is in code points from 1 within the expression's text.
struct Node {
  enum class Op {
    literal,      // `value`
    name,         // `binding`
    member,       // args[0] . `binding`
    index,        // args[0] [ args[1..] ]: an indicator: args[0]->binding.key is its full name, args[1..] are the slice's codes as text
                  // literals; without args[1..] it is the bare name
    list,         // [ args… ]
    not_, negate, // args[0]
    or_, and_, equal, not_equal, less, less_equal, greater, greater_equal, in, add, subtract, multiply, divide, modulo,
    condition,    // args[0] ? args[1] : args[2]
    call,         // `function`(args…), `text` is its name; `today` is a call without args
    method,       // args[0].text(args[1…]) without an element name: size, contains, startsWith, endsWith
    macro,        // args[0].text(element, args[1]): exists all exists_one filter map count sum min max; `slot` is the element's place
    element,      // a macro's element, by `slot`
    convert,      // args[0] as `type`, put in by the checker: int to decimal, int to tally and back, tally to decimal, list to choices
  };
  Op op;
  Type type;
  int column = 0;
  Value value;
  Binding binding;
  std::string text;
  Function function = Function::none;   // call, method, macro
  int slot = 0;
  std::vector<NodePtr> args;
  bool decimal_division = false;   // divide: as in an indicator's `is`, where all is decimal
};

// A checked expression: its text, its tree, and what the checker found out about it.
struct Expression {
  std::string source;
  NodePtr root;
  int slots = 0;                     // elements of macros nested at most
  bool reads_today = false;
  bool asks_server = false;          // uses a function marked *
  std::vector<const Field*> reads;   // every field it reads, own ones and through refs, without doubles
  bool reads_back = false;           // reads a back name
  int hops = 0;                      // refs followed, at most (orgs' levels are free)
  const Type& type() const;
};
using ExpressionPtr = std::shared_ptr<const Expression>;

struct Expected {
  enum class Want { any, condition, exactly } want = Want::any;
  Type type;                          // exactly: this type, null allowed; an int fits a decimal, a literal text fits a choice that has it
  bool decimal_division = false;      // an indicator's `is`
};

// Parses and checks. All problems found are appended to `out` as spans relative to the text: line 1, column from 1 in code points
// (the caller moves them to the file). Nothing where there was a problem. Limits: 4 KB of text, depth 64, 1,000 literals in a list.
ExpressionPtr compile(std::string_view source, const Names& names, const Expected& expected, Diagnostics& out);

// What an expression reads at run time.
class World {
 public:
  virtual ~World() = default;
  virtual Value variable(const Binding& binding) = 0;                        // how == variable
  // how == field, system, reached, level, part. `of` is null for own fields (this). A null ref gives null without asking; of a null
  // consent it is asked.
  virtual Value member(const Value* of, const Type& of_type, const Binding& binding) = 0;
  virtual std::vector<Value> back(const Value* of, const Type& of_type, const Binding& binding) = 0;
  virtual Value today() = 0;
  virtual int64_t add_working_days(int64_t day, int64_t count) = 0;
  virtual int64_t working_days(int64_t from, int64_t to) = 0;
  // Functions marked *: orgs, partner, rows, figure, sample, numbers; args evaluated (of rows, args[0] is the type's full name). And
  // target, prior: args is empty, look at call.args[0], an index node.
  virtual Value ask(const Node& call, const std::vector<Value>& args) = 0;
  // x['a', 'b'] and bare indicator names in an indicator's `is`: `node` is an index node.
  virtual Value slice(const Node& node, const std::vector<Value>& codes) = 0;
};

Value evaluate(const Expression& expression, World& world);

// The elements of lists for which a condition that should be true is not: of `list.all(x, …)` those that fail, of `!list.exists(x, …)` those that
// are there; with what fails within them in turn. Empty where it holds, or where no list decides.
struct Decisive {
  Value element;
  Type type;
  std::vector<Decisive> within;
};
std::vector<Decisive> what_fails(const Expression& condition, World& world);

// The same for a part of an expression that stands outside of macros (an argument of a call, an indicator's slice).
Value evaluate(const Node& node, World& world);

// Reading in SQL. Both back ends run the text; see SqlNames for what a path becomes. Parameters stand as literals
// (numbers, quoted text), so that one text is one plan. Flags come out as boolean conditions (PostgreSQL) or 0/1 (SQLite), a list
// as the text of a JSON array, a tally as its number. The text is one scalar expression that never raises an error; beside arithmetic it may hold
// selects, so it can stand in a select's list or where, but not in a check constraint.
enum class SqlDialect { sqlite, postgresql };

class SqlNames {
 public:
  virtual ~SqlNames() = default;
  // Text of a column or subselect for a variable, own field, system name, reached.STAGE, or one ref further; flags as 0/1 integer
  // columns, dates as days, money as fen, decimals in 1/10'000, choices as "|a|b|", tallies as their number, org refs as integers.
  // Empty: it has no SQL reading. A row of a macro is asked for as an element node, its fields as members of one, under the
  // alias sql_alias(slot). Of a variable that is a list: anything that is null where the list is.
  virtual std::string column(const Node& node) const = 0;
  // "from … where …" giving rows of a back name, with the alias `alias` for each row; element paths come back through column().
  virtual std::string rows(const Node& node, const std::string& alias) const = 0;
  virtual std::string today() const = 0;                     // text of the day's number

  // How sure the tally is that column() gives the number of: 0, 1, 2. Empty: no SQL reading.
  virtual std::string sureness(const Node&) const { return {}; }
  // "from … as ALIAS" with columns n (the order), v (the value) and, of tallies, s (the sureness) for a variable that is a list.
  // Empty: no SQL reading.
  virtual std::string list(const Node&, const std::string& /*alias*/) const { return {}; }
  // An encrypted field compared by == with another value (`null` too): a condition that is never null. Empty: no SQL reading.
  virtual std::string encrypted_equal(const Node& /*field*/, const Node& /*other*/) const { return {}; }
  // The two working-day functions over texts of day numbers and counts. Empty: no SQL reading.
  virtual std::string working_days(const std::string& /*from*/, const std::string& /*to*/) const { return {}; }
  virtual std::string add_working_days(const std::string& /*day*/, const std::string& /*count*/) const { return {}; }
};

// The alias under which the rows of a macro stand: what `rows` and `list` are asked for, and what an element node's slot means.
std::string sql_alias(int slot);

// Nothing where the expression has no SQL reading (private fields beyond ==, functions marked *).
std::optional<std::string> to_sql(const Expression& expression, SqlDialect dialect, const SqlNames& names);

// How sure the tally is that the expression gives: 0, 1 or 2; without meaning where it is null. REQUIRES: its type is tally.
std::optional<std::string> to_sql_sureness(const Expression& expression, SqlDialect dialect, const SqlNames& names);

// Reading for the browser: the checked tree as JSON, interpreted by web/src/expr.
boost::json::value to_tree(const Expression& expression);

}  // namespace halfsky::lang
