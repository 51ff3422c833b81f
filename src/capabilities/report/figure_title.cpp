// By the formula's tree.
#include "capabilities/report/figure_title.hpp"

#include <optional>

namespace halfsky::report {

using lang::Node;

namespace {

struct Named { const lang::Indicator* indicator = nullptr; std::string title; };

std::string code_title(const lang::Indicator& indicator, size_t dimension, const std::string& code) {
  if (dimension < indicator.by_codes.size())
    for (const lang::Code& each : indicator.by_codes[dimension])
      if (each.id == code) return each.title;
  return code;
}

std::optional<Named> named(const lang::Packs& packs, const Node& node) {
  if (node.op == Node::Op::index) {
    const lang::Indicator* indicator = packs.indicator(node.args.front()->binding.key);
    if (indicator == nullptr) return std::nullopt;
    Named result{indicator, indicator->title};
    for (size_t i = 1; i < node.args.size(); ++i) result.title += "·" + code_title(*indicator, i - 1, node.args[i]->value.text);
    return result;
  }
  if (node.op != Node::Op::call || (node.text != "prior" && node.text != "target") || node.args.empty()) return std::nullopt;
  auto result = named(packs, *node.args.front());
  if (result) result->title += node.text == "prior" ? "上年同期" : "计划";
  return result;
}

}  // namespace

std::string figure_title(const lang::Packs& packs, const lang::Expression& formula) {
  const auto found = named(packs, *formula.root);
  if (!found) return formula.source;
  const std::string& unit = found->indicator->unit;
  return unit.empty() || unit == "%" ? found->title : found->title + "（" + unit + "）";
}

std::string figure_unit(const lang::Packs& packs, const lang::Expression& formula) {
  const auto found = named(packs, *formula.root);
  return found ? found->indicator->unit : "";
}

}  // namespace halfsky::report
