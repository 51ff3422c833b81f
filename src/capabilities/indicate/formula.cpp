// Figures made of figures: the formula's variables are indicators, all numbers are decimals, division is decimal.
#include <fmt/format.h>

#include "base/decimal.hpp"
#include "capabilities/indicate/reader.hpp"

namespace halfsky::indicate {

using lang::Node;
using lang::Value;

namespace {

const std::string& name_of(const Node& slice) { return slice.args.front()->binding.key; }

Scope sliced(const Scope& scope, const std::vector<Value>& codes) {
  Scope slice = scope;
  slice.dims.clear();
  for (const Value& code : codes) slice.dims.push_back(code.text);
  return slice;
}

std::vector<Value> codes_of(const Node& slice) {
  std::vector<Value> codes;
  for (size_t i = 1; i < slice.args.size(); ++i) codes.push_back(slice.args[i]->value);
  return codes;
}

Scope a_year_before(const Scope& scope) {
  Scope before = scope;
  if (before.from > base::kDayMin) before.from = base::add_months(before.from, -12);
  if (before.to < base::kDayMax) before.to = base::add_months(before.to + 1, -12) - 1;   // a month's last day stays one
  return before;
}

// The one slice that a formula is, or null.
const Node* one_slice(const lang::Expression& formula) { return formula.root->op == Node::Op::index ? formula.root.get() : nullptr; }

class FormulaWorld : public lang::World {
 public:
  FormulaWorld(const engine::Site& site, Reader& reader, const Scope& scope) : site_(site), reader_(reader), scope_(scope) {}

  Value slice(const Node& node, const std::vector<Value>& codes) override { return read(node, sliced(scope_, codes)); }
  Value ask(const Node& call, const std::vector<Value>&) override {
    const Node& slice = *call.args.front();
    const Scope scope = sliced(scope_, codes_of(slice));
    if (call.text == "prior") return read(slice, a_year_before(scope));
    const lang::Indicator* indicator = site_.packs->indicator(name_of(slice));
    const auto target = indicator ? reader_.target(*indicator, scope) : std::nullopt;
    return target ? Value::decimal(*target) : Value::null();
  }

  Value variable(const lang::Binding&) override { return Value::null(); }
  Value member(const Value*, const lang::Type&, const lang::Binding&) override { return Value::null(); }
  std::vector<Value> back(const Value*, const lang::Type&, const lang::Binding&) override { return {}; }
  Value today() override { return Value::date(site_.clock->today()); }
  int64_t add_working_days(int64_t day, int64_t count) override { return site_.calendar.add(base::Day(day), count); }
  int64_t working_days(int64_t from, int64_t to) override { return site_.calendar.between(base::Day(from), base::Day(to)); }

  lang::Sureness sureness = lang::Sureness::exact;   // the weakest of the parts
  int64_t n = 0;

 private:
  Value read(const Node& slice, const Scope& scope) {
    const lang::Indicator* indicator = site_.packs->indicator(name_of(slice));
    if (indicator == nullptr) return Value::null();
    const Figure figure = reader_.value(*indicator, scope);
    sureness = std::max(sureness, figure.sureness);
    n += figure.n;
    const auto decimal = figure.decimal();
    return decimal ? Value::decimal(*decimal) : Value::null();
  }

  const engine::Site& site_;
  Reader& reader_;
  const Scope& scope_;
};

// Each slice that a formula reads, and for which period.
void each_slice(const Node& node, bool prior, const std::function<void(const Node&, bool prior)>& visit) {
  if (node.op == Node::Op::index) return visit(node, prior);
  if (node.op == Node::Op::call && node.text == "target") return;
  for (const auto& arg : node.args) each_slice(*arg, prior || (node.op == Node::Op::call && node.text == "prior"), visit);
}

}  // namespace

std::optional<int64_t> Figure::decimal() const {
  return value ? base::multiply_divide(*value, base::kDecimalScale, scale) : std::nullopt;
}

Figure Reader::formula(const lang::Expression& formula, const Scope& scope) {
  if (const Node* slice = one_slice(formula))
    if (const lang::Indicator* indicator = site_.packs->indicator(name_of(*slice))) {
      Figure figure = value(*indicator, slice->args.size() > 1 ? sliced(scope, codes_of(*slice)) : scope);
      return figure;
    }
  FormulaWorld world(site_, *this, scope);
  const Value value = lang::evaluate(formula, world);
  Figure figure;
  figure.how = Figure::How::derived;
  figure.sureness = world.sureness;
  figure.n = world.n;
  figure.scale = value.kind == lang::Kind::decimal || value.is_null() ? base::kDecimalScale : 1;
  if (!value.is_null()) figure.value = value.number;
  return figure;
}

void Reader::formula_records(const lang::Expression& formula, const Scope& scope, const Indicate::Visit& visit) {
  const bool one = one_slice(formula) != nullptr;
  each_slice(*formula.root, false, [&](const Node& slice, bool prior) {
    const lang::Indicator* indicator = site_.packs->indicator(name_of(slice));
    if (indicator == nullptr) return;
    const auto codes = codes_of(slice);
    Scope part = slice.args.size() > 1 || !one ? sliced(scope, codes) : scope;
    if (prior) part = a_year_before(part);
    std::string name = indicator->name;
    for (size_t i = 0; i < codes.size(); ++i) name += fmt::format("{}'{}'", i ? ", " : "[", codes[i].text);
    if (!codes.empty()) name += "]";
    records(*indicator, part, one ? "" : prior ? "prior(" + name + ")" : name, visit);
  });
}

}  // namespace halfsky::indicate
