// Reading two: a checked tree as SQL text for SQLite and PostgreSQL, with the very results of evaluate().
//
// SQL's own arithmetic differs between the two and from ours (SQLite turns an overflow into a float, PostgreSQL into an error),
// so an operation is calculated wide and then kept only if it fits. That names a value twice; so that the text stays linear, a
// value that is needed twice becomes a *step*, a one-row common table expression:
//
//   (with s1(v) as materialized (select a * 3) select case when typeof(s1.v) = 'integer' then s1.v end from s1)
//
// Each step is read by one select only: SQLite works a step out anew for each, and twice at each level of a tree is never done.
// A block is a list of steps and the select over them; a macro's body is a block of its own, as it sees the rows of its list.
// No operation can raise an error, so the order in which a database evaluates them does not matter.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "lang/expr/expression.hpp"

namespace halfsky::lang {

// A piece of SQL text. `steps` are what it reads; whoever writes it into a select lists them in `from`.
struct Sql {
  // How tightly the outermost operator binds: what needs brackets inside of what.
  enum class Grip { or_, and_, not_, compare, sum, product, atom };
  std::string text;
  Grip grip = Grip::atom;
  std::vector<std::string> steps;
  bool cheap = false;   // a column or a literal: may be written twice
};

// Thrown inside the emitter where there is no SQL reading.
struct NoReading {};

class SqlEmitter {
 public:
  SqlEmitter(SqlDialect dialect, const SqlNames& names) : names_(names), sqlite_(dialect == SqlDialect::sqlite) {}

  // The whole expression as one scalar. Throws NoReading.
  std::string root(const Node& node);
  // Of a tally: its sureness.
  std::string root_sureness(const Node& node);

 private:
  // The elements of a list as "FROM [WHERE]" with the text of an element's value and of its place in the order.
  struct List {
    std::string from;     // "from …"; with `where` inside where `has_where`
    bool has_where = false;
    bool rows = false;    // rows of a back name: elements are asked of names_
    std::string value;    // of a row without value: empty
    std::string order;
    std::string sureness; // of tallies
    Kind kind = Kind::null_;
    std::vector<std::string> steps;
  };

  // to_sql.cpp: the trunk
  Sql emit(const Node& node);
  Sql literal(const Value& value, const Type& type);
  Sql column(const Node& node);
  Sql element(const Node& node);
  Sql logic(const Node& node);
  Sql equality(const Node& node);
  Sql order(const Node& node);
  Sql membership(const Node& node);
  Sql among(const Sql& left, const Node& list);
  Sql condition(const Node& node);
  Sql flag_of_column(std::string text);
  Sql convert(const Node& node);
  std::string block(const Node& node);                       // a node as a block of its own
  std::string closed(const Sql& sql);                        // the open block's steps and the select over them
  std::string flag_as_number(const Node& node, std::string text) const;

  // sql_text.cpp: pieces and steps
  std::string at_least(const Sql& sql, Sql::Grip grip) const;   // in brackets where it binds more loosely
  Sql joined(std::string text, Sql::Grip grip, const std::vector<const Sql*>& parts);
  Sql step(const Sql& sql);                                     // bound to a name
  // A step of several columns: its name, to be followed by ".column".
  Sql columns(const std::string& names, const std::string& values, const std::vector<const Sql*>& parts);
  Sql twice(const Sql& sql) { return sql.cheap ? sql : step(sql); }
  Sql numeric(const Sql& sql);                                  // PostgreSQL: as numeric; SQLite: as it is
  Sql fitting(const Sql& wide);                                 // null where it is outside of 64 bits
  Sql within_limits(const Sql& wide, int64_t low, int64_t high);
  std::string quoted(const std::string& text) const;
  std::string number(int64_t value) const;
  std::string null_text(const Type& type) const;
  std::string truth(bool value) const;

  // sql_numbers.cpp: + - * / %, rounding
  Sql arithmetic(const Node& node);
  Sql simple(const char* sign, Sql::Grip grip, const Sql& a, const Sql& b);
  Sql scaled_product(const Sql& a, const Sql& b);
  Sql whole_quotient(const Sql& a, const Sql& b);
  Sql remainder(const Sql& a, const Sql& b);
  Sql rounded_quotient(const Sql& a, const Sql& b, int64_t scale);
  Sql with_half(const Sql& parts);
  Sql with_share(const Sql& parts);
  Sql negated(const Sql& a);
  Sql rounded(Function function, const Sql& a);
  Sql hundredth(const Sql& a);

  // sql_days.cpp: dates, times and spans
  // A span as two counts; empty text: none of it.
  struct Spans {
    Sql months, days;
  };
  Spans spans(const Node& node, int sign);
  Sql moved(const Sql& day, bool time, const Node& span, int sign);
  Sql moved_days(const Sql& day, bool time, const Sql& count);
  Sql moved_months(const Sql& day, bool time, const Spans& counts);
  std::string calendar(const std::string& day) const;         // PostgreSQL: as its own date
  std::string day_part(const char* part, const std::string& day) const;
  Sql age(const Sql& birth, const Sql& day);

  // sql_functions.cpp
  Sql call(const Node& node);
  Sql call_of(const Node& node, const std::vector<Sql>& args);
  Sql extreme(Function function, const std::vector<Sql>& args);
  Sql within(const Sql& org, const Sql& unit);
  Sql id_card(const Sql& text);
  Sql method(const Node& node);

  // sql_lists.cpp
  List list(const Node& node);
  List literal_list(const Node& node);
  List split_choices(const Node& node);
  List filtered(const Node& node);
  List mapped(const Node& node);
  List either(const Node& node);
  std::string where(const List& list, const std::string& condition) const;
  std::string body(const Node& macro, const List& list);
  std::string body_sureness(const Node& macro, const List& list);
  List values(std::vector<std::vector<std::string>> rows, Kind kind, const Type& empty);
  List selected(const std::string& columns, const std::string& from, Kind kind) const;
  std::string alias() const;
  Sql macro(const Node& node);
  Sql folded(const Node& node, const List& list, bool deciding);
  Sql summed(const Node& node, const List& list);
  Sql size(const Node& node);
  Sql list_probe(const Node& node);   // null where the list itself is null, else 1
  Sql json(const Node& node);
  Sql subselect(std::string text, const List& list);

  // sql_sureness.cpp: how sure a tally is, worked out beside its number
  Sql sureness(const Node& node);
  Sql weakest(const Node& node);
  Sql sureness_of_macro(const Node& node);

  struct Element {
    bool rows;
    std::string value;
    std::string sureness;
    Kind kind;
  };

  const SqlNames& names_;
  bool sqlite_;
  std::vector<std::vector<std::string>> blocks_;   // the open blocks' steps
  std::vector<Element> elements_;                  // of the open macros, by slot
  int next_step_ = 1;
};

// Whether the value can't be null, as far as the tree alone tells.
bool is_never_null(const Node& node);

}  // namespace halfsky::lang
