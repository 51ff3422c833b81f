// The Pratt parser (PACKS section 10): CEL's precedence, limits on everything.
#include "lang/expr/parser.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "lang/expr/lexer.hpp"

namespace halfsky::lang {
namespace {

using Op = Node::Op;

// How tightly an operator binds; all of them group to the left.
struct Binary {
  Op op;
  int strength;
};
constexpr int kOr = 1, kAnd = 2, kRelation = 3, kSum = 4, kProduct = 5;

const Binary* binary(const Token& token) {
  static const std::map<std::string, Binary, std::less<>> operators = {
      {"||", {Op::or_, kOr}},           {"&&", {Op::and_, kAnd}},
      {"==", {Op::equal, kRelation}},   {"!=", {Op::not_equal, kRelation}},      {"<", {Op::less, kRelation}},
      {"<=", {Op::less_equal, kRelation}}, {">", {Op::greater, kRelation}},      {">=", {Op::greater_equal, kRelation}},
      {"+", {Op::add, kSum}},           {"-", {Op::subtract, kSum}},
      {"*", {Op::multiply, kProduct}},  {"/", {Op::divide, kProduct}},           {"%", {Op::modulo, kProduct}}};
  static const Binary kIn = {Op::in, kRelation};
  if (token.what == Token::What::name && token.text == "in") return &kIn;
  if (token.what != Token::What::sign) return nullptr;
  const auto found = operators.find(token.text);
  return found == operators.end() ? nullptr : &found->second;
}

// Thrown inside this file only: the first thing that does not parse ends the parse.
struct Stop {};

class Parser {
 public:
  Parser(std::vector<Token> tokens, Diagnostics& out) : tokens_(std::move(tokens)), out_(out) {}

  SyntaxPtr run() {
    SyntaxPtr tree = expression();
    if (peek().what != Token::What::end) unexpected("the end of the expression");
    return tree;
  }

 private:
  // One level of nesting, counted while it is open.
  class Level {
   public:
    explicit Level(Parser& parser) : parser_(parser) {
      if (++parser_.depth_ > kMaxExpressionDepth)
        parser_.stop(parser_.peek().column, "too_deep", "the expression is nested deeper than " + std::to_string(kMaxExpressionDepth) + " levels");
    }
    ~Level() { --parser_.depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

   private:
    Parser& parser_;
  };

  const Token& peek() const { return tokens_[place_]; }
  Token take() { return tokens_[place_ + 1 < tokens_.size() ? place_++ : place_]; }
  bool take_if(std::string_view sign) {
    if (!peek().is(sign)) return false;
    take();
    return true;
  }

  [[noreturn]] void stop(int column, std::string code, std::string message) {
    out_.push_back({{"", 1, column}, std::move(code), std::move(message)});
    throw Stop{};
  }

  [[noreturn]] void unexpected(const std::string& wanted) {
    const Token& token = peek();
    std::string found = token.what == Token::What::end ? "the expression ends" : token.what == Token::What::literal ? "a value stands" : "'" + token.text + "' stands";
    std::string hint;
    if (token.text == "and") hint = "; did you mean '&&'?";
    if (token.text == "or") hint = "; did you mean '||'?";
    if (token.text == "not") hint = "; did you mean '!'?";
    stop(token.column, "syntax", found + " where " + wanted + " should" + hint);
  }

  void need(std::string_view sign) {
    if (!take_if(sign)) unexpected("'" + std::string(sign) + "'");
  }

  static SyntaxPtr node(Op op, int column) {
    auto made = std::make_unique<Syntax>();
    made->op = op;
    made->column = column;
    return made;
  }

  SyntaxPtr expression() {
    SyntaxPtr left = operators(kOr);
    if (!peek().is("?")) return left;
    SyntaxPtr made = node(Op::condition, take().column);
    const Level level(*this);
    adopt(*made, std::move(left));
    adopt(*made, operators(kOr));
    need(":");
    adopt(*made, expression());
    return made;
  }

  SyntaxPtr operators(int strength) {
    SyntaxPtr left = unary();
    while (true) {
      const Binary* found = binary(peek());
      if (!found || found->strength < strength) return left;
      SyntaxPtr made = node(found->op, take().column);
      adopt(*made, std::move(left));
      adopt(*made, operators(found->strength + 1));
      left = std::move(made);
    }
  }

  void adopt(Syntax& parent, SyntaxPtr child) {
    parent.height = std::max(parent.height, child->height + 1);
    if (parent.height > kMaxExpressionHeight)
      stop(parent.column, "too_deep", "more than " + std::to_string(kMaxExpressionHeight) + " operators in a row");
    parent.args.push_back(std::move(child));
  }

  SyntaxPtr unary() {
    if (peek().is("!")) {
      SyntaxPtr made = node(Op::not_, take().column);
      const Level level(*this);
      adopt(*made, unary());
      return made;
    }
    if (!peek().is("-")) return postfix();
    const int column = take().column;
    const Level level(*this);
    if (peek().what == Token::What::literal && (peek().value.kind == Kind::int_ || peek().value.kind == Kind::decimal)) return negative_number(column);
    SyntaxPtr made = node(Op::negate, column);
    adopt(*made, unary());
    return made;
  }

  // A minus and a number are one literal, so that the lowest number can be written.
  SyntaxPtr negative_number(int column) {
    Token& token = tokens_[place_];
    if (!token.too_low) token.value.number = -token.value.number;
    token.too_low = false;
    SyntaxPtr made = postfix();
    Syntax* first = made.get();
    while (first->op != Op::literal) first = first->args.front().get();
    first->column = column;
    return made;
  }

  SyntaxPtr postfix() {
    SyntaxPtr left = primary();
    while (true) {
      if (take_if(".")) {
        if (peek().what != Token::What::name) unexpected("a name after the dot");
        const Token name = take();
        SyntaxPtr made = node(peek().is("(") ? Op::method : Op::member, name.column);
        made->text = name.text;
        adopt(*made, std::move(left));
        if (take_if("(")) arguments(*made, ")");
        left = std::move(made);
      } else if (peek().is("[")) {
        SyntaxPtr made = node(Op::index, take().column);
        adopt(*made, std::move(left));
        arguments(*made, "]");
        if (made->args.size() == 1) stop(made->column, "syntax", "the brackets are empty");
        left = std::move(made);
      } else {
        return left;
      }
    }
  }

  void arguments(Syntax& made, std::string_view close) {
    const Level level(*this);
    if (take_if(close)) return;
    do {
      adopt(made, expression());
    } while (take_if(","));
    need(close);
  }

  SyntaxPtr primary() {
    const Token& token = peek();
    if (token.what == Token::What::literal) return literal();
    if (token.what == Token::What::name && token.text != "in") return name();
    if (token.is("(")) {
      take();
      const Level level(*this);
      SyntaxPtr inner = expression();
      need(")");
      return inner;
    }
    if (token.is("[")) return list();
    unexpected("a value, a name or a bracket");
  }

  SyntaxPtr literal() {
    const Token token = take();
    if (token.too_low) stop(token.column, "bad_number", "the number is outside of what 64 bits hold");
    SyntaxPtr made = node(Op::literal, token.column);
    made->value = token.value;
    return made;
  }

  SyntaxPtr name() {
    const Token token = take();
    SyntaxPtr made = node(peek().is("(") ? Op::call : Op::name, token.column);
    made->text = token.text;
    if (take_if("(")) arguments(*made, ")");
    return made;
  }

  SyntaxPtr list() {
    SyntaxPtr made = node(Op::list, take().column);
    const Level level(*this);
    if (take_if("]")) return made;
    do {
      if (peek().is("]") && !made->args.empty()) break;   // a comma may close the list, as in CEL
      if (made->args.size() == kMaxListLiterals)
        stop(peek().column, "list_too_long", "a list holds at most " + std::to_string(kMaxListLiterals) + " values");
      adopt(*made, expression());
    } while (take_if(","));
    need("]");
    return made;
  }

  std::vector<Token> tokens_;
  Diagnostics& out_;
  size_t place_ = 0;
  int depth_ = 0;
};

}  // namespace

SyntaxPtr parse_expression(std::string_view source, Diagnostics& out) {
  if (source.size() > kMaxExpressionBytes) {
    out.push_back({{"", 1, 1}, "too_long", "the expression has " + std::to_string(source.size()) + " bytes; at most 4 KB are allowed"});
    return nullptr;
  }
  std::vector<Token> tokens = tokens_of(source, out);
  if (tokens.empty()) return nullptr;
  try {
    return Parser(std::move(tokens), out).run();
  } catch (const Stop&) {
    return nullptr;
  }
}

}  // namespace halfsky::lang
