// The text goes into hashes that databases keep: whatever changes it has all figures counted again at the next start.
#include "lang/pack/definition.hpp"

#include <fmt/format.h>

namespace halfsky::lang {
namespace {

using Verb = Indicator::Verb;

std::string source_of(const ExpressionPtr& expression) { return expression ? expression->source : ""; }

const ExpressionPtr& date_of(const Indicator& indicator) { return indicator.date ? indicator.date : indicator.type->date; }

}  // namespace

bool is_kept(const Indicator& indicator) {
  const bool money = indicator.verb == Verb::received || indicator.verb == Verb::spent || indicator.verb == Verb::balance;
  const bool records = indicator.verb == Verb::count || indicator.verb == Verb::sum || indicator.verb == Verb::mean || indicator.verb == Verb::distinct;
  return !indicator.counted && (money || (records && !indicator.type->is_org));
}

std::string definition_text(const Packs& packs, const Indicator& indicator, const std::function<std::string(const Indicator&)>& of_part) {
  std::string text = fmt::format("{} {} {} {} {}\n", indicator.name, int(indicator.verb), indicator.type ? indicator.type->name : "", indicator.held, indicator.counted);
  const auto add = [&](const char* key, const std::string& value) { text += fmt::format("{} {}: {}\n", key, value.size(), value); };
  add("path", source_of(indicator.path));
  add("where", source_of(indicator.where));
  add("date", source_of(indicator.date));
  if (indicator.type) add("type date", source_of(indicator.type->date));
  add("org", source_of(indicator.org));
  for (const auto& by : indicator.by) add("by", by->source);
  for (const auto& codes : indicator.by_codes)   // what is kept under a code's old id is counted again under the new one
    for (const auto& code : codes)
      if (!code.was.empty()) add("code", code.id + " was " + code.was);
  for (const auto& field : indicator.latest) add("latest", field->source);
  for (const Fund* fund : indicator.funds) add("fund", fund->name);
  if (indicator.into) add("into", indicator.into->name);
  if (indicator.verb == Verb::open)
    for (const auto& pack : packs.packs)
      for (const auto& part : pack->indicators)
        if (part->into == &indicator && is_kept(*part)) add("part", part->name + " " + source_of(part->path) + " " + source_of(part->where) + " " + source_of(date_of(*part)));
  if (indicator.formula) {
    add("is", indicator.formula->source);
    const std::function<void(const Node&)> visit = [&](const Node& node) {
      if (node.op == Node::Op::index)
        if (const Indicator* part = packs.indicator(node.args.front()->binding.key)) add("of", of_part(*part));
      for (const auto& arg : node.args) visit(*arg);
    };
    visit(*indicator.formula->root);
  }
  return text;
}

}  // namespace halfsky::lang
