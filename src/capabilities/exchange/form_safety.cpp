// By what parts are, and not by their names: Excel follows relations, so a sheet may be called xl/a.bin and a connection xl/b.xml.
#include "capabilities/exchange/form_safety.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.hpp"
#include "capabilities/exchange/problem.hpp"

namespace halfsky::exchange {
namespace {

constexpr size_t kTypesBytesMax = 16 << 20;

bool is_on(const char* flag) { return flag != nullptr && std::string_view(flag) != "0" && std::string_view(flag) != "false"; }

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) { return std::find(words.begin(), words.end(), word) != words.end(); }

// What stands in a formula outside its texts. `knows_names`: a text can't begin within 'a sheet''s name' or a [table's column], where ' takes
// the next letter for itself.
std::string outside_texts(const std::string& formula, bool knows_names) {
  std::string out;
  bool in_text = false, in_name = false;
  int brackets = 0;
  for (size_t i = 0; i < formula.size(); ++i) {
    const char c = formula[i];
    if (in_text) {
      in_text = c != '"';
      continue;
    }
    if (brackets > 0 && c == '\'') ++i;
    else if (in_name) in_name = c != '\'';
    else if (c == '"' && brackets == 0) in_text = true;
    else if (knows_names && c == '\'') in_name = true;
    else if (knows_names && c == '[') ++brackets;
    else if (knows_names && c == ']') brackets = std::max(0, brackets - 1);
    out += c;
  }
  return out;
}

// `formula`: without its texts.
bool reaches_out(const std::string& formula) {
  static constexpr std::array kWords = {"WEBSERVICE", "IMAGE", "RTD", "CALL", "REGISTER", "REGISTER.ID", "EXEC", "HYPERLINK", "DDE", "DDEINIT", "SQL.REQUEST", "ENCODEURL", "TRANSLATE",
                                        "IMPORTDATA", "IMPORTXML", "IMPORTHTML", "IMPORTFEED", "IMPORTRANGE"};
  std::string plain;
  for (const char c : base::upper(formula))
    if (c != ' ' && c != '\n' && c != '\r' && c != '\t') plain += c;
  const auto begins_word = [&](size_t at) {
    const char before = at == 0 ? '(' : plain[at - 1];
    if (before == '.') return at >= 6 && (plain.compare(at - 6, 6, "_XLFN.") == 0 || plain.compare(at - 6, 6, "_XLWS.") == 0);
    return !std::isalnum(static_cast<unsigned char>(before)) && before != '_';
  };
  for (const std::string word : kWords) {
    if (plain.find("_XLETA." + word) != std::string::npos) return true;   // handed on as a function
    for (size_t at = plain.find(word + "("); at != std::string::npos; at = plain.find(word + "(", at + 1))
      if (begins_word(at)) return true;
  }
  return plain.find('|') != std::string::npos;   // another program's data: cmd|'…'!A0
}

class Judge final : public XmlHandler {
 public:
  const char* harm = nullptr;   // a code
  bool has_links = false;

  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (is_root_) judge_root(name);
    is_root_ = false;
    if (name == "Relationship") judge_relation(attributes);
    if (name == "ddeLink" || name == "oleLink") found("form_calls_out");
    for (const char* key : {"macro", "xlm", "vbProcedure"})
      if (name == "definedName" && is_on(attributes.get(key))) found("form_calls_out");
    if (const char* formula = attributes.get("formula"); formula && calls_out(formula)) found("form_calls_out");
    if (const char* value = attributes.get("val"); value && name == "cfvo" && calls_out(value)) found("form_calls_out");
    inside_ = is_one_of(name, {"f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula", "totalsRowFormula"});
    formula_.clear();
  }
  void end(std::string_view) override {
    if (inside_ && calls_out(formula_)) found("form_calls_out");
    inside_ = false;
  }
  void text(std::string_view piece) override {
    if (inside_) formula_ += piece;
  }

 private:
  void found(const char* code) {
    if (!harm) harm = code;
  }

  void judge_root(std::string_view name) {
    if (is_one_of(name, {"connections", "queryTable", "webextension", "taskpanes"})) found("form_connections");
    if (name == "macrosheet") found("form_macros");
    has_links = has_links || name == "externalLink";
  }

  // By the last word of its type, which is the same in strict and transitional files.
  void judge_relation(const XmlAttributes& attributes) {
    const char* said = attributes.get("Type");
    const std::string type = base::lower(said ? said : ""), kind = type.substr(type.rfind('/') + 1);
    const char* mode = attributes.get("TargetMode");
    const bool is_outside = mode != nullptr && base::lower(mode) == "external";
    if (is_one_of(kind, {"vbaproject", "wordvbadata", "xlmacrosheet", "xlintlmacrosheet", "control", "activexcontrolbinary"})) found("form_macros");
    if (type.find("digital-signature") != std::string::npos) found("form_signed");
    if (is_one_of(kind, {"connections", "querytable", "webextension", "webextensiontaskpanes", "powerpivotdata"})) found("form_connections");
    if (is_outside && is_one_of(kind, {"oleobject", "package"})) found("form_calls_out");
    has_links = has_links || kind == "externallink";
  }

  std::string formula_;
  bool inside_ = false, is_root_ = true;
};

const char* harm_by_name(const std::string& plain) {
  if (plain.ends_with("vbaproject.bin") || plain.find("macrosheets/") != std::string::npos || plain.find("/activex/") != std::string::npos) return "form_macros";
  if (plain.starts_with("_xmlsignatures/")) return "form_signed";
  if (plain.ends_with("/connections.xml") || plain.find("/querytables/") != std::string::npos || plain.find("/webextensions/") != std::string::npos) return "form_connections";
  return nullptr;
}

// By its first letter, in whatever encoding.
std::optional<base::Problem> ask_whether_xml(ZipParts& parts, const std::string& name, bool& is_xml) {
  return parts.read(name, [&](std::string_view piece) {
    const size_t first = piece.find_first_not_of(std::string_view("\xef\xbb\xbf\xfe\xff\0 \t\r\n", 10));
    is_xml = first != std::string_view::npos && piece[first] == '<';
    return first == std::string_view::npos;
  });
}

}  // namespace

bool calls_out(const std::string& formula) { return reaches_out(outside_texts(formula, false)) || reaches_out(outside_texts(formula, true)); }

std::optional<base::Problem> harm_in(ZipParts& parts, const std::vector<std::string>& names, bool& has_links) {
  for (const std::string& name : names)
    if (const char* harm = harm_by_name(base::lower(name))) return problem(harm);
  std::string types;
  if (parts.has("[Content_Types].xml"))
    if (auto failed = parts.read("[Content_Types].xml", [&](std::string_view piece) { types += piece; return types.size() < kTypesBytesMax; })) return failed;
  if (base::lower(types).find("macroenabled") != std::string::npos) return problem("form_macros");
  for (const std::string& name : names) {
    const std::string plain = base::lower(name);
    if (plain.ends_with("/")) continue;
    bool is_xml = false;
    if (auto failed = ask_whether_xml(parts, name, is_xml)) return failed;
    if (!is_xml) continue;
    Judge judge;
    auto failed = read_part(parts, name, judge);
    if (judge.harm) return problem(judge.harm, {{"part", name}});
    // Old drawings (.vml) are often no XML, and a picture may begin like it: Excel takes neither for a sheet.
    const bool must_be_xml = plain.ends_with(".xml") || plain.ends_with(".rels");
    if (failed && (must_be_xml || failed->code == "sheet_large")) return failed;
    has_links = has_links || judge.has_links || plain.find("/externallinks/") != std::string::npos;
  }
  return std::nullopt;
}

}  // namespace halfsky::exchange
