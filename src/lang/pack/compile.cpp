// Compiling expressions where they stand, and what each kind may read.
#include "lang/pack/compile.hpp"

#include <algorithm>
#include <cctype>

namespace halfsky::lang {
namespace {

bool is_org(const Type& type) { return type.kind == Kind::ref && type.target == "core.org"; }

// How many refs are followed to reach this node's value. Orgs and their levels are free: their place is in the id.
int hops(const Node& node) {
  if (node.op == Node::Op::member && !node.args.empty()) {
    const Node& of = *node.args[0];
    const int before = hops(of);
    if (of.op == Node::Op::element || (of.op == Node::Op::name && of.binding.how == Binding::How::variable)) return before;
    return before + (of.type.kind == Kind::ref && !is_org(of.type) ? 1 : 0);
  }
  return 0;
}

// B, or B.filter(x, c) with one more filter allowed: rows of the record itself.
bool is_own_rows(const Node& node) {
  if (node.op == Node::Op::name) return node.binding.how == Binding::How::back;
  if (node.op == Node::Op::macro && node.text == "filter") return is_own_rows(*node.args[0]);
  return false;
}

bool is_kept_form(std::string_view macro) {
  return macro == "count" || macro == "filter" || macro == "sum" || macro == "min" || macro == "max";
}

struct Reader {
  Context& context;
  const ExpressionText& text;
  Reading reading;
  bool sound = true;

  void refuse(const Node& node, const char* code, std::string message) {
    if (sound) context.refuse(text.place(node.column), code, std::move(message));
    sound = false;
  }

  void visit(const Node& node) {
    const bool standing = reading == Reading::computed || reading == Reading::standing;
    if (standing && node.op == Node::Op::member && hops(node) > 1)
      return refuse(node, "too_far", "a value that is kept follows one ref, not more; copy the value into a field with `default`");
    const bool is_back = (node.op == Node::Op::name || node.op == Node::Op::member) && node.binding.how == Binding::How::back;
    if (is_back && (reading == Reading::standing || reading == Reading::fields))
      return refuse(node, "rows_here", "rows of other types can't be read here; keep them in a computed field and read that");
    if (is_back && reading == Reading::computed && node.op == Node::Op::member)
      return refuse(node, "too_far", "a computed field reads its own rows only, not those of another record");
    if (reading == Reading::computed && node.op == Node::Op::macro && is_own_rows(*node.args[0]) && !is_kept_form(node.text))
      return refuse(node, "rows_here", "of its rows a computed field takes B.count(x, c), B.size(), or sum, min, max of them; for `exists` write B.count(x, c) > 0");
    for (const auto& arg : node.args)
      if (arg) visit(*arg);
  }
};

// "scope core has no 'x'": the scope is a pack, and its members are indicators.
std::string in_words_of_figures(std::string message) {
  constexpr std::string_view kScope = "scope ", kHas = " has no '";
  const size_t has = message.find(kHas);
  if (!message.starts_with(kScope) || has == std::string::npos) return message;
  return "'" + message.substr(kScope.size(), has - kScope.size()) + "' has no indicator '" + message.substr(has + kHas.size());
}

// The identifier that begins at a column (in code points, from 1).
std::string word_at(std::string_view text, int column) {
  size_t begin = 0;
  for (int c = 1; begin < text.size(); ++begin) {
    if ((text[begin] & 0xC0) == 0x80) continue;
    if (c++ == column) break;
  }
  size_t end = begin;
  while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '_')) ++end;
  return std::string(text.substr(begin, end - begin));
}

}  // namespace

Expected any_value() { return {Expected::Want::any, {}, false}; }
Expected a_condition() { return {Expected::Want::condition, {}, false}; }
Expected exactly(Type type) { return {Expected::Want::exactly, std::move(type), false}; }

ExpressionPtr compile_at(Context& context, const ExpressionText& text, const Names& names, const Expected& expected) {
  Diagnostics found;
  ExpressionPtr expression = compile(text.text, names, expected, found);
  for (auto& problem : found) context.refuse(text.place(problem.at.column), std::move(problem.code), std::move(problem.message));
  return found.empty() ? expression : nullptr;
}

ExpressionPtr compile_for(Context& context, const ExpressionText& text, const Names& names, const Field& field) {
  return compile_at(context, text, names, exactly(field.type));
}

ExpressionPtr compile_formula(Context& context, const ExpressionText& text, const PackInProgress& pack, FormulaWant want) {
  Expected expected = want == FormulaWant::condition ? a_condition() : exactly(Type::of(Kind::decimal));
  expected.decimal_division = true;
  Diagnostics found;
  ExpressionPtr expression = compile(text.text, FormulaNames(context, pack), expected, found);
  for (auto& problem : found) {
    const std::string word = word_at(text.text, problem.at.column);
    const bool foreign = problem.code == "no_such_name" && context.pack(word) && !context.uses(pack, word);
    if (foreign) context.refuse(text.place(problem.at.column), "not_in_use", "'" + word + "' is another pack; add it to `uses`");
    else context.refuse(text.place(problem.at.column), std::move(problem.code), in_words_of_figures(std::move(problem.message)));
  }
  return found.empty() ? expression : nullptr;
}

bool check_reading(Context& context, const ExpressionText& text, const Expression& expression, Reading reading) {
  if (reading == Reading::moment) return true;
  if (expression.asks_server) {
    context.refuse(text.place(1), "asks_server", "orgs, partner, rows, figure, sample and numbers can't stand here; work the value out in a move's `set`");
    return false;
  }
  Reader reader{context, text, reading};
  reader.visit(*expression.root);
  return reader.sound;
}

bool reads_today(const Expression& expression) {
  return expression.reads_today ||
         std::any_of(expression.reads.begin(), expression.reads.end(), [](const Field* field) { return field->is_on_reading; });
}

Secrets secrets_of(const Expression& expression) {
  Secrets secrets;
  for (const Field* field : expression.reads) {
    if (field->encrypted()) secrets.encrypted = field;
    if (field->private_) secrets.private_ = field;
    if (field->owner->class_ == Class::secret) secrets.secret = field->owner;
  }
  walk(*expression.root, [&](const Node& node) {
    const bool names_type = (node.op == Node::Op::name || node.op == Node::Op::member) && node.binding.record;
    if (names_type && node.binding.how != Binding::How::scope && node.binding.record->class_ == Class::secret) secrets.secret = node.binding.record;
  });
  return secrets;
}

}  // namespace halfsky::lang
