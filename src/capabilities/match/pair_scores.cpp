// Expressions over two records, evaluated class by class.
#include "capabilities/match/pair_scores.hpp"

#include <map>
#include <unordered_map>

#include "base/decimal.hpp"

namespace halfsky::match {
namespace {

using engine::RowPtr;
using lang::Kind;
using lang::Node;
using lang::Value;

int64_t points_of(const Value& value) {
  if (value.is_null()) return 0;
  return value.kind == Kind::decimal ? value.number : value.number * base::kDecimalScale;
}

// What equals equals: values that an expression can't tell apart have one text.
void write_key(const Value& value, std::string& key) {
  key += std::to_string(int(value.kind)) + ":" + std::to_string(value.number) + ":" + std::to_string(value.extra) + ":" + std::to_string(value.text.size()) + ":" + value.text;
  if (value.items) {
    key += "[";
    for (const Value& item : *value.items) write_key(item, key);
    key += "]";
  }
  key += ";";
}

// An expression with its one-sided parts cut out: a tree in which each of them is a literal that is set before it is evaluated.
class Cut {
 public:
  explicit Cut(const Node& root) { tree_ = cut(root, false); }

  struct Part {
    const Node* read = nullptr;   // of the pack's own tree
    Node* literal = nullptr;      // in ours
  };
  const std::vector<Part>& of(int side) const { return parts_[side]; }
  const Node& tree() const { return *tree_; }

 private:
  struct Reads { bool side[2] = {false, false}; bool element = false; };

  static void look(const Node& node, Reads& reads) {
    if (node.op == Node::Op::name && node.binding.how == lang::Binding::How::variable) {
      if (node.binding.key == "left") reads.side[0] = true;
      if (node.binding.key == "right") reads.side[1] = true;
    }
    if (node.op == Node::Op::element) reads.element = true;
    for (const auto& arg : node.args)
      if (arg) look(*arg, reads);
  }

  // `kept`: a name before a dot that is no value by itself (a scope), or what a function reads as it is written.
  std::unique_ptr<Node> cut(const Node& node, bool kept) {
    Reads reads;
    look(node, reads);
    const bool one = reads.side[0] != reads.side[1] && !reads.element;
    if (one && !kept && node.op != Node::Op::literal && node.op != Node::Op::list) {
      auto literal = std::make_unique<Node>();
      literal->op = Node::Op::literal;
      literal->type = node.type;
      literal->column = node.column;
      parts_[reads.side[0] ? 0 : 1].push_back({&node, literal.get()});
      return literal;
    }
    auto copy = std::make_unique<Node>();
    copy->op = node.op;
    copy->type = node.type;
    copy->column = node.column;
    copy->value = node.value;
    copy->binding = node.binding;
    copy->text = node.text;
    copy->function = node.function;
    copy->slot = node.slot;
    copy->decimal_division = node.decimal_division;
    for (const auto& arg : node.args) copy->args.push_back(arg ? cut(*arg, node.op == Node::Op::index) : nullptr);
    return copy;
  }

  std::vector<Part> parts_[2];
  std::unique_ptr<Node> tree_;
};

// Rows of one side by what an expression reads of them.
struct Classes {
  std::vector<size_t> of_row;                // class of each row
  std::vector<std::vector<Value>> values;    // by class: a value for each part
};

Classes classes_of(const std::vector<Cut::Part>& parts, const std::vector<RowPtr>& rows, const char* side, engine::RowWorld& world) {
  Classes result;
  std::unordered_map<std::string, size_t> known;
  for (const RowPtr& row : rows) {
    world.with(side, Value::record(row->id));
    std::vector<Value> values;
    std::string key;
    for (const auto& part : parts) {
      values.push_back(lang::evaluate(*part.read, world));
      write_key(values.back(), key);
    }
    const auto [at, fresh] = known.try_emplace(std::move(key), result.values.size());
    if (fresh) result.values.push_back(std::move(values));
    result.of_row.push_back(at->second);
  }
  return result;
}

// Calls `visit(left class, values by right class)` for each class of the left side.
template <class Visit>
void each_class(const Cut& cut, const Classes& left, const Classes& right, engine::RowWorld& world, const Visit& visit) {
  std::vector<Value> values(right.values.size());
  for (size_t l = 0; l < left.values.size(); ++l) {
    for (size_t p = 0; p < cut.of(0).size(); ++p) cut.of(0)[p].literal->value = left.values[l][p];
    for (size_t r = 0; r < right.values.size(); ++r) {
      for (size_t p = 0; p < cut.of(1).size(); ++p) cut.of(1)[p].literal->value = right.values[r][p];
      values[r] = lang::evaluate(cut.tree(), world);
    }
    visit(l, values);
  }
}

}  // namespace

PairScores::PairScores(const lang::Match& match, engine::RowWorld& world, const std::vector<RowPtr>& lefts, const std::vector<RowPtr>& rights)
    : match_(match), world_(world), lefts_(lefts), rights_(rights) {}

Scores PairScores::all() {
  Scores scores{lefts_.size(), rights_.size(), std::vector<int64_t>(lefts_.size() * rights_.size(), 0)};
  const auto go_over = [&](const lang::Expression& expression, const auto& each) {
    const Cut cut(*expression.root);
    const Classes left = classes_of(cut.of(0), lefts_, "left", world_), right = classes_of(cut.of(1), rights_, "right", world_);
    std::vector<std::vector<size_t>> rows(left.values.size());
    for (size_t l = 0; l < lefts_.size(); ++l) rows[left.of_row[l]].push_back(l);
    each_class(cut, left, right, world_, [&](size_t at, const std::vector<Value>& values) {
      for (const size_t l : rows[at])
        for (size_t r = 0; r < rights_.size(); ++r) each(scores.values[l * rights_.size() + r], values[right.of_row[r]]);
    });
  };
  for (const auto& term : match_.score) go_over(*term.is, [](int64_t& score, const Value& value) { score += points_of(value); });
  if (match_.never) go_over(*match_.never, [](int64_t& score, const Value& value) { if (value.is_true()) score = kNever; });
  return scores;
}

void PairScores::set(size_t left, size_t right) { world_.with("left", Value::record(lefts_[left]->id)).with("right", Value::record(rights_[right]->id)); }

std::vector<int64_t> PairScores::terms(size_t left, size_t right) {
  set(left, right);
  std::vector<int64_t> result;
  for (const auto& term : match_.score) result.push_back(points_of(world_.evaluate(*term.is)));
  return result;
}

}  // namespace halfsky::match
