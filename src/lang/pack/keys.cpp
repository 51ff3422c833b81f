// The tables of keys, and the one function that holds a map against its table.
#include "lang/pack/keys.hpp"

#include <algorithm>
#include <map>

#include "lang/pack/context.hpp"

namespace halfsky::lang {
namespace {

struct Entry {
  std::string_view name;
  std::vector<Key> keys;
};

const std::map<Construct, Entry>& table() {
  static const std::map<Construct, Entry> kTable = {
      {Construct::pack, {"a pack", {{"programme", "t"}, {"title", "t"}, {"edition", "n"}, {"uses", "tl"}, {"roles", "m"}, {"codes", "m"}, {"funds", "m"},
                                    {"records", "m"}, {"rubrics", "m"}, {"matches", "m"}, {"indicators", "m"}}}},
      {Construct::code, {"a code", {{"title", "t"}, {"from", "t"}, {"until", "t"}, {"was", "t"}, {"gone", "f"}}}},
      {Construct::fund, {"a fund", {{"title", "t"}, {"level", "t"}, {"purpose", "t"}, {"keep_for", "t"}}}},
      {Construct::record, {"a record type", {{"title", "t"}, {"like", "t"}, {"abstract", "f"}, {"fields", "m"}, {"stages", "m"}, {"moves", "m"},
                           {"key", "tl"}, {"org", "x"}, {"date", "x"}, {"label", "x"}, {"part_of", "t"}, {"back", "t"}, {"every", "ml"}, {"rubric", "t"},
                           {"blind", "t"}, {"class", "t"}, {"see", "tl"}, {"public", "m"}, {"keep", "t"}, {"look", "m"}, {"demo", "t"}, {"was", "t"},
                           {"gone", "f"}}}},
      {Construct::field, {"a field", {{"text", "t"}, {"note", "t"}, {"int", "t"}, {"decimal", "t"}, {"money", "t"}, {"date", "t"}, {"time", "t"},
                          {"flag", "t"}, {"choice", "t"}, {"choices", "t"}, {"ref", "t"}, {"file", "t"}, {"tally", "t"}, {"consent", "t"},
                          {"min", "t"}, {"max", "t"}, {"unit", "t"}, {"of", "tmx"}, {"to", "t"}, {"back", "t"}, {"many", "f"}, {"required", "x"},
                          {"default", "x"}, {"is", "x"}, {"check", "x"}, {"message", "t"}, {"private", "f"}, {"sealed", "f"}, {"lowers", "f"},
                          {"see", "tl"}, {"help", "t"}, {"aka", "tl"}, {"was", "t"}, {"fill", "x"}, {"gone", "f"}}}},
      {Construct::stage, {"a stage", {{"title", "t"}, {"notice", "m"}, {"was", "t"}, {"gone", "f"}, {"to", "t"}}}},
      {Construct::notice, {"a notice", {{"for", "t"}, {"shows", "tl"}}}},
      {Construct::move, {"a move", {{"title", "t"}, {"from", "tl"}, {"to", "t"}, {"by", "tl"}, {"unlike", "tl"}, {"when", "x"}, {"else", "t"},
                         {"asks", "tl"}, {"due", "x"}, {"late", "ml"}, {"after", "x"}, {"set", "m"}, {"post", "ml"}, {"hold", "ml"}, {"settle", "tm"},
                         {"void", "t"}, {"then", "ml"}, {"early", "f"}, {"gone", "f"}, {"was", "t"}}}},
      {Construct::effect, {"an effect", {{"make", "t"}, {"with", "m"}, {"each", "x"}, {"do", "t"}, {"tell", "tl"}, {"text", "t"}, {"print", "t"}}}},
      {Construct::posting, {"a posting", {{"from", "x"}, {"to", "x"}, {"amount", "x"}, {"for", "x"}, {"when", "x"}, {"each", "x"}, {"draws", "tl"}}}},
      {Construct::settle, {"a settling", {{"move", "t"}, {"amount", "x"}}}},
      {Construct::every, {"`every`", {{"each", "t"}, {"per", "x"}, {"with", "m"}}}},
      {Construct::listing, {"`public`", {{"when", "x"}, {"shows", "tl"}, {"offer", "t"}, {"request", "f"}, {"reply", "t"}}}},
      {Construct::look, {"`look`", {{"icon", "t"}, {"tone", "t"}, {"card", "tl"}, {"list", "tl"}, {"sort", "t"}, {"group", "t"}, {"views", "m"},
                         {"quick", "tl"}, {"groups", "m"}, {"first", "t"}, {"desk", "m"}, {"count", "m"}, {"board", "m"}, {"missed", "m"}}}},
      {Construct::look_view, {"a view", {{"title", "t"}, {"where", "x"}}}},
      {Construct::look_group, {"a group", {{"title", "t"}, {"fields", "tl"}, {"when", "x"}}}},
      {Construct::look_desk, {"a desk", {{"of", "t"}, {"find", "tl"}, {"group", "t"}, {"moves", "tl"}, {"back", "t"}}}},
      {Construct::look_count, {"a count", {{"lines", "t"}, {"value", "t"}, {"total", "t"}, {"spoilt", "tl"}, {"most", "t"}}}},
      {Construct::look_board, {"a board", {{"figures", "tl"}, {"of", "t"}, {"value", "t"}, {"badge", "t"}, {"parts", "t"}, {"settled", "t"}}}},
      {Construct::look_missed, {"`missed`", {{"indicator", "t"}, {"act", "t"}}}},
      {Construct::indicator, {"an indicator", {{"count", "t"}, {"sum", "t"}, {"mean", "t"}, {"median", "t"}, {"distinct", "t"}, {"received", "tl"},
                              {"spent", "tl"}, {"balance", "tl"}, {"is", "x"}, {"where", "x"}, {"date", "x"}, {"held", "f"}, {"latest", "tl"},
                              {"at", "x"}, {"by", "xl"}, {"among", "t"}, {"into", "t"}, {"open", "f"}, {"target", "t"}, {"unit", "t"}, {"round", "n"},
                              {"title", "t"}, {"lowers", "f"}, {"was", "t"}, {"gone", "f"}, {"counted", "f"}}}},
      {Construct::rubric, {"a rubric", {{"title", "t"}, {"versions", "m"}}}},
      {Construct::rubric_version, {"a rubric's version", {{"criteria", "m"}, {"grades", "m"}}}},
      {Construct::criterion, {"a criterion", {{"title", "t"}, {"points", "n"}, {"levels", "m"}, {"is", "x"}, {"evidence", "f"}, {"veto", "f"},
                              {"lowers", "f"}}}},
      {Construct::grade, {"a grade", {{"title", "t"}, {"points", "n"}}}},
      {Construct::match, {"a match", {{"title", "t"}, {"left", "m"}, {"right", "m"}, {"never", "x"}, {"score", "xm"}, {"makes", "t"}, {"with", "m"},
                          {"by", "tl"}}}},
      {Construct::match_term, {"a term of a score", {{"title", "t"}, {"is", "x"}}}},
      {Construct::match_side, {"a side of a match", {{"of", "t"}, {"where", "x"}, {"takes", "x"}}}},
      {Construct::report, {"a report", {{"report", "t"}, {"title", "t"}, {"level", "t"}, {"period", "t"}, {"params", "m"}}}},
      {Construct::param, {"a parameter", {{"ref", "t"}, {"title", "t"}, {"needs", "x"}}}},
      {Construct::print, {"a print", {{"print", "t"}, {"title", "t"}, {"of", "t"}}}},
  };
  return kTable;
}

bool allows(std::string_view forms, char form) { return forms.find(form) != std::string_view::npos; }

std::string wanted(std::string_view forms) {
  if (allows(forms, 'f')) return "true or false";
  if (allows(forms, 'n')) return "a whole number";
  std::vector<std::string> words;
  if (allows(forms, 't')) words.push_back("one text");
  if (allows(forms, 'x')) words.push_back("one expression");
  if (allows(forms, 'm')) words.push_back("a map { … }");
  if (allows(forms, 'l')) words.push_back("a list [ … ]");
  std::string text;
  for (size_t i = 0; i < words.size(); ++i) text += (i == 0 ? "" : " or ") + words[i];
  return text;
}

void check_form(Context& context, const source::Entry& entry, const Key& key) {
  const auto& value = entry.value;
  const auto wrong = [&](const source::Node& at) {
    const bool colon = at.is_scalar() && !allows(key.forms, 't') && at.text.find("：") != std::string::npos;
    if (colon) context.refuse(at.at, "full_width_colon", "the full-width colon '：' after a key; use ':' and a space");
    else context.refuse(at.at, "wrong_form", "'" + std::string(key.name) + "' takes " + wanted(key.forms));
  };
  const bool text = allows(key.forms, 't') || allows(key.forms, 'x');
  if (value.is_empty_scalar()) return context.refuse(entry.key.at, "empty_value", "nothing stands after '" + std::string(key.name) + "'; it takes " + wanted(key.forms));
  if (value.is_list()) {
    if (!allows(key.forms, 'l')) return wrong(value);
    for (const auto& item : value.items)
      if (item.is_list() || (item.is_map() && !allows(key.forms, 'm')) || (item.is_scalar() && !text)) wrong(item);
    return;
  }
  if (value.is_map()) {
    if (!allows(key.forms, 'm')) wrong(value);
    return;
  }
  if (allows(key.forms, 'f')) {
    if (value.text != "true" && value.text != "false") wrong(value);
  } else if (allows(key.forms, 'n')) {
    const bool number = !value.text.empty() && value.text.size() < 10 && value.text.find_first_not_of("0123456789") == std::string::npos;
    if (!number) wrong(value);
  } else if (!text) {
    wrong(value);
  }
}

}  // namespace

const std::vector<Key>& keys_of(Construct construct) { return table().at(construct).keys; }
std::string_view name_of(Construct construct) { return table().at(construct).name; }

bool check_keys(Context& context, const source::Node& node, Construct construct) {
  const Entry& known = table().at(construct);
  if (!node.is_map()) {
    if (node.is_scalar() && node.text.find("：") != std::string::npos)
      context.refuse(node.at, "full_width_colon", "the full-width colon '：' after a key; use ':' and a space");
    else
      context.refuse(node.at, "wrong_form", std::string(known.name) + " is a map { … }");
    return false;
  }
  for (const auto& entry : node.entries) {
    const auto key = std::find_if(known.keys.begin(), known.keys.end(), [&](const Key& k) { return k.name == entry.key.text; });
    if (key != known.keys.end()) {
      check_form(context, entry, *key);
      continue;
    }
    std::vector<std::string> names;
    for (const auto& k : known.keys) names.emplace_back(k.name);
    context.refuse(entry.key.at, "unknown_key", "'" + entry.key.text + "' is no key of " + std::string(known.name) + Context::meant(entry.key.text, names));
  }
  return true;
}

}  // namespace halfsky::lang
