// The body of a report or a print, parsed and checked: what the report capability runs (PACKS section 8).
#pragma once

#include <string>
#include <vector>

#include "lang/expr/expression.hpp"

namespace halfsky::lang {

// "| wan 1", "| atleast 10", "| about", "| round 1".
struct Format {
  enum class What { wan, atleast, about, round } what = What::round;
  int number = 0;   // wan, round: decimals (wan: -1 as many as needed); atleast: the unit it is floored to
};

// One figure: a formula over indicators, narrowed and shown in a way.
struct Figure {
  ExpressionPtr formula;            // indicators as variables keyed by full name; division is decimal
  std::string source;               // as written, without formats and id: "spent['living'] for star"
  std::string at;                   // an org within, by its name; empty: the report's own
  std::string over;                 // "6 years" up to the period's end; empty: the report's period
  std::string for_;                 // a parameter: only rows that refer to its record
  std::vector<Format> formats;
  std::string id;                   // "2.08"
  Span span;
};

struct Piece {
  enum class Kind {
    text,      // `text`, Markdown as it stands
    figure,    // `figure`
    cite,      // `figure`, named for receipts and tests and not printed: <!-- #7.01 voted at 口头庄村 -->
    name,      // `text`: org, period, or a parameter's id: its name
    value,     // `expression` over a parameter, a loop's variable, or in a print the record
    table,     // reports: `figures` in columns, a row for each value of `by`; prints: `columns` of the rows of `back`
    missed,    // `text`: full name of an indicator with `among`: the names not reached
    list,      // rows of `record_type` for which `condition` holds (prints: of `back`), `columns`
    each,      // for each org that `level` names within: `pieces`, where `condition` (a formula) holds; `text` is the variable
    if_,       // `pieces` where `condition` holds
    write,     // `text`: id of a paragraph that a person writes, `title`, `gather`; gathered from records: `record_type`, `expression`, `condition`
  } kind = Kind::text;
  std::string text;
  std::string title;
  Figure figure;
  std::vector<Figure> figures;
  std::string by;                   // table: "org.township", "month", or a code list's dimension "purpose"
  ExpressionPtr expression;
  ExpressionPtr condition;
  std::vector<ExpressionPtr> columns;
  std::vector<std::string> column_titles;
  const RecordType* record_type = nullptr;
  std::string back;
  std::string level;                // each: "village"
  bool gather = false;
  std::vector<Piece> pieces;
  Span at;
};

struct Template {
  std::vector<Piece> pieces;
};

}  // namespace halfsky::lang
