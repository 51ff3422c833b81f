// Figures made of figures: do their slices exist, do they go round in a circle, do they carry something secret into the open.
#include "lang/pack/check_formulas.hpp"

#include <functional>
#include <set>

#include "lang/pack/builders.hpp"

namespace halfsky::lang {
namespace {

const Indicator* indicator_at(const Context& context, const Node& node) {
  const auto parts = split_last_dot(node.binding.key);
  const PackInProgress* home = parts ? context.pack(parts->first) : nullptr;
  return home ? context.indicator(*home, parts->second) : nullptr;
}

std::string listed(const std::vector<Code>& codes) {
  std::string text;
  for (size_t i = 0; i < codes.size() && i < 8; ++i) text += (i ? ", " : "") + codes[i].id;
  return codes.size() > 8 ? text + ", …" : text;
}

void check_slice(Context& context, const ExpressionText& text, const Node& slice) {
  const Indicator* indicator = slice.args.empty() ? nullptr : indicator_at(context, *slice.args[0]);
  if (!indicator) return;
  for (size_t i = 1; i < slice.args.size(); ++i) {
    if (i > indicator->by_codes.size()) {
      const size_t count = indicator->by_codes.size();
      context.refuse(text.place(slice.args[i]->column), "bad_slice",
                     "'" + indicator->name + "' has " + (count == 0 ? "no dimension (it has no `by`)" : count == 1 ? "one dimension" : std::to_string(count) + " dimensions"));
      return;
    }
    const std::string& code = slice.args[i]->value.text;
    std::vector<std::string> known;
    for (const auto& c : indicator->by_codes[i - 1]) known.push_back(c.id);
    bool found = false;
    for (const auto& id : known) found = found || id == code;
    if (found) continue;
    const std::string meant = Context::meant(code, known);
    context.refuse(text.place(slice.args[i]->column), "no_such_code",
                   "'" + code + "' is no code of " + indicator->by_texts[i - 1] + (meant.empty() ? "; it has " + listed(indicator->by_codes[i - 1]) : meant));
  }
}

// The class of a formula is the highest of what it reads; `lowers` ends that.
Class class_of(const Context& context, const Indicator& indicator, std::set<const Indicator*>& seen) {
  if (!seen.insert(&indicator).second) return Class::public_;
  if (indicator.verb != Indicator::Verb::is) return indicator.class_;
  Class highest = Class::public_;
  if (indicator.formula)
    walk(*indicator.formula->root, [&](const Node& node) {
      if (node.op != Node::Op::index || node.args.empty()) return;
      const Indicator* part = indicator_at(context, *node.args[0]);
      if (part && !part->lowers) highest = std::max(highest, class_of(context, *part, seen));
    });
  return highest;
}

bool goes_round(const Context& context, const Indicator& start) {
  std::set<const Indicator*> seen;
  std::function<bool(const Indicator&)> reaches = [&](const Indicator& indicator) {
    bool found = false;
    if (indicator.formula)
      walk(*indicator.formula->root, [&](const Node& node) {
        const Indicator* part = node.op == Node::Op::index && !node.args.empty() ? indicator_at(context, *node.args[0]) : nullptr;
        if (!part || found) return;
        if (part == &start) found = true;
        else if (seen.insert(part).second) found = reaches(*part);
      });
    return found;
  };
  return reaches(start);
}

}  // namespace

void check_figure(Context& context, const ExpressionText& text, const Expression& formula) {
  walk(*formula.root, [&](const Node& node) {
    if (node.op == Node::Op::index) check_slice(context, text, node);
    if (node.op == Node::Op::call && node.text == "target" && !node.args.empty() && node.args[0]->op == Node::Op::index && !node.args[0]->args.empty())
      if (const Indicator* planned = indicator_at(context, *node.args[0]->args[0]); planned && !planned->target)
        context.refuse(text.place(node.column), "no_target", "'" + planned->name + "' has no targets; say `target: year` there");
  });
}

const Indicator* secret_in(const Context& context, const Expression& formula) {
  const Indicator* secret = nullptr;
  walk(*formula.root, [&](const Node& node) {
    const Indicator* part = node.op == Node::Op::index && !node.args.empty() ? indicator_at(context, *node.args[0]) : nullptr;
    if (part && part->class_ == Class::secret && !part->lowers) secret = part;
  });
  return secret;
}

const Indicator* one_indicator(const Context& context, const Expression& formula) {
  return formula.root->op == Node::Op::index && formula.root->args.size() == 1 ? indicator_at(context, *formula.root->args[0]) : nullptr;
}

void check_formulas(Context& context) {
  for (const auto& pack : context.packs)
    for (const auto& indicator : pack->pack->indicators) {
      if (!indicator->formula) continue;
      const auto* node = pack->indicator_nodes.at(indicator->id)->find("is");
      check_figure(context, *node, *indicator->formula);
      if (goes_round(context, *indicator)) context.refuse(node->at, "circle", "'" + indicator->id + "' is worked out from itself in the end");
    }
  for (const auto& pack : context.packs)
    for (const auto& indicator : pack->pack->indicators) {
      std::set<const Indicator*> seen;
      if (indicator->formula) indicator->class_ = class_of(context, *indicator, seen);
    }
}

}  // namespace halfsky::lang
