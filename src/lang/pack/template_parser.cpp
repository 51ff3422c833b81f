// The text of reports and prints, tag by tag. Blocks (each, if) hold their pieces; all names and expressions are checked here.
#include "lang/pack/template_parser.hpp"

#include <algorithm>

#include "lang/pack/build_figure.hpp"
#include "lang/pack/check_formulas.hpp"

namespace halfsky::lang {
namespace {

constexpr size_t kBlocksMax = 8;

struct Parser {
  Context& context;
  const PackInProgress& pack;
  const Report* report = nullptr;   // one of the two
  const Print* print = nullptr;
  std::vector<Report::Param> params;
  std::vector<std::string> loops;   // variables of `each` around

  struct Block { Piece piece; };
  std::vector<Block> blocks;        // the first is the whole

  // What is being read.
  const source::Node* node = nullptr;

  void refuse(const Part& at, const char* code, std::string message) { context.refuse(node->place_of(at.from), code, std::move(message)); }

  Template run(const std::string& file, const std::string& body, int first_line) {
    blocks.push_back({});
    for (const auto& token : scan_template(context, file, body, first_line)) {
      node = &token.node;
      if (token.kind == TemplateToken::Kind::text) {
        Piece piece;
        piece.text = token.node.text;
        piece.at = token.node.at;
        add(std::move(piece));
      } else if (token.kind == TemplateToken::Kind::tag) {
        tag(trimmed({token.node.text, 1}));
      } else {
        comment(trimmed({token.node.text, 1}));
      }
    }
    while (blocks.size() > 1) {
      const Piece& open = blocks.back().piece;
      context.refuse(open.at, "bad_template", std::string("`") + (open.kind == Piece::Kind::each ? "each" : "if") + "` without `end`");
      close();
    }
    return {std::move(blocks.front().piece.pieces)};
  }

  void add(Piece piece) {
    if (piece.at.file.empty()) piece.at = node->at;
    blocks.back().piece.pieces.push_back(std::move(piece));
  }

  void close() {
    Piece done = std::move(blocks.back().piece);
    blocks.pop_back();
    if (done.kind == Piece::Kind::each) loops.pop_back();
    add(std::move(done));
  }

  // <!-- #7.01 voted at 口头庄村 -->: a figure of a loop, named for receipts and tests. Other comments are left out.
  void comment(const Part& text) {
    if (!report || text.text.empty() || text.text[0] != '#') return;
    const size_t space = text.text.find(' ');
    if (space == std::string::npos) return;
    Part rest = trimmed({text.text.substr(space), text.from + int(space)});
    // The org may stand without quotes here.
    if (const auto at = split_at_word(rest, "at"); at && at->second.text.front() != '\'') rest.text = at->first.text + " at '" + at->second.text + "'";
    auto figure = build_figure(context, pack, *node, rest, params);
    if (!figure) return;
    figure->id = text.text.substr(1, space - 1);
    Piece piece;
    piece.kind = Piece::Kind::cite;
    piece.figure = std::move(*figure);
    add(std::move(piece));
  }

  void tag(const Part& text) {
    const std::string word = text.text.substr(0, text.text.find_first_of(" :|#[.("));
    const Part rest = trimmed({text.text.substr(word.size()), text.from + int(word.size())});
    if (text.text.empty()) return refuse(text, "bad_template", "nothing stands between '{{' and '}}'");
    if (word == "end" && rest.text.empty()) return end(text);
    if (word == "if") return if_block(rest);
    if (word == "each" && report) return each_block(rest);
    if (word == "table") return report ? report_table(rest) : rows(rest, Piece::Kind::table);
    if (word == "compare" && report) return compare(rest);
    if (word == "list") return report ? report_list(rest) : rows(rest, Piece::Kind::list);
    if (word == "missed" && report) return missed(rest);
    if (word == "write" && report) return write(rest);
    if (print) return print_value(text);
    report_value(text, word);
  }

  void end(const Part& text) {
    if (blocks.size() == 1) return refuse(text, "bad_template", "`end` without `each` or `if`");
    close();
  }

  void open(Piece piece, const Part& at) {
    piece.at = node->place_of(at.from);
    if (blocks.size() > kBlocksMax) refuse(at, "too_deep", "blocks nested more than 8 deep");
    blocks.push_back({std::move(piece)});
  }

  ExpressionPtr figure_condition(const Part& text) {
    const ExpressionText where(*node, text.text, text.from);
    auto condition = compile_formula(context, where, pack, FormulaWant::condition);
    if (condition) check_figure(context, where, *condition);
    return condition;
  }

  void if_block(const Part& rest) {
    Piece piece;
    piece.kind = Piece::Kind::if_;
    if (report) {
      piece.condition = figure_condition(rest);
    } else {
      const ExpressionText text(*node, rest.text, rest.from);
      piece.condition = compile_at(context, text, record_names(), a_condition());
      check_open(text, piece.condition);
    }
    open(std::move(piece), rest);
  }

  // each v in orgs('village') where n > 0
  void each_block(const Part& rest) {
    Piece piece;
    piece.kind = Piece::Kind::each;
    Part head = rest;
    if (const auto parts = split_at_word(rest, "where")) {
      head = parts->first;
      piece.condition = figure_condition(parts->second);
    }
    const auto parts = split_at_word(head, "in");
    const std::string from = parts ? parts->second.text : "";
    const bool shaped = from.size() > 8 && from.starts_with("orgs('") && from.ends_with("')");
    piece.level = shaped ? from.substr(6, from.size() - 8) : "";
    piece.text = parts ? parts->first.text : "v";
    const auto level = level_of(piece.level);
    if (!shaped) refuse(rest, "bad_template", "write it as: each v in orgs('village') where n > 0");
    else if (!level || *level == Level::partner) refuse(parts->second, "no_such_level", "'" + piece.level + "' is no level");
    if (!is_id(piece.text) || is_reserved(piece.text)) refuse(rest, "bad_id", "'" + piece.text + "' can't name the org");
    loops.push_back(piece.text);
    open(std::move(piece), rest);
  }

  void report_table(const Part& rest) {
    Piece piece;
    piece.kind = Piece::Kind::table;
    Part head = rest;
    if (const auto parts = split_at_word(rest, "by")) {
      head = parts->first;
      piece.by = parts->second.text;
    } else {
      refuse(rest, "bad_template", "a table needs `by`: org.township, month, or a dimension");
    }
    for (const auto& item : split_outside(head, ','))
      if (auto figure = build_figure(context, pack, *node, item, params)) {
        check_by(piece, *figure, rest);
        piece.figures.push_back(std::move(*figure));
      }
    add(std::move(piece));
  }

  // compare a, b['x']: a line for each with the year before, and with the plan where there are targets. Each cell is a figure of its own.
  void compare(const Part& rest) {
    Piece piece;
    piece.kind = Piece::Kind::table;
    piece.by = "compare";
    for (const auto& item : split_outside(rest, ',')) {
      Piece row;
      row.kind = Piece::Kind::table;
      auto figure = build_figure(context, pack, *node, item, params);
      if (!figure) continue;
      const Indicator* indicator = one_indicator(context, *figure->formula);
      if (!indicator || !figure->at.empty() || !figure->over.empty() || !figure->for_.empty()) {
        refuse(item, "bad_figure", "what is compared is one indicator or a slice of it, as lectures.given or lectures.given['village_class']");
        continue;
      }
      const std::string name = figure->formula->source;
      std::vector<std::string> others{"prior(" + name + ")", name + " - prior(" + name + ")"};
      if (indicator->target) others.insert(others.end(), {"target(" + name + ")", "100 * " + name + " / target(" + name + ") | round 1"});
      row.figures.push_back(std::move(*figure));
      for (const std::string& text : others)
        if (auto other = build_figure(context, pack, *node, {text, item.from}, params)) row.figures.push_back(std::move(*other));
      piece.pieces.push_back(std::move(row));
    }
    add(std::move(piece));
  }

  void check_by(const Piece& piece, const Figure& figure, const Part& at) {
    static const std::vector<std::string> kSpans = {"month", "quarter", "term", "year"};
    if (piece.by.empty() || std::find(kSpans.begin(), kSpans.end(), piece.by) != kSpans.end()) return;
    if (piece.by.starts_with("org.")) {
      const auto level = level_of(piece.by.substr(4));
      if (!level || *level == Level::partner) refuse(at, "no_such_level", "'" + piece.by.substr(4) + "' is no level");
      return;
    }
    const Indicator* indicator = one_indicator(context, *figure.formula);
    const bool has = indicator && !indicator->by_texts.empty() && indicator->by_texts.front() == piece.by;
    if (!has) refuse(at, "bad_dimension", "'" + figure.source + "' can't be shown by '" + piece.by + "': it is no first dimension of the figure");
  }

  // list TYPE where CONDITION: columns
  void report_list(const Part& rest) {
    const auto parts = split_outside(rest, ':');
    if (parts.size() < 2) return refuse(rest, "bad_template", "a list needs its columns: list TYPE: field, field");
    // A condition may hold ':' too; the columns stand after the last.
    const size_t colon = rest.text.rfind(':');
    Part head = trimmed({rest.text.substr(0, colon), rest.from});
    Piece piece;
    piece.kind = Piece::Kind::list;
    Part name = head;
    std::optional<Part> condition;
    if (const auto where = split_at_word(head, "where")) {
      name = where->first;
      condition = where->second;
    }
    source::Node type_name;
    type_name.at = node->place_of(name.from);
    type_name.text = name.text;
    auto* record = context.need_record(pack, type_name);
    if (!record) return;
    piece.record_type = record->type;
    if (record->type->class_ == Class::secret) refuse(name, "leaks", "'" + name.text + "' is secret; its rows can't stand in a report");
    else if (record->type->class_ == Class::sensitive) refuse(name, "leaks", "'" + name.text + "' is sensitive and who reads the report may not read its rows; show figures of it");
    const RecordNames names(context, pack, record->type);
    if (condition) {
      const ExpressionText where(*node, condition->text, condition->from);
      piece.condition = compile_at(context, where, names, a_condition());
      if (piece.condition) check_reading(context, where, *piece.condition, Reading::standing);
      check_open(where, piece.condition);
      if (piece.condition && record->type->class_ != Class::sensitive) check_readers(where, *piece.condition);
    }
    columns(piece, after(rest, colon), names);
    add(std::move(piece));
  }

  static Part after(const Part& whole, size_t colon) {
    Part rest{whole.text.substr(colon + 1), whole.from};
    for (size_t i = 0; i <= colon; ++i)
      if ((whole.text[i] & 0xC0) != 0x80) ++rest.from;
    return trimmed(rest);
  }

  void columns(Piece& piece, const Part& text, const RecordNames& names) {
    for (const auto& item : split_outside(text, ',')) {
      const ExpressionText column(*node, item.text, item.from);
      auto value = compile_at(context, column, names, any_value());
      if (!value) continue;
      check_open(column, value);
      if (report && piece.record_type->class_ != Class::sensitive) check_readers(column, *value);   // else it is refused as a whole
      piece.columns.push_back(std::move(value));
      piece.column_titles.push_back(item.text);
    }
  }

  // prints: table lines: girl.child.name, amount
  void rows(const Part& rest, Piece::Kind kind) {
    const size_t colon = rest.text.find(':');
    if (colon == std::string::npos) return refuse(rest, "bad_template", "rows need their columns: table ROWS: field, field");
    if (!print->of) return;
    Piece piece;
    piece.kind = kind;
    const Part name = trimmed({rest.text.substr(0, colon), rest.from});
    const auto* back = print->of->back(name.text);
    if (!back) {
      std::vector<std::string> known;
      for (const auto& b : print->of->backs) known.push_back(b.name);
      return refuse(name, "no_such_name", "'" + print->of->id + "' has no rows '" + name.text + "'" + Context::meant(name.text, known));
    }
    piece.back = name.text;
    piece.record_type = back->type;
    columns(piece, after(rest, colon), RecordNames(context, pack, back->type));
    add(std::move(piece));
  }

  void missed(const Part& rest) {
    const Indicator* indicator = context.indicator(pack, rest.text);
    if (!indicator) return context.refuse_unknown(pack, node->place_of(rest.from), "indicator", rest.text, context.indicator_names(pack));
    if (!indicator->among) return refuse(rest, "no_among", "'" + rest.text + "' has no `among`, so nobody is missed");
    Piece piece;
    piece.kind = Piece::Kind::missed;
    piece.text = indicator->name;
    add(std::move(piece));
  }

  // write problems: 存在的问题, gather
  // write problems: 存在的问题, gather return.problems where kind == 'month'
  void write(const Part& rest) {
    const size_t colon = rest.text.find(':');
    Piece piece;
    piece.kind = Piece::Kind::write;
    piece.text = trimmed({rest.text.substr(0, colon), 1}).text;
    if (colon == std::string::npos || !is_id(piece.text)) return refuse(rest, "bad_template", "write it as: write problems: 存在的问题, gather");
    const Part head = after(rest, colon);
    piece.title = head.text;
    if (const size_t comma = head.text.find(','); comma != std::string::npos) {
      piece.title = trimmed({head.text.substr(0, comma), 1}).text;
      if (!gather(piece, after(head, comma))) return;
    }
    for (const auto& block : blocks)
      for (const auto& other : block.piece.pieces)
        if (other.kind == Piece::Kind::write && other.text == piece.text) refuse(rest, "duplicate", "two paragraphs are called '" + piece.text + "'");
    add(std::move(piece));
  }

  // After `write …,`: the paragraphs of the offices below, or a text of records of theirs.
  bool gather(Piece& piece, const Part& option) {
    const std::string word = option.text.substr(0, option.text.find(' '));
    if (word != "gather") {
      refuse(option, "bad_template", "after the title only `gather` may stand" + Context::meant(word, {"gather"}));
      return false;
    }
    piece.gather = true;
    Part from = trimmed({option.text.substr(word.size()), option.from + int(word.size())});
    if (from.text.empty()) return true;
    std::optional<Part> condition;
    if (const auto where = split_at_word(from, "where")) {
      from = where->first;
      condition = where->second;
    }
    const size_t dot = from.text.rfind('.');
    if (dot == std::string::npos) return refuse(from, "bad_template", "what is gathered is a text of records, as `gather return.problems`"), false;
    source::Node type_name;
    type_name.at = node->place_of(from.from);
    type_name.text = from.text.substr(0, dot);
    auto* record = context.need_record(pack, type_name);
    if (!record || record->broken) return false;
    piece.record_type = record->type;
    if (record->type->class_ == Class::secret) return refuse(from, "leaks", "'" + type_name.text + "' is secret; its texts can't stand in a report"), false;
    const RecordNames names(context, pack, record->type);
    const ExpressionText field(*node, from.text.substr(dot + 1), from.from + int(dot) + 1);
    piece.expression = compile_at(context, field, names, any_value());
    if (!piece.expression) return false;
    if (piece.expression->type().kind != Kind::text) return refuse(from, "wrong_type", "'" + from.text + "' is no text; a text or a note is gathered"), false;
    check_open(field, piece.expression);
    if (!condition) return true;
    const ExpressionText where(*node, condition->text, condition->from);
    piece.condition = compile_at(context, where, names, a_condition());
    if (piece.condition) check_reading(context, where, *piece.condition, Reading::standing);
    check_open(where, piece.condition);
    return true;
  }

  RecordNames record_names() const {
    RecordNames names(context, pack, print ? print->of : nullptr);
    if (!report) return names;
    for (const auto& param : params)
      if (param.type) names.variable(param.id, Type::ref_to(param.type->name));
    for (const auto& loop : loops) names.variable(loop, Type::ref_to("core.org"));
    names.variable("org", Type::ref_to("core.org")).scope("period");
    return names;
  }

  // What is printed leaves the office.
  void check_open(const ExpressionText& text, const ExpressionPtr& value) {
    if (!value) return;
    const Secrets secrets = secrets_of(*value);
    if (secrets.private_) context.refuse(text.place(1), "leaks", "'" + secrets.private_->id + "' is private and can't be printed");
    else if (secrets.secret && !(print && print->of && print->of->class_ == Class::secret)) context.refuse(text.place(1), "leaks", "'" + secrets.secret->name + "' is secret and can't be printed");
  }

  // Whoever reads a report of the county may not therefore read each person in it.
  void check_readers(const ExpressionText& text, const Expression& value) {
    const RecordType* sensitive = value.type().kind == Kind::ref ? context.type(value.type().target) : nullptr;
    if (sensitive && sensitive->class_ != Class::sensitive) sensitive = nullptr;
    for (const Field* field : value.reads)
      if (field->owner->class_ == Class::sensitive) sensitive = field->owner;
    if (sensitive) context.refuse(text.place(1), "leaks", "'" + sensitive->name + "' is sensitive and can't stand in a report's list, nor choose its rows: others read it too; leave it out, or count");
  }

  void print_value(const Part& text) {
    if (!print->of) return;
    const ExpressionText path(*node, text.text, text.from);
    Piece piece;
    piece.kind = Piece::Kind::value;
    piece.text = text.text;
    piece.expression = compile_at(context, path, record_names(), any_value());
    check_open(path, piece.expression);
    if (piece.expression && piece.expression->type().kind == Kind::list)
      return refuse(text, "wrong_type", "'" + text.text + "' is many rows; write: table " + text.text + ": columns");
    add(std::move(piece));
  }

  // A name, a value of a parameter or of a loop's org, or a figure.
  void report_value(const Part& text, const std::string& word) {
    const bool param = std::any_of(params.begin(), params.end(), [&](const auto& p) { return p.id == word; });
    const bool loop = std::find(loops.begin(), loops.end(), word) != loops.end();
    const bool known = param || loop || word == "org" || word == "period";
    if (!known) {
      auto figure = build_figure(context, pack, *node, text, params);
      if (!figure) return;
      Piece piece;
      piece.kind = Piece::Kind::figure;
      piece.figure = std::move(*figure);
      return add(std::move(piece));
    }
    Piece piece;
    piece.text = text.text;
    piece.kind = Piece::Kind::name;
    if (text.text != word) {
      const ExpressionText path(*node, text.text, text.from);
      piece.kind = Piece::Kind::value;
      piece.expression = compile_at(context, path, record_names(), any_value());
      check_open(path, piece.expression);
    }
    add(std::move(piece));
  }
};

// Two figures of one name would be one line in a receipt.
void check_ids(Context& context, const std::vector<Piece>& pieces, std::map<std::string, Span>& seen) {
  for (const auto& piece : pieces) {
    const Figure& figure = piece.figure;
    if (!figure.id.empty() && !seen.emplace(figure.id, figure.span).second) context.refuse(figure.span, "duplicate", "two figures are called #" + figure.id);
    check_ids(context, piece.pieces, seen);
  }
}

}  // namespace

Template parse_report(Context& context, const PackInProgress& pack, const Report& report) {
  Parser parser{context, pack, &report, nullptr, {}, {}, {}, nullptr};
  for (const auto& param : report.params) parser.params.push_back({param.id, param.title, param.type, nullptr});
  Template text = parser.run(report.file, report.body, report.body_line);
  std::map<std::string, Span> seen;
  check_ids(context, text.pieces, seen);
  return text;
}

Template parse_print(Context& context, const PackInProgress& pack, const Print& print) {
  Parser parser{context, pack, nullptr, &print, {}, {}, {}, nullptr};
  return parser.run(print.file, print.body, print.body_line);
}

}  // namespace halfsky::lang
