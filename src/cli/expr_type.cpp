// The types of `halfsky expr`'s variables, from text.
#include "base/text.hpp"
#include "cli/expr_line.hpp"

namespace halfsky::cli {
namespace {

using lang::Kind;
using lang::Type;

const std::vector<std::pair<std::string, Kind>>& plain_types() {
  static const std::vector<std::pair<std::string, Kind>> types = {
      {"int", Kind::int_}, {"decimal", Kind::decimal}, {"money", Kind::money}, {"date", Kind::date}, {"time", Kind::time}, {"flag", Kind::flag}, {"text", Kind::text},
      {"note", Kind::text}, {"choice", Kind::choice}, {"choices", Kind::choices}, {"ref", Kind::ref}, {"tally", Kind::tally}, {"file", Kind::file}, {"consent", Kind::consent}};
  return types;
}

[[noreturn]] void unknown(const std::string& text) {
  std::vector<std::string> known = {"list(int)"};
  for (const auto& [name, kind] : plain_types()) known.push_back(name);
  const auto near = base::nearest(text, known);
  throw LineProblem("unknown_type", "there is no type '" + text + "'" + (near ? "; did you mean '" + *near + "'?" : ""));
}

std::shared_ptr<const lang::CodeList> code_list(const std::string& text, const std::string& codes) {
  auto list = std::make_shared<lang::CodeList>();
  list->name = codes;
  for (const auto& code : base::split(codes, '|')) {
    const std::string id = base::trim(code);
    if (id.empty()) throw LineProblem("unknown_type", "a code of '" + text + "' is empty");
    list->codes.push_back({.id = id});
  }
  return list;
}

// "list(int)" to "int", where the word before the bracket is `word`.
std::optional<std::string> inside(const std::string& text, const std::string& word) {
  if (text.size() < word.size() + 2 || text.compare(0, word.size() + 1, word + "(") != 0 || text.back() != ')') return std::nullopt;
  return base::trim(text.substr(word.size() + 1, text.size() - word.size() - 2));
}

}  // namespace

Type parse_type(const std::string& given) {
  const std::string text = base::trim(given);
  for (const auto& [name, kind] : plain_types())
    if (name == text) return Type::of(kind);
  if (const auto codes = inside(text, "choice")) return Type::choice_of(code_list(text, *codes));
  if (const auto codes = inside(text, "choices")) return {Kind::choices, {}, code_list(text, *codes), {}};
  if (const auto target = inside(text, "ref")) return Type::ref_to(*target);
  if (text.compare(0, 4, "ref ") == 0) return Type::ref_to(base::trim(text.substr(4)));
  const auto element = inside(text, "list");
  if (!element) unknown(text);
  const Type type = parse_type(*element);
  switch (type.kind) {
    case Kind::list: case Kind::choices: case Kind::file: case Kind::consent: throw LineProblem("unknown_type", "a list can't hold " + lang::to_text(type));
    default: return Type::list_of(type);
  }
}

}  // namespace halfsky::cli
